"""What sheet a page goes on, and how wide each column of its tables stands there."""

from collections.abc import Sequence
from dataclasses import dataclass

from hyzs.model.width import lines, wide
from hyzs.render.page import Head, Page, Part

#: Paper, across or not → the width of the type area in mm. Upright A4 as GB/T 9704 has it: 156 mm; across, 20 mm aside.
_ROOM = {("A4", False): 156.0, ("A4", True): 257.0, ("A3", False): 257.0, ("A3", True): 380.0}
#: Sizes of tables in pt, tried in this order; a leader cannot read what is smaller.
_SIZES = (10.5, 9.0, 8.0)
_MM = 0.3528
#: Blank on both sides of a cell, mm.
_PAD = 3.2
#: No column needs more cells than this; running text stands well in so many, and not in fewer than _NARROW.
_MOST, _NARROW, _MEDIUM = 64, 18, 8
#: A row of more lines is hard to read.
_TALLEST = 9


@dataclass(frozen=True, slots=True)
class Laid:
    """A table on its sheet: widths in mm; where it is folded, the running texts share the last column."""

    widths: list[float]
    folded: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet: paper, whether it lies across, the size of its tables in pt, and its tables by their place."""

    paper: str
    across: bool
    size: float
    tables: dict[int, Laid]

    @property
    def room(self) -> float:
        """The width of the type area in mm."""
        return _ROOM[self.paper, self.across]


def sheet_of(page: Page, paper: str = "A4") -> Sheet:
    """The first way to lay it that leaves no column too narrow and no row too tall; else the last without the first.

    Upright is tried only in the usual size; where nothing fits, running texts share a column.
    """
    tables = {number: part for number, part in enumerate(page.parts) if part.kind == "table"}
    fits = []
    for across, size in [(False, _SIZES[0]), *((True, size) for size in _SIZES)]:
        room = _ROOM[paper, across]
        if any(sum(_least(part, size)) > room for part in tables.values()):
            continue
        laid = {number: Laid(_widths(part, size, room), False) for number, part in tables.items()}
        fits.append(Sheet(paper, across, size, laid))
        if all(_tallest(tables[number], one, size) <= _TALLEST for number, one in laid.items()):
            return fits[-1]
    if fits:
        return next((sheet for sheet in fits if sheet.across), fits[-1])
    room, size = _ROOM[paper, True], _SIZES[1]
    return Sheet(paper, True, size, {n: _folded(part, size, room) for n, part in tables.items()})


def _tallest(part: Part, laid: Laid, size: float) -> int:
    """The lines of the tallest row."""
    cells = [int((width - _PAD) / (size * _MM / 2)) + 1 for width in laid.widths]
    return max(
        (
            sum(lines(text, room) for text in cell.items or [cell.text])
            for line in part.lines()
            for cell, room in zip(line.cells, cells, strict=True)
        ),
        default=0,
    )


def _folded(part: Part, size: float, room: float) -> Laid:
    """Beside each other what is short; the running texts get what is left."""
    if sum(_least(part, size)) <= room or len(part.beside) == len(part.heads):
        return Laid(_widths(part, size, room), False)
    beside = [_span(part, head, size)[0] for head in part.beside]
    rest = max(room - sum(beside), room / 3)
    scale = (room - rest) / max(sum(beside), 1)
    return Laid([*(width * min(1, scale) for width in beside), rest], True)


def _least(part: Part, size: float) -> list[float]:
    return [_span(part, head, size)[0] for head in part.heads]


def _widths(part: Part, size: float, room: float) -> list[float]:
    """All of the room: each column its least, then what it still wants, as far as that goes."""
    spans = [_span(part, head, size) for head in part.heads]
    left = room - sum(least for least, _ in spans)
    wants = [want - least for least, want in spans]
    if left < 0 or not sum(wants):
        scale = room / sum(least for least, _ in spans)
        return [least * scale for least, _ in spans]
    return [least + left * wish / sum(wants) for (least, _), wish in zip(spans, wants, strict=True)]


def _span(part: Part, head: Head, size: float) -> tuple[float, float]:
    """The least and the wished width of a column in mm."""
    place = part.heads.index(head)
    texts = [text for line in part.lines() for text in (line.cells[place].items or line.cells[place].text.split("\n"))]
    longest = min(max(map(wide, texts), default=0), _MOST)
    label = max(wide(head.label) if head.size == "short" else min(wide(head.label), _MEDIUM), wide(head.unit) + 1)
    if head.size == "short":
        least = want = max(longest, label)
    else:
        floor = _NARROW if head.size == "wide" else _MEDIUM
        least = max(min(longest, floor), label, _longest_word(texts))
        want = max(least, min(longest, _mean(texts) * 2))
    least, want = least + 1, want + 1  # letters of a bold face are a little wider
    cell = size * _MM / 2
    return least * cell + _PAD, want * cell + _PAD


def _mean(texts: Sequence[str]) -> int:
    told = [wide(text) for text in texts if text]
    return sum(told) // max(1, len(told))


def _longest_word(texts: Sequence[str]) -> int:
    """The longest run of Latin letters and digits (an id, a date), which does not break."""
    words = (len(word) for text in texts for word in "".join(s if s.isascii() else " " for s in text).split())
    return max((size for size in words if size <= 24), default=0)
