"""Graphs as drawings: nodes in columns, few edges crossing, told apart in black and white."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hyzs.model.blocks import Graph
from hyzs.model.text_width import cell_width
from hyzs.render.layout.cell_text import clean
from hyzs.render.layout.text_wrap import wrap

#: All in px: letters, a line of them, the least width of a drawing, the blanks round all, between columns and nodes.
_FONT_SIZE, _LINE, _WIDTH, _EDGE, _GAP, _BLANK = 14.0, 17.0, 680.0, 10.0, 46.0, 9.0
_HEAD, _LEGEND = 56.0, 30.0
#: Names are no wider than so many cells a line.
_NAME_CELLS = 18
#: A drawing is at least so many times as wide as it is high, so that it fits on a sheet across.
_ASPECT = 1.7


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """Fill, ink and border of the nodes in one state."""

    fill: str
    ink: str
    border: float
    dashes: str = ""


#: By the place of the state, the strongest first: dark, grey, dashed, heavily framed. They differ without colours too.
STYLES = (
    NodeStyle("#1f3a5f", "#fff", 1.0),
    NodeStyle("#c9d8e6", "#222", 1.0),
    NodeStyle("#fff", "#222", 1.4, "6 3"),
    NodeStyle("#fff", "#222", 3.0),
)
_PLAIN = NodeStyle("#fff", "#222", 0.7)


@dataclass(frozen=True, slots=True)
class NodeBox:
    """A node in its place: its box, its lines of text and its style; ``href`` is the page about it."""

    x: float
    y: float
    width: float
    height: float
    lines: Sequence[str]
    style: NodeStyle
    href: str = ""

    @property
    def first_line(self) -> float:
        """Baseline of the first line of its text, px from the top."""
        return self.y + (self.height - len(self.lines) * _LINE) / 2 + _LINE - 4


@dataclass(frozen=True, slots=True)
class GraphDrawing:
    """Boxes, edges as SVG paths, heads of columns (x, text) and the legend, in a field of a width and height in px."""

    width: float
    height: float
    title: str
    description: str
    heads: list[tuple[float, str]]
    boxes: list[NodeBox]
    paths: list[str]
    legend: list[NodeBox]
    #: From one line of a text to the next.
    line: float = _LINE


def layout_graph(graph: Graph) -> GraphDrawing:
    """The graph with its nodes in columns, ordered in two passes by the middle of their neighbours.

    A column that is too high for a sheet goes on in further columns of the same head.
    """
    texts = {str(row.get("id")): _lines(graph, n) for n, row in enumerate(graph.rows)}
    columns = [(label, [str(row.get("id")) for row in rows]) for label, rows in graph.rows_by_group() if rows]
    ordered = _ordered([ids for _, ids in columns], graph.links)
    width = max((cell_width(line) for lines in texts.values() for line in lines), default=4) * _FONT_SIZE / 2 + 14
    height = max((len(lines) for lines in texts.values()), default=1) * _LINE + 8
    size = _column_size([len(ids) for ids in ordered], width, height)
    parts = [(label, part) for (label, _), ids in zip(columns, ordered, strict=True) for part in _parts(ids, size)]
    room = max(_WIDTH - 2 * _EDGE, len(parts) * width + (len(parts) - 1) * _GAP)
    gap = (room - len(parts) * width) / max(1, len(parts) - 1) if len(parts) > 1 else 0.0
    highest = max((len(ids) for _, ids in parts), default=0) * (height + _BLANK)
    rows = {str(row.get("id")): row for row in graph.rows}
    boxes: dict[str, NodeBox] = {}
    heads: list[tuple[float, str]] = []
    for place, (label, ids) in enumerate(parts):
        x = _EDGE + place * (width + gap)
        top = _HEAD + (highest - len(ids) * (height + _BLANK)) / 2
        if not place or parts[place - 1][0] != label:
            heads.append((x + width / 2, clean(label)))
        for n, id in enumerate(ids):
            style = _style(graph, rows[id].get("state"))
            box = NodeBox(
                x, top + n * (height + _BLANK), width, height, texts[id], style, str(rows[id].get("href") or "")
            )
            boxes[id] = box
    paths = [_path(boxes[start], boxes[end]) for start, end in graph.links]
    reach = max((_reach(boxes[start], boxes[end]) for start, end in graph.links), default=0.0)
    legend = _legend(graph, _HEAD + highest + _BLANK)
    total = _HEAD + highest + _BLANK + (_LEGEND if legend else 0)
    return GraphDrawing(
        max(room + _EDGE, reach) + _EDGE,
        total,
        clean(graph.title),
        clean(graph.as_text()),
        heads,
        [*boxes.values()],
        paths,
        legend,
    )


def _lines(graph: Graph, place: int) -> list[str]:
    """The name of a node, wrapped, and its state in words."""
    row = graph.rows[place]
    lines = wrap(clean(str(row.get("name") or row.get("id"))), _NAME_CELLS)
    return [*lines, *([f"〔{clean(str(row['state']))}〕"] if row.get("state") else [])]


def _style(graph: Graph, state: object) -> NodeStyle:
    """The style of a state by its place; the last state has the last style, however many there are."""
    if state not in graph.states:
        return _PLAIN
    place = list(graph.states).index(str(state))
    return STYLES[-1] if place == len(graph.states) - 1 else STYLES[min(place, len(STYLES) - 2)]


def _parts(ids: Sequence[str], size: int) -> list[Sequence[str]]:
    """The column in parts of about the same length, none longer than ``size``."""
    count = -(-len(ids) // size)
    bounds = [len(ids) * n // count for n in range(count + 1)]
    return [ids[start:end] for start, end in pairwise(bounds)]


def _column_size(counts: Sequence[int], width: float, height: float) -> int:
    """The most nodes of a column: the fewest columns with which the drawing is wide enough for its height."""
    for size in range(max(counts, default=1), 1, -1):
        parts = sum(-(-count // size) for count in counts)
        wide = max(_WIDTH, parts * width + (parts - 1) * _GAP)
        if wide >= _ASPECT * (_HEAD + size * (height + _BLANK) + _LEGEND):
            return size
    return 1


def _ordered(columns: Sequence[Sequence[str]], links: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The ids of each column in the order of the barycentres of their neighbours: once rightwards, once leftwards."""
    out = [list(ids) for ids in columns]
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for start, end in links:
        after[start].append(end)
        before[end].append(start)
    for neighbours, places in ((before, range(1, len(out))), (after, range(len(out) - 2, -1, -1))):
        for place in places:
            middle = {id: (n + 0.5) / len(ids) for ids in out for n, id in enumerate(ids)}
            own = {id: [middle[other] for other in neighbours[id]] for id in out[place]}
            out[place].sort(key=lambda node: sum(own[node]) / len(own[node]) if own[node] else middle[node])
    return out


def _path(start: NodeBox, end: NodeBox) -> str:
    """A curve from the right of one box to the left of the other; within a column, or backwards, round the right."""
    x, y, to_y = start.x + start.width, start.y + start.height / 2, end.y + end.height / 2
    to_x, bend = end.x - 5, (end.x - x) / 2
    out, back = x + bend, to_x - bend
    if end.x <= start.x:
        to_x, out = end.x + end.width + 5, _reach(start, end)
        back = out
    return f"M{x:.1f} {y:.1f}C{out:.1f} {y:.1f} {back:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"


def _reach(start: NodeBox, end: NodeBox) -> float:
    """Rightmost x of a curve, in px: past its boxes where it goes round them."""
    return max(start.x + start.width, end.x + end.width) + _GAP * 0.7 if end.x <= start.x else end.x


def _legend(graph: Graph, top: float) -> list[NodeBox]:
    """A swatch for each state that a node is in, with its word."""
    used = {row.get("state") for row in graph.rows}
    boxes: list[NodeBox] = []
    x = _EDGE
    for state in (state for state in graph.states if state in used):
        width = cell_width(state) * _FONT_SIZE / 2 + 20
        boxes.append(NodeBox(x, top + 3, width, _LINE + 6, [clean(state)], _style(graph, state)))
        x += width + 14
    return boxes
