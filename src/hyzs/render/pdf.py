"""PDF: official paper, set by typst; the same answer, the same bytes."""

from hyzs.model.answer import Answer
from hyzs.render.look import Look
from hyzs.render.page import page_of
from hyzs.render.typeset import typeset


def render(answer: Answer, look: Look) -> bytes:
    """The answer on sheets of paper."""
    return typeset(page_of(answer, look.lights, paper=True), look, "pdf")
