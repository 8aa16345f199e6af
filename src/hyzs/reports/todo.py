"""Open items by due day, of one unit or of all: steps of flows, matters, needs, tasks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Group, PublicColumn, Row, Table, Text
from hyzs.model.folding import fold_wording
from hyzs.model.printed_report import PrintedReport
from hyzs.query.flows import FlowBook
from hyzs.query.todo import todo_items
from hyzs.reports.who import REACHED

#: From this month on a list says that the next year's days off are not published yet.
_NOVEMBER = 11


def lateness_words(row: Row) -> str | None:
    """Delay of an item, or the pause of its clock: 逾期 2 个工作日."""
    if row["paused_since"]:
        return f"停计，自 {row['paused_since']}"
    if not row["overdue_days"]:
        return None
    return f"{row['overdue_days']} {'个工作日' if row['counted'] == '工作日' else '天'}"


COLUMNS = (
    PublicColumn("due", "期限", "date"),
    PublicColumn("overdue_days", "逾期", get=lateness_words),
    PublicColumn("what", "事项", get=lambda row: row["key"] or row["what"]),
    Column("name", "名称", level="内部"),
    Column("step", "该办", wide=True, level="内部"),
    PublicColumn("who", "谁办", "list"),
    PublicColumn("since", "从哪天起", "date"),
    PublicColumn("rule", "期限依据"),
    PublicColumn("id", "编号"),
)


def todo(index: IndexReader, unit: str | None, now: datetime) -> Answer:
    """The items as of ``now`` that ``unit`` owes, directly or through a group; without a unit, all.

    Raises:
        NotFound: no unit has that name.
    """
    book = FlowBook(index)
    items = todo_items(index, book, now)
    name = None
    if unit:
        record = resolve_name(index, unit, "unit")
        name = record["name"]
        reached = {row["name"] for row in index.rows(REACHED, id=record["id"], day=str(now.date()))}
        items = [item for item in items if reached.intersection(item["who"])]
    rows = [item for item in items if not item["out"]]
    left_out = Counter(item["out"] for item in items if item["out"])
    late, open_ = [row for row in rows if row["overdue_days"]], len(rows)
    blocks: list[Block] = [
        Text(f"要办的 {open_} 件，逾期 {len(late)} 件"),
        *_notes(book, rows, left_out, now, unit=name),
        Table(_columns(rows), rows, list(_groups(rows, str(now.date())))),
    ]
    return Answer(
        report="todo",
        params={"unit": name},
        rows=[{key: value for key, value in row.items() if key not in ("out", "moves")} for row in rows],
        summary={
            "open": open_,
            "overdue": len(late),
            "paused": sum(bool(row["paused_since"]) for row in rows),
            "unassigned": sum(not row["who"] for row in rows),
            "by_what": dict(Counter(row["what"] for row in rows)),
            "left_out": dict(left_out),
        },
        extra={"days": list(_days(rows))},
        blocks=blocks,
        title=f"{name or ''}待办",
        title_level="公开",
        stamp=Stamp(filter=name or ""),
    )


def _notes(
    book: FlowBook, rows: Sequence[Row], left_out: Counter[str], now: datetime, *, unit: str | None
) -> Iterator[Text]:
    """Notes on items that are not listed, and on the counting of days."""
    if left_out:
        yield Text(
            f"另有 {left_out.total()} 件没有列：{'、'.join(f'{why} {n}' for why, n in left_out.items())}", "note"
        )
    unassigned = sum(not row["who"] for row in rows)
    if unassigned:
        yield Text(f"{unassigned} 件没有写由谁办", "warn")
    next_year = now.year + 1
    schedule = book.clock.schedule
    counted = {note for row in rows if (note := row["note"])}
    if now.month >= _NOVEMBER and next_year not in schedule.years:
        counted.add(f"{next_year} 年节假日安排未公布，按周一至周五计；公布后放进 data/calendar/{next_year}.yaml")
    yield from (Text(note, "note") for note in sorted(counted))


def _groups(rows: Iterable[Row], today: str) -> Iterator[Group]:
    """Overdue, to come, and without a day, as the rows stand; rows are sorted by their due day."""
    labels = Counter(
        "没有期限" if row["due"] is None else "已过期限" if row["due"] < today else "未到期限" for row in rows
    )
    yield from (Group(f"{label}({n})", n, "公开") for label, n in labels.items())


def _columns(rows: Sequence[Row]) -> list[Column]:
    """The columns that some row has a value for."""
    return [
        column for column in COLUMNS if column.key in ("due", "step", "id") or any(column.value(row) for row in rows)
    ]


def _days(rows: Iterable[Row]) -> Iterator[Row]:
    """The entries of a calendar: one a step, the same one after its day moved."""
    for row in rows:
        if row["due"]:
            node = "-".join(filter(None, (row["flow"], row["key"], row["step"] if row["flow"] else _mark(row["step"]))))
            text = f"{row['key'] or row['what']}·{row['step']} {row['name']}"
            yield {"day": row["due"], "id": row["id"], "node": node, "text": text, "moves": row["moves"], "light": None}


def _mark(wording: str) -> str:
    """Some letters that stand for a wording, which is what makes a need the same one."""
    return sha256(fold_wording(wording).encode()).hexdigest()[:8]


TODO = PrintedReport(
    "todo",
    "待办",
    "下一步办什么、谁办、哪天到期：各流程的下一步、交办、诉求、限期任务；可写哪个单位，-o 待办.ics 进日历",
    todo,
    of="unit",
    position=50,
)
