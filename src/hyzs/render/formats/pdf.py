"""PDF: official paper, set by typst; the same answer, the same bytes."""

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.letter import ANNEX_WIDTHS, printed_letters, title_lines
from hyzs.render.page_model import PageLine, page_of
from hyzs.render.typst import typeset, typeset_template

FORMAT = Format(rank=130, is_binary=True, letter_extension="pdf")


def render(answer: Answer, context: RenderContext) -> bytes:
    """The answer on sheets of paper; each of its letters begins one.

    Raises:
        BadConfig: an optional package is not installed.
    """
    return (
        _letters(answer, context)
        if answer.letters
        else typeset(page_of(answer, context.lights, paper=True), context, _archived(answer, context))
    )


def _archived(answer: Answer, context: RenderContext) -> str:
    """The day of a paper for the archive: that of its data; empty for any other paper."""
    return (answer.stamp.data_date or "1980-01-01") if context.printing.archive else ""


def _letters(answer: Answer, context: RenderContext) -> bytes:
    """The letters of the answer, one after the other."""
    letters_to_set = printed_letters(answer, context)
    letters = [
        {
            "number": paper.number,
            "title_lines": paper.title_lines,
            "to": paper.to,
            "paragraphs": paper.paragraphs,
            "annex_title": paper.annex_title,
            "annex_lines": title_lines(paper.annex_title),
            "widths": [ANNEX_WIDTHS[head.key] for head in paper.annex.heads],
            "heads": [head.label for head in paper.annex.heads],
            "rows": [_cells(line) for line in paper.annex.lines()],
            "issuer": paper.issuer,
            "day": paper.day,
            "contact": paper.contact,
        }
        for paper in letters_to_set
    ]
    head = {
        "title": "".join(letters_to_set[0].title_lines),
        "letterhead": letters_to_set[0].letterhead,
        "sample": letters_to_set[0].sample,
    }
    return typeset_template("letter.typ", {**head, "letters": letters}, _archived(answer, context))


def _cells(line: PageLine) -> list[dict[str, object]]:
    return [{"align": cell.head.align, "items": cell.items or [cell.text]} for cell in line.cells]
