"""Examination of projects (体检) by the rules of the settings: those to look at, and those that cannot be told."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Heading, PublicColumn, Row, Text
from hyzs.model.printed_report import PrintedReport
from hyzs.model.week import Week
from hyzs.query.project_values import project_value_names
from hyzs.query.projects import projects_in_play, stages
from hyzs.reports.optional_sections import filled_table

RULES = 'SELECT name, "where", scope, weeks, source, note FROM checkup ORDER BY pos'
#: Number of weeks with a return, by project.
WEEKS = """
SELECT e.key_id, count(DISTINCT e.week_no) FROM entry e WHERE e.week_no <= :week GROUP BY e.key_id
"""
#: Verdicts: found by the rule; or it cannot be told yet.
FOUND, UNKNOWN = "found", "unknown"
_VERDICTS = {FOUND: "查出", UNKNOWN: "待核"}
_FIELDS = ("id", "name", "county", "stage")
_COLUMNS = [
    Column("id", "编号", "code", level="内部"),
    Column("name", "项目", level="内部"),
    PublicColumn("county", "属地"),
    PublicColumn("stage", "阶段"),
    PublicColumn("verdict", "结果", get=lambda row: _VERDICTS[row["verdict"]]),
    PublicColumn("note", "说明", wide=True),
]


def checkup(index: IndexReader, now: datetime) -> Answer:
    """One row per rule and project: {rule, id, name, county, stage, verdict, note}; ``verdict``: found or unknown.

    A rule that asks for weeks of returns answers unknown for a project in its scope that has fewer, unless it is found.
    ``summary`` counts both by rule; a project found twice counts once in ``projects``.

    Raises: BadUsage: the condition of a rule cannot be read.
    """
    play = {project.row["id"] for project in projects_in_play(index, Week.of(now.date()), stages(index))}
    weeks = dict(index.tuples(WEEKS, week=Week.of(now.date()).number))
    rows: list[Row] = []
    blocks: list[Block] = []
    rules = index.rows(RULES)
    for rule in rules:
        own = _examined(index, rule, now, play, weeks)
        rows += own
        counts = Counter(row["verdict"] for row in own)
        words = (
            "，".join(f"{label} {counts[verdict]}" for verdict, label in _VERDICTS.items() if counts[verdict]) or "没有"
        )
        blocks += [
            Heading(rule["name"], 2, "公开"),
            Text(f"{words}（{rule['source']}）：{rule['where']}", level="公开"),
        ]
        blocks += filled_table(_COLUMNS, own)
    ids = {row["id"] for row in rows if row["verdict"] == FOUND}
    by_rule = Counter(row["rule"] for row in rows if row["verdict"] == FOUND)
    if not rules:
        blocks.append(Text("设置里没有写体检规则 checkups", level="公开"))
    summary = {
        "rules": len(rules),
        "projects": len(ids),
        "by_rule": {rule["name"]: by_rule[rule["name"]] for rule in rules},
        "unknown": sum(row["verdict"] == UNKNOWN for row in rows),
        "examined": len(play),
    }
    text = f"在推项目 {len(play)} 个，按 {len(rules)} 条规则查出 {len(ids)} 个，待核 {summary['unknown']} 项"
    blocks.insert(0, Text(text, level="公开"))
    stamp = Stamp(period=str(now.date()))
    return Answer("checkup", {"day": str(now.date())}, rows, summary, blocks=blocks, title="项目体检", stamp=stamp)


def _examined(index: IndexReader, rule: Row, now: datetime, play: set[str], weeks: dict[str, int]) -> list[Row]:
    """The projects that a rule finds, and those of its scope of which it cannot be told."""
    scope = f"({rule['scope']}) and " if rule["scope"] else ""
    labels = {name: label + unit for name, label, unit in _facts(index) if name in rule["where"]}
    projects = _projects(index, now, f"{scope}({rule['where']})", labels)
    rows = [{**row, "verdict": FOUND} for id, row in projects.items() if id in play]
    least = int(rule["weeks"] or 0)
    for id, row in (_projects(index, now, rule["scope"]) if least and rule["scope"] else {}).items():
        if id in play and id not in projects and weeks.get(id, 0) < least:
            rows.append({**row, "verdict": UNKNOWN, "note": f"只有 {weeks.get(id, 0)} 周填报，要 {least} 周"})
    return [{"rule": rule["name"], **row} for row in rows]


def _facts(index: IndexReader) -> Iterator[tuple[str, str, str]]:
    """Name, label and unit of the facts that a rule can compare; flags have no unit and say nothing more."""
    for name, label, unit in project_value_names(index):
        if unit:
            yield name, label, f"({unit})"


def _projects(index: IndexReader, now: datetime, where: str, facts: Mapping[str, str] | None = None) -> dict[str, Row]:
    """The projects that meet a condition, by id; their ``note`` says the facts of those labels."""
    names = (*_FIELDS, *(facts or {}))
    return {
        str(row["id"]): {
            **{key: row[key] for key in _FIELDS},
            "note": "，".join(f"{label} {row[name]}" for name, label in (facts or {}).items() if row[name] is not None),
        }
        for row in matching_rows(index, "project", names, where, now)
    }


CHECKUP = PrintedReport(
    "checkup", "项目体检", "按设置里的规则把该过问的项目挑出来，填报不够的写待核，不判对错", checkup, position=36
)
