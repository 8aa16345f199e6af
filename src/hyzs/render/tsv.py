"""TSV: the main table for cut, awk and paste; a tab always parts two cells."""

from collections.abc import Iterator

from hyzs.model.answer import Answer, Table
from hyzs.render.cells import main_table, one_line
from hyzs.render.look import Look


def render(answer: Answer, look: Look) -> str:
    """A line of headings, then one row a line."""
    return "".join(f"{line}\n" for line in lines(main_table(answer)))


def lines(table: Table, group: str = "") -> Iterator[str]:
    """The table line by line; ``group`` names a first column that says each row's group."""
    first = [group] if group else []
    yield "\t".join(first + [one_line(column.heading) for column in table.columns])
    for label, rows in table.grouped():
        first = [one_line(label)] if group else []
        for row in rows:
            yield "\t".join(first + [one_line(column.value(row)) for column in table.columns])
