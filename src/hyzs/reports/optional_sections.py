"""Parts of a report that stand there only if there is something in them."""

from collections.abc import Sequence

from hyzs.model.blocks import Block, Column, Group, Heading, Row, Table


def filled_table(columns: Sequence[Column], rows: Sequence[Row], groups: Sequence[Group] = ()) -> list[Block]:
    """A table as a list of blocks; empty without rows."""
    return [Table(columns, rows, groups)] if rows else []


def filled_section(title: str, level: str, columns: Sequence[Column], rows: Sequence[Row]) -> list[Block]:
    """A heading for readers of ``level`` and the table below it; nothing without rows."""
    return [Heading(title, 2, level), Table(columns, rows)] if rows else []
