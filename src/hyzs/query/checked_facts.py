"""The last look into each item of a firm, partner or project as of a day, and until when it holds."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row

CHECKS = """
SELECT k.kind, k.record, r.name, r.sample, r.draft, k.item_ AS item, k.phase, k."on", k."by", k.result, k.source,
       k.until, k.note
FROM checked k JOIN record r ON r.file = k.file AND r.item = k.item
WHERE k."on" <= :day ORDER BY k.kind, k.record, k."on", k.pos
"""
ITEMS = 'SELECT name, of, source, months, "from", tier, note FROM check_item ORDER BY pos'
_MONTHS = 12


def check_items(index: IndexReader) -> list[Row]:
    """Items that the settings want looked into: {name, of, source, months, from, tier, note}."""
    return index.rows(ITEMS)


def latest_checks(index: IndexReader, day: date) -> Iterator[Row]:
    """The last check by ``day`` of each record, item and phase, drafts too.

    Rows: {kind, record, name, sample, draft, item, phase, on, by, result, source, until, note, expires, months}.
    ``expires`` is the last day on which it holds: the one it names, else so many ``months`` after it was made as the
    settings say; None: it holds for good.
    """
    months = {row["name"]: row["months"] for row in check_items(index)}
    checks = {(row["kind"], row["record"], row["item"], row["phase"]): row for row in index.rows(CHECKS, day=str(day))}
    for row in checks.values():
        own = None if row["until"] else months.get(row["item"])
        yield {**row, "expires": row["until"] or (own and months_later(row["on"], int(own))), "months": own}


def months_later(day: str, months: int) -> str:
    """The same day so many months later; the last of the month where it has no such day."""
    start = date.fromisoformat(day)
    years, month = divmod(start.month - 1 + months, _MONTHS)
    year, month = start.year + years, month + 1
    return str(date(year, month, min(start.day, monthrange(year, month)[1])))
