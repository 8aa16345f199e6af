"""Facts of projects that quantities count by, as of a day: figures, the contract, promises kept and moved.

Each is worked out alone, for all projects at once: a scheme names three or four of the several dozen.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.lateness import overdue_days, postponed_days, promise_in_force
from hyzs.model.quotient import quotient
from hyzs.model.week import Week
from hyzs.query.entry_history import figures
from hyzs.query.projects import PromiseRow

INDICATORS = "SELECT name, label, unit FROM indicator ORDER BY pos"
LANDING = 'SELECT "evaluation.landing" FROM settings WHERE "evaluation.landing" IS NOT NULL'
STAGES = 'SELECT name, "after" FROM stage ORDER BY pos'
#: The agreements whose amounts are what was contracted, the last signed last: a 框架 and its 正式合同 never add up.
CONTRACTS = """
SELECT a.record, a.amount FROM agreement a JOIN agreement_type t ON t.name = a.type
WHERE t.contracts = 1 AND a.amount IS NOT NULL AND a."on" <= :day ORDER BY a.record, a."on", a.pos
"""


#: A figure as it was reported, week by week.
REPORTED = """
SELECT e.key_id, r.monday, p.number FROM pair p
JOIN entry e ON e.file = p.file AND e.item = p.item AND e.seq = p.owner
JOIN record r ON r.file = e.file AND r.item = e.item
WHERE p.field = 'projects.figures' AND p.key = :name AND r.monday <= :day ORDER BY r.monday
"""
#: Of two files with one id (a finding) the first by path counts: it comes last.
PROJECTS = """
SELECT p.id, p.file, p."investment.total" FROM project p JOIN file f ON f.id = p.file ORDER BY f.path DESC
"""
MILESTONES = """
SELECT m.file, m."on" FROM milestone m WHERE m.kind = 'project' AND m.key = :stage AND m."on" <= :day
"""
PROMISES = """
SELECT p.file, p."by", p.by_end, p."set" FROM promise_step p WHERE p.kind = 'project' AND p.key = :stage
ORDER BY p.file, p.pos
"""
BEFORE = 'SELECT "after" FROM stage WHERE name = :stage'
MONEY = "万元"
#: The values of one fact by project: of the indicator or stage that its name ends in, as of a day.
Values = Iterator[tuple[str, Any]]


def project_value_names(index: IndexReader) -> Iterator[tuple[str, str, str]]:
    """Name, label and unit of each fact: those of every indicator and stage of the settings."""
    yield "contracted", "合同额", "万元"
    if _landing_stage(index):
        yield "landing_days", "落地天数", "天"
    for row in index.rows(INDICATORS):
        yield f"figure.{row['name']}", f"末次{row['label']}", row["unit"] or ""
        yield f"unmoved.{row['name']}", f"{row['label']}没有变化的天数", "天"
        if row["unit"] == MONEY:
            yield f"share.{row['name']}", f"{row['label']}占总投资", "%"
    for row in index.rows(STAGES):
        stage = row["name"]
        yield f"overdue.{stage}", f"{stage}逾期天数", "天"
        yield f"moved.{stage}", f"{stage}推迟天数", "天"
        yield f"days_since.{stage}", f"{stage}以来天数", "天"
        yield f"is_at.{stage}", f"已到{stage}", ""
        if row["after"]:
            yield f"days_to.{stage}", f"{row['after']}到{stage}天数", "天"


def _landing_stage(index: IndexReader) -> str:
    """The stage by which a project has landed, as the settings say; empty if they do not."""
    return next((stage for (stage,) in index.tuples(LANDING)), "")


def project_values(index: IndexReader, now: datetime, name: str) -> Values:
    """The fact of that name of every project as of ``now``; what is not known is left out.

    ``figure.X`` is the last reported; ``unmoved.X`` the days from the week in which it last rose (or first came);
    ``share.X`` its per cent of the total investment to one digit, half up; ``contracted`` the amount of the last
    agreement that counts; ``overdue.S`` the days past the promise in force of a stage not reached (0: not past);
    ``moved.S`` the days by which it was put off since the first promise; ``days_to.S`` the days from the stage that S
    comes after, ``landing_days`` those to the stage by which a project has landed.
    """
    family, _, subject = name.partition(".")
    return _FACTS[family](index, now.date(), subject)


def _contracts(index: IndexReader, day: date, _: str) -> Values:
    yield from dict(index.tuples(CONTRACTS, day=str(day))).items()


def _figures(index: IndexReader, day: date, name: str) -> Values:
    ids = [id for id, _, _ in index.tuples(PROJECTS)]
    for (id, indicator), values in figures(index, ids, Week.of(day), [name]).items():
        if indicator == name and values:
            yield id, values[0].value


def _unmoved_days(index: IndexReader, day: date, name: str) -> Values:
    since: dict[str, str] = {}
    highest: dict[str, Decimal] = {}
    for id, monday, value in index.tuples(REPORTED, name=name, day=str(day)):
        amount = Decimal(str(value))
        if amount > highest.get(id, Decimal(-1)):
            highest[id], since[id] = amount, monday
    for id, monday in since.items():
        yield id, (day - date.fromisoformat(monday)).days


def _shares(index: IndexReader, day: date, name: str) -> Values:
    totals = {id: total for id, _, total in index.tuples(PROJECTS)}
    for id, value in _figures(index, day, name):
        if totals[id] and value is not None:
            yield id, quotient(value, totals[id], 1)


def _overdue_days(index: IndexReader, day: date, stage: str) -> Values:
    reached = _reached(index, day, stage)
    for id, promises in _promises(index, stage):
        if promise := promise_in_force(promises, str(day)):
            yield id, 0 if id in reached else overdue_days(date.fromisoformat(promise.by_end), day)


def _moved_days(index: IndexReader, day: date, stage: str) -> Values:
    for id, promises in _promises(index, stage):
        if promise := promise_in_force(promises, str(day)):
            yield id, postponed_days(*(date.fromisoformat(p.by_end) for p in (promises[0], promise)))


def _days_since(index: IndexReader, day: date, stage: str) -> Values:
    for id, on in _reached(index, day, stage).items():
        yield id, (day - on).days


def _is_at(index: IndexReader, day: date, stage: str) -> Values:
    reached = _reached(index, day, stage)
    for id in _ids_by_file(index).values():
        yield id, int(id in reached)


def _days_to(index: IndexReader, day: date, stage: str) -> Values:
    before = _reached(index, day, str(index.value(BEFORE, stage=stage)))
    for id, on in _reached(index, day, stage).items():
        if id in before:
            yield id, (on - before[id]).days


def _landing_days(index: IndexReader, day: date, _: str) -> Values:
    return _days_to(index, day, _landing_stage(index))


def _ids_by_file(index: IndexReader) -> dict[int, str]:
    """The id of each project by its file, each id once."""
    return {file: id for id, file in {id: file for id, file, _ in index.tuples(PROJECTS)}.items()}


def _reached(index: IndexReader, day: date, stage: str) -> dict[str, date]:
    """The day of the milestone of that stage, of the projects that have reached it by ``day``."""
    ids = _ids_by_file(index)
    days = index.tuples(MILESTONES, stage=stage, day=str(day))
    return {ids[file]: date.fromisoformat(on) for file, on in days if file in ids}


def _promises(index: IndexReader, stage: str) -> Iterator[tuple[str, list[PromiseRow]]]:
    """The promises of that stage in the order in which they were made, by project."""
    ids = _ids_by_file(index)
    promises: dict[int, list[PromiseRow]] = defaultdict(list)
    for file, *promise in index.tuples(PROMISES, stage=stage):
        promises[file].append(PromiseRow(*promise))
    return ((ids[file], rows) for file, rows in promises.items() if file in ids)


#: By what stands before the dot in the name of a fact.
_FACTS: dict[str, Callable[[IndexReader, date, str], Values]] = {
    "contracted": _contracts,
    "figure": _figures,
    "unmoved": _unmoved_days,
    "share": _shares,
    "overdue": _overdue_days,
    "moved": _moved_days,
    "days_since": _days_since,
    "is_at": _is_at,
    "days_to": _days_to,
    "landing_days": _landing_days,
}
