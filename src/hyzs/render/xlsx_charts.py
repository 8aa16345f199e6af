"""Charts of a workbook: native ones, over the numbers that they show, on a sheet of their own."""

from collections.abc import Mapping, Sequence
from typing import Any

from hyzs.model.blocks import Chart
from hyzs.render.layout.cell_text import clean, is_number
from hyzs.render.layout.chart import FILLS
from hyzs.render.layout.light_shades import SHADES

SHEET_NAME = "图表"
#: Kinds that a workbook can draw → its type and subtype; others stand in words on the sheets of tables.
_TYPES = {
    "bar": ("bar", None),
    "funnel": ("bar", None),
    "stacked": ("bar", "stacked"),
    "bullet": ("bar", None),
    "line": ("line", None),
}
#: Rows from one chart to the next, at least.
_ROWS = 18


def drawable_charts(charts: Sequence[Chart]) -> list[Chart]:
    """Those of the charts that a workbook can draw."""
    return [chart for chart in charts if chart.kind in _TYPES]


def write_charts(book: Any, sheet: Any, charts: Sequence[Chart], face: Any, lights: Mapping[str, str]) -> None:
    """Write each chart's numbers and the chart beside them; ``lights`` are the declared ones, name → colour."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C— &P —")
    sheet.set_column(0, 0, 16)
    top, right = 0, max((len(chart.series) for chart in charts), default=0) + 2
    for chart in charts:
        _write_numbers(sheet, chart, top, face)
        sheet.insert_chart(top, right, _native_chart(book, sheet.get_name(), chart, top, lights))
        top += max(_ROWS, len(chart.labels) + 6)


def _write_numbers(sheet: Any, chart: Chart, top: int, face: Any) -> None:
    sheet.write_string(top, 0, clean(chart.heading), face)
    for place, series in enumerate(chart.series, 1):
        sheet.write_string(top, place, clean(series.name or chart.unit), face)
        for number, value in enumerate(series.values, top + 1):
            if is_number(value):
                sheet.write_number(number, place, float(value), face)
            else:
                sheet.write_blank(number, place, None, face)
    for number, label in enumerate(chart.labels, top + 1):
        sheet.write_string(number, 0, clean(label), face)


def _native_chart(book: Any, name: str, chart: Chart, top: int, lights: Mapping[str, str]) -> Any:
    kind, subtype = _TYPES[chart.kind]
    native = book.add_chart({"type": kind, **({"subtype": subtype} if subtype else {})})
    last = top + len(chart.labels)
    for place, series in enumerate(chart.series, 1):
        shade = SHADES.get(lights.get(series.name, ""))
        fill = shade.fill if shade else FILLS[(place - 1) % len(FILLS)]
        native.add_series(
            {
                "name": [name, top, place],
                "categories": [name, top + 1, 0, last, 0],
                "values": [name, top + 1, place, last, place],
                "fill": {"color": fill},
                "border": {"color": "#222222", "width": 0.5},
                "data_labels": {"value": len(chart.series) == 1},
            }
        )
    native.set_title({"name": clean(chart.heading), "name_font": {"size": 12}, "overlay": False})
    if kind == "bar":
        native.set_y_axis({"reverse": True})
    if len(chart.series) == 1:
        native.set_legend({"none": True})
    native.set_size({"width": 620, "height": max(330, 22 * len(chart.labels) + 110)})
    return native
