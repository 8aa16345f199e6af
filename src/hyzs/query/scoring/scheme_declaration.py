"""A scheme as its file declares it, and the period for which it is asked."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.errors import BadUsage
from hyzs.model.finding import Route
from hyzs.model.partial_date import date_bounds
from hyzs.query.quantities import Period

SCHEME = """
SELECT r.name, r.sample, b.json, f.path, f.key FROM record r
JOIN body b ON b.file = r.file AND b.item = r.item JOIN file f ON f.id = r.file
WHERE r.kind = 'scheme' AND r.id = :id
"""
SCHEMES = "SELECT id FROM scheme ORDER BY id"
_HALF = re.compile("([0-9]{4})-H([12])")
_FORMS = {"month": "2026-09", "quarter": "2026-Q3", "half-year": "2026-H1", "year": "2026"}
_WHOLE = 100
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_DOCUMENT_NUMBER = re.compile("〔[0-9]{4}〕[0-9]+号")


class ScoringPeriod(NamedTuple):
    """The period as people write it, its own days, and the days from which figures count."""

    text: str
    first: date
    counted: Period


class ScoringScheme(NamedTuple):
    """A scheme: its id, name and body as declared; ``path`` of its file below data/, ``blob`` its git id."""

    id: str
    name: str
    body: dict[str, Any]
    path: str
    blob: str
    is_sample: bool

    @property
    def is_issued(self) -> bool:
        """True if a document number stands in its basis; prints of others say 示例."""
        return bool(_DOCUMENT_NUMBER.search(self.body["basis"])) and "示例" not in self.body["basis"]

    @property
    def items(self) -> list[dict[str, Any]]:
        """The items, then those that add to the sum or take from it."""
        return [*self.body["items"], *self.body.get("adjust", ())]

    def item(self, text: str) -> dict[str, Any]:
        """The item of that id or name, or the part of one.

        Raises:
            BadUsage: There is none.
        """
        for item in self.items:
            for each in (item, *item_parts(item)):
                if text in (each["id"], each["name"]):
                    return each
        raise BadUsage(f"{self.name}没有“{text}”这一项", f"可以写：{'、'.join(item['id'] for item in self.items)}")

    def route(self, item: dict[str, Any]) -> Route:
        """The place of the item, or of the part of one, in the file."""
        if parent := item.get("whole"):
            parent_item = self.item(parent)
            position = [part["id"] for part in item_parts(parent_item)].index(item["id"])
            return (*self.route(parent_item), "parts", position)
        own = self.body["items"]
        return ("items", own.index(item)) if item in own else ("adjust", self.body["adjust"].index(item))

    def holder(self, item: dict[str, Any]) -> str:
        """The field that names whose a counted record is; empty: it is compared itself."""
        return str(item.get("holder") or self.body["subjects"].get("holder") or "")


def item_parts(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of an item as items: ``paid.fast``, whose ``whole`` is the item, with points by their weight."""
    return [
        {
            **part,
            "id": f"{item['id']}.{part['id']}",
            "whole": item["id"],
            "points": Decimal(item["points"]) * Decimal(part["weight"]) / _WHOLE,
        }
        for part in item.get("parts", ())
    ]


def load_scheme(index: IndexReader, text: str) -> ScoringScheme:
    """The scheme that people call ``text``.

    Raises:
        NotFound: There is none.
    """
    id = resolve_name(index, text, "scheme")["id"]
    [row] = index.rows(SCHEME, id=id)[:1]
    body = json.loads(row["json"], parse_float=Decimal)
    return ScoringScheme(id, row["name"], body, row["path"], row["key"], bool(row["sample"]))


def scheme_ids(index: IndexReader) -> list[str]:
    """The ids of all schemes."""
    return [id for (id,) in index.tuples(SCHEMES)]


def scheme_period(scheme: ScoringScheme, text: str | None, day: date) -> ScoringPeriod:
    """The period of that name; without one the last that is over on ``day``.

    Raises:
        BadUsage: It is no period of the scheme.
    """
    every = scheme.body["period"]["every"]
    text = text or _last_over(every, day)
    bounds = _bounds(text)
    if bounds is None or _months(*bounds) != _MONTHS[every]:
        raise BadUsage(f"“{text}”不是{scheme.name}的一期", f"写成 {_FORMS[every]} 的样子")
    first, last = bounds
    counts_year = scheme.body["period"].get("counts", "year") == "year"
    return ScoringPeriod(text, first, Period(date(first.year, 1, 1) if counts_year else first, last))


def asked_at(period: ScoringPeriod, now: datetime) -> datetime:
    """The moment as of which the period is asked: its end, or now while it lasts."""
    return min(datetime.combine(period.counted.last, time(23, 59)), now)


def periods_until(scheme: ScoringScheme, day: date, count: int) -> Sequence[str]:
    """The last so many periods that are over on ``day``, the oldest first."""
    return list(_periods_back(scheme.body["period"]["every"], day, count))[::-1]


def _periods_back(every: str, day: date, count: int) -> Iterator[str]:
    for _ in range(count):
        text = _last_over(every, day)
        yield text
        bounds = _bounds(text)
        assert bounds is not None
        day = bounds[0]


def _bounds(text: str) -> tuple[date, date] | None:
    if half := _HALF.fullmatch(text):
        year, is_first = int(half[1]), half[2] == "1"
        return (date(year, 1, 1), date(year, 6, 30)) if is_first else (date(year, 7, 1), date(year, 12, 31))
    return date_bounds(text)


def _months(first: date, last: date) -> int:
    """The whole months of a period; 0 of a single day."""
    return 0 if first == last else last.month - first.month + 1


def _last_over(every: str, day: date) -> str:
    """The last period that is over before ``day``."""
    size = _MONTHS[every]
    first = date(day.year, (day.month - 1) // size * size + 1, 1)
    before = first - timedelta(days=1)
    number = (before.month - 1) // size + 1
    forms = {
        "month": f"{before:%Y-%m}",
        "quarter": f"{before.year}-Q{number}",
        "half-year": f"{before.year}-H{number}",
        "year": f"{before.year}",
    }
    return forms[every]
