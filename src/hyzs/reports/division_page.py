"""The printed division of tasks: eight columns, grouped by the sections of the plan."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from hyzs.model.blocks import Group, PublicColumn, Row, Table
from hyzs.query.division_rows import HEADINGS, NOTHING, Line, leaders_of, numbered_texts, task_due_words, task_words


def table(lines: Sequence[Line], rows: Sequence[Row], leaders: Mapping[str, str] | None = None) -> Table:
    """The table of ``lines`` with their ``rows``; with ``leaders`` by unit also 牵头领导, and room for remarks."""
    line_of = {id(line.row): line for line in lines}
    columns = [
        PublicColumn("number", HEADINGS["number"], "number"),
        PublicColumn("name", HEADINGS["name"]),
        PublicColumn("tasks", HEADINGS["tasks"], "list", wide=True, get=lambda row: numbered_texts(row, task_words)),
        PublicColumn("lead", HEADINGS["lead"], "list"),
        PublicColumn(
            "responsible", HEADINGS["responsible"], "list", get=lambda row: line_of[id(row)].units() or NOTHING
        ),
        PublicColumn(
            "groups", HEADINGS["groups"], "list", "园区", get=lambda row: line_of[id(row)].groups() or NOTHING
        ),
        PublicColumn("due", HEADINGS["due"], "list", get=lambda row: numbered_texts(row, task_due_words)),
        PublicColumn(
            "deliverable",
            HEADINGS["deliverable"],
            "list",
            get=lambda row: numbered_texts(row, lambda task: task["deliverable"] or NOTHING),
        ),
    ]
    if leaders is not None:
        leader = PublicColumn("leaders", HEADINGS["leaders"], "list", get=lambda row: leaders_of(row, leaders))
        columns = [*columns[:3], leader, *columns[3:], PublicColumn("remark", HEADINGS["remark"])]
    return Table(columns, rows, _groups(lines))


def _groups(lines: Sequence[Line]) -> list[Group]:
    out = []
    several = len({line.row["plan"] for line in lines}) > 1
    for (plan, number, title), run in groupby(
        lines, key=lambda line: (line.row["plan"], line.section, line.row["section"])
    ):
        text = title if title == number else f"{number}、{title}"
        out.append(Group(f"《{plan}》{text}" if several else text, len(list(run)), "公开"))
    return out
