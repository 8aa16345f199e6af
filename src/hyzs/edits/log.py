"""Report one project or task by hand, as its unit would."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from hyzs.edits.entry import Line, Said, filed
from hyzs.model.change import Change
from hyzs.model.errors import BadUsage
from hyzs.reports.asked import Asked
from hyzs.reports.filing import Filing, filing, last_entry, open_week, row_of, task_units
from hyzs.reports.standing import standing

_NEED = re.compile(r"(?P<text>.*?)(?:@(?P<to>[^@<]+))?(?:<(?P<due>[0-9-]+))?")


class Subject(NamedTuple):
    """What is reported on, in which return; the figures reported last, and the last entry of an earlier week."""

    section: str
    id: str
    name: str
    filing: Filing
    last: dict[str, Any]
    before: dict[str, Any]


def subject(index: Asked, id: str, week: str | None, by: str | None, now: datetime) -> Subject:
    """The project or task that people call ``id``, and the return it goes into: of ``by``, else of its reporter."""
    one = standing(index, id, "project|task")
    book, the_week = open_week(index, week, now)
    if one.kind == "task":
        units = [by] if by else task_units(index, one.id)
        if len(units) != 1:
            raise BadUsage(f"{one.id} 由几个单位报：{'、'.join(units)}", "加上 --by 单位")
        return Subject("tasks", one.id, one.name, filing(index, book, the_week, units[0]), {}, {})
    row = row_of(book, the_week, one.id)
    unit = by or row["reporter"]
    if not unit:
        raise BadUsage(f"{one.name} 没有填报单位，也没有属地和牵头单位", "加上 --by 单位")
    before = last_entry(index, one.id, the_week)
    return Subject("projects", one.id, one.name, filing(index, book, the_week, unit), row, before)


def log(about: Subject, said: Said, now: datetime, filed_by: str | None = None) -> list[Change]:
    """The changes that add or amend the line of that project or task in the return."""
    head = {"filed_by": filed_by} if filed_by else {}
    if not any((said.progress, said.next, said.needs, said.figures, said.done is not None, said.no_change)):
        raise BadUsage("没有写这一周的进展", "至少写 --progress、--figure 或 --no-change 理由 中的一项")
    return filed(about.filing, [Line(about.section, about.id, said, about.last)], now, head)


def needs(texts: Sequence[str]) -> list[dict[str, str]]:
    """Needs as they are typed: 文字@承办单位<2026-12-05, the unit and the day if they are known."""
    out = []
    for text in texts:
        found = _NEED.fullmatch(text.strip())
        if not found or not found["text"].strip():
            raise BadUsage(f"诉求“{text}”看不懂", "写成 '文字@单位<2026-12-05'，单位和限期可以不写")
        out.append({key: value.strip() for key, value in found.groupdict().items() if value})
    return out
