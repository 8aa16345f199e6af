"""The printed division of tasks: eight columns, grouped by the sections of the plan."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from hyzs.model.answer import Group, PublicColumn, Row, Table
from hyzs.query.ownership_clause import Ownership

_QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of the table: its row, the number of its section, its leading and responsible units."""

    row: Row
    section: str
    owner: Ownership

    def units(self) -> list[str]:
        """Responsible units, a clause an item: 市发改委、市工信局等市直相关单位."""
        texts = []
        for clause in self.owner.clauses:
            single = [unit.name for unit in clause.units if not unit.is_group]
            if single:
                texts.append(clause.text_of(single, [group.name for group in clause.groups]))
        return texts

    def groups(self) -> list[str]:
        """Groups that are named by themselves: 各县市区、园区."""
        return [unit.name for clause in self.owner.clauses for unit in clause.units if unit.is_group]


def table(lines: Sequence[Line], rows: Sequence[Row], leaders: Mapping[str, str] | None = None) -> Table:
    """The table of ``lines`` with their ``rows``; with ``leaders`` by unit also 牵头领导, and room for remarks."""
    line_of = {id(line.row): line for line in lines}
    columns = [
        PublicColumn("number", "序号", "number"),
        PublicColumn("name", "重点任务"),
        PublicColumn("tasks", "具体举措", "list", wide=True, get=lambda row: _numbered(row, _task)),
        PublicColumn("lead", "牵头单位", "list"),
        PublicColumn("responsible", "责任单位", "list", get=lambda row: line_of[id(row)].units() or "—"),
        PublicColumn("groups", "县市区", "list", "园区", get=lambda row: line_of[id(row)].groups() or "—"),
        PublicColumn("due", "完成时限", "list", get=lambda row: _numbered(row, _due)),
        PublicColumn(
            "deliverable", "成果形式", "list", get=lambda row: _numbered(row, lambda task: task["deliverable"] or "—")
        ),
    ]
    if leaders is not None:
        leader = PublicColumn("leaders", "牵头领导", "list", get=lambda row: _leaders(row, leaders))
        columns = [*columns[:3], leader, *columns[3:], PublicColumn("remark", "备注")]
    return Table(columns, rows, _groups(lines))


def _leaders(row: Row, leaders: Mapping[str, str]) -> list[str]:
    return [leaders[unit] for unit in row["lead"] if unit in leaders]


def _groups(lines: Sequence[Line]) -> list[Group]:
    out = []
    several = len({line.row["plan"] for line in lines}) > 1
    for (plan, number, title), run in groupby(
        lines, key=lambda line: (line.row["plan"], line.section, line.row["section"])
    ):
        text = title if title == number else f"{number}、{title}"
        out.append(Group(f"《{plan}》{text}" if several else text, len(list(run)), "公开"))
    return out


def _numbered(row: Row, text_of: Callable[[Row], str]) -> list[str]:
    """Texts of the tasks, numbered: （1）2026年12月, （2）—（6）长期; a single text if all agree."""
    numbered = enumerate((text_of(task) for task in row["tasks"]), start=1)
    runs = [(text, [n for n, _ in run]) for text, run in groupby(numbered, key=lambda pair: pair[1])]
    return [f"{_number_range(run) if len(runs) > 1 else ''}{text}" for text, run in runs]


def _number_range(run: Sequence[int]) -> str:
    """（1）, （1）（2） or （3）—（6）."""
    if len(run) > 2:
        return f"（{run[0]}）—（{run[-1]}）"
    return "".join(f"（{n}）" for n in run)


def _task(task: Row) -> str:
    """The task with its target: 每年20余场."""
    target = task["target"]
    if not target:
        return str(task["text"])
    much = target["as_written"] or f"不少于{target['at_least']}{target['unit']}"
    return f"{task['text']}（{'每' + target['per'] if target['per'] else ''}{much}）"


def _due(task: Row) -> str:
    """2026年12月, or 长期，每周."""
    return "，".join(part for part in (due_words(task["due"]), task["cadence"]) if part) or "—"


def due_words(due: str | None) -> str | None:
    """2026-12 as official papers write it: 2026年12月; other texts as they are."""
    if due and (quarter := re.fullmatch("([0-9]{4})-Q([1-4])", due)):
        return f"{quarter[1]}年第{_QUARTERS[int(quarter[2]) - 1]}季度"
    if due and re.fullmatch("[0-9-]+", due):
        return "".join(f"{int(part)}{mark}" for part, mark in zip(due.split("-"), "年月日", strict=False))
    return due
