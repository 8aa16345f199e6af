"""Parcels by park: supply, idle ones, months since they were offered, and how many projects each would fit."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from hyzs.fields.field_catalog import FieldCatalog
from hyzs.fields.index_reader import IndexReader
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Chart, ChartSeries, Column, Group, PublicColumn, Row, Table, Text
from hyzs.model.decimals import number_text, total_of
from hyzs.model.printed_report import PrintedReport
from hyzs.query.match_rules import match_rules
from hyzs.query.matches import Matcher
from hyzs.query.parcels import IDLE, ON_SHELF, RESERVED, SOLD

_FIELDS = (
    *("id", "name", "type", "park", "county", "holder", "way", "area_mu", "building_m2", "industries", "part_of"),
    *("status", "status_since", "shelf_since", "reserved_for", "ready", "source.platform", "source.on", "sample"),
)
ORDER = 'SELECT name, "order" FROM unit WHERE "order" IS NOT NULL'
#: A park's name where a parcel names none.
NOWHERE = "没有写园区"
_COLUMNS = [
    PublicColumn("id", "编号", "code"),
    PublicColumn("name", "载体"),
    PublicColumn("type", "类型"),
    PublicColumn("area_mu", "面积", "number", "亩"),
    PublicColumn("industries", "产业方向", "list"),
    PublicColumn("status", "状态", get=lambda row: row["status"] or "没有经过"),
    PublicColumn("months", "上架(月)", "number"),
    Column("fits", "适配项目", "number", level="内部"),
    Column("reserved_for", "预留给", level="内部"),
    PublicColumn("source_on", "信息日期", "date"),
]
_PARKS = [
    PublicColumn("park", "园区"),
    PublicColumn("parcels", "载体", "number"),
    PublicColumn("on_shelf", "在架", "number"),
    PublicColumn("area_mu", "在架面积", "number", "亩"),
    PublicColumn("idle", "闲置", "number"),
    PublicColumn("reserved", "预留", "number"),
    PublicColumn("sold", "成交", "number"),
    PublicColumn("longest", "最久(月)", "number"),
]
_MONTHS = 12


def parcels(index: IndexReader, now: datetime) -> Answer:
    """One row per parcel: {id, name, type, park, …, status, months, fits, source_on}; ``parks``: the sums by park.

    ``months`` are the whole months on the shelf; ``fits`` counts the projects in scope that no rule of the settings on
    projects and parcels excludes; a parcel that contains others counts only those. Drafts are counted apart.

    Raises:
        BadUsage: a condition or a name in it cannot be understood.
    """
    day = now.date()
    parcel_rows = matching_rows(index, "parcel", _FIELDS, "草稿=否", now)
    drafts = len(matching_rows(index, "parcel", ["id"], "草稿=是", now))
    divided = {row["part_of"] for row in parcel_rows}
    fits = _fits(index, now)
    rows = [_row(row, day, fits) for row in parcel_rows if row["name"] not in divided]
    order = dict(index.tuples(ORDER))
    last = len(order) + max(order.values(), default=0)
    rows.sort(key=lambda row: (order.get(row["park"], last), row["park"], -(row["months"] or 0), row["id"]))
    parks = [_park(park, list(own)) for park, own in groupby(rows, lambda row: row["park"])]
    shelf = [row for row in rows if row["status"] in ON_SHELF]
    summary = {
        "parcels": len(rows),
        "on_shelf": len(shelf),
        "area_mu": total_of(row["area_mu"] for row in shelf),
        "by_status": dict(Counter(row["status"] or "没有经过" for row in rows)),
        "without_area": sum(row["area_mu"] is None for row in shelf),
        "wholes": len(parcel_rows) - len(rows),
        "drafts": drafts,
    }
    blocks: list[Block] = [Text(_sentence(summary), level="公开")]
    if rows:
        groups = [Group(f"{park['park']}（{park['parcels']}）", park["parcels"], "公开") for park in parks]
        blocks += [Table(_PARKS, parks), _chart(parks), Table(_COLUMNS, rows, groups)]
    return Answer(
        "parcels",
        {"day": str(day)},
        rows,
        summary,
        {"parks": parks},
        blocks=blocks,
        title="载体台账",
        title_level="公开",
        stamp=Stamp(period=str(day), sample=any(row.pop("sample") for row in rows)),
    )


def _fits(index: IndexReader, now: datetime) -> dict[str, int] | None:
    """By parcel the number of projects in scope that the first rule on both does not exclude; None without a rule."""
    catalog = FieldCatalog(index)
    for rule in match_rules(index):
        if {catalog.kind(rule.of).name, catalog.kind(rule.to).name} == {"project", "parcel"}:
            pairs = Matcher(index, rule, now).pair_verdicts()
            is_right = catalog.kind(rule.to).name == "parcel"
            return dict(Counter(pair.to if is_right else pair.of for pair in pairs if not pair.is_excluded))
    return None


def _row(row: Row, day: date, fits: dict[str, int] | None) -> Row:
    since = row["shelf_since"]
    is_on_shelf = row["status"] in ON_SHELF
    return {
        **{key: value for key, value in row.items() if "." not in key},
        "park": row["park"] or row["county"] or NOWHERE,
        "months": _months(date.fromisoformat(since), day) if since else None,
        "fits": None if fits is None or not is_on_shelf else fits.get(row["id"], 0),
        "platform": row["source.platform"],
        "source_on": row["source.on"],
    }


def _months(since: date, day: date) -> int:
    """Whole months from one day to the other."""
    return (day.year - since.year) * _MONTHS + day.month - since.month - (day.day < since.day)


def _park(park: str, rows: Sequence[Row]) -> Row:
    shelf = [row for row in rows if row["status"] in ON_SHELF]
    status = Counter(row["status"] for row in rows)
    return {
        "park": park,
        "parcels": len(rows),
        "on_shelf": len(shelf),
        "area_mu": total_of(row["area_mu"] for row in shelf),
        "idle": status[IDLE],
        "reserved": status[RESERVED],
        "sold": status[SOLD],
        "longest": max((row["months"] for row in shelf if row["months"] is not None), default=None),
    }


def _sentence(summary: Row) -> str:
    words = f"载体 {summary['parcels']} 处，在架 {summary['on_shelf']} 处 {number_text(summary['area_mu'])} 亩"
    words += f"（{summary['without_area']} 处没有写面积）" if summary["without_area"] else ""
    words += f"；片区 {summary['wholes']} 处按其中各块计" if summary["wholes"] else ""
    return words + (f"；草稿 {summary['drafts']} 处没有列" if summary["drafts"] else "")


def _chart(parks: Sequence[Row]) -> Chart:
    values: list[Decimal] = [row["area_mu"] for row in parks]
    return Chart(
        "bar", "在架面积", [row["park"] for row in parks], [ChartSeries("面积", values)], unit="亩", level="公开"
    )


PARCELS = PrintedReport(
    "parcels",
    "载体台账",
    "各园区可供的地块和厂房：面积、状态、上架几个月、配得上几个项目、信息是哪天的",
    parcels,
    position=39,
)
