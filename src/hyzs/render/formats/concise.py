"""Concise: a finding a line, as editors and grep know it from compilers."""

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.layout.cell_text import one_line
from hyzs.render.snippet import location

FORMAT = Format(rank=20, content="findings", stamp="never")


def render(answer: Answer, context: RenderContext) -> str:
    """``path:line:column: error: message [code]``, and nothing else."""
    lines = (f"{location(row)}: {row['severity']}: {row['message']} [{row['code']}]" for row in answer.rows)
    return "".join(f"{one_line(line)}\n" for line in lines)
