"""HTML: one file that needs nothing else, for screens and for A4 paper."""

from typing import Any

from markupsafe import Markup

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.layout.cell_text import plain_text
from hyzs.render.layout.light_shades import shade_css
from hyzs.render.letter import printed_letters

FORMAT = Format(rank=120, letter_extension="html")


def render(answer: Answer, context: RenderContext) -> str:
    """The answer as a page of its own. Raises: BadConfig: a template is wrong."""
    from hyzs.render.templates import render_template  # it loads the template engine

    shades = Markup(shade_css())  # noqa: S704 - ours
    return render_template(answer, context, "html", html_value, shades=shades, letters=printed_letters(answer, context))


def html_value(value: Any) -> str:
    """A value that a template prints: markup stays, all else becomes text, which Jinja then escapes."""
    return value if isinstance(value, Markup) else plain_text(value)
