"""Charts and graphs as SVG: the same drawing on a page, on paper and in a document."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from hyzs.model.blocks import Chart, Graph
from hyzs.render.layout.cell_text import plain_text
from hyzs.render.layout.chart import layout_chart
from hyzs.render.layout.graph import layout_graph

if TYPE_CHECKING:
    from jinja2 import Template


def chart_svg(chart: Chart, lights: Mapping[str, str]) -> Markup:
    """The chart as an element that stands for itself; ``lights`` are the declared ones, name → colour."""
    return Markup(_template("chart").render(chart=layout_chart(chart, lights)).rstrip())  # noqa: S704 - it escapes


def graph_svg(graph: Graph) -> Markup:
    """The graph as an element that stands for itself."""
    return Markup(_template("graph").render(graph=layout_graph(graph)).rstrip())  # noqa: S704 - it escapes


@cache
def _template(name: str) -> "Template":
    from hyzs.render.builtin_templates import environment

    return environment(finalize=plain_text).get_template(f"{name}.svg.j2")
