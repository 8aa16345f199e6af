"""Why a project has its light: every rule in its order, the facts, and what the next threshold is."""

from datetime import datetime

from hyzs.model.answer import Answer, Column, Row, Stamp, Table, Text
from hyzs.reports.asked import Asked, named
from hyzs.reports.filing import every_row
from hyzs.reports.lights import FACTS, Facts, Rule, light, rules

FILES = (
    "SELECT 'data/' || f.path AS path FROM record r JOIN file f ON f.id = r.file WHERE r.kind = :kind AND r.id = :id"
)
ENTRY = """
SELECT 'data/' || f.path AS path FROM entry e JOIN file f ON f.id = e.file WHERE e.key_id = :id AND e.week = :week
"""
_RULES = [
    Column("holds", "满足", get=lambda row: "是" if row["holds"] else ""),
    Column("name", "灯", "light"),
    Column("conditions", "条件"),
    Column("meaning", "含义", wide=True),
]
_FACTS = [Column("label", "事实"), Column("value", "数值", "number")]


def why(index: Asked, text: str, week: str | None, now: datetime) -> Answer:
    """The light of the project that people call ``text``, and how it came about."""
    one = named(index, text, "project")
    book, the_week, rows = every_row(index, week, now)
    its, declared = rows[one["id"]], rules(index)
    files = [project.row["file"] for project in book.projects if project.row["id"] == one["id"]]
    facts = Facts(index, the_week, now.date(), files).of(its)
    shown = light(declared, facts)
    told = [_rule(rule, facts) for rule in declared]
    known = [{"fact": name, "label": FACTS[name], "value": value} for name, value in facts.items() if value is not None]
    paths = [
        row["path"]
        for sql in (FILES, ENTRY)
        for row in index.rows(sql, kind="project", id=one["id"], week=str(the_week))
    ]
    head = f"{shown['name']}：{shown['reason']}" if shown else "没有亮灯规则，或没有一条满足"
    return Answer(
        "why",
        {"id": one["id"], "week": str(the_week)},
        told,
        {"light": shown, "facts": facts, "paths": paths},
        blocks=[Text(head), Table(_FACTS, known), Table(_RULES, told), Text(f"出处：{'、'.join(paths)}", "note")],
        title=f"{its['name']} {the_week.heading}",
        stamp=Stamp(period=the_week.heading),
    )


def _rule(rule: Rule, facts: dict[str, float | None]) -> Row:
    words = "；".join(condition.words for condition in rule.conditions) or "以上都不满足"
    return {
        "name": rule.name,
        "colour": rule.colour,
        "meaning": rule.meaning,
        "conditions": words,
        "holds": rule.holds(facts),
    }
