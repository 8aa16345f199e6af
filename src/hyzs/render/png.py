"""PNG: one long picture, as people send it in a chat."""

from hyzs.model.answer import Answer
from hyzs.render.look import Look
from hyzs.render.page import page_of
from hyzs.render.typeset import typeset


def render(answer: Answer, look: Look) -> bytes:
    """The whole answer in one picture, however long."""
    return typeset(page_of(answer, look.lights, paper=True), look, "png", endless=True)
