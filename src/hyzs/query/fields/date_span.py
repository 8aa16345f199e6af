"""The days that a written date means: 2026, 2026-Q2, 2026-03 and 2026-03-15 are all of them dates."""

import re
from calendar import monthrange
from datetime import date

_WRITTEN = re.compile(r"(?P<year>[0-9]{4})(-Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2])(-(?P<day>[0-9]{2}))?)?")


def span(text: str) -> tuple[date, date] | None:
    """The first and the last day of a written year, quarter, month or day; None if it is none of these."""
    found = _WRITTEN.fullmatch(text)
    if not found or found["year"] == "0000":
        return None
    year, quarter, month = int(found["year"]), found["quarter"], found["month"]
    start = int(quarter) * 3 - 2 if quarter else int(month or 1)
    end = int(quarter) * 3 if quarter else int(month or 12)
    last = monthrange(year, end)[1]
    if found["day"] is None:
        return date(year, start, 1), date(year, end, last)
    return (date(year, start, int(found["day"])),) * 2 if 1 <= int(found["day"]) <= last else None
