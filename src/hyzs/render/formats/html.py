"""HTML: one file that needs nothing else, for screens and for A4 paper."""

from typing import Any

from markupsafe import Markup

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.layout.cell_text import plain
from hyzs.render.layout.light_shades import styles
from hyzs.render.letter import papers
from hyzs.render.templates import tell


def render(answer: Answer, look: RenderContext) -> str:
    """The answer as a page of its own."""
    return tell(answer, look, "html", shown, shades=Markup(styles()), letters=papers(answer, look))  # noqa: S704 - ours


def shown(value: Any) -> str:
    """A value that a template prints: markup stays, all else becomes text, which Jinja then escapes."""
    return value if isinstance(value, Markup) else plain(value)
