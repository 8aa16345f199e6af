"""A chart as SVG: the same drawing on a page, on paper and in a document."""

from functools import cache

from jinja2 import Template
from markupsafe import Markup

from hyzs.model.answer import Chart
from hyzs.render.cells import plain
from hyzs.render.chart import drawing
from hyzs.render.shipped import environment


def svg(chart: Chart) -> Markup:
    """The chart as an element that stands for itself."""
    return Markup(_template().render(chart=drawing(chart)).rstrip())  # noqa: S704 - the template escapes


@cache
def _template() -> Template:
    return environment(finalize=plain).get_template("chart.svg.j2")
