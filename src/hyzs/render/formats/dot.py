"""DOT: the graph of an answer for Graphviz and whatever else reads it."""

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.layout.cell_text import one_line

FORMAT = Format(rank=320, content="graph", extension="dot")


def render(answer: Answer, context: RenderContext) -> str:
    """The nodes with their labels and states, a cluster a column, then the edges."""
    graph = answer.graph
    assert graph is not None
    lines = [f"digraph {_quoted(graph.title)} {{", "  rankdir=LR;", "  node [shape=box];"]
    for number, (label, rows) in enumerate(graph.rows_by_group()):
        lines += [f"  subgraph cluster_{number} {{", f"    label={_quoted(label)};"]
        for row in rows:
            label_lines = [row.get("name"), *([row["state"]] if row.get("state") else [])]
            lines.append(f"    {_quoted(row.get('id'))} [label={_quoted(*label_lines)}];")
        lines.append("  }")
    lines += [f"  {_quoted(start)} -> {_quoted(end)};" for start, end in graph.links]
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(*lines: object) -> str:
    """Lines of text as DOT quotes them: a backslash and a quotation mark mean themselves."""
    texts = [one_line(str(line)).replace("\\", "\\\\").replace('"', '\\"') for line in lines]
    return '"' + "\\n".join(texts) + '"'
