"""Report one project or task by hand, as its unit would."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NamedTuple

from hyzs.edits.return_entry import EntryUpdate, ReturnLine, write_lines
from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.change import Change, Plain, Set, Value
from hyzs.model.errors import BadUsage
from hyzs.model.folding import fold_wording
from hyzs.model.typed_input import Parsed, parse_amount, parse_day
from hyzs.model.week import Week
from hyzs.query.duties import Duties
from hyzs.query.indicators import indicators
from hyzs.query.record_positions import locate_record
from hyzs.query.return_file import ReturnFile, load_started_week, previous_entry, project_row, return_file
from hyzs.query.tasks import CLAIMED, REPORTED, TaskDuty, find_task

_MET = re.compile(r"(?P<on>\S+)\s+(?P<how>来访|拜访|洽谈|考察|视频)\s+(?P<with>[^@]+)(?:@(?P<rank>.+))?")
_NEED = re.compile(r"(?P<text>.*?)(?:@(?P<to>[^@<]+))?(?:<(?P<due>[0-9-]+))?")

#: Least similarity (0 to 1) of a wording that is suggested.
_LIKE = 0.4


class FigureField(NamedTuple):
    """A figure that a return can carry: the key of its value; the ``unit`` of what is typed, "" for a bare number."""

    name: str
    label: str
    unit: str = ""

    def parse(self, text: str) -> Parsed:
        """The number that a person typed. Raises: ValueError."""
        return parse_amount(text, self.unit)


class EntrySubject(NamedTuple):
    """A project or task with its return; the figures reported last, and the last entry of an earlier week.

    ``figures``: the figures that it can carry, by name and by label.
    """

    section: str
    id: str
    name: str
    filing: ReturnFile
    last: Mapping[str, Any]
    before: dict[str, Any]
    figures: Mapping[str, FigureField]


def find_subject(index: IndexReader, id: str, week: str | None, by: str | None, now: datetime) -> EntrySubject:
    """The project or task that people call ``id``, and the return it goes into: of ``by``, else of its reporter.

    Raises: BadUsage: no unit reports it, or several do.
    """
    record = locate_record(index, id, "project|task")
    book, the_week = load_started_week(index, week, now)
    if record.kind == "task":
        return _task_subject(index, find_task(book, the_week, record.id), book, the_week, by)
    row = project_row(book, the_week, record.id)
    unit = by or row["reporter"]
    if not unit:
        raise BadUsage(f"{record.name} 没有填报单位，也没有属地和牵头单位", "加上 --by 单位")
    before = previous_entry(index, record.id, the_week)
    figures = _by_word(FigureField(name, label, unit) for name, label, unit, _ in indicators(index))
    return EntrySubject(
        "projects", record.id, record.name, return_file(index, book, the_week, unit), row, before, figures
    )


def _task_subject(index: IndexReader, task: TaskDuty, book: Duties, week: Week, by: str | None) -> EntrySubject:
    """The task, and the return of the unit that says it, else of its one lead."""
    id = task.row["id"]
    if task.is_derived:
        raise BadUsage(f"{id} 由别的记录体现，不用填报", f"hyzs report progress --measure {task.row['number']} 看进度")
    leads = [unit for unit in task.units if unit in task.leads]
    if not by and len(leads) != 1:
        raise BadUsage(f"{id} 由几个单位报：{'、'.join(leads or task.units)}", "加上 --by 单位")
    unit = resolve_name(index, by, "unit")["name"] if by else leads[0]
    before = next((row for row in reversed(task.entries.get(unit, ())) if row["week_no"] < week.number), {})
    figures = _by_word(FigureField(figure["name"], figure["label"]) for figure in task.figures)
    return EntrySubject("tasks", id, task.row["text"], return_file(index, book, week, unit), {}, before, figures)


def parse_figures(subject: EntrySubject, texts: Mapping[str, str]) -> dict[str, Decimal]:
    """Figures typed by name or label, each in the unit of its indicator or of the task that declares it.

    Raises: BadUsage: there is no such figure, no number is given, or one figure is given twice.
    """
    figures_so_far, figures = subject.figures, dict[str, Decimal]()
    if unknown := [word for word in texts if word not in figures_so_far]:
        labels = "、".join(dict.fromkeys(figure.label for figure in figures_so_far.values()))
        where = "任务没有声明指标" if subject.section == "tasks" else "设置没有声明指标"
        raise BadUsage(f"{subject.id} 没有“{unknown[0]}”这个指标", f"可以写：{labels}" if labels else where)
    if twice := [label for label, count in Counter(figures_so_far[word].label for word in texts).items() if count > 1]:
        raise BadUsage(f"{twice[0]}写了两次", "只写一个")
    for word, text in texts.items():
        if (value := typed_number(figures_so_far[word].parse, text)) is not None:
            figures[figures_so_far[word].name] = value
    return figures


def _by_word(figures: Iterable[FigureField]) -> dict[str, FigureField]:
    return {word: figure for figure in figures for word in (figure.label, figure.name)}


def typed_number(read: Callable[[str], Parsed], text: str | None) -> Decimal | None:
    """The number that a person typed; None where none was. Raises: BadUsage: it is no number."""
    if text is None:
        return None
    try:
        value = read(text).value
    except ValueError as error:
        raise BadUsage(str(error)) from None
    return value if isinstance(value, Decimal) else None


def require_state(text: str | None) -> str | None:
    """The state of a task as it is reported. Raises: BadUsage: it is no state, or 待核, which is derived."""
    if text is None or text in REPORTED:
        return text
    hint = "完成由别的单位确认：hyzs confirm" if text == CLAIMED else ""
    raise BadUsage(f"没有“{text}”这个状态", f"可以写：{'、'.join(REPORTED)}" + (f"；{hint}" if hint else ""))


def log(subject: EntrySubject, update: EntryUpdate, now: datetime, filed_by: str | None = None) -> list[Change]:
    """The changes that add or amend the line of that project or task in the return.

    Raises: BadUsage: nothing is reported, or what only projects, or only tasks have.
    """
    head = {"filed_by": filed_by} if filed_by else {}
    of_task = (update.state, update.result)
    if subject.section == "projects" and any(of_task):
        raise BadUsage(f"{subject.id} 是项目，没有任务的状态和成果", "项目到了哪个阶段用 hyzs advance")
    if subject.section == "tasks" and (update.needs or update.met):
        raise BadUsage(f"{subject.id} 是任务，诉求和对接报在项目里", "hyzs log 项目 --need … --met …")
    if not any(
        (
            update.progress,
            update.next,
            update.needs,
            update.figures,
            update.done is not None,
            update.no_change,
            update.met,
            *of_task,
        )
    ):
        raise BadUsage("没有写这一周的进展", "至少写 --progress、--figure、--state 或 --no-change 理由 中的一项")
    return write_lines(subject.filing, [ReturnLine(subject.section, subject.id, update, subject.last)], now, head)


def log_nil(
    index: IndexReader, unit: str, week: str | None, now: datetime, filed_by: str | None = None
) -> list[Change]:
    """The changes that file the 零报告 of a unit: nothing to report in that week.

    Raises: BadUsage: its return of the week names projects or tasks already, or the week is closed.
    """
    book, the_week = load_started_week(index, week, now)
    filing = return_file(index, book, the_week, unit)
    if filing.is_closed:
        raise BadUsage(f"{the_week.heading}的填报已经关闭，零报告不能补报", "")
    if filing.body and (filing.body.get("projects") or filing.body.get("tasks")):
        raise BadUsage(f"{filing.unit}{the_week.heading}已经报了项目或任务，不是零报告", f"看 data/{filing.path}")
    if filing.body:
        return [] if filing.body.get("nil") else [Set(filing.path, ("nil",), Plain("true"))]
    head: dict[str, Value] = {"filed_by": filed_by} if filed_by else {}
    return write_lines(filing, [], now, {**head, "nil": Plain("true")})


def parse_needs(texts: Sequence[str]) -> list[dict[str, str]]:
    """Needs as they are typed: 文字@承办单位<2026-12-05, the unit and the day if they are known.

    Raises: BadUsage: a text has another form.
    """
    out = []
    for text in texts:
        match = _NEED.fullmatch(text.strip())
        if not match or not match["text"].strip():
            raise BadUsage(f"诉求“{text}”看不懂", "写成 '文字@单位<2026-12-05'，单位和限期可以不写")
        out.append({key: value.strip() for key, value in match.groupdict().items() if value})
    return out


def parse_meetings(texts: Sequence[str]) -> list[dict[str, str]]:
    """Meetings as they are typed: 2026-11-18 拜访 示例集团@分管副县长, the rank on our side if it is known.

    Raises: BadUsage: no such form, or no day.
    """
    out = []
    for text in texts:
        match = _MET.fullmatch(text.strip())
        if not match or not match["with"].strip():
            hint = "写成 '2026-11-18 拜访 对方@我方职务'；方式有 来访、拜访、洽谈、考察、视频；职务可以不写"
            raise BadUsage(f"对接“{text}”看不懂", hint)
        try:
            on = parse_day(match["on"]).value
        except ValueError as error:
            raise BadUsage(f"对接“{text}”：{error}") from None
        words = {key: value.strip() for key, value in match.groupdict().items() if value}
        out.append({**words, "on": str(on)})
    return out


def settle_needs(subject: EntrySubject, texts: Sequence[str], state: str) -> list[dict[str, str]]:
    """Open needs of the project by their wordings, with the state that settles them.

    Raises: BadUsage: a wording names no open need, which suggests the nearest; or a need that became a matter.
    """
    if texts and subject.section != "projects":
        raise BadUsage(f"{subject.id} 是任务，没有诉求")
    open_needs = {fold_wording(need["text"]): need for need in subject.last.get("needs", ())}
    out = []
    for text in texts:
        need = open_needs.get(fold_wording(text))
        if need is None:
            raise BadUsage(f"{subject.name} 没有这条未解决的诉求：{text}", _open_hint(text, open_needs))
        if need["matter"]:
            raise BadUsage(f"“{need['text']}”已转为交办事项 {need['matter']}", "由交办事项办结、销号：hyzs matter")
        out.append({"text": need["text"], "state": state})
    return out


def _open_hint(text: str, open_needs: Mapping[str, Mapping[str, Any]]) -> str:
    """The open need most like ``text``, else all of them."""
    texts = [str(need["text"]) for key, need in open_needs.items() if not need["matter"]]
    if near := get_close_matches(fold_wording(text), open_needs, 1, _LIKE):
        return f"是不是：{open_needs[near[0]]['text']}"
    return f"未解决的有：{'；'.join(texts)}" if texts else "这个项目没有未解决的诉求"
