"""Charts as drawings: shapes with their places, which a template writes as SVG. Every value is also written out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hyzs.model.blocks import Chart, ChartSeries
from hyzs.model.decimals import Number, total_of
from hyzs.model.text_width import cell_width
from hyzs.render.layout.light_shades import SHADES, Shade
from hyzs.render.layout.official_values import date_words

#: All in px: the width of a drawing (two stand side by side on a sheet, where its letters are 9 pt), that of one which
#: has the sheet for itself, the size of letters, a bar with the blank below it, and the blank around all.
_WIDTH, _FULL_WIDTH, _FONT_SIZE, _BAR, _STEP, _EDGE = 330.0, 680.0, 14.0, 14.0, 18.0, 8.0
_TITLE = 26.0
#: Fills from dark to light, so that they differ in black and white too; a light has that of its declared colour.
FILLS = ("#1f3a5f", "#7fa3c7", "#c9d8e6", "#4f6d8f", "#e8eef4", "#9db7d0")
_INK, _PALE, _GRID = "#222", "#fff", "#999"
#: Lines of a hatched fill are so far from each other, px.
_HATCH = 4.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A rect, line, text or polyline; fields that it does not need are empty. ``halo`` is a rim around letters."""

    kind: str
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    text: str = ""
    anchor: str = "start"
    fill: str = _INK
    points: str = ""
    halo: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in a field of a width and height in px, and the same in words."""

    width: float
    height: float
    shapes: list[Shape]
    title: str
    description: str


def layout_chart(chart: Chart, lights: Mapping[str, str]) -> Drawing:
    """The chart as shapes; a series named as a declared light (name → colour) is drawn in the colour of that light."""
    draft = _Draft(chart, _FULL_WIDTH if chart.full else _WIDTH, lights)
    shapes, height = _DRAW[chart.kind](draft)
    head = Shape("text", draft.width / 2, _TITLE - 10, text=chart.heading, anchor="middle")
    return Drawing(draft.width, height, [head, *shapes], chart.heading, chart.as_text())


@dataclass(frozen=True, slots=True)
class _Draft:
    """A chart, how wide it is drawn, and the declared lights."""

    chart: Chart
    width: float
    lights: Mapping[str, str]

    def shade(self, place: int) -> Shade:
        """The shade of the series at that place."""
        colour = self.lights.get(self.chart.series[place].name, "")
        fill = FILLS[place % len(FILLS)]
        return SHADES.get(colour) or Shade(fill, _PALE if place % len(FILLS) in (0, 3) else _INK, "", "")

    def margin(self) -> float:
        """Room that the labels need on the left."""
        return max((cell_width(label) for label in self.chart.labels), default=0) * _FONT_SIZE / 2 + _EDGE + 8

    def number(self, value: Number) -> str:
        """A value in digits: amounts in 亿元 with two decimals."""
        text = f"{value:,.2f}"
        return text if self.chart.unit == "亿元" else text.rstrip("0").rstrip(".")

    def legend(self) -> tuple[list[Shape], float]:
        """A swatch and a name for each series, on as many lines as they need; and how high that is."""
        shapes: list[Shape] = []
        x, y = _EDGE, _TITLE
        for place, series in enumerate(self.chart.series):
            size = 18 + cell_width(series.name) * _FONT_SIZE / 2 + 14
            if x + size > self.width and x > _EDGE:
                x, y = _EDGE, y + _STEP
            shapes += _hatched_rect(self.shade(place), x, y, 14, 12)
            shapes.append(Shape("text", x + 18, y + 11, text=series.name))
            x += size
        return shapes, y - _TITLE + _STEP + 2


def _bars(draft: _Draft) -> tuple[list[Shape], float]:
    """A bar a label; with several series they stand one behind the other in it."""
    chart, left = draft.chart, draft.margin()
    sums = [total_of(series.values[n] for series in chart.series) for n in range(len(chart.labels))]
    room = (
        draft.width
        - left
        - _EDGE
        - max((cell_width(draft.number(value)) for value in sums), default=0) * _FONT_SIZE / 2
        - 8
    )
    scale = room / max([1e-9, *map(float, sums)])
    shapes, more = draft.legend() if len(chart.series) > 1 else ([], 0.0)
    for number, label in enumerate(chart.labels):
        y, x = _TITLE + more + number * _STEP, left
        shapes.append(_label(label, left - 6, y))
        for place, series in enumerate(chart.series):
            size = float(series.values[number] or 0) * scale
            if size:
                shapes += _segment(draft, place, series, number, x, y, size)
            x += size
        shapes.append(Shape("text", x + 5, y + _BAR - 2, text=draft.number(sums[number])))
    return shapes, _TITLE + more + len(chart.labels) * _STEP + _EDGE


def _segment(
    draft: _Draft, place: int, series: ChartSeries, number: int, x: float, y: float, size: float
) -> Iterator[Shape]:
    """One part of a bar; that of a light bears the first letter of its name and its number, if they find room."""
    shade = draft.shade(place)
    yield from _hatched_rect(shade, x, y, size, _BAR)
    if len(draft.chart.series) > 1:
        value = draft.number(float(series.values[number]))
        letter = series.name[:1] if series.name in draft.lights else ""
        text = next((text for text in (letter + value, letter, value) if text and _text_width(text) <= size - 3), "")
        if text:
            rim = shade.fill if shade.hatch else ""
            yield Shape("text", x + size / 2, y + _BAR - 2, text=text, anchor="middle", fill=shade.ink, halo=rim)


def _hatched_rect(shade: Shade, x: float, y: float, width: float, height: float) -> Iterator[Shape]:
    """A rect in that shade, with its hatching."""
    yield Shape("rect", x, y, width, height, fill=shade.fill)
    if shade.hatch in ("across", "grid"):
        for n in range(1, int(width / _HATCH) + 1):
            yield Shape("line", x + n * _HATCH, y, 0, height, fill=shade.ink)
    if shade.hatch in ("along", "grid"):
        for n in range(1, int(height / _HATCH) + 1):
            yield Shape("line", x, y + n * _HATCH, width, 0, fill=shade.ink)


def _funnel(draft: _Draft) -> tuple[list[Shape], float]:
    """Bars in the middle, each as wide as its value: the rest from stage to stage."""
    chart, left = draft.chart, draft.margin()
    values = [float(value or 0) for value in chart.series[0].values]
    room = draft.width - left - _EDGE - 50
    shapes = []
    for number, (label, value) in enumerate(zip(chart.labels, values, strict=True)):
        y, size = _TITLE + number * _STEP, value / max([*values, 1]) * room
        x = left + (room - size) / 2
        shapes += [_label(label, left - 6, y), Shape("rect", x, y, size, _BAR, fill=FILLS[0])]
        shapes.append(Shape("text", x + size + 5, y + _BAR - 2, text=draft.number(value)))
    return shapes, _TITLE + len(values) * _STEP + _EDGE


def _bullet(draft: _Draft) -> tuple[list[Shape], float]:
    """A bar a label: the first series is the plan, drawn as the frame, the second how much of it is done.

    A line through all of them marks the share of the chart, the same of each plan.
    """
    chart, left = draft.chart, draft.margin()
    planned, finished = (series.values for series in chart.series)
    texts = [_rate(draft, *pair) for pair in zip(planned, finished, strict=True)]
    room = draft.width - left - _EDGE - max((_text_width(text) for text in texts), default=0) - 8
    top, shapes = _TITLE + _STEP - 2, []
    for number, label in enumerate(chart.labels):
        y = top + number * _STEP
        share = float(finished[number] or 0) / float(planned[number]) if planned[number] else 0
        shapes += [
            _label(label, left - 6, y),
            Shape("rect", left, y, room, _BAR, fill="#e8eef4"),
            Shape("rect", left, y + 2, max(0, min(share, 1)) * room, _BAR - 4, fill=FILLS[0]),
            Shape("text", left + room + 6, y + _BAR - 2, text=texts[number]),
        ]
    if chart.mark is not None:
        x, bottom = left + chart.mark * room, top + len(chart.labels) * _STEP
        name = f"{chart.mark_name} {chart.mark:.1%}"
        middle = min(x, left + room - _text_width(name) / 2) if len(chart.labels) else x
        shapes += [
            Shape("line", x, top - 3, 0, bottom - top + 2, fill="#C0261C"),
            Shape("line", x + 1, top - 3, 0, bottom - top + 2, fill="#C0261C"),
            Shape("text", middle, top - 6, text=name, anchor="middle"),
        ]
    return shapes, top + len(chart.labels) * _STEP + _EDGE


def _rate(draft: _Draft, planned: Any, finished: Any) -> str:
    """完成 12.30，计划 20.00，61.5%."""
    rate = f"，{float(finished) / float(planned):.1%}" if planned and finished is not None else ""
    texts = ["—" if value is None else draft.number(float(value)) for value in (finished, planned)]
    return f"完成 {texts[0]}，计划 {texts[1]}{rate}"


def _line(draft: _Draft) -> tuple[list[Shape], float]:
    """One line per series over the labels; each point has its value beside it."""
    chart, left, height = draft.chart, 30.0, 130.0
    shapes, more = draft.legend()
    top = _TITLE + more
    values = [float(v) for series in chart.series for v in series.values if v is not None]
    most = max([*values, 1])
    step = (draft.width - left - 40) / max(len(chart.labels) - 1, 1)
    shapes.append(Shape("line", left, top + height, draft.width - left - 20, 0, fill=_GRID))
    for number, label in enumerate(chart.labels):
        shapes.append(Shape("text", left + number * step, top + height + 18, text=label, anchor="middle"))
    for place, series in enumerate(chart.series):
        points = [
            (left + n * step, top + height - float(v) / most * (height - 20))
            for n, v in enumerate(series.values)
            if v is not None
        ]
        shapes.append(Shape("polyline", points=_points(points), fill=draft.shade(place).fill))
        values_here = [v for v in series.values if v is not None]
        shapes += [
            Shape("text", x, y - 6, text=draft.number(float(v)), anchor="middle")
            for (x, y), v in zip(points, values_here, strict=True)
        ]
    return shapes, top + height + 30


def _spark(draft: _Draft) -> tuple[list[Shape], float]:
    """One small line without axes, with its last value."""
    values = [float(value or 0) for value in draft.chart.series[0].values]
    step, most = (draft.width - 100) / max(len(values) - 1, 1), max([*values, 1])
    points = [(20 + n * step, _TITLE + 40 - value / most * 36) for n, value in enumerate(values)]
    end = (
        Shape("text", points[-1][0] + 6, points[-1][1] + 5, text=draft.number(values[-1])) if points else Shape("text")
    )
    return [Shape("polyline", points=_points(points), fill=FILLS[0]), end], _TITLE + 56


def _gantt(draft: _Draft) -> tuple[list[Shape], float]:
    """A bar a label from one day to another; the years are marked."""
    chart, left = draft.chart, draft.margin()
    spans = [(_day(a), _day(b)) for a, b in zip(chart.series[0].values, chart.series[1].values, strict=True)]
    days = [day for span in spans for day in span if day]
    first, last = min(days, default=date(2000, 1, 1)), max(days, default=date(2000, 1, 2))
    scale = (draft.width - left - 120) / max((last - first).days, 1)
    shapes = list(_years(first, last, left, scale, len(spans)))
    for number, (label, (start, end)) in enumerate(zip(chart.labels, spans, strict=True)):
        y = _TITLE + 20 + number * _STEP
        shapes.append(_label(label, left - 6, y))
        if start and end:
            x, size = left + (start - first).days * scale, max((end - start).days * scale, 6)
            shapes.append(Shape("rect", x, y, size, _BAR, fill=FILLS[1]))
            shapes.append(Shape("text", x + size + 5, y + _BAR - 2, text=date_words(str(end))))
    return shapes, _TITLE + 20 + len(spans) * _STEP + _EDGE


def _years(first: date, last: date, left: float, scale: float, count: int) -> Iterator[Shape]:
    for year in range(first.year + 1, last.year + 1):
        x = left + (date(year, 1, 1) - first) / timedelta(days=1) * scale
        yield Shape("line", x, _TITLE + 14, 0, count * _STEP + 6, fill=_GRID)
        yield Shape("text", x, _TITLE + 10, text=str(year), anchor="middle")


_DRAW: dict[str, Callable[[_Draft], tuple[list[Shape], float]]] = {
    "bar": _bars,
    "stacked": _bars,
    "line": _line,
    "funnel": _funnel,
    "bullet": _bullet,
    "gantt": _gantt,
    "spark": _spark,
}


def _label(text: str, x: float, y: float) -> Shape:
    return Shape("text", x, y + _BAR - 2, text=text, anchor="end")


def _text_width(text: str) -> float:
    """The width of a text in px."""
    return cell_width(text) * _FONT_SIZE / 2


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
