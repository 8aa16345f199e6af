"""PNG: one long picture, as people send it in a chat; what is too long for one comes in several."""

from hyzs.model.answer import Answer
from hyzs.render.look import Look
from hyzs.render.page import page_of
from hyzs.render.typeset import pictures


def render(answer: Answer, look: Look) -> list[bytes]:
    """The whole answer in one picture, or in several that follow each other."""
    return pictures(page_of(answer, look.lights, paper=True), look)
