"""Answers for some readers: all that these may not see is gone before any format has it."""

from collections.abc import Sequence
from dataclasses import replace

from hyzs.model.answer import Answer, Block, Break, Chart, Column, Graph, Heading, Pairs, Row, Table, Text
from hyzs.model.errors import BadUsage
from hyzs.model.letter import Letter
from hyzs.model.print_options import VISIBLE_LEVELS

#: Stands in the place of a name that has no public one.
_NO_PUBLIC_NAME = "(未公开)"


def redact(answer: Answer, audience: str) -> Answer:
    """The answer for these readers: ``full`` levels it as it is.

    Of each row only the columns that they may see are left, of the blocks only those that say whom they are for.

    Raises:
        BadUsage: there are no such readers.
    """
    if audience == "full":
        return answer
    if audience not in VISIBLE_LEVELS:
        raise BadUsage(f"没有“{audience}”这种读者", f"可以写：{'、'.join((*VISIBLE_LEVELS, 'full'))}")
    levels = VISIBLE_LEVELS[audience]
    main = answer.main
    pairs = [(block, visible) for block in answer.blocks if (visible := _visible_block(block, levels)) is not None]
    rows = next((visible.rows for block, visible in pairs if block is main and isinstance(visible, Table)), ())
    blocks = [visible for _, visible in pairs]
    stamp = replace(answer.stamp, filter="")
    title = answer.title if answer.title_level in levels else ""
    letters = [rest for letter in answer.letters if (rest := _visible_letter(letter, levels))]
    redacted = replace(answer, params={}, rows=rows, summary={}, extra={}, blocks=blocks, stamp=stamp, title=title)
    redacted = replace(redacted, base=None)
    return replace(redacted, letters=letters)


def _visible_letter(letter: Letter, levels: frozenset[str]) -> Letter | None:
    """The letter, its annex as these readers may see it; nobody outside gets a letter to somebody else."""
    annex = _visible_table(letter.annex, levels) if "内部" in levels else None
    return replace(letter, annex=annex) if annex else None


def _visible_block(block: Block, levels: frozenset[str]) -> Block | None:
    match block:
        case Break():
            return block
        case Heading() | Text() | Chart():
            return block if block.level in levels else None
        case Pairs():
            items = [item for n, item in enumerate(block.items) if block.level_of(n) in levels]
            item_levels = [level for n in range(len(block.items)) if (level := block.level_of(n)) in levels]
            return replace(block, items=items, levels=item_levels) if items else None
        case Table():
            return _visible_table(block, levels)


def _visible_table(table: Table, levels: frozenset[str]) -> Table | None:
    """The table with the columns that are left, and rows that hold the values of these alone."""
    columns = [visible for column in table.columns if (visible := _visible_column(column, levels))]
    if not columns:
        return None
    total = _visible_row(table.total, columns) if table.total else None
    plain = [replace(column, get=None) for column in columns]
    groups = table.groups if all(group.level in levels for group in table.groups) and not table.row_level else ()
    rows = [_visible_row(row, columns) for row in table.rows if _is_row_visible(table, row, levels)]
    redacted = replace(table, columns=plain, rows=rows, groups=groups, note="", total=total, row_level="")
    if isinstance(redacted, Graph):
        return replace(redacted, edges=_visible_table(redacted.edges, levels) or Table((), ()))
    return redacted


def _visible_column(column: Column, levels: frozenset[str]) -> Column | None:
    """The column, or its substitute, or None."""
    if column.level in levels:
        return column
    other = column.substitute
    return replace(column, level="公开", get=lambda row: row.get(other) or _NO_PUBLIC_NAME) if other else None


def _is_row_visible(table: Table, row: Row, levels: frozenset[str]) -> bool:
    return not table.row_level or row.get(table.row_level) in levels


def _visible_row(row: Row, columns: Sequence[Column]) -> Row:
    return {column.key: column.value(row) for column in columns}
