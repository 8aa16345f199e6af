"""How many working days a matter has, by where it comes from."""

from hyzs.query.fields.index_reader import IndexReader

DAYS = "SELECT days FROM deadline WHERE origin = :origin"


def working_days(index: IndexReader, origin: str) -> int | None:
    """The working days that the settings give; None if they say nothing of it."""
    days = index.value(DAYS, origin=origin)
    return None if days is None else int(days)
