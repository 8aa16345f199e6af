"""Commitments as they stand on a day: status, time limit in force, lateness, and whether they count in the rate."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.flow import CaseEvent
from hyzs.model.lateness import overdue_days
from hyzs.model.quotient import quotient
from hyzs.query.flows import events_by_file

COMMITMENTS = """
SELECT c.file, c.id, c.text, c."by", c."to", c.project, c.category, c.money, c.sample, c."source.type" AS source,
       c."source.on" AS made, c."legality.opinion" AS opinion, c."legacy.before" AS before, c."legacy.group" AS legacy,
       p.name AS project_name, u.name IS NOT NULL AS is_government
FROM commitment c LEFT JOIN project p ON p.id = c.project LEFT JOIN unit u ON u.name = c."by"
WHERE c."source.on" <= :day AND coalesce(c.draft, 0) = 0 ORDER BY c.id
"""
#: The wordings of the time limit that were set by the day, oldest first.
LIMITS = """
SELECT s.file, s."by" AS text, s.by_end AS day, s.why FROM promise_step s
WHERE s.kind = 'commitment' AND (s."set" IS NULL OR s."set" <= :day) ORDER BY s.file, s.pos
"""
RULES = 'SELECT "commitments.changed" AS changed FROM settings'
#: The flow that commitments go through.
FLOW = "履约"
OPEN, OVERDUE, PARTLY, KEPT, CHANGED, REFUSED, DISPUTED, CLOSED = STATUSES = (
    *("未到期", "逾期", "部分兑现", "已兑现", "依法变更", "不予兑现", "争议", "已销号"),
)
#: States in which a commitment is still open to be kept.
OWED = frozenset((OPEN, OVERDUE, PARTLY))
_OF_ACTS = {
    "兑现": KEPT,
    "变更": CHANGED,
    "不能兑现": REFUSED,
    "补偿": REFUSED,
    "争议": DISPUTED,
    "调解": DISPUTED,
    "诉讼": DISPUTED,
}
#: Reasons for which a commitment that is due does not count in the rate.
CHANGED_REASON, UNLAWFUL_REASON, ORAL_REASON = "依法变更", "违规承诺", "口头承诺，没有审核"


@dataclass(frozen=True, slots=True)
class FulfilmentRate:
    """Kept of due commitments; ``taken_out``: ids that are due and do not count, each with the reason."""

    due: int
    kept: int
    taken_out: dict[str, str]

    @property
    def percent(self) -> Decimal | None:
        """The rate in percent to one digit, half up; None where nothing counts."""
        return quotient(self.kept, self.due, 1)


def commitments(index: IndexReader, day: date) -> list[Row]:
    """Every commitment that had been made by then, by its time limit.

    Rows: {id, text, by, to, project, project_name, category, money, sample, source, made, opinion, legacy, before,
    is_government, first_due, due, moves, status, overdue_days, kept_on, last}; ``due`` is the last day of the limit.
    """
    limits: dict[int, list[Row]] = defaultdict(list)
    for row in index.rows(LIMITS, day=str(day)):
        limits[row["file"]].append(row)
    events = events_by_file(index, FLOW, day)
    rows = [
        _commitment(row, limits[row["file"]], events[row["file"]], day)
        for row in index.rows(COMMITMENTS, day=str(day))
        if limits[row["file"]]
    ]
    return sorted(rows, key=lambda row: (row["due"], row["id"]))


def _commitment(row: Row, limits: Sequence[Row], events: Sequence[CaseEvent], day: date) -> Row:
    due = limits[-1]["day"]
    status = _status(events, due, day)
    last = events[-1] if events else None
    return {
        **{key: value for key, value in row.items() if key != "file"},
        "is_government": bool(row["is_government"]),
        "first_due": limits[0]["day"],
        "due": due,
        "moves": len(limits) - 1,
        "status": status,
        "overdue_days": overdue_days(date.fromisoformat(due), day) if status == OVERDUE else 0,
        "kept_on": next((str(event.on) for event in reversed(events) if event.do == "兑现"), None),
        "last": {"on": str(last.on), "do": last.do, "by": last.by, "note": last.note} if last else None,
    }


def _status(events: Sequence[CaseEvent], due: str, day: date) -> str:
    """The status by the last act that settles anything; one struck off after it was kept stays kept."""
    state = ""
    for event in events:
        if event.do == "销号":
            state = state if state == KEPT else CLOSED
        else:
            state = _OF_ACTS.get(event.do, PARTLY if event.do == "部分兑现" else "")
    if state in ("", PARTLY) and due < str(day):
        return OVERDUE
    return state or OPEN


def rate(rows: Iterable[Row], day: date, *, changed_counts: bool = False) -> FulfilmentRate:
    """Kept ÷ due by the day. Lawfully changed commitments are taken out and named, unless they count.

    Unlawful ones are never kept; spoken ones nobody has examined are held against nobody.
    """
    due = [row for row in rows if row["due"] <= str(day)]
    taken_out = {row["id"]: reason for row in due if (reason := _reason(row, changed_counts=changed_counts))}
    counting = [row for row in due if row["id"] not in taken_out]
    return FulfilmentRate(len(counting), sum(row["status"] == KEPT for row in counting), taken_out)


def _reason(row: Row, *, changed_counts: bool) -> str:
    if row["opinion"] == "违规":
        return UNLAWFUL_REASON
    if row["status"] == CHANGED and not changed_counts:
        return CHANGED_REASON
    return ORAL_REASON if is_unexamined(row) else ""


def is_unexamined(row: Row) -> bool:
    """True for a spoken commitment not yet examined for lawfulness: no unit is blamed for it."""
    return row["source"] == "口头" and row["opinion"] in (None, "待核")


def changed_counts(index: IndexReader) -> bool:
    """True if the settings let commitments that were lawfully changed stand among those due."""
    return bool(index.value(RULES) == "counts")
