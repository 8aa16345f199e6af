"""Prices of factors by place (要素成本): the published table, a basket's yearly cost, and changed prices."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, PublicColumn, Row, Text
from hyzs.model.decimals import stored_number
from hyzs.model.errors import NotFound
from hyzs.model.printed_report import PrintedReport
from hyzs.model.quotient import quotient, round_to
from hyzs.query.tariffs import (
    CHANGES,
    Cost,
    PlaceCosts,
    PriceRange,
    conversions,
    item_name,
    own_price,
    place_costs,
    prices,
)
from hyzs.reports.optional_sections import filled_table

BASKETS = "SELECT name, source FROM basket ORDER BY pos"
_MISSING = "待填"


def _range_text(low: object, high: object) -> str:
    return f"{low}" if high is None or high == low else f"{low}—{high}"


def _amount(row: Row, name: str) -> str:
    value = row[name]
    return "" if value is None else _range_text(_digit(value["low"]), _digit(value["high"]))


def _missing(row: Row, name: str) -> str:
    return f"缺 {'、'.join(row['missing'][name])}" if row["missing"][name] else ""


def _digit(value: object) -> str:
    return f"{round_to(Decimal(str(value)), 1):f}"


def _use(row: Row) -> str:
    least, most = row["least"], row["most"]
    if least is None and most is None:
        return ""
    return f"{'' if least is None else least}—{'' if most is None else most}"


_PRICES = [
    PublicColumn("place", "哪里"),
    PublicColumn("factor", "要素", get=item_name),
    PublicColumn(
        "price", "价格", get=lambda row: _MISSING if row["low"] is None else _range_text(row["low"], row["high"])
    ),
    PublicColumn("unit", "单位"),
    PublicColumn("use", "年用量", get=_use),
    PublicColumn("includes", "含", get=lambda row: "、".join(row["includes"])),
    PublicColumn("since", "起", "date"),
    PublicColumn("basis", "依据"),
    PublicColumn("source", "来源"),
]
_COSTS = [
    PublicColumn("rank", "名次", "number"),
    PublicColumn("place", "哪里"),
    PublicColumn("yearly", "一年合计(万元)", get=lambda row: _amount(row, "yearly") or _missing(row, "yearly")),
    PublicColumn("once", "一次付(万元)", get=lambda row: _amount(row, "once") or _missing(row, "once")),
    PublicColumn(
        "items", "各项(万元)", wide=True, get=lambda row: "；".join(_item_text(item) for item in row["items"])
    ),
    PublicColumn(
        "notes", "说明", wide=True, get=lambda row: "；".join(note for item in row["items"] for note in item["notes"])
    ),
]
_CHANGES = [
    PublicColumn("place", "哪里"),
    PublicColumn("factor", "要素", get=item_name),
    PublicColumn("before", "原价", get=lambda row: _range_text(row["before_low"], row["before_high"])),
    PublicColumn("now", "现价", get=lambda row: _range_text(row["low"], row["high"])),
    PublicColumn("unit", "单位"),
    PublicColumn("since", "从哪天起", "date"),
    PublicColumn("percent", "变化(%)", get=lambda row: _range_text(row["percent_low"], row["percent_high"])),
]


def tariffs(index: IndexReader, day: date, basket: str | None = None, *, change: bool = False) -> Answer:
    """The prices in force on the day; with ``basket`` its cost at each place; with ``change`` what rose or fell.

    Raises: NotFound: the settings declare no such basket.
    """
    if change:
        return _changes(index, day)
    return _costs(index, day, basket) if basket else _table(index, day)


def _table(index: IndexReader, day: date) -> Answer:
    rows = [{key: value for key, value in row.items() if key != "worth"} for row in prices(index, day)]
    unknown = sum(row["low"] is None for row in rows)
    places = len({row["place"] for row in rows})
    sentence = f"{places} 个地方，{len(rows)} 个价格，待填 {unknown}；只列公布的价格，没有写的不是零"
    blocks: list[Block] = [Text(sentence, level="公开"), *filled_table(_PRICES, rows)]
    summary = {"places": places, "prices": len(rows) - unknown, "unknown": unknown}
    return _answer(
        day, {"basket": None, "change": False}, rows, summary, blocks, "要素价格表", is_sample=_has_sample(rows)
    )


def _costs(index: IndexReader, day: date, basket: str) -> Answer:
    """One row per place: {rank, place, yearly, once, missing, items}; amounts are {low, high} in 万元."""
    source_of = {row["name"]: row["source"] for row in index.rows(BASKETS)}
    if basket not in source_of:
        raise NotFound(
            f"设置里没有要素篮子“{basket}”", f"可以写：{'、'.join(source_of)}" if source_of else "在 baskets 里声明"
        )
    costs = place_costs(index, basket, day)
    rows = sorted((_cost_row(place, costs) for place in costs), key=_order)
    ranked = [row for row in rows if row["rank"] is not None]
    unranked = f"{len(rows) - len(ranked)} 个缺价格，不排名"
    sentence = f"{basket}（{source_of[basket]}）：{len(rows)} 个地方，{unranked}；范围有交叉的并列"
    blocks: list[Block] = [Text(sentence, level="公开"), *filled_table(_COSTS, rows)]
    summary = {"places": len(rows), "ranked": len(ranked), "incomplete": len(rows) - len(ranked)}
    params = {"basket": basket, "change": False}
    has_sample = any(place.is_sample for place in costs)
    return _answer(day, params, rows, summary, blocks, f"要素成本比较（{basket}）", is_sample=has_sample)


def _changes(index: IndexReader, day: date) -> Answer:
    """One row per price that took the place of another: before and now, and the change in percent to one digit."""
    worths = conversions(index)
    rows: list[Row] = []
    left_out = 0
    for row in index.rows(CHANGES, day=str(day)):
        factor = row["factor"]
        owns = index.rows("SELECT unit FROM factor WHERE name = :factor", factor=factor)
        own = owns[0]["unit"] if owns else row["unit"]
        sides = [
            {"unit": unit, "own": own, "worth": worths.get((factor, unit))}
            for unit in (row["before_unit"], row["unit"])
        ]
        before = [own_price(row[key], sides[0]) for key in ("before_low", "before_high")]
        now = [own_price(row[key], sides[1]) for key in ("low", "high")]
        if None in (*before, *now):
            left_out += 1
            continue
        percents = [quotient((n or 0) - (b or 0), b or 0, 1) for b, n in zip(before, now, strict=True)]
        rows.append({**row, **dict(zip(("percent_low", "percent_high"), map(_number, percents), strict=True))})
    fell = sum((row["percent_low"] or 0) < 0 for row in rows)
    sentence = f"换过价格的 {len(rows)} 项，降了 {fell} 项" + (
        f"；单位折不成的 {left_out} 项没有列" if left_out else ""
    )
    blocks: list[Block] = [Text(sentence, level="公开"), *filled_table(_CHANGES, rows)]
    summary = {"changed": len(rows), "fell": fell, "left_out": left_out}
    return _answer(
        day, {"basket": None, "change": True}, rows, summary, blocks, "要素价格变化", is_sample=_has_sample(rows)
    )


def _answer(
    day: date, params: Row, rows: Sequence[Row], summary: Row, blocks: Sequence[Block], title: str, *, is_sample: bool
) -> Answer:
    stamp = Stamp(period=str(day), sample=is_sample)
    about = {"day": str(day), **params}
    return Answer("tariffs", about, rows, summary, blocks=blocks, title=title, title_level="公开", stamp=stamp)


def _cost_row(place: PlaceCosts, places: Sequence[PlaceCosts]) -> Row:
    yearly = place.total(once=False)
    totals = [total for other in places if (total := other.total(once=False))]
    rank = None if yearly is None else 1 + sum(total.high < yearly.low for total in totals)
    return {
        "rank": rank,
        "place": place.place,
        "yearly": _span(yearly),
        "once": _span(place.total(once=True)),
        "missing": {"yearly": place.missing(once=False), "once": place.missing(once=True)},
        "items": [_item(cost) for cost in place.costs],
    }


def _item(cost: Cost) -> Row:
    item = cost.item
    about = {"factor": item["factor"], "band": item["band"], "amount": item["amount"], "unit": item["unit"]}
    return {
        **about,
        "once": bool(item["once"]),
        "cost": _span(cost.cost),
        "prices": list(cost.prices),
        "notes": list(cost.notes),
    }


def _item_text(item: Row) -> str:
    cost = item["cost"]
    return f"{item_name(item)} {_range_text(_digit(cost['low']), _digit(cost['high'])) if cost else '缺'}"


def _span(total: PriceRange | None) -> Row | None:
    return None if total is None else {"low": stored_number(total.low), "high": stored_number(total.high)}


def _number(value: Decimal | None) -> int | float | None:
    return None if value is None else stored_number(value)


def _order(row: Row) -> tuple[bool, int, float, str]:
    return (row["rank"] is None, row["rank"] or 0, row["yearly"]["low"] if row["yearly"] else 0, row["place"])


def _has_sample(rows: Sequence[Row]) -> bool:
    return any(row["sample"] for row in rows)


TARIFFS = PrintedReport(
    "tariffs",
    "要素成本",
    "各地公布的水电气地价；--basket 按一家典型企业算一年多少(范围还是范围，缺价格的不排名)，--change 看涨了降了哪些",
    tariffs,
    of="basket",
    position=220,
)
