"""Projects are admitted to tracking: no draft any more, and followed from a day on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.reporting_week import load_schedule
from hyzs.model.blocks import Row
from hyzs.model.change import Change, Plain, Remove, Set
from hyzs.model.errors import NotFound
from hyzs.model.week import Week
from hyzs.query.duties import load_duties
from hyzs.query.missing_fields import missing_fields
from hyzs.query.record_positions import LocatedRecord, locate_record
from hyzs.query.return_file import first_mondays


class Admission(NamedTuple):
    """The changes that admit some projects, and one row per project.

    A row: {id, name, since, stage, reporter, missing, over, was}; ``was`` is draft, untracked or admitted.
    """

    changes: list[Change]
    rows: list[Row]


def admit(index: IndexReader, texts: Sequence[str], since: date | None, now: datetime) -> Admission:
    """Admit the projects that people call ``texts``, from ``since`` on; a day that stands already stays.

    Without ``since`` it is the first week that was reported on the project, else today.
    What is admitted already is left as it is, with the day it has: another one would rewrite its past.
    Raises: NotFound, with every text that names no project.
    """
    records = _locate_projects(index, texts)
    rows = _rows(index, records, now)
    first = first_mondays(index, [record.id for record in records])
    changes: list[Change] = []
    for row, record in zip(rows, records, strict=True):
        draft, day = record.body.get("draft"), (record.body.get("tracked") or {}).get("since")
        if row["was"] == "admitted":
            continue
        if draft:
            changes.append(Remove(record.path, (*record.route, "draft")))
        row["since"] = str(since or day or first.get(record.id, now.date()))
        if row["since"] != day:
            changes.append(Set(record.path, (*record.route, "tracked", "since"), Plain(row["since"])))
    return Admission(changes, rows)


def _locate_projects(index: IndexReader, texts: Sequence[str]) -> list[LocatedRecord]:
    """Each project once; all texts that name none are reported together."""
    located, problems = {}, []
    for text in texts:
        try:
            record = locate_record(index, text, "project")
            located[record.id] = record
        except NotFound as error:
            problems.append(error)
    if problems:
        hints = dict.fromkeys(error.hint for error in problems if error.hint)
        raise NotFound("\n".join(error.message for error in problems), "；".join(hints))
    return list(located.values())


def _rows(index: IndexReader, records: Sequence[LocatedRecord], now: datetime) -> list[Row]:
    """One row per project as of that day: its reporter, its stage, the fields that it lacks."""
    week, day = Week.of(now.date()), str(now.date())
    book = load_duties(index, load_schedule(index), now, week, all=True)
    projects = {project.row["id"]: project for project in book.projects}
    missing = missing_fields(index, [projects[record.id] for record in records], day, book.stages)
    rows = []
    for record in records:
        project = projects[record.id]
        since, reporter = project.row["since"], book.reporter(project, week)
        rows.append(
            {
                "id": record.id,
                "name": record.name,
                "since": since,
                "stage": project.stage(day, book.stages),
                "reporter": reporter,
                "missing": [*missing[record.id], *([] if reporter else ["填报单位"])],
                "over": project.end_reason(week, book.stages) or None,
                "was": "draft" if project.row["draft"] else "admitted" if since else "untracked",
            }
        )
    return rows
