"""PNG: one long picture for chats; a longer one is cut into several."""

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.page_model import page_of
from hyzs.render.typst import pictures

FORMAT = Format(rank=160, is_binary=True)


def render(answer: Answer, context: RenderContext) -> list[bytes]:
    """The whole answer in one picture, or in several that follow each other.

    Raises:
        BadConfig: an optional package is not installed.
    """
    return pictures(page_of(answer, context.lights, paper=True), context)
