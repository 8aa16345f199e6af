"""Text: for eyes on a terminal, for cut and grep in a pipe."""

from collections.abc import Iterator

from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Break, Chart, Findings, Heading, Pairs, Table, Text
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.formats import tsv
from hyzs.render.layout.cell_text import clean, has_separate_title, one_line, plain_text
from hyzs.render.snippet import sentence, snippet_lines

FORMAT = Format(rank=10, extension="txt", stamp="terminal")

#: Width of an excerpt of a file where there is no screen, in cells.
_EXCERPT = 100


def render(answer: Answer, context: RenderContext) -> str:
    """The answer as text; in a pipe it is never cut, coloured or aligned."""
    if not context.tty:
        return _piped(answer, context)
    from hyzs.render import terminal_page  # it loads what measures text on a screen

    return terminal_page.render(answer, context)


def _piped(answer: Answer, context: RenderContext) -> str:
    """Records with their sentences; headings where there are no records to head, or where it is prose."""
    if answer.prose:
        return _prose(answer, context)
    if not any(isinstance(block, Table | Pairs | Chart) for block in answer.blocks):
        return "".join(f"{plain_text(block.text)}\n" for block in answer.blocks if isinstance(block, Heading | Text))
    blocks = [block for block in answer.blocks if not isinstance(block, Heading | Break)]
    return "".join(
        _separator(before, block) + _lines(block, context)
        for before, block in zip([None, *blocks], blocks, strict=False)
    )


def _prose(answer: Answer, context: RenderContext) -> str:
    """Title, headings, sentences and notes as they stand, an empty line between any two that are not sentences."""
    out = f"{one_line(answer.title)}\n" if has_separate_title(answer) else ""
    before: Block | None = None
    for block in answer.blocks:
        if not isinstance(block, Break):
            between = "\n" if out and not (isinstance(before, Text) and isinstance(block, Text)) else ""
            note = f"{one_line(block.note)}\n" if isinstance(block, Table) and block.note else ""
            out, before = f"{out}{between}{_lines(block, context)}{note}", block
    return out


def _separator(before: Block | None, block: Block) -> str:
    """An empty line where records follow records: nothing else says that others begin."""
    return "\n" if isinstance(before, Table | Pairs) and isinstance(block, Table | Pairs) else ""


def _lines(block: Block, context: RenderContext) -> str:
    """A table, one record per line, its columns between tabs; a sentence on a line."""
    if isinstance(block, Findings):
        return "".join(f"{line}\n" for line in _findings(block, context))
    if isinstance(block, Text) and block.tone == "code":
        return f"{clean(block.text)}\n"
    if isinstance(block, Heading | Text):
        return f"{one_line(block.text)}\n"
    assert not isinstance(block, Break)
    if isinstance(block, Chart):
        return f"{one_line(block.as_text())}\n"
    if isinstance(block, Pairs):
        return "".join(f"{one_line(label)}\t{one_line(value)}\n" for label, value in block.items)
    return "".join(f"{line}\n" for line in tsv.tsv_lines(block, "分组" if block.groups else ""))


def _findings(block: Findings, context: RenderContext) -> Iterator[str]:
    """Each finding on a line, however long; then its place in the file, the hint, and an empty line."""
    for row in block.rows:
        yield one_line(sentence(row))
        for pair in snippet_lines(row, context.sources.lines(row["path"]), _EXCERPT):
            yield from filter(None, pair)
        if row["hint"]:
            yield one_line(f"提示：{row['hint']}")
        yield ""
