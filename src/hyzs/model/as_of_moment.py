"""Parsing of a day or moment as people write it; a day stands for its end, up to which everything counts."""

from datetime import date, datetime, time

from hyzs.model.week import year_problem

_DAY_ENDS = time(23, 59)


def parse_moment(text: str) -> datetime:
    """A moment written ``2026-11-23T09:00``, or the end of a day written ``2026-11-23``.

    Raises: ValueError: it is neither, or in a year that has no weeks.
    """
    is_day = len(text) == len("2026-11-23")
    moment = datetime.combine(date.fromisoformat(text), _DAY_ENDS) if is_day else datetime.fromisoformat(text)
    if is_far := year_problem(moment.year):
        raise ValueError(is_far)
    return moment
