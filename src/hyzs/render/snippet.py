"""Findings as compilers print them: the sentence, the lines that it is about, and marks below the place."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from hyzs.model.blocks import Row
from hyzs.render.layout.cell_text import clean

SEVERITIES = {"error": "错误", "warning": "警告"}
#: Most lines that are shown of a long place.
_MOST_LINES = 3
_ELLIPSIS = "..."
#: Shown in place of a character that cannot be seen.
_PLACEHOLDER = "\ufffd"


def sentence(row: Row) -> str:
    """The finding in one line: ``path:line:column: 错误：说明 [code]``."""
    return f"{location(row)}: {SEVERITIES[row['severity']]}：{row['message']} [{row['code']}]"


def location(row: Row) -> str:
    """The place of the finding: ``path:line:column``."""
    return f"{row['path']}:{row['line']}:{row['column']}"


def snippet_lines(row: Row, lines: Sequence[str], width: int) -> Iterator[tuple[str, str]]:
    """The lines of the place, cut to ``width`` around it, each with the marks that stand below it.

    A finding that concerns a whole file has none.
    """
    if (row["end_line"], row["end_column"]) == (1, 1):
        return
    numbers = [number for number in range(row["line"], row["end_line"] + 1) if number <= len(lines)]
    spans = [(n, span) for n in numbers if (span := _marked_span(row, n, lines[n - 1]))]
    gutter = len(str(row["end_line"]))
    for number, (start, end) in spans[:_MOST_LINES]:
        text, marks = _clip(lines[number - 1], start, end, width - gutter - 3)
        yield f"{number:>{gutter}} | {text}", f"{'':>{gutter}} | {marks}"
    if len(spans) > _MOST_LINES:
        yield f"{'':>{gutter}} | {_ELLIPSIS}", ""


def _marked_span(row: Row, number: int, line: str) -> tuple[int, int] | None:
    """The first and last character of the place in the line; None where it has only blanks of it."""
    start = row["column"] - 1 if number == row["line"] else len(line) - len(line.lstrip())
    end = row["end_column"] - 1 if number == row["end_line"] else len(line.rstrip())
    if number == row["line"]:
        return start, max(end, start + 1)
    return (start, end) if start < end else None


def _clip(line: str, start: int, end: int, room: int) -> tuple[str, str]:
    """The line, or what of it has room around the place; and the marks that stand below the place."""
    from rich.cells import cell_len

    characters = [clean(char) or _PLACEHOLDER for char in line] + [" "] * (end - len(line))
    sizes = [cell_len(char) for char in characters]
    first, last = _window(sizes, start, room)
    before, after = _ELLIPSIS if first else "", _ELLIPSIS if last < len(line) else ""
    text = f"{before}{''.join(characters[first:last])}{after}".rstrip()
    blanks = len(before) + sum(sizes[first:start])
    return text, " " * blanks + "^" * max(sum(sizes[start : min(end, last)]), 1)


def _window(sizes: Sequence[int], start: int, room: int) -> tuple[int, int]:
    """The characters that fit into ``room``: a third of it before the place, the rest from there on."""
    ends = [0, *accumulate(sizes)]
    if ends[-1] <= room:
        return 0, len(sizes)
    room -= 2 * len(_ELLIPSIS)
    from_ = max(0, min(ends[start] - room // 3, ends[-1] - room))
    first = next(n for n, end in enumerate(ends) if end >= from_)
    last = max(n for n, end in enumerate(ends) if end <= ends[first] + room)
    return first, last
