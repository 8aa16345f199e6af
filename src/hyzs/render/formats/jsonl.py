"""JSON Lines: one compact row a line, for jq and for streams."""

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.formats.json import dumps

FORMAT = Format(rank=40, shows_rows=True, stamp="never")


def render(answer: Answer, context: RenderContext) -> str:
    """The rows of the answer, and nothing else."""
    return "".join(f"{dumps(row)}\n" for row in answer.rows)
