"""What some readers may see of an answer: all else is gone before any format has it."""

from collections.abc import Sequence
from dataclasses import replace

from hyzs.model.answer import Answer, Block, Break, Chart, Column, Heading, Pairs, Row, Table, Text
from hyzs.model.errors import BadUsage
from hyzs.model.letter import Letter
from hyzs.model.print_options import VISIBLE_LEVELS

#: What stands in the place of a name that has no public one.
_NO_PUBLIC_NAME = "(未公开)"


def redact(answer: Answer, audience: str) -> Answer:
    """The answer for these readers: ``full`` sees it as it is.

    Of each row only the columns that they may see are left, of the blocks only those that say whom they are for.
    """
    if audience == "full":
        return answer
    if audience not in VISIBLE_LEVELS:
        raise BadUsage(f"没有“{audience}”这种读者", f"可以写：{'、'.join((*VISIBLE_LEVELS, 'full'))}")
    sees = VISIBLE_LEVELS[audience]
    main = answer.main
    pairs = [(block, shown) for block in answer.blocks if (shown := _visible_block(block, sees)) is not None]
    rows = next((shown.rows for block, shown in pairs if block is main and isinstance(shown, Table)), ())
    blocks = [shown for _, shown in pairs]
    stamp = replace(answer.stamp, filter="")
    title = answer.title if answer.title_level in sees else ""
    letters = [paper for letter in answer.letters if (paper := _visible_letter(letter, sees))]
    shown_answer = replace(answer, params={}, rows=rows, summary={}, extra={}, blocks=blocks, stamp=stamp, title=title)
    return replace(shown_answer, letters=letters)


def _visible_letter(letter: Letter, sees: frozenset[str]) -> Letter | None:
    """The letter, its annex as these readers may see it; nobody outside gets a letter to somebody else."""
    annex = _visible_table(letter.annex, sees) if "内部" in sees else None
    return replace(letter, annex=annex) if annex else None


def _visible_block(block: Block, sees: frozenset[str]) -> Block | None:
    match block:
        case Break():
            return block
        case Heading() | Text() | Chart():
            return block if block.level in sees else None
        case Pairs():
            items = [item for n, item in enumerate(block.items) if block.level_of(n) in sees]
            levels = [level for n in range(len(block.items)) if (level := block.level_of(n)) in sees]
            return replace(block, items=items, levels=levels) if items else None
        case Table():
            return _visible_table(block, sees)


def _visible_table(table: Table, sees: frozenset[str]) -> Table | None:
    """The table with the columns that are left, and in its rows nothing but what these show."""
    columns = [shown for column in table.columns if (shown := _visible_column(column, sees))]
    if not columns:
        return None
    total = _visible_row(table.total, columns) if table.total else None
    plain = [replace(column, get=None) for column in columns]
    groups = table.groups if all(group.level in sees for group in table.groups) else ()
    rows = [_visible_row(row, columns) for row in table.rows]
    return replace(table, columns=plain, rows=rows, groups=groups, note="", total=total)


def _visible_column(column: Column, sees: frozenset[str]) -> Column | None:
    """The column, or what is shown in its place, or nothing."""
    if column.level in sees:
        return column
    other = column.substitute
    return replace(column, level="公开", get=lambda row: row.get(other) or _NO_PUBLIC_NAME) if other else None


def _visible_row(row: Row, columns: Sequence[Column]) -> Row:
    return {column.key: column.value(row) for column in columns}
