"""Matters: each act is one more event, a new matter one more file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hyzs.edits.new import fresh_id, new_path
from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.fields.reporting_week import load_schedule
from hyzs.kinds import kinds
from hyzs.model.blocks import Row
from hyzs.model.change import Append, Change, Create, Plain, Set, Value
from hyzs.model.errors import BadUsage
from hyzs.model.folding import fold_wording
from hyzs.model.reporting_schedule import ReportingSchedule, WorkingDay
from hyzs.model.week import Week
from hyzs.query.matter_time_limits import working_days
from hyzs.query.matters import matters
from hyzs.query.open_needs import need_place, open_needs
from hyzs.query.record_positions import locate_record

#: Acts as people type them, and as files have them.
ACTS = {
    "hand": "交办",
    "sign": "签收",
    "return": "退回",
    "reassign": "改派",
    "extend": "延期",
    "done": "办结",
    "rate": "企业评价",
    "close": "销号",
    "reopen": "重开",
}

#: Origins of a matter: the default, and that of one made from a need in a return.
DIRECT, REPORTED = "企业诉求", "周填报"


@dataclass(frozen=True, slots=True)
class EventDetails:
    """Details of an act, or of a new matter; None: not given."""

    on: date
    by: str | None = None
    to: str | None = None
    due: str | None = None
    note: str | None = None
    sender: str | None = None
    until: str | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True)
class NewMatter:
    """A new matter."""

    text: str
    #: None: 周填报 if it is made of a need, else 企业诉求.
    origin: str | None
    lead: str
    assist: Sequence[str] = ()
    project: str | None = None
    against: str | None = None
    #: The need that it is made of, as the project's returns say it; a need with the very text of the matter is one too.
    need: str | None = None


def append_event(index: IndexReader, id: str, word: str, details: EventDetails) -> list[Change]:
    """The changes that an act makes: the event, and on 改派 the new lead. Raises: BadUsage: there is no such act."""
    do = ACTS.get(word, word)
    if do not in ACTS.values():
        raise BadUsage(
            f"没有“{word}”这个动作", f"可以写：{'、'.join(f'{key}({label})' for key, label in ACTS.items())}"
        )
    matter = locate_record(index, id, "matter")
    changes: list[Change] = [Append(matter.path, (*matter.route, "events"), _event_tree(do, details))]
    if do == "改派" and details.to:
        changes.append(Set(matter.path, (*matter.route, "lead"), details.to))
    return changes


def create_matter(index: IndexReader, matter: NewMatter, details: EventDetails, id: str | None = None) -> list[Change]:
    """The file of a new matter, handed over that day; without a deadline that of its origin, in working days.

    Of a need it has what it does not say itself: who handles it, the day it is due, who raised it. The need is marked.

    Raises:
        BadUsage: it says too little, or names a need that is not open.
    """
    kind = kinds()["matter"]
    id = id or fresh_id(kind, details.on.year)
    need = _open_need(index, matter, details.on)
    need_marks: list[Change] = []
    if need:
        matter, details = _with_need(index, need, matter, details)
        path, route = need_place(index, need)
        need_marks = [Set(path, (*route, "matter"), id)]
    if not matter.text or not matter.lead:
        raise BadUsage("新的交办事项要有内容和主办单位", "hyzs matter new '事项' --lead 单位 --due 日期")
    origin = matter.origin or DIRECT
    due, counted = (details.due, "") if details.due else _deadline(index, load_schedule(index), origin, details.on)
    tree: dict[str, Value] = {"text": matter.text}
    if "示例" in matter.text or _is_sample(index, matter.project):
        tree["sample"] = Plain("true")
    raised: dict[str, Value] = {"by": details.by, "on": Plain(details.on)} if details.by else {"on": Plain(details.on)}
    rest: list[tuple[str, Value]] = [
        ("origin", origin),
        ("raised", raised),
        ("project", matter.project),
        ("against", matter.against),
        ("lead", matter.lead),
        ("assist", list(matter.assist) or None),
        ("due", Plain(due)),
        ("events", [_event_tree("交办", EventDetails(details.on, note=f"期限推算：{counted}" if counted else None))]),
        ("note", details.note),
    ]
    tree |= {key: value for key, value in rest if value is not None}
    return [Create(new_path(index, kind, id, details.on.year), tree), *need_marks]


def _open_need(index: IndexReader, matter: NewMatter, on: date) -> Row | None:
    """The open need that the matter is made of: the one named, else one with the very text of the matter."""
    if not matter.project:
        if matter.need:
            raise BadUsage("还要写是哪个项目的诉求", "加上 --project 项目")
        return None
    project = locate_record(index, matter.project, "project")
    rows = open_needs(index, Week.of(on), on, matters(index, on), [project.id]).get(project.id, [])
    free = {fold_wording(need["text"]): {**need, "project": project.id} for need in rows if not need["matter"]}
    row = free.get(fold_wording(matter.need or matter.text))
    if matter.need and row is None:
        texts = "；".join(need["text"] for need in free.values())
        hint = f"未解决的有：{texts}" if texts else "这个项目没有未解决的诉求"
        raise BadUsage(f"{project.name} 没有这条未解决的诉求：{matter.need}", hint)
    return row


def _with_need(
    index: IndexReader, need: Row, matter: NewMatter, details: EventDetails
) -> tuple[NewMatter, EventDetails]:
    """The matter and its details, completed by those of the need; a day that is over by then is no deadline."""
    due = need["due"] if (need["due"] or "") >= str(details.on) else None
    unit = resolve_name(index, need["return"].partition("/")[2], "unit")["name"]
    return (
        replace(matter, lead=matter.lead or need["to"] or "", origin=matter.origin or REPORTED),
        replace(details, due=details.due or due, by=details.by or unit),
    )


def _event_tree(do: str, details: EventDetails) -> dict[str, Value]:
    pairs: list[tuple[str, Value]] = [
        ("on", Plain(details.on)),
        ("do", do),
        ("by", details.by),
        ("to", details.to),
        ("due", Plain(details.due) if details.due else None),
        ("note", details.note),
    ]
    return {key: value for key, value in pairs if value is not None}


def _deadline(index: IndexReader, days: ReportingSchedule, origin: str, on: date) -> WorkingDay:
    """The last day: so many working days after that day as the settings give matters of that origin.

    Raises:
        BadUsage: the settings give none.
    """
    days_left = working_days(index, origin)
    if days_left is None:
        raise BadUsage(f"设置里没有“{origin}”的办理期限", "加上 --due 日期，或在 settings.yaml 的 deadlines 里写明")
    return days.add_working_days(on, days_left)


def _is_sample(index: IndexReader, project: str | None) -> bool:
    return bool(project) and bool(locate_record(index, str(project), "project").body.get("sample"))
