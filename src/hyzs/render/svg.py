"""A chart as SVG: the same drawing on a page, on paper and in a document."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from hyzs.model.answer import Chart
from hyzs.render.cells import plain
from hyzs.render.chart import drawing
from hyzs.render.shipped import folder


def svg(chart: Chart) -> Markup:
    """The chart as an element that stands for itself."""
    return Markup(_template().render(chart=drawing(chart)))  # noqa: S704 - the template escapes


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=plain,
        loader=FileSystemLoader(folder()),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("chart.svg.j2")
