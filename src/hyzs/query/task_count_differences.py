"""Tasks whose reported number differs from the number that the records give."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.decimals import number_text, total_of
from hyzs.model.errors import BadConfig, BadUsage
from hyzs.model.reporting_interval import calendar_period
from hyzs.model.week import Week
from hyzs.query.quantities import CountedTerm, Period, term_value

#: Numbers that units reported on tasks which records count, but for tasks that nobody is to report.
REPORTED = """
SELECT t.file, t.at || '/target/counts' AS at, t.record, t.field || '.target.counts' AS field, t.id,
       t."target.per" AS per, coalesce(t."target.counts.count", t."target.counts.sum") AS counts,
       t."target.counts.where" AS "where", t."target.counts.field" AS summed, t."target.counts.on" AS counted_on,
       e.week_no, e.done
FROM task t JOIN task_entry e ON e.key_id = t.id
WHERE t."target.counts.source" IS NOT NULL AND t.reports <> 'derived' AND e.done IS NOT NULL
ORDER BY t.file, t.at
"""
PERIODS = {"年": "year", "季": "quarter", "月": "month"}
_ROW = ("file", "at", "record", "field", "id")


def differing_tasks(index: IndexReader, now: datetime) -> Iterator[Row]:
    """The tasks with {reported, counted} in the period of the day, where these differ; one not understood is left out.

    Conditions that cannot be understood have a rule of their own, and so have settings that cannot be read.
    """
    reports: dict[str, list[Row]] = defaultdict(list)
    for row in index.rows(REPORTED):
        reports[row["id"]].append(row)
    for rows in reports.values():
        task = rows[0]
        first, last = _period(task["per"], now.date())
        days = ((Week.from_number(row["week_no"]).days()[3], row["done"]) for row in rows)
        reported = total_of(amount for day, amount in days if first <= day <= last)
        term = CountedTerm(task["counts"], task["where"], task["summed"], task["counted_on"])
        try:
            counted = term_value(index, term, Period(first, last), as_of=now)
        except (BadUsage, BadConfig):
            continue
        if reported != counted:
            yield {
                **{key: task[key] for key in _ROW},
                "reported": number_text(reported),
                "counted": number_text(counted),
            }


def _period(per: str | None, today: date) -> tuple[date, date]:
    """The calendar period of the day; all time up to it for a target without one."""
    if per in PERIODS:
        return calendar_period(PERIODS[per], today)
    if per == "周":
        week = Week.of(today)
        return week.monday, week.sunday
    return date(2000, 1, 1), today
