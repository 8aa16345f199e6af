"""The network (方案第二条): offices, partners and results of each region, uncovered ones first; duties of partners."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, PublicColumn, Row, Table, Text
from hyzs.model.lateness import in_force
from hyzs.model.printed_report import PrintedReport
from hyzs.query.partners import partner_duty_rows, partner_rows
from hyzs.query.project_results import project_results
from hyzs.query.regions import Regions
from hyzs.reports.optional_sections import filled_section

#: Offices and teams with the regions that they look after.
OFFICES = f"""
SELECT u.name, u.type, t.text AS region FROM unit u
LEFT JOIN term_value t ON t.record = u.id AND t.field = 'regions'
WHERE u.type IN ('驻外机构', '驻点团队') AND coalesce(u.draft, 0) = 0
  AND {in_force("u")} ORDER BY u."order", u.id
"""
FIRMS = "SELECT id, region FROM investor WHERE coalesce(draft, 0) = 0 ORDER BY id"
#: The firms of each project.
INVESTORS = """
SELECT s.record, n.id FROM share s JOIN resolved_name n ON n.text = s.of AND n.kinds = 'investor'
ORDER BY s.record, s.pos
"""
OFFICE = "驻外机构"
NOWHERE = "没有写所在地"
_COLUMNS = [
    PublicColumn("region", "区域"),
    PublicColumn("offices", "驻外机构", "list"),
    PublicColumn("teams", "驻点团队", "list", get=lambda row: row["teams"] or None),
    PublicColumn("partners", "伙伴", "number"),
    PublicColumn("types", "伙伴类型", get=lambda row: _counts(row["types"])),
    PublicColumn("firms", "企业", "number"),
    PublicColumn("leads", "线索", "number"),
    PublicColumn("signed", "签约", "number"),
    PublicColumn("hole", "缺什么"),
]
_DUTIES = [
    Column("name", "伙伴", level="内部"),
    Column("text", "义务", level="内部"),
    Column("at_least", "不少于", "number", level="内部"),
    Column("done", "做到", "number", level="内部"),
    Column("due", "按时序应到", "number", level="内部"),
    Column("behind", "落后", "number", level="内部", get=lambda row: row["behind"] if row["behind"] > 0 else None),
    Column("to", "这一期到", "date", level="内部"),
]


def network(index: IndexReader, now: datetime) -> Answer:
    """One row per region, those without office and partner first, then the others in the order of the settings.

    {region, declared, offices, teams, partners, types, firms, leads, signed, hole}: a place that no region covers is a
    row of its own; ``leads`` are the projects of its firms, each once a region (a project of firms in two counts in
    both, ``summary.projects`` counts it once). ``duties``: what partners promised, with the pace.

    Raises: BadUsage: the condition of leads in the settings cannot be read.
    """
    day = now.date()
    regions = _RegionRows(Regions(index))
    without_region = regions.add_offices(index.rows(OFFICES, day=str(day)))
    partners = partner_rows(index, day)
    regions.add_partners(partners)
    places = dict(index.tuples(FIRMS))
    regions.add_firms(places.values())
    projects = _count_projects(index, now, places, regions)
    rows = regions.ordered()
    duties = partner_duty_rows(index, now)
    holes = sum(row["hole"] is not None for row in rows)
    words = f"{len(rows)} 个区域，{len(places)} 家企业，{len(partners)} 个伙伴；"
    words += f"{holes} 个区域没有驻外机构、驻点团队，也没有伙伴"
    return Answer(
        "network",
        {"day": str(day)},
        rows,
        {
            "regions": len(rows),
            "firms": len(places),
            "partners": len(partners),
            "holes": holes,
            "rest": sum(row["firms"] for row in rows if not row["declared"]),
            "projects": projects,
        },
        {"duties": duties, "without_region": without_region},
        blocks=[
            Text(words, level="公开"),
            Table(_COLUMNS, rows),
            *([Text(f"没有写负责区域的：{'、'.join(without_region)}", "warn", level="公开")] if without_region else []),
            *filled_section("伙伴的义务", "内部", _DUTIES, duties),
        ],
        title="招商网络",
        title_level="公开",
        stamp=Stamp(period=str(day)),
    )


class _RegionRows:
    """The rows of all regions, and of places that no region covers, while things are counted in them."""

    def __init__(self, regions: Regions) -> None:
        self.regions = regions
        self.rows = {name: _empty(name, declared=True) for name in regions.names}

    def row_of(self, place: str | None) -> Row:
        """The row of the region that covers the place, or of the place itself."""
        return self._row(self.regions.region_of(place) or place or NOWHERE)

    def _row(self, name: str) -> Row:
        return self.rows.setdefault(name, _empty(name, declared=False))

    def add_offices(self, offices: Iterable[Row]) -> list[str]:
        """Add offices and teams to the rows of their regions; the names of those without one."""
        without_region = []
        for office in offices:
            if office["region"] is None:
                without_region.append(office["name"])
            else:
                self._row(office["region"])["offices" if office["type"] == OFFICE else "teams"].append(office["name"])
        return without_region

    def add_partners(self, partners: Iterable[Row]) -> None:
        """Count partners by region and type."""
        for partner in partners:
            row = self.row_of(partner["region"])
            row["partners"] += 1
            row["types"][partner["type"]] = row["types"].get(partner["type"], 0) + 1

    def add_firms(self, places: Iterable[str | None]) -> None:
        """Count firms by the places where they are."""
        for place in places:
            self.row_of(place)["firms"] += 1

    def ordered(self) -> list[Row]:
        """The rows in their order; each says what it lacks."""
        rows = sorted(self.rows.values(), key=lambda row: _order(row, self.regions.names))
        for row in rows:
            row["hole"] = _hole(row)
        return rows


def _empty(name: str, *, declared: bool) -> Row:
    return {
        **{"region": name, "declared": declared, "offices": [], "teams": [], "partners": 0, "types": {}},
        **{"firms": 0, "leads": 0, "signed": 0, "hole": None},
    }


def _count_projects(index: IndexReader, now: datetime, places: dict[str, str | None], regions: _RegionRows) -> int:
    """Add each project to the regions of its firms; the number of projects with a firm."""
    firms: dict[str, list[str]] = defaultdict(list)
    for project, firm in index.tuples(INVESTORS):
        firms[project].append(firm)
    counted = 0
    for result in project_results(index, now):
        rows = {id(row): row for row in (regions.row_of(places[firm]) for firm in firms[result.id] if firm in places)}
        counted += bool(rows)
        for row in rows.values():
            row["leads"] += 1
            row["signed"] += "signed" in result.reached
    return counted


def _order(row: Row, names: list[str]) -> tuple[bool, int, int, str]:
    """Holes first, the one with the most firms at the top; then the declared regions in their order."""
    is_hole = bool(_hole(row))
    place = names.index(row["region"]) if row["region"] in names else len(names)
    return (not is_hole, -row["firms"] if is_hole else place, -row["firms"], row["region"])


def _hole(row: Row) -> str | None:
    """Mark of a region without office, team and partner."""
    return None if row["offices"] or row["teams"] or row["partners"] else "没有驻外机构，也没有伙伴"


def _counts(types: dict[str, int]) -> str | None:
    return "、".join(f"{name} {count}" for name, count in types.items()) or None


NETWORK = PrintedReport(
    "network",
    "招商网络",
    "区域乘以驻外机构、驻点团队、伙伴、企业、线索，没有人看的排在前面；伙伴的义务做到多少",
    network,
    position=63,
)
