"""Notices to units that owe a weekly return: step of the ladder, weeks owed, items, earlier notices."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import count
from operator import itemgetter
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.fields.reporting_week import load_schedule
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Break, Column, Heading, PublicColumn, Row, Table, Text
from hyzs.model.errors import BadConfig
from hyzs.model.letter import Enclosures, Letter
from hyzs.model.partial_date import due_words
from hyzs.model.printed_report import PrintedReport
from hyzs.model.reporting_schedule import ReportingSchedule
from hyzs.model.week import Week
from hyzs.query.duties import load_unit_duties
from hyzs.query.matters import overdue_matters
from hyzs.query.open_needs import overdue_needs
from hyzs.query.task_duties import task_duties
from hyzs.reports.notice_letters import Letters, Owed
from hyzs.reports.track import track

LADDER = "SELECT type, notices, weeks, days FROM step ORDER BY pos"
#: Notices that were not answered by the day, in the order of sending.
SENT = """
SELECT n.unit, n.type, n.number, n.sent, n.answer_by FROM notice n
WHERE n.sent <= :day AND (n.answered IS NULL OR n.answered > :day) ORDER BY n.sent, n.id
"""
#: Every notice sent by the day: unit, and the weeks that it names.
EVERY = """
SELECT n.unit, n.type, n.number, n.sent, n.answer_by, n.answered, p.text AS week
FROM notice n LEFT JOIN pair p ON p.file = n.file AND p.item = n.item AND p.field = 'weeks'
WHERE n.sent <= :day ORDER BY n.sent, n.id
"""
SCHEME = "SELECT notice_number FROM settings ORDER BY id"
NUMBERS = "SELECT number FROM notice"
_PROJECTS = [
    Column("name", "项目", level="内部", substitute="public_name"),
    PublicColumn("tier", "类别"),
    PublicColumn("weeks_silent", "连续未报(周)", "number"),
]
_TASKS = [
    PublicColumn("text", "任务", wide=True),
    PublicColumn("due", "完成时限", get=lambda row: due_words(row["due"])),
    PublicColumn("overdue_days", "逾期(天)", "number", get=lambda row: row["overdue_days"] or None),
    PublicColumn("weeks_silent", "连续未报(周)", "number", get=lambda row: row["weeks_silent"] or None),
]
_MATTERS = [
    Column("text", "交办事项", level="内部", wide=True),
    PublicColumn("due", "期限", "date"),
    PublicColumn("overdue_days", "逾期(天)", "number"),
]

_NEEDS = [
    Column("project_name", "项目", level="内部", substitute="project_public_name"),
    Column("text", "诉求", level="内部", wide=True),
    PublicColumn("due", "期限", "date"),
    PublicColumn("overdue_days", "逾期(天)", "number"),
]
_NEED_KEYS = ("project", "text", "week", "due", "overdue_days")
#: Key of needs without a unit that handles them.
_UNASSIGNED = ""


def remind(
    index: IndexReader,
    week: str | None,
    now: datetime,
    *,
    numbered: bool = False,
    unit: str | None = None,
    enclosures: Enclosures | None = None,
) -> Answer:
    """One notice a unit that owes anything of the week, or has a matter or need past its day; the first is the mildest.

    A unit that was sent one for this week, or in these seven days, or that still has time to answer, gets no other: its
    row says which (``already``). ``numbered`` gives the others the next numbers of the year. Only the notice of
    ``unit`` if it is given. Each notice to be sent is a letter too, with its ``enclosures``; so is one that was sent
    today, under its number.

    Raises:
        NotFound: there is no such unit.
        BadConfig: the settings have no ladder, or ``numbered`` is asked and they do not say how notices are numbered.
    """
    listed = track(index, week, now)
    about = listed.extra["week"]
    writer = _NoticeWriter(index, listed, now)
    debtors, unassigned = _debtors(index, listed.extra["units"], writer.week, writer.schedule, now)
    numbers = _next_numbers(index, now.year) if numbered else None
    only = resolve_name(index, unit, "unit")["name"] if unit else None
    selected = {name: debt for name, debt in debtors.items() if only in (None, name)}
    rows, pages, letters = writer.notices(selected, numbers, enclosures or Enclosures())
    return Answer(
        "remind",
        {"week": about["id"], **({"unit": only} if only else {})},
        rows,
        {"units": len(rows), "already_sent": sum(bool(row["already"]) for row in rows), "needs_of_nobody": unassigned},
        {"week": about},
        [*_pages(pages, only), *_already_sent_note(rows), *_unassigned_note(unassigned)],
        title=f"催办 {about['id']}",
        title_level="公开",
        stamp=Stamp(period=listed.stamp.period, note=listed.stamp.note, filter=only or ""),
        letters=letters,
        is_correspondence=True,
    )


class _NoticeWriter:
    """Writes the notices of one week as rows and letters; what it needs of the index is read once."""

    def __init__(self, index: IndexReader, listed: Answer, now: datetime) -> None:
        self.index, self.today = index, now.date()
        self.schedule, self.ladder = load_schedule(index), index.rows(LADDER)
        if not self.ladder:
            raise BadConfig("设置里没有催办的梯次", "在 data/settings.yaml 里写 ladder")
        about = listed.extra["week"]
        self.week = Week.parse(about["id"])
        self.projects = {row["id"]: row for row in listed.rows}
        self.sent = _grouped(index.rows(SENT, day=str(self.today)), itemgetter("unit"))
        self.already = _already_sent(index, about["id"], self.today)
        due = _moment_words(about["due"]) if about["due"] else ""
        self.letters = Letters(index, self.week, due, self.today, self.ladder)

    def notices(
        self, debtors: "Mapping[str, tuple[Row, Overdue]]", numbers: Iterator[str] | None, enclosures: Enclosures
    ) -> tuple[list[Row], list[list[Block]], list[Letter]]:
        """The notice to each unit as a row and a page; those to be sent, or sent today, as letters too."""
        rows, pages, letters = [], [], []
        for name, (unit_row, debts) in debtors.items():
            row = self._row(name, unit_row, debts, numbers)
            owed = self._owed(unit_row, debts)
            rows.append(row)
            pages.append(_letter(row, str(self.week), owed, self.today))
            if row["already"] is None or row["already"]["sent"] == str(self.today):
                number = row["number"] or _blank_number(self.index, self.today.year)
                letters.append(self.letters.letter(row, owed, number, enclosures))
        return rows, pages, letters

    def _row(self, name: str, unit_row: Row, debts: "Overdue", numbers: Iterator[str] | None) -> Row:
        """The notice to a unit: the one it was sent already, or the next of its ladder."""
        already = self.already.get(name)
        before = [notice for notice in self.sent[name] if notice["number"] != (already or {}).get("number")]
        row = _notice(name, unit_row, debts, before, self.ladder, self.schedule, self.today)
        return _numbered(row, already, numbers, self.schedule)

    def _owed(self, unit_row: Row, debts: "Overdue") -> Owed:
        """Debts of the unit; its projects without an entry come with their rows of the tracking list."""
        missing = [item for item in unit_row["missing"] if item["kind"] == "project"]
        silent = [{**self.projects[item["id"]], **item} for item in missing]
        return Owed(unit_row, silent, debts.tasks, debts.matters, debts.needs)


def _debtors(
    index: IndexReader, unit_rows: Sequence[Row], week: Week, schedule: ReportingSchedule, now: datetime
) -> "tuple[dict[str, tuple[Row, Overdue]], int]":
    """By unit its row of the week and all that is overdue; and the number of overdue needs that no unit handles."""
    late = _grouped(overdue_matters(index, now.date()), itemgetter("lead"))
    needs = _grouped(overdue_needs(index, now), lambda need: need["to"] or _UNASSIGNED)
    unassigned = len(needs.pop(_UNASSIGNED, ()))
    duties = task_duties(index, load_unit_duties(index, schedule, now), week)
    tasks = _grouped((row for row in duties if row["overdue_days"] or row["status"] == "owed"), itemgetter("unit"))
    late_tasks = [name for name, rows in tasks.items() if any(task["overdue_days"] for task in rows)]
    owing = {row["unit"]: row for row in unit_rows if row["status"] in ("owed", "partial")}
    names = dict.fromkeys([*owing, *late, *needs, *late_tasks])
    debtors = {name: (owing.get(name, _NOTHING), Overdue(late[name], needs[name], tasks[name])) for name in names}
    return debtors, unassigned


def _numbered(row: Row, already: Row | None, numbers: Iterator[str] | None, schedule: ReportingSchedule) -> Row:
    """The row with the notice that was sent already, else with the next number, where there are some."""
    row = {**row, "number": None, "already": already}
    if already:
        row |= {key: already[key] for key in ("type", "number", "answer_by")}
        row["answer_days"] = _answer_days(already, schedule)
    elif numbers:
        row["number"] = next(numbers)
    return row


def _grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    """Rows by a key; without any, an empty list."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _pages(pages: Sequence[list[Block]], only: str | None) -> list[Block]:
    """The letters, each on sheets of its own; a sentence where there is none."""
    if not pages:
        return [Text(f"{only or '没有欠报的单位'}，不用催办")]
    return [block for number, page in enumerate(pages) for block in ([Break()] if number else []) + page]


def _unassigned_note(count: int) -> list[Text]:
    """Note on the overdue needs that no unit handles."""
    return [Text(f"另有 {count} 条逾期的诉求没有写承办单位，不知道催谁", "warn")] if count else []


def _moment_words(moment: str) -> str:
    """2026-11-20T10:00 as a paper writes it: 2026年11月20日10时."""
    day, _, clock = moment.partition("T")
    hour, minute = clock.split(":")
    return f"{due_words(day)}{int(hour)}时{f'{int(minute)}分' if int(minute) else ''}"


def _blank_number(index: IndexReader, year: int) -> str:
    """Blank number of a notice, with room to write it by hand; empty without a scheme."""
    return str(index.value(SCHEME) or "").replace("{year}", str(year)).replace("{n}", "　　")


def _already_sent(index: IndexReader, week: str, today: date) -> dict[str, Row]:
    """By unit the last notice that keeps it from getting another one now."""
    notices = {}
    for row in index.rows(EVERY, day=str(today)):
        same_days = Week.of(date.fromisoformat(row["sent"])) == Week.of(today)
        has_time = row["answered"] is None and (row["answer_by"] or "") >= str(today)
        if row["week"] == week or same_days or has_time:
            notices[row["unit"]] = {key: row[key] for key in ("type", "number", "sent", "answer_by")}
    return notices


def _answer_days(sent: Row, days: ReportingSchedule) -> int | None:
    """Working days that a notice leaves for an answer; None where it names no day."""
    first, last = sent["sent"], sent["answer_by"]
    return days.working_days(date.fromisoformat(first), date.fromisoformat(last)) if last else None


def _already_sent_note(rows: Sequence[Row]) -> list[Text]:
    """Note on the units that have a notice already, with its number."""
    texts = [
        f"{row['unit']}({row['type']} {row['number']}，{row['already']['sent']})" for row in rows if row["already"]
    ]
    return [Text(f"已经发过，不重发 {len(texts)}：{'、'.join(texts)}", "note")] if texts else []


def _next_numbers(index: IndexReader, year: int) -> Iterator[str]:
    """Numbers after the greatest of that year, in the scheme of the settings."""
    scheme = index.value(SCHEME) or ""
    if "{n}" not in scheme:
        raise BadConfig("设置里没有催办文书的文号", "在 data/settings.yaml 里写 notice_number，如 示例〔{year}〕{n}号")
    pattern = scheme.replace("{year}", str(year))
    numbered = re.compile(re.escape(pattern).replace(re.escape("{n}"), "([0-9]+)"))
    used = [int(match[1]) for row in index.rows(NUMBERS) if (match := numbered.fullmatch(row["number"]))]
    return (pattern.replace("{n}", str(n)) for n in count(max(used, default=0) + 1))


#: Row of a unit that owes no report.
_NOTHING: Row = {"weeks_silent": 0, "weeks": [], "items_due": 0, "items_in": 0, "missing": []}


class Overdue(NamedTuple):
    """Overdue matters and needs of a unit, and its tasks that are overdue or not reported."""

    matters: list[Row]
    needs: list[Row]
    tasks: list[Row]


def _notice(
    name: str, unit: Row, debts: Overdue, earlier: list[Row], ladder: list[Row], days: ReportingSchedule, today: date
) -> Row:
    """The next notice: the furthest step of the ladder that unanswered notices, or the longest silence, lead to."""
    reached = [
        step
        for step in ladder
        if len(earlier) >= step["notices"] or (step["weeks"] is not None and unit["weeks_silent"] >= step["weeks"])
    ]
    step = reached[-1] if reached else ladder[0]
    answer_by, counted = days.add_working_days(today, step["days"])
    return {
        "unit": name,
        "type": step["type"],
        "weeks": unit["weeks"],
        "weeks_silent": unit["weeks_silent"],
        "items_due": unit["items_due"],
        "items_in": unit["items_in"],
        "projects": [item["id"] for item in unit["missing"] if item["kind"] == "project"],
        "tasks": [task["id"] for task in debts.tasks],
        "matters": [matter["id"] for matter in debts.matters],
        "needs": [{key: need[key] for key in _NEED_KEYS} for need in debts.needs],
        "answer_by": str(answer_by),
        "answer_days": step["days"],
        "answer_by_note": counted or None,
        "earlier": [{key: notice[key] for key in ("type", "number", "sent", "answer_by")} for notice in earlier],
    }


def _letter(row: Row, week: str, debts: Owed, today: date) -> list[Block]:
    """Blocks of the notice; each missing item has its line."""
    late = sum(task["overdue_days"] > 0 for task in debts.tasks)
    tasks = f"有 {late} 项任务逾期未完成" if late else ""
    matters = f"有 {len(debts.matters)} 件交办事项逾期未办结" if debts.matters else ""
    needs = f"有 {len(debts.needs)} 条企业诉求逾期未解决" if debts.needs else ""
    debts_text = "，".join(text for text in (_missing(week, debts.unit), tasks, matters, needs) if text)
    asks = {"补报": debts.unit["missing"], "完成": tasks, "办结": matters, "解决": needs}
    ask = "、".join(word for word, some in asks.items() if some)
    earlier = "；".join(f"{notice['sent']} {notice['type']} {notice['number']}" for notice in row["earlier"])
    cited = f"此前已发：{earlier}，均未答复。" if earlier else ""
    number = f"{row['number']} " if row["number"] else ""
    counted = f"({row['answer_by_note']})" if row["answer_by_note"] else ""
    by = f"请于 {row['answer_by']} 前{counted}{ask}并说明原因。"
    blocks: list[Block] = [
        Heading(f"{row['type']}：{row['unit']}", 2, "内部"),
        Text(f"【{row['type']}】{number}{row['unit']}：截至 {today}，你单位{debts_text}。{cited}{by}"),
    ]
    tables: list[tuple[Sequence[Column], Sequence[Row]]]
    tables = [(_PROJECTS, debts.projects), (_TASKS, debts.tasks), (_MATTERS, debts.matters), (_NEEDS, debts.needs)]
    return [*blocks, *(Table(columns, some) for columns, some in tables if some)]


def _missing(week: str, unit: Row) -> str:
    """Missing items of the week in words, with the weeks of silence; empty where nothing is missing."""
    due, silent = unit["items_due"], unit["weeks_silent"]
    if not unit["missing"]:
        return ""
    if any(item["kind"] == "nil" for item in unit["missing"]):
        text, since = f"{week} 周填报未报零报告", "已连续"
    else:
        done_text = f"已报 {unit['items_in']} 项，" if unit["items_in"] else ""
        text, since = f"{week} 周填报应报 {due} 项，{done_text}下列 {due - unit['items_in']} 项未报", "最长的已连续"
    return text + (f"，{since} {silent} 周" if silent > 1 else "")


REMIND = PrintedReport(
    "remind",
    "催办文书",
    "欠报的单位每家一份，按未答复的次数升级；可写哪一周、--unit 哪家；--record 编号并记下来；-o 文件夹/ 一家一份",
    remind,
    of="week",
    has_letters=True,
    position=80,
)
