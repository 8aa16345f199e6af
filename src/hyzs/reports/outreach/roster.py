"""Rosters of 专班 by industry (方案第一条): its five parts, the officers of their units, vacancies and ended posts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Group, PublicColumn, Row, Table, Text
from hyzs.model.printed_report import PrintedReport
from hyzs.model.week import Week
from hyzs.query.projects import ProjectHistory, projects_in_play, stages
from hyzs.reports.outreach.crowd import OTHER

INDUSTRIES = 'SELECT i.id, i.name, i.parent FROM industry i ORDER BY coalesce(i."order", 999), i.id'
PARTS = "SELECT name, label FROM field WHERE kind = 'industry' AND name LIKE 'taskforce.%' ORDER BY pos"
#: The units that stand in a taskforce, of industries and of projects, in the order of the file.
SEATS = """
SELECT m.kind, m.record, m.field, coalesce(u.name, m.text) AS unit, u.until AS unit_until
FROM mention m LEFT JOIN record r ON r.kind = 'unit' AND r.id = m.target
LEFT JOIN unit u ON u.file = r.file AND u.item = r.item
WHERE m.duty = 'taskforce' AND m.kind IN ('industry', 'project') ORDER BY m.kind, m.record, m.at
"""
OFFICERS = """
SELECT u.name AS unit, o.role, o.person, o.since, o.until FROM officer o
JOIN unit u ON u.file = o.file AND u.item = o.item
WHERE coalesce(o.since, :day) <= :day ORDER BY o.file, o.item, o.pos
"""
POSTS = """
SELECT r.name AS person, p.unit, p.post, p.until FROM post p JOIN record r ON r.file = p.file AND r.item = p.item
WHERE coalesce(p.since, :day) <= :day ORDER BY p.file, p.item, p.pos
"""
INDUSTRY_OF = "SELECT p.id, p.industry FROM project p WHERE p.industry IS NOT NULL"
#: Part that a unit was asked of and nobody has; the words of the report.
VACANT, UNIT_ENDED, NO_OFFICER, OFFICER_ENDED, POST_ENDED = "vacant", "unit_ended", "no_officer", "ended", "post_ended"
_COLUMNS = [
    PublicColumn("part_label", "一方"),
    PublicColumn("unit", "单位", get=lambda row: row["unit"] or "空缺"),
    Column("role", "角色", level="内部"),
    Column("officer", "责任人", level="内部"),
    Column("post", "职务", level="内部"),
    Column("note", "说明", level="内部", wide=True),
]
_PROJECTS = [
    Column("id", "编号", "code", level="内部"),
    Column("name", "项目", level="内部", substitute="public_name"),
    PublicColumn("tier", "类别"),
    PublicColumn("industry", "产业"),
    PublicColumn("missing", "自己的专班缺", "list"),
]


#: By kind and id of a record, by part: the seats.
_SeatsByRecord = dict[tuple[str, str], dict[str, list[Row]]]


class _Officer(NamedTuple):
    """The officer of a unit on a day, or the last one that it had; ``state`` is empty while the officer is in post."""

    role: str | None = None
    person: str | None = None
    post: str | None = None
    state: str = NO_OFFICER
    until: str | None = None


def roster(index: IndexReader, now: datetime, unit: str | None = None) -> Answer:
    """One row per seat: {industry_id, industry, part, part_label, unit, role, officer, post, state, until, note}.

    ``state``: empty, vacant (the part has no unit), unit_ended, no_officer, ended (the officer's time is over and
    nobody follows) or post_ended. ``without``: whole chains that have no 专班; ``waiting``: those of them with
    projects in play, {industry, projects}, the most first. ``projects``: {id, name, tier, industry, missing}, those in
    play whose own 专班 lacks a part: they have not the industry's in its place. With ``unit`` its
    seats only.

    Raises: NotFound where there is no such unit.
    """
    day = now.date()
    name = resolve_name(index, unit, "unit")["name"] if unit else None
    parts = {row["name"]: row["label"] for row in index.rows(PARTS)}
    seats = _seats_by_record(index)
    industries = index.rows(INDUSTRIES)
    officers = _officers(index, day)
    every = [
        row
        for industry in industries
        if ("industry", industry["id"]) in seats
        for row in _seats(industry, parts, seats["industry", industry["id"]], officers, day)
    ]
    rows = [row for row in every if name in (None, row["unit"])]
    tops = [industry for industry in industries if not industry["parent"]]  # a node is looked after by its chain
    unmanned = [industry["name"] for industry in tops if ("industry", industry["id"]) not in seats]
    in_play = [] if name else list(projects_in_play(index, Week.of(day), stages(index)))
    industry_of = dict(index.tuples(INDUSTRY_OF))
    waiting = _waiting(unmanned, Counter(_chain(industries, industry_of.get(p.row["id"])) for p in in_play))
    projects = list(_projects(industries, industry_of, in_play, day, parts, seats))
    counts = Counter(row["state"] for row in rows)
    summary = {"industries": len({row["industry_id"] for row in rows}), "seats": len(rows)}
    summary |= {state: counts[state] for state in (VACANT, UNIT_ENDED, NO_OFFICER, OFFICER_ENDED, POST_ENDED)}
    return Answer(
        "roster",
        {"unit": name, "day": str(day)},
        rows,
        {**summary, "without": len(unmanned), "waiting": len(waiting), "projects": len(projects)},
        {"without": unmanned, "waiting": waiting, "projects": projects},
        blocks=_blocks(rows, counts, waiting, 0 if name else len(unmanned) - len(waiting), projects),
        title=f"{name} 产业专班" if name else "产业专班",
        title_level="公开",
        stamp=Stamp(period=str(day)),
    )


def _seats_by_record(index: IndexReader) -> _SeatsByRecord:
    """By kind and id of a record: the seats of each part of its 专班."""
    seats: _SeatsByRecord = defaultdict(lambda: defaultdict(list))
    for row in index.rows(SEATS):
        seats[row["kind"], row["record"]][row["field"]].append(row)
    return seats


def _waiting(unmanned: Sequence[str], projects: Mapping[str | None, int]) -> list[Row]:
    """Of the chains without a 专班 those with projects in play, the most first; 其他 comes last."""
    waiting = [{"industry": chain, "projects": projects[chain]} for chain in unmanned if projects[chain]]
    return sorted(waiting, key=lambda row: (row["industry"] == OTHER, -int(str(row["projects"]))))


def _chain(industries: list[Row], name: str | None) -> str | None:
    """The whole chain that an industry is a node of, or is itself."""
    by_name, by_id = ({row[key]: row for row in industries} for key in ("name", "id"))
    row = by_name.get(name)
    for _ in industries:  # a circle, which check finds, ends too
        parent = row and row["parent"] and (by_name.get(row["parent"]) or by_id.get(row["parent"]))
        if not parent:
            break
        row = parent
    return str(row["name"]) if row else name


def _blocks(rows: list[Row], counts: Counter[str], waiting: list[Row], idle: int, projects: list[Row]) -> list[Block]:
    """Sentences and tables; ``waiting`` are chains with projects and no 专班, ``idle`` those without either."""
    sizes = Counter(row["industry"] for row in rows)
    words = {
        VACANT: "空缺",
        UNIT_ENDED: "单位已撤销",
        NO_OFFICER: "单位没有写责任人",
        OFFICER_ENDED: "责任人任期已满",
        POST_ENDED: "责任人已离任",
    }
    states = "，".join(f"{label} {counts[state]}" for state, label in words.items() if counts[state])
    sentence = f"产业专班 {len(sizes)} 个，{len(rows)} 席{'，' + states if states else ''}"
    blocks: list[Block] = [Text(sentence if rows else "没有产业专班", level="公开")]
    if waiting:
        chains = "、".join(f"{row['industry']} {row['projects']} 个项目" for row in waiting)
        blocks.append(Text(f"有在推项目、还没有组建专班的产业 {len(waiting)} 个：{chains}", "warn", level="公开"))
    if idle:
        blocks.append(Text(f"另有 {idle} 个产业没有在推项目，也没有专班", "note", level="公开"))
    if rows:
        blocks.append(Table(_COLUMNS, rows, [Group(industry, size, "公开") for industry, size in sizes.items()]))
    if projects:
        text = f"在推项目中自己的专班没有配齐的 {len(projects)} 个；产业专班不代替项目专班"
        blocks += [Text(text, "note", level="公开"), Table(_PROJECTS, projects)]
    return blocks


def _seats(
    industry: Row, parts: dict[str, str], own: dict[str, list[Row]], officers: dict[str, _Officer], day: date
) -> Iterator[Row]:
    """The seats of one industry, part by part; a part without a unit is a vacant one."""
    for part, label in parts.items():
        head = {"industry_id": industry["id"], "industry": industry["name"]}
        head |= {"part": part.removeprefix("taskforce."), "part_label": label.split("·")[-1]}
        for seat in own.get(part) or [{"unit": None, "unit_until": None}]:
            officer = officers.get(seat["unit"], _Officer()) if seat["unit"] else _Officer(state=VACANT)
            if seat["unit_until"] and seat["unit_until"] < str(day):
                officer = _Officer(state=UNIT_ENDED, until=seat["unit_until"])
            yield {
                **head,
                "unit": seat["unit"],
                "role": officer.role,
                "officer": officer.person,
                "post": officer.post,
                "state": officer.state,
                "until": officer.until,
                "note": _note(officer),
            }


def _note(officer: _Officer) -> str | None:
    return {
        VACANT: "这一方没有单位",
        UNIT_ENDED: f"单位已于 {officer.until} 撤销",
        NO_OFFICER: "没有写责任人",
        OFFICER_ENDED: f"责任人任期到 {officer.until}，没有接任的",
        POST_ENDED: f"任职到 {officer.until}，已离任",
    }.get(officer.state)


def _officers(index: IndexReader, day: date) -> dict[str, _Officer]:
    """By unit the first officer in post that day; else the one whose time ended last, and says so."""
    posts = {(row["person"], row["unit"]): row for row in index.rows(POSTS, day=str(day))}
    officers: dict[str, _Officer] = {}
    for row in index.rows(OFFICERS, day=str(day)):
        post = posts.get((row["person"], row["unit"]), {"post": None, "until": None})
        ends = ((row["until"], OFFICER_ENDED), (post["until"], POST_ENDED))
        until, state = next(((until, state) for until, state in ends if until and until < str(day)), (None, ""))
        officer = _Officer(row["role"], row["person"], post["post"], state, until)
        earlier = officers.get(row["unit"])
        if earlier is None or (earlier.state and (not state or str(earlier.until) < str(until))):
            officers[row["unit"]] = officer
    return officers


def _projects(
    industries: list[Row],
    industry_of: dict[str, str],
    in_play: list[ProjectHistory],
    day: date,
    parts: dict[str, str],
    seats: _SeatsByRecord,
) -> Iterator[Row]:
    """The projects in play of an industry with a 专班 whose own lacks a part, or that have none."""
    ids = {row["name"]: row["id"] for row in industries}
    for project in in_play:
        row, own = project.row, seats.get(("project", project.row["id"]), {})
        industry = industry_of.get(row["id"])
        missing = [label.split("·")[-1] for part, label in parts.items() if part not in own]
        if missing and ("industry", ids.get(str(industry), "")) in seats:
            head = {key: row[key] for key in ("id", "name", "public_name")}
            yield {**head, "tier": project.holder("tier", day), "industry": industry, "missing": missing}


ROSTER = PrintedReport(
    "roster",
    "产业专班",
    "各产业的五方专班、单位和责任人，空缺和已离任的写明；写一个单位就只列它在的",
    roster,
    of="unit",
    position=36,
)
