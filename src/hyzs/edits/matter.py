"""What is done about a matter: each act is one more event; a new matter is one more file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hyzs.edits.new import fresh_id, path_of
from hyzs.kinds import kinds
from hyzs.model.answer import Row
from hyzs.model.change import Append, Change, Create, Plain, Set, Value
from hyzs.model.errors import BadUsage
from hyzs.model.folding import fold_wording
from hyzs.model.reporting_schedule import ReportingSchedule, WorkingDay
from hyzs.model.week import Week
from hyzs.query.deadlines import working_days
from hyzs.query.fields.index_reader import IndexReader, resolve_name
from hyzs.query.locate import locate
from hyzs.query.matters import matters
from hyzs.query.open_needs import need_place, open_needs
from hyzs.query.reporting_week import load_schedule

#: What people type, and what is written.
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

#: Where a matter comes from if nobody says so, and one that is made of a need of a return.
DIRECT, REPORTED = "企业诉求", "周填报"


@dataclass(frozen=True, slots=True)
class EventDetails:
    """What people say of an act, or of a new matter; None: nothing."""

    on: date
    by: str | None = None
    to: str | None = None
    due: str | None = None
    note: str | None = None
    sender: str | None = None
    until: str | None = None


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


def act(index: IndexReader, id: str, word: str, told: EventDetails) -> list[Change]:
    """The changes that an act makes: the event, and on 改派 the new lead."""
    do = ACTS.get(word, word)
    if do not in ACTS.values():
        raise BadUsage(
            f"没有“{word}”这个动作", f"可以写：{'、'.join(f'{key}({label})' for key, label in ACTS.items())}"
        )
    one = locate(index, id, "matter")
    changes: list[Change] = [Append(one.path, (*one.route, "events"), _event(do, told))]
    if do == "改派" and told.to:
        changes.append(Set(one.path, (*one.route, "lead"), told.to))
    return changes


def new(index: IndexReader, what: NewMatter, told: EventDetails, id: str | None = None) -> list[Change]:
    """The file of a new matter, handed over that day; without a deadline that of its origin, in working days.

    Of a need it has what it does not say itself: who handles it, the day it is due, who raised it. The need is marked.

    Raises:
        BadUsage: it says too little, or names a need that is not open.
    """
    kind = kinds()["matter"]
    id = id or fresh_id(kind, told.on.year)
    need = _need(index, what, told.on)
    marked: list[Change] = []
    if need:
        what, told = _of_need(index, need, what, told)
        path, route = need_place(index, need)
        marked = [Set(path, (*route, "matter"), id)]
    if not what.text or not what.lead:
        raise BadUsage("新的交办事项要有内容和主办单位", "hyzs matter new '事项' --lead 单位 --due 日期")
    origin = what.origin or DIRECT
    due, counted = (told.due, "") if told.due else _deadline(index, load_schedule(index), origin, told.on)
    tree: dict[str, Value] = {"text": what.text}
    if "示例" in what.text or _is_sample(index, what.project):
        tree["sample"] = Plain("true")
    raised: dict[str, Value] = {"by": told.by, "on": Plain(told.on)} if told.by else {"on": Plain(told.on)}
    rest: list[tuple[str, Value]] = [
        ("origin", origin),
        ("raised", raised),
        ("project", what.project),
        ("against", what.against),
        ("lead", what.lead),
        ("assist", list(what.assist) or None),
        ("due", Plain(due)),
        ("events", [_event("交办", EventDetails(told.on, note=f"期限推算：{counted}" if counted else None))]),
        ("note", told.note),
    ]
    tree |= {key: value for key, value in rest if value is not None}
    return [Create(path_of(index, kind, id, told.on.year), tree), *marked]


def _need(index: IndexReader, what: NewMatter, on: date) -> Row | None:
    """The open need that the matter is made of: the one named, else one with the very text of the matter."""
    if not what.project:
        if what.need:
            raise BadUsage("还要写是哪个项目的诉求", "加上 --project 项目")
        return None
    project = locate(index, what.project, "project")
    known = open_needs(index, Week.of(on), on, matters(index, on), [project.id]).get(project.id, [])
    free = {fold_wording(need["text"]): {**need, "project": project.id} for need in known if not need["matter"]}
    found = free.get(fold_wording(what.need or what.text))
    if what.need and found is None:
        texts = "；".join(need["text"] for need in free.values())
        hint = f"未解决的有：{texts}" if texts else "这个项目没有未解决的诉求"
        raise BadUsage(f"{project.name} 没有这条未解决的诉求：{what.need}", hint)
    return found


def _of_need(index: IndexReader, need: Row, what: NewMatter, told: EventDetails) -> tuple[NewMatter, EventDetails]:
    """The matter and what is said of it, with what the need tells; a day that is over by then is no deadline."""
    due = need["due"] if (need["due"] or "") >= str(told.on) else None
    unit = resolve_name(index, need["return"].partition("/")[2], "unit")["name"]
    return (
        replace(what, lead=what.lead or need["to"] or "", origin=what.origin or REPORTED),
        replace(told, due=told.due or due, by=told.by or unit),
    )


def _event(do: str, told: EventDetails) -> dict[str, Value]:
    pairs: list[tuple[str, Value]] = [
        ("on", Plain(told.on)),
        ("do", do),
        ("by", told.by),
        ("to", told.to),
        ("due", Plain(told.due) if told.due else None),
        ("note", told.note),
    ]
    return {key: value for key, value in pairs if value is not None}


def _deadline(index: IndexReader, days: ReportingSchedule, origin: str, on: date) -> WorkingDay:
    """The last day: so many working days after that day as the settings give matters of that origin.

    Raises:
        BadUsage: the settings give none.
    """
    left = working_days(index, origin)
    if left is None:
        raise BadUsage(f"设置里没有“{origin}”的办理期限", "加上 --due 日期，或在 settings.yaml 的 deadlines 里写明")
    return days.add_working_days(on, left)


def _is_sample(index: IndexReader, project: str | None) -> bool:
    return bool(project) and bool(locate(index, str(project), "project").body.get("sample"))
