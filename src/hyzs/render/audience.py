"""What some readers may see of an answer: all else is gone before any format has it."""

from collections.abc import Sequence
from dataclasses import replace

from hyzs.model.answer import Answer, Block, Chart, Column, Heading, Pairs, Row, Table, Text
from hyzs.model.errors import BadUsage
from hyzs.model.printing import SEES


def shown_to(answer: Answer, audience: str) -> Answer:
    """The answer for these readers: ``full`` sees it as it is.

    Of each row only the columns that they may see are left, of the blocks only those that say whom they are for.
    """
    if audience == "full":
        return answer
    if audience not in SEES:
        raise BadUsage(f"没有“{audience}”这种读者", f"可以写：{'、'.join((*SEES, 'full'))}")
    sees = SEES[audience]
    main = answer.main
    blocks = [shown for block in answer.blocks if (shown := _block(block, sees)) is not None]
    rows = next((b.rows for b, old in zip(blocks, _kept(answer.blocks, sees), strict=True) if old is main), ())
    stamp = replace(answer.stamp, filter="")
    return replace(answer, params={}, rows=rows, summary={}, extra={}, blocks=blocks, stamp=stamp)


def _kept(blocks: Sequence[Block], sees: frozenset[str]) -> list[Block]:
    return [block for block in blocks if _block(block, sees) is not None]


def _block(block: Block, sees: frozenset[str]) -> Block | None:
    match block:
        case Heading():
            return block
        case Text() | Pairs() | Chart():
            return block if block.level in sees else None
        case Table():
            return _table(block, sees)


def _table(table: Table, sees: frozenset[str]) -> Table | None:
    """The table with the columns that are left, and in its rows nothing but what these show."""
    columns = [column for column in table.columns if column.level in sees]
    if not columns:
        return None
    total = _row(table.total, columns) if table.total else None
    plain = [replace(column, get=None) for column in columns]
    return replace(table, columns=plain, rows=[_row(row, columns) for row in table.rows], total=total)


def _row(row: Row, columns: Sequence[Column]) -> Row:
    return {column.key: column.value(row) for column in columns}
