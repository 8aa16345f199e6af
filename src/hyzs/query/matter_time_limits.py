"""Time limits of matters in working days, by their origin."""

from hyzs.fields.index_reader import IndexReader

DAYS = "SELECT days FROM deadline WHERE origin = :origin"


def working_days(index: IndexReader, origin: str) -> int | None:
    """Working days for a matter of that origin; None if the settings have no limit for it."""
    days = index.value(DAYS, origin=origin)
    return None if days is None else int(days)
