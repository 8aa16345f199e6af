"""Prices of factors in force on a day, by place; ranges stay ranges, a price that is not known is named, never 0."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.decimals import Number, decimal_of, number_text, total_of
from hyzs.model.lateness import in_force
from hyzs.model.measurement_units import WAN_PER_UNIT

#: Prices in force on the day; one without a price is to be filled in.
PRICES = f"""
SELECT t.id, t.of AS place, t.factor, t.band, t.low, t.high, t.unit, t."from" AS least, t."to" AS most, t.since,
       t.until, t.basis, t.source, t.sample, f.unit AS own, f.once
FROM tariff t JOIN factor f ON f.name = t.factor LEFT JOIN unit u ON u.name = t.of
WHERE coalesce(t.draft, 0) = 0 AND {in_force("t")}
ORDER BY u."order" IS NULL, u."order", t.of, f.pos, t.band, t."from", t.id
"""
INCLUDES = (
    "SELECT p.record, p.text FROM pair p WHERE p.kind = 'tariff' AND p.field = 'includes' ORDER BY p.record, p.pos"
)
CONVERSIONS = """
SELECT f.name AS factor, c.unit, c.worth, c.note
FROM unit_conversion c JOIN factor f ON f.file = c.file AND f.seq = c.owner
"""
ITEMS = """
SELECT i.factor, i.amount, i.band, f.unit, f.once
FROM basket b JOIN basket_item i ON i.file = b.file AND i.owner = b.seq
JOIN factor f ON f.name = i.factor WHERE b.name = :basket ORDER BY i.pos
"""
#: The price of the same thing that ended last before this one began.
CHANGES = """
SELECT t.id, t.of AS place, t.factor, t.band, t.unit, o.id AS before, o.unit AS before_unit, o.low AS before_low,
       coalesce(o.high, o.low) AS before_high, t.low, coalesce(t.high, t.low) AS high, t.since, t.sample
FROM tariff t JOIN tariff o ON o.of = t.of AND o.factor = t.factor AND coalesce(o.band, '') = coalesce(t.band, '')
  AND coalesce(o."from", 0) = coalesce(t."from", 0) AND coalesce(o."to", -1) = coalesce(t."to", -1)
  AND coalesce(o.since, '') < t.since AND o.id <> t.id
WHERE t.since <= :day AND coalesce(t.until, '9999') >= :day AND t.low IS NOT NULL AND o.low IS NOT NULL
  AND coalesce(t.draft, 0) = 0 AND coalesce(o.draft, 0) = 0
  AND NOT EXISTS (
    SELECT 1 FROM tariff n WHERE n.of = t.of AND n.factor = t.factor AND coalesce(n.band, '') = coalesce(t.band, '')
      AND coalesce(n."from", 0) = coalesce(t."from", 0) AND coalesce(n."to", -1) = coalesce(t."to", -1)
      AND n.low IS NOT NULL AND coalesce(n.draft, 0) = 0
      AND coalesce(n.since, '') < t.since AND coalesce(n.since, '') > coalesce(o.since, ''))
ORDER BY t.of, t.factor, t.band, t.id
"""


class PriceRange(NamedTuple):
    """From ``low`` to ``high``, the same where there is one price."""

    low: Decimal
    high: Decimal

    def __add__(self, other: "PriceRange") -> "PriceRange":  # type: ignore[override]
        return PriceRange(self.low + other.low, self.high + other.high)


NOTHING = PriceRange(Decimal(0), Decimal(0))


class Cost(NamedTuple):
    """The cost of one item of a basket at a place, 万元; ``cost`` None: no price of it is known there."""

    item: Row
    cost: PriceRange | None
    prices: Sequence[str]
    notes: Sequence[str]


class PlaceCosts(NamedTuple):
    """Costs of a basket at a place, 万元: yearly items, single payments, items without a price."""

    place: str
    costs: Sequence[Cost]
    is_sample: bool

    def missing(self, *, once: bool) -> list[str]:
        """The factors without a known price, of those paid every year or of those paid once."""
        own = (cost for cost in self.costs if bool(cost.item["once"]) is once)
        return [item_name(cost.item) for cost in own if cost.cost is None]

    def total(self, *, once: bool) -> PriceRange | None:
        """The sum of the yearly costs, or of those paid once; None while any of them is missing."""
        own = [cost.cost for cost in self.costs if bool(cost.item["once"]) is once]
        costs = [cost for cost in own if cost is not None]
        if len(costs) < len(own):
            return None
        return PriceRange(total_of(cost.low for cost in costs), total_of(cost.high for cost in costs))


def item_name(row: Row) -> str:
    """Factor and band."""
    return f"{row['factor']}（{row['band']}）" if row["band"] else str(row["factor"])


def prices(index: IndexReader, day: date) -> list[Row]:
    """The prices in force on the day, each with what it includes and its unit's ``worth`` in the factor's own."""
    includes: dict[str, list[str]] = defaultdict(list)
    for record, text in index.tuples(INCLUDES):
        includes[record].append(text)
    worths = conversions(index)
    return [
        {**row, "includes": includes[row["id"]], "worth": worths.get((row["factor"], row["unit"]))}
        for row in index.rows(PRICES, day=str(day))
    ]


def conversions(index: IndexReader) -> dict[tuple[str, str], Row]:
    """By factor and unit its worth in the factor's own unit: {worth, note}; the own unit is not in it."""
    return {(row["factor"], row["unit"]): row for row in index.rows(CONVERSIONS)}


def place_costs(index: IndexReader, basket: str, day: date) -> list[PlaceCosts]:
    """The costs of a basket at every place that has a price of any factor."""
    items = index.rows(ITEMS, basket=basket)
    by_place: dict[str, list[Row]] = defaultdict(list)
    for row in prices(index, day):
        by_place[row["place"]].append(row)
    return [
        PlaceCosts(place, [_cost(item, rows) for item in items], any(row["sample"] for row in rows))
        for place, rows in by_place.items()
    ]


def own_price(value: Number, row: Row) -> Decimal | None:
    """A price in the factor's own unit; None if its unit does not convert."""
    if row["unit"] == row["own"]:
        return decimal_of(value)
    return decimal_of(value) / decimal_of(row["worth"]["worth"]) if row["worth"] else None


def _cost(item: Row, rows: Sequence[Row]) -> Cost:
    """The cost of an item by the prices that hold for its amount; of several the whole range."""
    fitting = [
        row for row in rows if row["low"] is not None and _fits(item, row) and own_price(row["low"], row) is not None
    ]
    if not fitting:
        return Cost(item, None, (), ())
    scale = decimal_of(item["amount"]) * WAN_PER_UNIT[str(item["unit"]).partition("/")[0]]
    lows = [own_price(row["low"], row) or Decimal(0) for row in fitting]
    highs = [own_price(row["low"] if row["high"] is None else row["high"], row) or Decimal(0) for row in fitting]
    notes = [
        f"{row['id']} 的{row['unit']}折成{row['own']}，1 合 {number_text(row['worth']['worth'])}{_why(row['worth'])}"
        for row in fitting
        if row["unit"] != row["own"]
    ]
    notes += [f"{row['id']} 含{'、'.join(row['includes'])}" for row in fitting if row["includes"]]
    return Cost(item, PriceRange(min(lows) * scale, max(highs) * scale), [row["id"] for row in fitting], notes)


def _why(conversion: Mapping[str, object]) -> str:
    return f"（{conversion['note']}）" if conversion["note"] else ""


def _fits(item: Row, row: Row) -> bool:
    """True if the price is that of the item's factor and band, for a use of so much."""
    amount = item["amount"]
    is_enough = row["least"] is None or amount >= row["least"]
    is_within = row["most"] is None or amount <= row["most"]
    return bool(row["factor"] == item["factor"] and row["band"] == item["band"] and is_enough and is_within)
