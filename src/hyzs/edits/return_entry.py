"""One line of a weekly return: added, or amended field by field; a figure that is corrected keeps its old value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from hyzs.model.change import Append, Change, Create, Plain, Remove, Set, Value
from hyzs.model.decimals import decimal_of, number_text
from hyzs.model.errors import BadUsage
from hyzs.model.folding import fold_wording
from hyzs.query.return_file import ReturnFile

_ORDER = ("state", "progress", "done", "no_change", "reason", "figures", "revised", "needs", "met", "result", "next")


@dataclass(frozen=True, slots=True)
class EntryUpdate:
    """New values of one entry, as a unit gives them; None: not given."""

    progress: str | None = None
    next: str | None = None
    needs: Sequence[Mapping[str, str]] = ()
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    #: Meetings: {on, how, with, rank}.
    met: Sequence[Mapping[str, str]] = ()
    done: Decimal | None = None
    #: Reason for no change.
    no_change: str | None = None
    #: Reason for an entry after the week was closed.
    late: str | None = None
    #: Reason for a figure that differs from the reported one.
    why: str | None = None
    by: str | None = None
    #: Reason for a long silence.
    reason: str | None = None
    #: Of a task: its state, and what it came to (name, number, on, file).
    state: str | None = None
    result: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """The update of one project (``projects``) or task (``tasks``); ``last``: its figures as last reported."""

    section: str
    id: str
    update: EntryUpdate
    last: Mapping[str, Any]


def write_lines(
    filing: ReturnFile, lines: Sequence[ReturnLine], now: datetime, head: Mapping[str, Value]
) -> list[Change]:
    """The changes that put the lines into the return; ``head``: what a return says of itself.

    A return that is not there yet is made for lines, or for the word that there are none (``nil`` in ``head``).

    Raises: BadUsage: the week is closed, or a line lacks its reason: a figure that changes, a silence that has to be
    explained.
    """
    if filing.body is None:
        sections: dict[str, dict[str, Value]] = {}
        for line in lines:
            if values := _values(filing, line, {}, now):
                sections.setdefault(line.section, {})[line.id] = values
        return (
            [Create(filing.path, {"submitted": _stamp(now), **head, **sections})] if sections or "nil" in head else []
        )
    removals: list[Change] = [Remove(filing.path, ("nil",))] if filing.body.get("nil") else []
    changes = [change for line in lines for change in _line_changes(filing, line, now)]
    return [*removals, *changes] if changes else []


def _line_changes(filing: ReturnFile, line: ReturnLine, now: datetime) -> list[Change]:
    """One line of a return that is there."""
    old, route = filing.entry(line.section, line.id), (line.section, line.id)
    values = _values(filing, line, old, now)
    if not old:
        return [Set(filing.path, route, values)] if values else []
    removals: list[Change] = list(_amend_needs(filing, (*route, "needs"), line.update.needs, old))
    if line.update.progress and old.get("no_change"):
        removals += [Remove(filing.path, (*route, key)) for key in ("no_change", "reason") if key in old]
    return [
        *removals,
        *(change for key, value in values.items() for change in _amend_field(filing, (*route, key), value, old)),
    ]


def _values(filing: ReturnFile, line: ReturnLine, old: Mapping[str, Any], now: datetime) -> dict[str, Value]:
    """The new values of the line, in the order of the model."""
    update = line.update
    _require_open_week(filing, update)
    _require_reason(filing, line, old)
    figures = _figures(update, old, line.last, now) if line.section == "projects" else _task_figures(update, old)
    values = {**_text_values(update, old), **figures, **_result(update, old)}
    values = {key: values[key] for key in _ORDER if key in values}
    return {**values, **_submission_time(filing, update, old, now)} if values else {}


def _amend_field(filing: ReturnFile, route: tuple[str, ...], value: Value, old: Mapping[str, Any]) -> list[Change]:
    """One field of an entry that is there; lists grow, figures are put one by one."""
    if isinstance(value, Mapping):
        return [Set(filing.path, (*route, str(key)), inner) for key, inner in value.items()]
    if isinstance(value, Sequence) and not isinstance(value, str) and old.get(route[-1]):
        return [Append(filing.path, route, item) for item in value]
    return [Set(filing.path, route, value)]


def _require_open_week(filing: ReturnFile, update: EntryUpdate) -> None:
    if filing.is_closed and not update.late:
        raise BadUsage(f"{filing.week.heading}的填报已经关闭，只能补报", "加上 --late 补报的理由")
    if update.no_change and (update.progress or update.figures or update.result or update.state == "完成"):
        raise BadUsage("报了无变化，就不能再写进展、数字、成果或完成", "去掉 --no-change，或去掉别的")


def _require_reason(filing: ReturnFile, line: ReturnLine, old: Mapping[str, Any]) -> None:
    """Require a reason from a unit that was silent for longer than the settings allow."""
    weeks = line.last.get("weeks_silent") or 0
    if (
        not old
        and filing.explain_after
        and weeks >= filing.explain_after
        and not (line.update.no_change or line.update.reason)
    ):
        raise BadUsage(
            f"{line.id} 已连续 {weeks} 周没有报，再报要写明原因", "加上 --reason 原因；工作簿里写在“无变化原因”一栏"
        )


def _text_values(update: EntryUpdate, old: Mapping[str, Any]) -> dict[str, Value]:
    """The new values that are texts."""
    needs = [_typed_need(need) for need in update.needs if _is_new(need, old)]
    meetings = [dict(meeting) for meeting in old.get("met") or ()]
    met: list[Value] = [
        {**meeting, "on": Plain(meeting["on"])} for meeting in update.met if dict(meeting) not in meetings
    ]
    pairs: list[tuple[str, Value]] = [
        ("state", update.state),
        ("progress", update.progress),
        ("done", update.done),
        ("no_change", Plain("true") if update.no_change else None),
        ("reason", update.no_change or update.reason),
        ("needs", needs or None),
        ("met", met or None),
        ("next", update.next),
    ]
    return {key: value for key, value in pairs if value is not None and str(old.get(key)) != str(value)}


def _last_mention(need: Mapping[str, str], old: Mapping[str, Any]) -> tuple[int, Mapping[str, str]] | None:
    """Position and item of the last mention of that need in the entry; None without one."""
    wording = fold_wording(need["text"])
    items = [(n, item) for n, item in enumerate(old.get("needs") or ()) if fold_wording(item["text"]) == wording]
    return items[-1] if items else None


def _is_new(need: Mapping[str, str], old: Mapping[str, Any]) -> bool:
    """True if the entry does not say that need yet, or has it settled, open or settled otherwise."""
    last = _last_mention(need, old)
    return last is None or last[1].get("state") != need.get("state")


def _amend_needs(
    filing: ReturnFile, route: tuple[str, ...], needs: Sequence[Mapping[str, str]], old: Mapping[str, Any]
) -> Iterator[Change]:
    """Another unit or day for a need that the entry says already."""
    for need in needs:
        last = _last_mention(need, old)
        if last and not _is_new(need, old):
            at, before = last
            for key in ("to", "due"):
                if need.get(key, before.get(key)) != before.get(key):
                    yield Set(filing.path, (*route, at, key), _typed_need(need)[key])


def _typed_need(need: Mapping[str, str]) -> dict[str, Value]:
    return {key: Plain(text) if key == "due" else text for key, text in need.items()}


def _figures(update: EntryUpdate, old: Mapping[str, Any], last: Mapping[str, Any], now: datetime) -> dict[str, Value]:
    """The figures, and what became of those that were reported before: in this week, or higher in an earlier one."""
    here = old.get("figures") or {}
    out = {name: value for name, value in update.figures.items() if here.get(name) != float(value)}
    revised: list[Value] = []
    for name, value in out.items():
        before = here.get(name, last.get(name))
        if before is not None and decimal_of(before) != value and (name in here or value < decimal_of(before)):
            if not update.why:
                raise BadUsage(
                    f"{name} 以前报的是 {number_text(before)}，现在是 {number_text(value)}",
                    "确是更正，加上 --why 更正的理由",
                )
            revision: dict[str, Value] = {
                "on": Plain(now.date()),
                "field": name,
                "from": decimal_of(before),
                "to": value,
                "why": update.why,
            }
            revised.append(revision | ({"by": update.by} if update.by else {}))
    values: dict[str, Value] = {"figures": dict(out)} if out else {}
    return values | ({"revised": revised} if revised else {})


def _task_figures(update: EntryUpdate, old: Mapping[str, Any]) -> dict[str, Value]:
    """The figures of a task: those of its interval, not cumulative; one that is corrected is put in its place."""
    here = old.get("figures") or {}
    out: dict[str, Value] = {name: value for name, value in update.figures.items() if here.get(name) != float(value)}
    return {"figures": out} if out else {}


def _result(update: EntryUpdate, old: Mapping[str, Any]) -> dict[str, Value]:
    """The result of a task, as far as it is new."""
    here = old.get("result") or {}
    out: dict[str, Value] = {
        key: Plain(text) if key == "on" else text for key, text in update.result.items() if here.get(key) != text
    }
    return {"result": out} if out else {}


def _submission_time(
    filing: ReturnFile, update: EntryUpdate, old: Mapping[str, Any], now: datetime
) -> dict[str, Value]:
    """The time of a new line, if it is later than its return; the reason, if the week was closed."""
    late: dict[str, Value] = {"late": update.late} if update.late else {}
    is_late = filing.due is not None and now > filing.due
    return late if old or not is_late or filing.body is None else {"submitted": _stamp(now), **late}


def _stamp(now: datetime) -> Plain:
    return Plain(now.isoformat(timespec="minutes"))
