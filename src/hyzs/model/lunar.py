"""Days of festivals, by the lunar calendar, a solar term or the day of the year; loads its library when asked."""

from datetime import date
from functools import cache


@cache
def lunar_day(year: int, month_day: str) -> date | None:
    """The day on which the lunar year that begins in ``year`` has its month-day, such as 8-15; None: it has not."""
    from lunar_python import Lunar, LunarYear

    month, day = (int(part) for part in month_day.split("-"))
    lunar_month = LunarYear.fromYear(year).getMonth(month)
    if lunar_month is None or day > lunar_month.getDayCount():
        return None
    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


@cache
def solar_term_day(year: int, term: str) -> date | None:
    """The day in ``year`` on which that solar term (清明) begins; None: there is no such term."""
    from lunar_python import Solar

    # The table of a summer day goes from the winter before to the one after, whose terms have other names.
    table = Solar.fromYmd(year, 6, 15).getLunar().getJieQiTable()
    for name in (term, *(["DONG_ZHI"] if term == "冬至" else [])):
        if name in table and table[name].getYear() == year:
            return date(year, table[name].getMonth(), table[name].getDay())
    return None


def festival_day(year: int, lunar: str | None, solar_term: str | None, solar: str | None) -> date | None:
    """The day of a festival given by lunar date, solar term or date; None outside of the years the library knows."""
    if lunar:
        return lunar_day(year, lunar)
    if solar_term:
        return solar_term_day(year, solar_term)
    month, day = (int(part) for part in str(solar).split("-"))
    return date(year, month, day)
