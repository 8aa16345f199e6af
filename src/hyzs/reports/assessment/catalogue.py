"""Catalogue of projects to be courted (招商引资重点目录): the listed, the others and why, changes since an edition.

A catalogue is published as an edition; what later became of the projects of one is counted by the edition that listed
them first, so that moving a project out improves nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Heading, PublicColumn, Row, Table, Text
from hyzs.model.errors import BadUsage, NotFound
from hyzs.model.printed_report import PrintedReport
from hyzs.model.quotient import quotient
from hyzs.query.catalogue import NAME, REQUIREMENTS, catalogue_rules, published_catalogues
from hyzs.query.editions import EditionHead
from hyzs.query.industries import IndustryTree
from hyzs.reports.optional_sections import filled_section, filled_table
from hyzs.reports.visibility_guard import require_visible

#: The industries that parks have for their own.
PARKS = """
SELECT r.name, coalesce(c.name, m.text) FROM mention m JOIN record r ON r.file = m.file AND r.item = m.item
LEFT JOIN resolved_name c ON c.text = m.text AND c.kinds = m.kinds
WHERE m.kind = 'unit' AND m.field IN ('industries', 'specialty')
"""
CONFIDENTIAL = "SELECT id FROM project WHERE confidential = 1 AND public_name IS NULL"
_FIELDS = (
    *("id", "name", "public_name", "county", "park", "industry", "content", "investment.total", "sample"),
    *("proposed.unit", "proposed.on", "proposed.conditions", "proposed.direction"),
)
OUTSIDE, SECRET = "不在园区产业", "保密，没有公开名称"
PREVIOUS = "上期"
NEW, STAYS, LEFT, SIGNED = "新增", "延续", "移出", "已签约"
_LISTED = [
    PublicColumn("number", "序号", "number"),
    Column("name", "项目名称", level="内部", substitute="public_name"),
    PublicColumn("direction", "方向"),
    PublicColumn("industry", "产业"),
    PublicColumn("total", "总投资", "number", "万元"),
    PublicColumn("county", "属地"),
    PublicColumn("conditions", "合作条件", wide=True),
    PublicColumn("unit", "联系单位"),
]
_REJECTED = [
    Column("id", "编号", "code", level="内部"),
    Column("name", "项目", level="内部"),
    Column("unit", "申报单位", level="内部"),
    Column("why", "没有列入的理由", level="内部", wide=True),
]
_UNITS = [
    PublicColumn("unit", "申报单位"),
    PublicColumn("proposed", "申报", "number"),
    PublicColumn("passed", "合条件", "number"),
    PublicColumn("listed", "列入过", "number"),
    PublicColumn("signed", "已签约", "number"),
]
_EDITIONS = [
    PublicColumn("id", "期", "code"),
    PublicColumn("first_listed", "首次列入", "number"),
    PublicColumn("signed", "后来签约", "number"),
    PublicColumn("rate", "转化率(%)", "number"),
]
_CHANGES = [
    Column("id", "编号", "code", level="内部"),
    Column("name", "项目", level="内部"),
    Column("change", "变化", level="内部"),
    Column("note", "说明", level="内部", wide=True),
]


def catalogue(
    index: IndexReader, now: datetime, diff: str | None = None, where: str | None = None, audience: str = "full"
) -> Answer:
    """One row per listed project; ``extra.rejected`` the others with their reason, ``extra.changes`` the difference.

    Only projects that meet the condition ``where`` are considered. ``diff`` is an edition of the catalogue, or 上期 for
    the last that was published.

    Raises:
        NotFound, BadUsage: There is no such edition, the settings say nothing of a catalogue, the condition cannot be
        understood, or names what the ``audience`` may not see.
    """
    require_visible(index, "project", now, audience, condition=where)
    rules = _rules(index)
    rows, rejected = _listed(index, rules, now, where)
    changes = _changes(index, rules, rows, now, diff) if diff else []
    counts = Counter(row["why"] for row in rejected)
    words = "，".join(f"{count} {why}" for why, count in counts.items())
    stale = [row for row in rows if row["stale"]]
    blocks: list[Block] = [
        Text(f"列入 {len(rows)} 个" + (f"；没有列入 {len(rejected)} 个：{words}" if rejected else ""), level="公开"),
        *filled_table(_LISTED, rows),
        *_stale_note(stale, rules["stale_days"]),
        *filled_section("没有列入", "内部", _REJECTED, rejected),
        *(_change_section(diff, changes) if diff else []),
    ]
    return Answer(
        NAME,
        {"where": where, "diff": diff},
        rows,
        {"listed": len(rows), "rejected": dict(counts), "stale": len(stale)},
        {"rejected": rejected, "changes": changes},
        blocks=blocks,
        title="招商引资重点目录",
        title_level="公开",
        watermark="示例" if "示例" in rules["source"] else "",
        stamp=Stamp(period=str(now.date()), sample=any(row["sample"] for row in rows)),
    )


def _stale_note(stale: Sequence[Row], days: int | None) -> list[Block]:
    ids = "、".join(f"{row['id']}（{row['revised']}）" for row in stale)
    return [Text(f"超过 {days} 天没有修订：{ids}", "warn", level="内部")] if stale else []


def _change_section(diff: str, changes: Sequence[Row]) -> list[Block]:
    counts = Counter(row["change"] for row in changes)
    words = "，".join(f"{change} {count}" for change, count in counts.items())
    return [Heading(f"和{diff}比：{words or '没有变化'}", 2, "内部"), Table(_CHANGES, changes)]


def planning(index: IndexReader, now: datetime) -> Answer:
    """One row per unit: {unit, proposed, passed, listed, signed}; and the conversion of each edition by first listing.

    Raises:
        BadUsage: The settings say nothing of a catalogue.
    """
    rules = _rules(index)
    rows, rejected = _listed(index, rules, now)
    heads = published_catalogues(index)
    first = _first_listing(heads)
    signed = _signed(index, rules, now)
    proposed = matching_rows(index, "project", ("id", "proposed.unit"), "proposed.unit!=null", now)
    units = _unit_rows(proposed, rows, first, signed)
    editions = [_conversion(head, first, signed) for head in heads]
    return Answer(
        "planning",
        {"day": str(now.date())},
        units,
        {"proposed": len(proposed), "passed": len(rows), "rejected": len(rejected)},
        {"editions": editions},
        blocks=[
            Table(_UNITS, units) if units else Text("没有申报的策划项目", level="公开"),
            *filled_section("各期目录", "公开", _EDITIONS, editions),
        ],
        title="项目策划",
        title_level="公开",
        stamp=Stamp(period=str(now.date())),
    )


def _unit_rows(
    proposed: Sequence[Row], listed: Sequence[Row], first: Mapping[str, str], signed: Mapping[str, str]
) -> list[Row]:
    """By unit how many projects it proposed, and of them: that pass now, were ever listed, have signed."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in proposed:
        own = counts[row["proposed.unit"]]
        own["proposed"] += 1
        own["listed"] += row["id"] in first
        own["signed"] += row["id"] in signed
    for row in listed:
        counts[row["unit"] or "（没有写）"]["passed"] += 1
    keys = ("proposed", "passed", "listed", "signed")
    return [{"unit": unit, **{key: own[key] for key in keys}} for unit, own in counts.items()]


def _rules(index: IndexReader) -> Row:
    rules = catalogue_rules(index)
    if rules is None:
        raise BadUsage("设置里没有写重点目录", "在 settings.yaml 的 catalogue 里写哪些项目、什么条件")
    return rules


def _listed(index: IndexReader, rules: Row, now: datetime, where: str | None = None) -> tuple[list[Row], list[Row]]:
    """The projects that are listed, and those that are not with the first reason."""
    reasons: dict[str, str] = {}
    for requirement in index.rows(REQUIREMENTS):
        meets = {row["id"] for row in matching_rows(index, "project", ("id",), requirement["where"], now)}
        for row in matching_rows(index, "project", ("id",), rules["where"], now):
            if row["id"] not in meets:
                reasons.setdefault(row["id"], requirement["why"])
    parks: dict[str, list[str]] = defaultdict(list)
    for park, industry in index.tuples(PARKS):
        parks[park].append(industry)
    tree = IndustryTree(index)
    secret = {id for (id,) in index.tuples(CONFIDENTIAL)}
    rows: list[Row] = []
    rejected: list[Row] = []
    condition = f"draft=false and ({rules['where']})" + (f" and ({where})" if where else "")
    for row in matching_rows(index, "project", _FIELDS, condition, now):
        own = parks.get(row["park"] or "", [])
        is_outside = bool(own and row["industry"] and not set(own) & set(tree.path(row["industry"])))
        why = reasons.get(row["id"]) or (OUTSIDE if is_outside else SECRET if row["id"] in secret else "")
        listed = {
            **{key: row[key] for key in ("id", "name", "public_name", "county", "park", "industry", "content")},
            "total": row["investment.total"],
            "unit": row["proposed.unit"],
            "direction": row["proposed.direction"],
            "conditions": row["proposed.conditions"],
            "revised": row["proposed.on"],
            "stale": _is_stale(row["proposed.on"], rules["stale_days"], now.date()),
            "sample": bool(row["sample"]),
        }
        if why:
            rejected.append({**listed, "why": why})
        else:
            rows.append({"number": len(rows) + 1, **listed})
    return rows, rejected


def _is_stale(revised: str | None, days: int | None, day: date) -> bool:
    return bool(days and revised and (day - date.fromisoformat(revised)).days > int(days))


def _first_listing(heads: Sequence[EditionHead]) -> dict[str, str]:
    """The edition that listed each project first."""
    first: dict[str, str] = {}
    for head in heads:
        for subject in head.subjects:
            first.setdefault(subject["of"], head.id)
    return first


def _signed(index: IndexReader, rules: Row, now: datetime) -> dict[str, str]:
    """The projects that have signed by now, with the day."""
    field = f"milestones.{rules['signed']}"
    rows = matching_rows(index, "project", ("id", field), f"{field}<={now.date()}", now)
    return {row["id"]: row[field] for row in rows}


def _conversion(head: EditionHead, first: dict[str, str], signed: dict[str, str]) -> Row:
    """Of the projects that this edition listed first, those that have signed, in per cent to one digit."""
    own = [id for id, edition in first.items() if edition == head.id]
    later = [id for id in own if id in signed]
    return {
        "id": head.id,
        "published": head.published,
        "first_listed": len(own),
        "signed": len(later),
        "rate": quotient(len(later), len(own), 1),
    }


def _changes(index: IndexReader, rules: Row, rows: Sequence[Row], now: datetime, diff: str) -> list[Row]:
    """The difference from an edition: 新增, 延续, and what left with the reason."""
    heads = published_catalogues(index)
    head = heads[-1] if diff == PREVIOUS and heads else next((head for head in heads if head.id == diff), None)
    if head is None:
        editions = "、".join(head.id for head in heads)
        raise NotFound(f"没有这一期目录：{diff}", f"可以写：{PREVIOUS}、{editions}" if heads else "还没有发布过目录")
    before = [str(subject["of"]) for subject in head.subjects]
    listed = {row["id"]: row for row in rows}
    signed = _signed(index, rules, now)
    names = {row["id"]: row for row in matching_rows(index, "project", ("id", "name", "proposed.on"), None, now)}
    out = [
        {"id": id, "name": row["name"], "change": STAYS if id in before else NEW, "note": ""}
        for id, row in listed.items()
    ]
    for id in before:
        if id in listed:
            continue
        revised = names.get(id, {}).get("proposed.on")
        note = f"{signed[id]} 签约" if id in signed else f"上次修订 {revised}" if revised else "不再合条件"
        change = SIGNED if id in signed else LEFT
        out.append({"id": id, "name": names.get(id, {}).get("name"), "change": change, "note": note})
    return out


CATALOGUE = PrintedReport(
    NAME,
    "招商引资重点目录",
    "策划项目里合条件的，没有列入的写明理由；--diff 上期 看新增、延续、移出、已签约；hyzs publish catalogue 发布",
    catalogue,
    of="where",
    position=220,
)
PLANNING = PrintedReport(
    "planning", "项目策划", "各单位申报、合条件、列入、签约多少；每期目录的转化率", planning, position=221
)
