"""Text for the terminal: aligned columns, lines wrapped to the width, nothing cut off."""

from collections.abc import Iterator

from rich.cells import cell_len

from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Break, Chart, Findings, Heading, Pairs, Table, Text
from hyzs.render.context import RenderContext
from hyzs.render.layout.ansi import AnsiStyle
from hyzs.render.layout.cell_text import clean, has_separate_title, plain_text
from hyzs.render.layout.text_table import table_lines
from hyzs.render.layout.text_wrap import pad, wrap
from hyzs.render.snippet import SEVERITIES, sentence, snippet_lines

#: Narrower screens are treated as this wide; running text gets no wider than that, however wide the screen.
_NARROWEST, _WIDEST_TEXT = 40, 120
_TONES = {"plain": "", "warn": "yellow", "note": "dim", "code": ""}


def render(answer: Answer, context: RenderContext) -> str:
    """The title, the blocks, and the stamp as last line; an empty line between any two."""
    width, paint = max(context.width, _NARROWEST), AnsiStyle(context.color, context.lights)
    parts = [list(_heading(answer.title, paint, width))] if has_separate_title(answer) else []
    parts += [list(_lines(block, width, paint, context)) for block in answer.blocks]
    parts.append([paint(line, "dim") for line in wrap(clean(" · ".join(answer.stamp.parts())), width)])
    return "\n\n".join("\n".join(part) for part in parts if any(part)) + "\n"


def _lines(block: Block, width: int, paint: AnsiStyle, context: RenderContext) -> Iterator[str]:
    text_width = min(width, _WIDEST_TEXT)
    match block:
        case Heading():
            return _heading(block.text, paint, text_width)
        case Text():
            return (paint(paint.with_light(line), _TONES[block.tone]) for line in wrap(clean(block.text), text_width))
        case Break():
            return iter(())
        case Chart():
            return iter(wrap(clean(block.as_text()), text_width))
        case Findings():
            return _findings(block, text_width, paint, context)
        case Table():
            return table_lines(block, width, paint)
        case Pairs():
            return _pairs(block, text_width, paint)


def _heading(text: str, paint: AnsiStyle, width: int) -> Iterator[str]:
    return (paint(line, "bold") for line in wrap(clean(text), width))


def _pairs(block: Pairs, width: int, paint: AnsiStyle) -> Iterator[str]:
    """Labels in one column, values beside them; long labels do not push the values off the screen."""
    labels = [clean(label).replace("\n", " ") for label, _ in block.items]
    room = min(max(map(cell_len, labels), default=0), width // 3)
    for label, (_, value) in zip(labels, block.items, strict=True):
        label_lines = wrap(label, room) if label else [""]
        right = wrap(plain_text(value), width - room - 2, isinstance(value, list))
        for n in range(max(len(label_lines), len(right))):
            value_line = paint.with_light(right[n]) if n < len(right) else ""
            yield f"{pad(label_lines[n] if n < len(label_lines) else '', room)}  {value_line}".rstrip()


def _findings(block: Findings, width: int, paint: AnsiStyle, context: RenderContext) -> Iterator[str]:
    """The sentence of each finding, its place in the file with marks below, and the hint."""
    for number, row in enumerate(block.rows):
        yield from [""] if number else []
        word = SEVERITIES[row["severity"]]
        style = paint.style_of(word)
        for line in wrap(clean(sentence(row)).replace("\n", " "), width):
            yield line.replace(f": {word}：", f": {paint(word, style)}：", 1)
        for text, marks in snippet_lines(row, context.sources.lines(row["path"]), width):
            yield text
            yield from [paint(marks, style)] if marks else []
        if row["hint"]:
            yield from wrap(clean(f"提示：{row['hint']}"), width)
