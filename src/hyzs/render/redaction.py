"""Answers for some readers: all that these may not see is gone before any format has it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Break, Chart, Column, Graph, Heading, Pairs, Row, Table, Text
from hyzs.model.errors import BadUsage
from hyzs.model.letter import Letter
from hyzs.model.print_options import LEVELS, VISIBLE_LEVELS, PrintOptions

#: Stands in the place of a name that has no public one.
_NO_PUBLIC_NAME = "(未公开)"
#: Columns named in the sentence on what is held back.
_MOST_LABELS = 8


def redact(answer: Answer, audience: str) -> Answer:
    """The answer for these readers: ``full`` levels it as it is.

    Of each row only the columns that they may see are left, of the blocks only those that say whom they are for.

    Raises:
        BadUsage: there are no such readers.
    """
    if audience == "full":
        return answer
    levels = _visible_levels(audience)
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


def _visible_levels(audience: str) -> frozenset[str]:
    """The levels that these readers may see. Raises: BadUsage: there are no such readers."""
    if audience not in VISIBLE_LEVELS:
        raise BadUsage(f"没有“{audience}”这种读者", f"可以写：{'、'.join((*VISIBLE_LEVELS, 'full'))}")
    return VISIBLE_LEVELS[audience]


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
    redacted = replace(table, columns=plain, rows=rows, groups=groups, note="", total=total, row_level="", subjects=())
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
    return not table.row_level or (row.get(table.row_level) or LEVELS[-1]) in levels


def _visible_row(row: Row, columns: Sequence[Column]) -> Row:
    return {column.key: column.value(row) for column in columns}


@dataclass(slots=True)
class _Withheld:
    """Counts of what a unit does not see: rows of others that are not whole, their cells, and other parts of a page."""

    rows: int = 0
    cells: int = 0
    parts: int = 0

    def sentence(self, unit: str) -> str:
        """The sentence on it: 给衡南县：别家的 12 行只列公开的，隐去 36 格."""
        parts = f"，另有 {self.parts} 处不公开的没有列" if self.parts else ""
        return f"给{unit}：别家的 {self.rows} 行只列公开的，隐去 {self.cells} 格{parts}"


def redact_for_unit(answer: Answer, printing: PrintOptions) -> Answer:
    """The answer for a unit: rows about its own records as the audience may see them, all else as everybody may.

    A row of which nobody can say whose it is, is not the unit's. What is held back is counted, in the stamp and in
    ``withheld`` of the document.

    Raises: BadUsage: there is no such audience.
    """
    if answer.about in printing.own:
        redacted = redact(answer, printing.audience)
        return _with_withheld(redacted, printing.unit, _Withheld())
    public = redact(answer, "public")
    levels = VISIBLE_LEVELS.get(printing.audience, frozenset(LEVELS))
    main, withheld = answer.main, _Withheld()
    pairs = [(block, _block_for_unit(block, levels, printing.own, withheld)) for block in answer.blocks]
    withheld.parts += len(answer.letters) - len(public.letters)
    rows = next((visible.rows for block, visible in pairs if block is main and isinstance(visible, Table)), ())
    blocks = [visible for _, visible in pairs if visible is not None]
    return _with_withheld(replace(public, rows=rows, blocks=blocks), printing.unit, withheld)


def withheld_sentence(answer: Answer, printing: PrintOptions) -> str:
    """The sentence on what is held back from the unit or the audience for which it is printed; empty: nothing.

    Columns count once a table, and once for all letters; a line of text, a chart, a note is a place (处).

    It is for the one who prints: the page itself does not say how much there is that its readers may not see.

    Raises: BadUsage: there are no such readers.
    """
    if printing.unit:
        return redact_for_unit(answer, printing).stamp.withheld
    if printing.audience == "full":
        return ""
    return _omission_sentence(answer, _visible_levels(printing.audience))


def _omission_sentence(answer: Answer, levels: frozenset[str]) -> str:
    """只给看公开的：没有列的有 3 列(联系人、预警、备注)、2 行、1 处."""
    tables = [block for block in answer.blocks if isinstance(block, Table)]
    every = [*tables, *(table.edges for table in tables if isinstance(table, Graph))]
    labels = [label for table in every for label in _hidden_labels(table, levels)]
    annexes = [letter.annex for letter in answer.letters if _visible_letter(letter, levels)]
    labels += dict.fromkeys(label for annex in annexes for label in _hidden_labels(annex, levels))
    rows = sum(not _is_row_visible(table, row, levels) for table in tables if table.row_level for row in table.rows)
    pairs = [(len(block.items), _visible_block(block, levels)) for block in answer.blocks if isinstance(block, Pairs)]
    items = sum(count - (len(visible.items) if isinstance(visible, Pairs) else 0) for count, visible in pairs)
    others = [block for block in answer.blocks if not isinstance(block, Pairs | Table)]
    parts = items + sum(_visible_block(block, levels) is None for block in others)
    parts += len(answer.letters) - len(annexes) + (bool(answer.title) and answer.title_level not in levels)
    parts += sum(bool(table.note) for table in tables)
    counts = {
        f"{len(labels)} 列({_some([*dict.fromkeys(labels)])})": len(labels),
        f"{rows} 行": rows,
        f"{parts} 处": parts,
    }
    omitted = "、".join(text for text, count in counts.items() if count)
    return f"只给看{'、'.join(level for level in LEVELS if level in levels)}的：没有列的有 {omitted}" if omitted else ""


def _hidden_labels(table: Table, levels: frozenset[str]) -> list[str]:
    return [column.label for column in table.columns if not _visible_column(column, levels)]


def _some(labels: Sequence[str]) -> str:
    return "、".join(labels[:_MOST_LABELS]) + (" 等" if len(labels) > _MOST_LABELS else "")


def _with_withheld(answer: Answer, unit: str, withheld: _Withheld) -> Answer:
    counts = {"for": unit, "withheld": {"rows": withheld.rows, "cells": withheld.cells, "parts": withheld.parts}}
    stamp = replace(answer.stamp, withheld=withheld.sentence(unit))
    return replace(answer, extra={**answer.extra, **counts}, stamp=stamp)


def _block_for_unit(block: Block, levels: frozenset[str], own: frozenset[str], withheld: _Withheld) -> Block | None:
    """The block as the unit may see it; None where nothing of it is left, which is counted."""
    if isinstance(block, Table) and not isinstance(block, Graph):
        is_own = [subject in own for subject in _subjects(block)]
        visible: Block | None = _mixed_table(block, is_own, levels, withheld)
    else:
        visible = _visible_block(block, VISIBLE_LEVELS["public"])
    withheld.parts += visible is None
    return visible


def _subjects(table: Table) -> list[str]:
    """The id of the record that each row is about; empty where the row does not say it."""
    if table.subjects:
        return list(table.subjects)
    return [str(row.get("id") or "") if "id" in row else str(row.get("project") or "") for row in table.rows]


def _mixed_table(table: Table, is_own: Sequence[bool], levels: frozenset[str], withheld: _Withheld) -> Table | None:
    """The table with whole rows of the unit's own, and of the others what is public."""
    everybody = VISIBLE_LEVELS["public"]
    others = sum(not own for own in is_own)
    public = {column.key: _visible_column(column, everybody) for column in table.columns}
    withheld.rows += others
    withheld.cells += others * sum(public[column.key] is not column for column in table.columns)
    if not any(is_own):
        return _visible_table(table, everybody)
    columns = [column for column in table.columns if column.level in levels or public[column.key]]

    def visible_cells(row: Row, *, own: bool) -> Row:
        pairs = ((column.key, column if own else public[column.key]) for column in columns)
        return {key: column.value(row) if column else None for key, column in pairs}

    rows = [
        visible_cells(row, own=own)
        for row, own in zip(table.rows, is_own, strict=True)
        if _is_row_visible(table, row, levels if own else everybody)
    ]
    total = visible_cells(table.total, own=False) if table.total else None
    is_grouped = all(group.level in everybody for group in table.groups) and not table.row_level
    plain = [replace(column, get=None, level="公开") for column in columns]
    groups = table.groups if is_grouped else ()
    return replace(table, columns=plain, rows=rows, groups=groups, note="", total=total, row_level="", subjects=())
