"""Rows of the division of tasks: each measure with its units and tasks, and the texts that its print has of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.partial_date import date_bounds, due_words
from hyzs.query.ownership_clause import MeasureOwnership, ownerships, padded_steps

#: The purpose of a printed division among its hidden metadata, and the name of its table there.
PURPOSE, TABLE = "division", "任务分工表"
#: The columns that a returned print is read from, by their keys.
HEADINGS = {
    "number": "序号",
    "name": "重点任务",
    "tasks": "具体举措",
    "leaders": "牵头领导",
    "lead": "牵头单位",
    "responsible": "责任单位",
    "groups": "县市区",
    "due": "完成时限",
    "deliverable": "成果形式",
    "remark": "备注",
}
#: Stands in a cell for nothing.
NOTHING = "—"
MEASURES = """
SELECT m.id, m.number, m.name, m.section, s.title, p.target AS plan, coalesce(m.draft, 0) AS draft,
       coalesce(n.draft, 0) AS is_of_draft
FROM measure m
LEFT JOIN mention p ON p.record = m.id AND p.field = 'plan'
LEFT JOIN plan n ON n.id = p.target
LEFT JOIN section s ON s.record = p.target AND s.number = m.section
ORDER BY m.number, m.id
"""
TASKS = """
SELECT record, id, text, due, cadence, deliverable, "target.at_least" AS at_least, "target.unit" AS unit,
       "target.per" AS per, "target.as_written" AS as_written
FROM task ORDER BY record, pos
"""
TASK_UNITS = """
SELECT m.subject_id AS task, m.duty, m.at, coalesce(u.name, m.text) AS name
FROM mention m LEFT JOIN unit u ON u.id = m.target
WHERE m.kind = 'measure' AND m.subject_kind = 'task' AND m.duty <> ''
"""
_TARGET = ("at_least", "unit", "per", "as_written")


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of the table: its id and row, the number of its section, its leading and responsible units."""

    id: str
    row: Row
    section: str
    owner: MeasureOwnership

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


def division_measures(index: IndexReader, plans: Mapping[str, str]) -> list[Row]:
    """The measures of these plans (id → name), drafts among them: plan by plan, by number."""
    order = list(plans)
    measures = (measure for measure in index.rows(MEASURES) if measure["plan"] in plans)
    return sorted(measures, key=lambda measure: order.index(measure["plan"]))


def division_lines(index: IndexReader, measures: Sequence[Row], plans: Mapping[str, str]) -> list[Line]:
    """One line per measure that is no draft, or one of a plan that is a draft; ``plans`` gives their names by id."""
    owners, tasks = ownerships(index), _tasks(index)
    return [
        Line(m["id"], {**_row(m, owner, tasks[m["id"]]), "plan": plans[m["plan"]]}, m["section"], owner)
        for m in measures
        if m["is_of_draft"] or not m["draft"]
        for owner in (owners.get(m["id"], MeasureOwnership()),)
    ]


def sent_values(lines: Sequence[Line], leaders: Mapping[str, str] | None) -> list[list[str]]:
    """Lines of the hidden part of a print: the table, a key, a column, the value; the headings first.

    ``leaders`` are the officers by unit, where they are printed.
    """
    return [
        *([TABLE, "", key, heading] for key, heading in HEADINGS.items()),
        *([TABLE, line.id, "leaders", "\n".join(leaders_of(line.row, leaders))] for line in lines if leaders),
        *([TABLE, id, key, text] for id, texts in printed_texts(lines).items() for key, text in texts.items()),
    ]


def leaders_of(row: Row, leaders: Mapping[str, str]) -> list[str]:
    """The officers of the leading units of a row."""
    return [leaders[unit] for unit in row["lead"] if unit in leaders]


def printed_texts(lines: Iterable[Line]) -> dict[str, dict[str, str]]:
    """Texts of a print by the id of a measure or task, and by column; list items a line each.

    A task has the ``measure`` that it belongs to. A print that comes back is compared with these, as they were when it
    was made and as they are now.
    """
    texts: dict[str, dict[str, str]] = {}
    for line in lines:
        texts[line.id] = {
            "plan": line.row["plan"],
            "number": str(line.row["number"]),
            "name": line.row["name"],
            "lead": "\n".join(line.row["lead"]),
            "responsible": "\n".join(line.units()),
            "groups": "\n".join(line.groups()),
        }
        for task in line.row["tasks"]:
            texts[task["id"]] = {
                "measure": line.id,
                "tasks": task_words(task),
                "due": task_due_words(task),
                "deliverable": task["deliverable"] or NOTHING,
            }
    return texts


def _tasks(index: IndexReader) -> dict[str, list[Row]]:
    """Tasks of each measure, with the units that they name themselves."""
    units: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in sorted(index.rows(TASK_UNITS), key=lambda row: padded_steps(row["at"])):
        units[row["task"], row["duty"]].append(row["name"])
    out: dict[str, list[Row]] = defaultdict(list)
    for row in index.rows(TASKS):
        target = {key: row[key] for key in _TARGET} if row["at_least"] is not None else None
        names = {duty: units[row["id"], duty] for duty in ("lead", "responsible")}
        task = {"id": row["id"], "text": row["text"], **names, "due": row["due"], "cadence": row["cadence"]}
        out[row["record"]].append({**task, "target": target, "deliverable": row["deliverable"]})
    return out


def _row(measure: Row, owner: MeasureOwnership, tasks: list[Row]) -> Row:
    """Row of a measure; a task that names no lead has the measure's."""
    leads = [unit.name for unit in owner.leads]
    unit_names = [unit for clause in owner.clauses for unit in (*clause.units, *clause.groups)]
    return {
        "number": measure["number"],
        "section": measure["title"] or measure["section"],
        "name": measure["name"],
        "tasks": [{**task, "lead": task["lead"] or leads} for task in tasks],
        "lead": leads,
        "responsible": [unit.name for unit in unit_names if not unit.is_group],
        "groups": [unit.name for unit in unit_names if unit.is_group],
        "open": any(clause.is_open for clause in owner.clauses),
        "due": _last(task["due"] for task in tasks),
    }


def _last(dues: Iterable[str | None]) -> str | None:
    """Deadline of the last task: 长期 if one has no end, else the one that ends last (2026 ends with 2026-12)."""
    days = [due for due in dues if due]
    return "长期" if "长期" in days else max(days, key=_end, default=None)


def _end(due: str) -> tuple[date, bool]:
    """Sort key: the last day of a deadline; a month, quarter or year ends after its last day as such."""
    days = date_bounds(due) or (date.min, date.min)
    return days[1], days[0] != days[1]


def numbered_texts(row: Row, text_of: Callable[[Row], str]) -> list[str]:
    """Texts of the tasks, numbered: （1）2026年12月, （2）—（6）长期; a single text if all agree."""
    return with_numbers([text_of(task) for task in row["tasks"]])


def with_numbers(texts: Sequence[str]) -> list[str]:
    """The texts with the numbers of those that are the same; a single text if all agree."""
    numbered = enumerate(texts, start=1)
    runs = [(text, [n for n, _ in run]) for text, run in groupby(numbered, key=lambda pair: pair[1])]
    return [f"{_number_range(run) if len(runs) > 1 else ''}{text}" for text, run in runs]


def _number_range(run: Sequence[int]) -> str:
    """（1）, （1）（2） or （3）—（6）."""
    if len(run) > 2:
        return f"（{run[0]}）—（{run[-1]}）"
    return "".join(f"（{n}）" for n in run)


def task_words(task: Row) -> str:
    """The task with its target: 每年20余场."""
    target = task["target"]
    if not target:
        return str(task["text"])
    much = target["as_written"] or f"不少于{target['at_least']}{target['unit']}"
    return f"{task['text']}（{'每' + target['per'] if target['per'] else ''}{much}）"


def task_due_words(task: Row) -> str:
    """2026年12月, or 长期，每周."""
    return "，".join(part for part in (due_words(task["due"]), task["cadence"]) if part) or NOTHING
