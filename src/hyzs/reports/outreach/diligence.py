"""Due diligence of a firm (企业尽调): checks by item, unit and day; missing and expired ones; its other projects.

The program asks no database and judges nothing: it shows what people wrote down. Unchecked is not clean.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Heading, Pairs, Row, Text
from hyzs.model.credit_code import code_problem
from hyzs.model.lateness import overdue_days
from hyzs.model.printed_report import PrintedReport
from hyzs.query.checked_facts import check_items, latest_checks
from hyzs.reports.optional_sections import filled_table

FIRM = """
SELECT i.id, i.name, i.full_name, i.credit_code, i."group", i.region, i.sample FROM investor i WHERE i.id = :id
"""
#: Firms of the same group or with the same code; the code of a local company too.
KIN = """
SELECT o.id, o.name, CASE WHEN o."group" = :group THEN '同一集团' ELSE '同一代码' END AS relation FROM investor o
WHERE o.id <> :id AND (o."group" = :group OR upper(o.credit_code) = :code) ORDER BY o.id
"""
PROJECTS = """
SELECT s.record, s.of FROM share s JOIN in_values n ON n.value = s.of WHERE s.kind = 'project'
"""
BY_CODE = 'SELECT p.id FROM project p WHERE upper(p."company.credit_code") = :code'
CHECKED, MISSING, EXPIRED, SOON = "checked", "missing", "expired", "soon"
WORDS = {CHECKED: "查过", MISSING: "没有查", EXPIRED: "过期", SOON: "快到期"}
#: A check is soon old so many days before its last day.
_SOON = timedelta(days=30)
_COLUMNS = [
    Column("item", "事项", level="内部"),
    Column("state", "情况", level="内部", get=lambda row: WORDS[row["state"]]),
    Column("result", "结果", level="内部"),
    Column("on", "哪天查", "date", level="内部"),
    Column("by", "谁查", level="内部"),
    Column("source", "查自", level="内部", get=lambda row: row["source"] or row["look_in"]),
    Column("expires", "有效到", "date", level="内部"),
    Column("overdue_days", "过期(天)", "number", level="内部", get=lambda row: row["overdue_days"] or None),
    Column("note", "说明", level="内部", wide=True),
]
_KIN = [
    Column("id", "编号", "code", level="内部"),
    Column("name", "企业", level="内部"),
    Column("relation", "关系", level="内部"),
]
_PROJECTS = [
    Column("id", "编号", "code", level="内部"),
    Column("name", "项目", level="内部", substitute="public_name"),
    Column("firm", "企业", level="内部"),
    Column("tier", "类别", level="内部"),
    Column("stage", "阶段", level="内部"),
    Column("county", "属地", level="内部"),
    Column("lead", "牵头单位", level="内部"),
]
_PROJECT_FIELDS = ["id", "name", "public_name", "tier", "stage", "county", "lead"]


def diligence(index: IndexReader, now: datetime, subject: str) -> Answer:
    """One row per item: {item, state, phase, result, on, by, source, look_in, expires, overdue_days, note}.

    ``state``: checked, missing, expired or soon; ``look_in``: where the settings say to look. ``kin``: firms of the
    same group or code {id, name, relation}; ``projects``: theirs and its own {id, name, firm, tier, stage, county,
    lead}.

    Raises: NotFound where there is no such firm.
    """
    day = now.date()
    firm = index.rows(FIRM, id=resolve_name(index, subject, "investor")["id"])[0]
    code = (firm["credit_code"] or "").upper()
    kin = index.rows(KIN, id=firm["id"], group=firm["group"], code=code or None)
    rows = list(_rows(index, firm["id"], day))
    projects = _projects(index, now, [firm["name"], *(row["name"] for row in kin)], code)
    counts = Counter(row["state"] for row in rows)
    problem = code_problem(code) if code and not code.startswith("示例") else None
    return Answer(
        "diligence",
        {"firm": firm["id"], "day": str(day)},
        rows,
        {state: counts[state] for state in WORDS} | {"kin": len(kin), "projects": len(projects)},
        {"firm": {**firm, "sample": bool(firm["sample"]), "code_problem": problem}, "kin": kin, "projects": projects},
        blocks=_blocks(firm, problem, rows, counts, kin, projects),
        title=f"{firm['name']} 尽调",
        title_level="内部",
        stamp=Stamp(period=str(day), sample=bool(firm["sample"])),
    )


def _blocks(
    firm: Row, problem: str | None, rows: list[Row], counts: Counter[str], kin: list[Row], projects: list[Row]
) -> list[Block]:
    states = "，".join(f"{word} {counts[state]}" for state, word in WORDS.items() if counts[state])
    code = firm["credit_code"] or "没有写"
    about = [
        ("企业", firm["full_name"] or firm["name"]),
        ("统一社会信用代码", f"{code}（{problem}）" if problem else code),
        ("所属集团", firm["group"]),
        ("所在地", firm["region"]),
    ]
    blocks: list[Block] = [
        Pairs([item for item in about if item[1]], level="内部"),
        Text(f"事项 {len(rows)} 项：{states}" if rows else "设置里没有尽调事项，也没有查过什么", level="内部"),
        Text("只列各单位查过、写下来的；没有查过不等于没有问题，程序不去查，也不下结论。", "note", level="内部"),
        *filled_table(_COLUMNS, rows),
    ]
    for title, columns, own in (("同集团、同代码的企业", _KIN, kin), ("在全市的项目", _PROJECTS, projects)):
        blocks.append(Heading(f"{title}（{len(own)}）", 2, "内部"))
        blocks += filled_table(columns, own)
    return blocks


def _rows(index: IndexReader, id: str, day: date) -> Iterator[Row]:
    """The items of the settings, then others that somebody looked into; the last check of each."""
    checks: dict[str, list[Row]] = {}
    for row in latest_checks(index, day):
        if row["kind"] == "investor" and row["record"] == id:
            checks.setdefault(row["item"], []).append(row)
    declared = {item["name"]: item for item in check_items(index) if item["of"] == "企业"}
    for name in dict.fromkeys((*declared, *checks)):
        looks: list[Row | None] = [*checks.get(name, ())] or [None]
        yield from (_row(name, declared.get(name, {}), check, day) for check in looks)


def _row(name: str, item: Mapping[str, object], check: Row | None, day: date) -> Row:
    keys = ("phase", "result", "on", "by", "source", "expires", "note")
    head = {"item": name, "state": MISSING, **dict.fromkeys(keys), "look_in": item.get("source"), "overdue_days": 0}
    if check is None:
        return head
    last = date.fromisoformat(check["expires"]) if check["expires"] else None
    state = EXPIRED if last and last < day else SOON if last and last <= day + _SOON else CHECKED
    late = overdue_days(last, day) if last else 0
    return {**head, **{key: check[key] for key in keys}, "state": state, "overdue_days": late}


def _projects(index: IndexReader, now: datetime, firms: list[str], code: str) -> list[Row]:
    """The projects in which one of the firms has a share, and those whose local company has the code."""
    firm_of: dict[str, str] = {}
    for id, name in index.tuples(PROJECTS, firms):
        firm_of[id] = f"{firm_of[id]}、{name}" if id in firm_of else name
    for (id,) in index.tuples(BY_CODE, code=code or None):
        firm_of.setdefault(id, "落地企业同一代码")
    if not firm_of:
        return []
    rows = matching_rows(index, "project", _PROJECT_FIELDS, f"id in ({', '.join(firm_of)})", now)
    return [{**row, "firm": firm_of[row["id"]]} for row in rows]


DILIGENCE = PrintedReport(
    "diligence",
    "企业尽调",
    "一家企业查过哪些、谁查的、哪天、有效到哪天，缺的和过期的，同集团同代码的，在全市的项目",
    diligence,
    of="subject",
    required="企业",
    subject_kind="investor",
    position=39,
)
