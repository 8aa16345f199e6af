"""Parks (方案第四条、第十二条): their industries, projects that fit them or not, stages of the projects."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.reporting_week import load_schedule, parse_week_argument
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Group, PublicColumn, Row, Table, Text
from hyzs.model.decimals import total_of
from hyzs.model.lateness import in_force
from hyzs.model.printed_report import PrintedReport
from hyzs.model.quotient import quotient
from hyzs.model.week import Week
from hyzs.query.entry_history import figures
from hyzs.query.indicators import IndicatorInfo, indicators
from hyzs.query.industries import IndustryTree
from hyzs.query.matters import CLOSED, matters
from hyzs.query.parcels import ON_SHELF, parcel_rows
from hyzs.query.projects import STOPPED, ProjectHistory, Stages, projects, stages

PARKS = f"""
SELECT u.id, u.name, u.parent FROM unit u JOIN unit_type t ON t.name = u.type AND t.park = 1
WHERE coalesce(u.draft, 0) = 0 AND {in_force("u")}
ORDER BY coalesce(u."order", 9999), u.id
"""
CLAIMS = """
SELECT m.record, m.field, coalesce(r.name, m.text) FROM mention m
LEFT JOIN resolved_name r ON r.text = m.text AND r.kinds = m.kinds
WHERE m.kind = 'unit' AND m.field IN ('industries', 'specialty')
"""
INDUSTRIES = "SELECT id, industry FROM project"
PARCELS = "SELECT id, park, area_mu FROM parcel WHERE park IS NOT NULL AND coalesce(draft, 0) = 0"
#: Projects written here have no industry that could fit or not.
OTHER = "其他"
SPECIAL, GENERAL = "特色产业园", "其他园区"


def _below_words(row: Row) -> str:
    count_below = row["with_below"]
    return f"{count_below['projects']} 个，{count_below['total']} 万元" if count_below else ""


_COLUMNS = [
    PublicColumn("park", "园区"),
    PublicColumn("industries", "主导产业", "list"),
    PublicColumn("specialty", "特色产业", "list"),
    PublicColumn("projects", "项目", "number"),
    PublicColumn("change", "比上周", "number"),
    PublicColumn("stages", "阶段", get=lambda row: "、".join(f"{k} {n}" for k, n in row["by_stage"].items())),
    PublicColumn("total", "总投资", "number", "万元"),
    PublicColumn("fit_rate", "产业对口率", "number", "%"),
    PublicColumn("land_mu", "可供土地", "number", "亩"),
    PublicColumn("matters", "未了结事项", "number"),
    PublicColumn("below", "含下级", get=_below_words),
]


def parks(index: IndexReader, now: datetime, week: str | None = None) -> Answer:
    """One row per park, those with a specialty first: {park, id, parent, industries, specialty, special, projects, …}.

    ``by_stage`` counts projects, ``total`` and the money indicators are 万元, ``fit_rate`` is the share of those whose
    industry stands at or below one of the park's (``fit`` of ``known``; 其他 is not known), ``change`` is against seven
    days before. A park counts its own projects; ``with_below`` adds those of parks below it, so that the sum of all
    rows has each project once. As of today, or the last day of ``week``.

    Raises: BadUsage where ``week`` means no week.
    """
    day = now.date()
    if week is not None:
        day = min(day, parse_week_argument(week, load_schedule(index), now).monday + timedelta(days=6))
    money = [indicator for indicator in indicators(index) if indicator.is_money]
    rows = _rows(index, day, now, money)
    special, others = [row for row in rows if row["special"]], [row for row in rows if not row["special"]]
    ordered = [*special, *others]
    sums = {name: _sums(part) for name, part in (("special", special), ("all", ordered))}
    groups = [Group(label, len(part), "公开") for label, part in ((SPECIAL, special), (GENERAL, others)) if part]
    blocks: list[Block] = [
        Text(f"{SPECIAL}{_sum_words(sums['special'])}；全部园区{_sum_words(sums['all'])}", level="公开"),
        Table([*_COLUMNS[:7], *map(_money_column, money), *_COLUMNS[7:]], ordered, groups),
        Text(
            f"项目只算在它所在的园区，一个项目算一次；上级园区的“含下级”另写，不再加。产业写“{OTHER}”的不算对口也不算不对口。",
            "note",
            level="公开",
        ),
    ]
    return Answer(
        "parks",
        {"day": str(day)},
        ordered,
        sums["all"] | {"special": sums["special"]},
        blocks=blocks,
        title="园区产业布局",
        title_level="公开",
        stamp=Stamp(period=str(day)),
    )


def _rows(index: IndexReader, day: date, now: datetime, money: Sequence[IndicatorInfo]) -> list[Row]:
    order, every_project = stages(index), projects(index)
    present, before = (_by_park(every_project, on, order) for on in (day, day - timedelta(days=7)))
    claims: dict[tuple[str, str], list[str]] = defaultdict(list)
    for record, field, industry in index.tuples(CLAIMS):
        claims[record, field].append(industry)
    fits = _IndustryFits(index)
    sums = _money_sums(index, present, Week.of(day), money)
    open_matters = Counter(row["project_id"] for row in matters(index, day) if row["status"] != CLOSED)
    land = _land(index, now, day)
    rows = []
    for park in index.rows(PARKS, day=str(day)):
        name, own = park["name"], present[park["name"]]
        industries, specialty = claims[park["id"], "industries"], claims[park["id"], "specialty"]
        stage_counts = Counter(project.stage(day, order) or "未写" for project in own)
        rows.append(
            {
                "park": name,
                "id": park["id"],
                "parent": park["parent"],
                "industries": industries,
                "specialty": specialty,
                "special": bool(specialty),
                "projects": len(own),
                "change": len(own) - len(before[name]),
                "by_stage": {stage: stage_counts[stage] for stage in (*order.order, "未写") if stage_counts[stage]},
                "total": total_of(project.row["total"] for project in own),
                **{indicator.name: sums[name, indicator.name] for indicator in money},
                **fits.counts(own, {*industries, *specialty}),
                "parcels": land[name][0],
                "land_mu": land[name][1],
                "matters": sum(open_matters[project.row["id"]] for project in own),
            }
        )
    _add_below(rows)
    return rows


class _IndustryFits:
    """Counts of the projects that stand at or below the industries of their park."""

    def __init__(self, index: IndexReader) -> None:
        self.tree, self.industry_of = IndustryTree(index), dict(index.tuples(INDUSTRIES))

    def counts(self, projects: Sequence[ProjectHistory], tops: set[str]) -> Row:
        """{fit, known, fit_rate, misfits}: None where the park names no industry; 其他 is not known."""
        every = {project.row["id"]: self.industry_of[project.row["id"]] for project in projects} if tops else {}
        industries = {id: industry for id, industry in every.items() if industry not in (None, OTHER)}
        misfits = [id for id, industry in industries.items() if not self.tree.is_under(industry, tops)]
        fit = len(industries) - len(misfits)
        return {
            "fit": fit if tops else None,
            "known": len(industries) if tops else None,
            "fit_rate": quotient(fit, len(industries), 1) if industries else None,
            "misfits": misfits,
        }


def _money_sums(
    index: IndexReader, by_park: Mapping[str, Sequence[ProjectHistory]], week: Week, money: Sequence[IndicatorInfo]
) -> dict[tuple[str, str], Decimal]:
    """By park and indicator the sum of the last values up to the week, in 万元."""
    ids = [project.row["id"] for own in by_park.values() for project in own]
    values = figures(index, ids, week, [indicator.name for indicator in money]) if ids else {}
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for park, own in by_park.items():
        for indicator in money:
            last = (values.get((project.row["id"], indicator.name)) for project in own)
            sums[park, indicator.name] = total_of(history[0].value for history in last if history)
    return sums


def _by_park(every_project: Sequence[ProjectHistory], day: date, order: Stages) -> dict[str, list[ProjectHistory]]:
    """Projects by the park that has them on ``day``: no drafts, none that was stopped or begins later."""
    out: dict[str, list[ProjectHistory]] = defaultdict(list)
    for project in every_project:
        state, park = project.state(day), project.holder("park", day)
        is_begun = project.stage(day, order) is not None or not project.milestones
        if park and is_begun and not project.row["draft"] and not (state and state.state == STOPPED):
            out[park].append(project)
    return out


def _land(index: IndexReader, now: datetime, day: date) -> dict[str, tuple[int, Decimal]]:
    """By park the number of parcels on the shelf, and their area in 亩."""
    moment = now if day == now.date() else datetime.combine(day, now.time(), now.tzinfo)
    status = {row["id"]: row["status"] for row in parcel_rows(index, moment)}
    areas: dict[str, list[float]] = defaultdict(list)
    for id, park, area in index.tuples(PARCELS):
        if status.get(id) in ON_SHELF:
            areas[park].append(area or 0)
    out: dict[str, tuple[int, Decimal]] = defaultdict(lambda: (0, Decimal(0)))
    out.update({park: (len(parcels), total_of(parcels)) for park, parcels in areas.items()})
    return out


def _add_below(rows: Sequence[Row]) -> None:
    """Add to each row what it has together with the parks below it; None where there are none."""
    children: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        children[row["parent"] or ""].append(row)
    for row in rows:
        subtree, rest = [row], [*children[row["park"]]]
        while rest:
            child = rest.pop()
            if child not in subtree:
                subtree.append(child)
                rest += children[child["park"]]
        row["with_below"] = _sums(subtree) if len(subtree) > 1 else None


def _sums(rows: Sequence[Row]) -> Row:
    return {
        "parks": len(rows),
        "projects": sum(row["projects"] for row in rows),
        "total": total_of(row["total"] for row in rows),
    }


def _sum_words(sums: Row) -> str:
    return f" {sums['parks']} 个，项目 {sums['projects']} 个，总投资 {sums['total']} 万元"


def _money_column(indicator: IndicatorInfo) -> PublicColumn:
    return PublicColumn(indicator.name, indicator.short_label, "number", indicator.unit)


PARKS_REPORT = PrintedReport(
    "parks",
    "园区产业布局",
    "各园区的主导和特色产业、项目、对口率、可供土地、未了结事项；可写哪一周",
    parks,
    of="week",
    position=43,
)
