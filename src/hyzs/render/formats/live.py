"""The same page as ``site``, which asks the program that serves it whether anything has changed."""

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.formats import site

FORMAT = Format(rank=180, content="site", is_hidden=True)


def render(answer: Answer, context: RenderContext) -> str:
    """The page; it loads itself anew when the store changes."""
    return site.site_page(answer, context.lights, live=True)
