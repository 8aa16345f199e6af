"""Charts as drawings: shapes with their places, which a template writes as SVG. Every value is also written out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hyzs.model.answer import Chart
from hyzs.model.decimals import Number, total_of
from hyzs.model.width import wide

#: All in px: the width of a drawing, the size of its letters, a bar with the blank below it, and the blank around all.
_WIDTH, _SIZE, _BAR, _STEP, _EDGE = 440.0, 14.0, 17.0, 25.0, 10.0
_TITLE = 34.0
#: Fills from dark to light, so that they differ in black and white too.
FILLS = ("#1f3a5f", "#7fa3c7", "#c9d8e6", "#4f6d8f", "#e8eef4", "#9db7d0")
_INK, _GRID = "#222", "#999"


@dataclass(frozen=True, slots=True)
class Shape:
    """A rect, line, text or polygon; what it does not need is left empty."""

    kind: str
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    text: str = ""
    anchor: str = "start"
    fill: str = _INK
    points: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in a field of a width and height in px, and the same in words."""

    width: float
    height: float
    shapes: list[Shape]
    title: str
    told: str


def drawing(chart: Chart) -> Drawing:
    """The chart as shapes."""
    shapes, height = _KINDS[chart.kind](chart)
    head = Shape("text", _WIDTH / 2, _TITLE - 14, text=chart.heading, anchor="middle")
    return Drawing(_WIDTH, height, [head, *shapes], chart.heading, chart.told())


def _bars(chart: Chart) -> tuple[list[Shape], float]:
    """A bar a label; with several series they stand one behind the other in it."""
    left = _margin(chart.labels)
    sums = [total_of(series.values[n] for series in chart.series) for n in range(len(chart.labels))]
    room = _WIDTH - left - _EDGE - 70
    scale = room / max(1.0, *map(float, sums))
    top = _TITLE + (_STEP if len(chart.series) > 1 else 0)
    shapes = list(_legend(chart)) if len(chart.series) > 1 else []
    for number, label in enumerate(chart.labels):
        y, x = top + number * _STEP, left
        shapes.append(_label(label, left - 8, y))
        for place, one in enumerate(chart.series):
            size = float(one.values[number] or 0) * scale
            shapes.append(Shape("rect", x, y, size, _BAR, fill=FILLS[place % len(FILLS)]))
            x += size
        shapes.append(Shape("text", x + 6, y + _BAR - 4, text=_number(sums[number])))
    return shapes, top + len(chart.labels) * _STEP + _EDGE


def _funnel(chart: Chart) -> tuple[list[Shape], float]:
    """Bars in the middle, each as wide as its value: what is left from stage to stage."""
    left = _margin(chart.labels)
    values = [float(value or 0) for value in chart.series[0].values]
    room = _WIDTH - left - _EDGE - 60
    shapes = []
    for number, (label, value) in enumerate(zip(chart.labels, values, strict=True)):
        y, size = _TITLE + number * _STEP, value / max([*values, 1]) * room
        x = left + (room - size) / 2
        shapes += [_label(label, left - 8, y), Shape("rect", x, y, size, _BAR, fill=FILLS[0])]
        shapes.append(Shape("text", x + size + 6, y + _BAR - 4, text=_number(value)))
    return shapes, _TITLE + len(values) * _STEP + _EDGE


def _line(chart: Chart) -> tuple[list[Shape], float]:
    """A line a series over the labels; each point has its value beside it."""
    top, height, left = _TITLE + _STEP, 150.0, 40.0
    values = [float(v) for one in chart.series for v in one.values if v is not None]
    most = max([*values, 1])
    step = (_WIDTH - left - 50) / max(len(chart.labels) - 1, 1)
    shapes = [*_legend(chart), Shape("line", left, top + height, _WIDTH - left - 30, 0, fill=_GRID)]
    for number, label in enumerate(chart.labels):
        shapes.append(Shape("text", left + number * step, top + height + 20, text=label, anchor="middle"))
    for place, one in enumerate(chart.series):
        at = [
            (left + n * step, top + height - float(v) / most * (height - 20))
            for n, v in enumerate(one.values)
            if v is not None
        ]
        shapes.append(Shape("polyline", points=_points(at), fill=FILLS[place % len(FILLS)]))
        shown = [v for v in one.values if v is not None]
        shapes += [
            Shape("text", x, y - 6, text=_number(float(v)), anchor="middle")
            for (x, y), v in zip(at, shown, strict=True)
        ]
    return shapes, top + height + 34


def _spark(chart: Chart) -> tuple[list[Shape], float]:
    """One small line without axes, with its last value."""
    values = [float(value or 0) for value in chart.series[0].values]
    step, most = (_WIDTH - 120) / max(len(values) - 1, 1), max([*values, 1])
    at = [(20 + n * step, _TITLE + 40 - value / most * 36) for n, value in enumerate(values)]
    end = Shape("text", _WIDTH - 90, _TITLE + 40, text=_number(values[-1]) if values else "")
    return [Shape("polyline", points=_points(at), fill=FILLS[0]), end], _TITLE + 56


def _gantt(chart: Chart) -> tuple[list[Shape], float]:
    """A bar a label from one day to another; the years are marked."""
    left = _margin(chart.labels)
    spans = [(_day(a), _day(b)) for a, b in zip(chart.series[0].values, chart.series[1].values, strict=True)]
    days = [day for span in spans for day in span if day]
    first, last = min(days, default=date(2000, 1, 1)), max(days, default=date(2000, 1, 2))
    scale = (_WIDTH - left - 100) / max((last - first).days, 1)
    shapes = list(_years(first, last, left, scale, len(spans)))
    for number, (label, (start, end)) in enumerate(zip(chart.labels, spans, strict=True)):
        y = _TITLE + 20 + number * _STEP
        shapes.append(_label(label, left - 8, y))
        if start and end:
            x, size = left + (start - first).days * scale, max((end - start).days * scale, 6)
            shapes.append(Shape("rect", x, y, size, _BAR, fill=FILLS[1]))
            shapes.append(Shape("text", x + size + 6, y + _BAR - 4, text=str(end)))
    return shapes, _TITLE + 20 + len(spans) * _STEP + _EDGE


def _years(first: date, last: date, left: float, scale: float, count: int) -> Iterator[Shape]:
    for year in range(first.year + 1, last.year + 1):
        x = left + (date(year, 1, 1) - first) / timedelta(days=1) * scale
        yield Shape("line", x, _TITLE + 14, 0, count * _STEP + 6, fill=_GRID)
        yield Shape("text", x, _TITLE + 8, text=str(year), anchor="middle")


_KINDS: dict[str, Callable[[Chart], tuple[list[Shape], float]]] = {
    "bar": _bars,
    "stacked": _bars,
    "line": _line,
    "funnel": _funnel,
    "gantt": _gantt,
    "spark": _spark,
}


def _legend(chart: Chart) -> Iterator[Shape]:
    x = _EDGE + 20
    for place, one in enumerate(chart.series):
        yield Shape("rect", x, _TITLE, 14, 14, fill=FILLS[place % len(FILLS)])
        yield Shape("text", x + 20, _TITLE + 12, text=one.name)
        x += 20 + wide(one.name) * _SIZE / 2 + 24


def _label(text: str, x: float, y: float) -> Shape:
    return Shape("text", x, y + _BAR - 4, text=text, anchor="end")


def _margin(labels: Sequence[str]) -> float:
    """What the labels need on the left."""
    return max((wide(label) for label in labels), default=0) * _SIZE / 2 + _EDGE + 10


def _points(at: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in at)


def _number(value: Number) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
