"""PDF: official paper, set by typst; the same answer, the same bytes."""

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.letter import COLUMNS, papers, title_lines
from hyzs.render.page_model import Line, page_of
from hyzs.render.typst import set_in_type, typeset


def render(answer: Answer, look: RenderContext) -> bytes:
    """The answer on sheets of paper; each of its letters begins one."""
    return (
        _letters(answer, look)
        if answer.letters
        else typeset(page_of(answer, look.lights, paper=True), look, _archived(answer, look))
    )


def _archived(answer: Answer, look: RenderContext) -> str:
    """The day of a paper for the archive: that of its data; empty for any other paper."""
    return (answer.stamp.data_date or "1980-01-01") if look.printing.archive else ""


def _letters(answer: Answer, look: RenderContext) -> bytes:
    """The letters of the answer, one after the other."""
    told = papers(answer, look)
    letters = [
        {
            "number": paper.number,
            "title_lines": paper.title_lines,
            "to": paper.to,
            "paragraphs": paper.paragraphs,
            "annex_title": paper.annex_title,
            "annex_lines": title_lines(paper.annex_title),
            "widths": [COLUMNS[head.key] for head in paper.annex.heads],
            "heads": [head.label for head in paper.annex.heads],
            "rows": [_cells(line) for line in paper.annex.lines()],
            "issuer": paper.issuer,
            "day": paper.day,
            "contact": paper.contact,
        }
        for paper in told
    ]
    head = {"title": "".join(told[0].title_lines), "letterhead": told[0].letterhead, "sample": told[0].sample}
    return set_in_type("letter.typ", {**head, "letters": letters}, _archived(answer, look))


def _cells(line: Line) -> list[dict[str, object]]:
    return [{"align": cell.head.align, "items": cell.items or [cell.text]} for cell in line.cells]
