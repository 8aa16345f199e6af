"""A chart as SVG: the same drawing on a page, on paper and in a document."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from hyzs.model.answer import Chart
from hyzs.render.layout.cell_text import plain_text
from hyzs.render.layout.chart import layout_chart

if TYPE_CHECKING:
    from jinja2 import Template


def chart_svg(chart: Chart, lights: Mapping[str, str]) -> Markup:
    """The chart as an element that stands for itself; ``lights`` are the declared ones, name → colour."""
    return Markup(_template().render(chart=layout_chart(chart, lights)).rstrip())  # noqa: S704 - the template escapes


@cache
def _template() -> "Template":
    from hyzs.render.builtin_templates import environment

    return environment(finalize=plain_text).get_template("chart.svg.j2")
