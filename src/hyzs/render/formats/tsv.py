"""TSV: the main table for cut, awk and paste; a tab always parts two cells."""

from collections.abc import Callable, Iterator
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.blocks import Table
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.formats.csv import guard_cell
from hyzs.render.layout.cell_text import main_table, one_line

FORMAT = Format(rank=100, stamp="never")


def render(answer: Answer, context: RenderContext) -> str:
    """A line of headings, then one row per line."""
    return "".join(f"{line}\n" for line in tsv_lines(main_table(answer), cell=_guarded_line))


def _guarded_line(value: Any) -> str:
    """The value on one line, with nothing that a spreadsheet would run when it is pasted."""
    return one_line(guard_cell(value))


def tsv_lines(table: Table, group: str = "", cell: Callable[[Any], str] = one_line) -> Iterator[str]:
    """The table line by line; ``group`` names a first column that says each row's group."""
    first = [group] if group else []
    yield "\t".join(first + [cell(column.heading) for column in table.columns])
    for label, rows in table.rows_by_group():
        first = [cell(label)] if group else []
        for row in rows:
            yield "\t".join(first + [cell(column.value(row)) for column in table.columns])
