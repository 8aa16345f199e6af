"""Letters as a Word document, in the form of GB/T 9704-2012 section 10.1: a section each, to be signed and sent."""

from datetime import datetime
from math import ceil
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.optional_import import import_optional
from hyzs.model.text_width import cell_width
from hyzs.render import docx_xml
from hyzs.render.context import RenderContext
from hyzs.render.letter import ANNEX_WIDTHS, PrintedLetter, printed_letters, title_lines

#: Line pitch and character width of the body in points: 22 lines in 225 mm, 28 characters in 156 mm (GB/T 9704, 5.2).
_LINE, _CHARACTER = 28.95, 15.8
#: Line pitch that a letter may be tightened to so that its signature stays on its first page, in points.
_TIGHTEST_LINE = 26.0
#: Points that the body of a first page has below its head (214 mm, less some to spare), and those above its first line.
_FIRST_PAGE, _FIRST_SPACE = 600.0, 14.0
_TITLE_LINE = 33.0
#: Cells of a body line, and of a Latin letter in the wide face that stands in for a missing Times New Roman, with its
#: share of the gaps that LibreOffice sets around Latin words; a character has two.
_LINE_CELLS, _LATIN_CELLS = 54, 1.6
#: Tightening of characters of 16 points, in twentieths of a point.
_TIGHTENING = 4
_BODY, _TITLE, _HEAD = 16, 22, 36
#: The red lines reach so far beyond the body, in mm: 170 across, centred on the sheet.
_OVERHANG = (-8, -6)


def letters_document(answer: Answer, context: RenderContext) -> Any:
    """The letters of the answer as one document. Raises: BadConfig: an optional package is not installed."""
    return _LetterDocument(printed_letters(answer, context), answer.stamp.data_date).document


class _LetterDocument:
    """Builds the document, letter by letter."""

    def __init__(self, letters: list[PrintedLetter], day: str) -> None:
        self.shared, self.text = import_optional("docx.shared", "docx"), import_optional("docx.enum.text", "docx")
        self.document = import_optional("docx", "docx").Document()
        self.line = _LINE
        self._set_properties(letters[0], day)
        for number, letter in enumerate(letters):
            self._add_section(letter, is_first=number == 0)
            self._add_letter(letter)
            self._add_annex(letter)

    def _set_properties(self, letter: PrintedLetter, day: str) -> None:
        core = self.document.core_properties
        core.title, core.author, core.comments, core.last_modified_by = "".join(letter.title_lines), "", "", ""
        core.created = core.modified = datetime.fromisoformat(day) if day else datetime(1980, 1, 1)
        docx_xml.remove_theme_fonts(self.document.styles)
        normal = self.document.styles["Normal"]
        normal.font.size, normal.paragraph_format.space_after = self.shared.Pt(_BODY), 0
        docx_xml.tighten_letters(normal, _TIGHTENING)
        self.document.settings.odd_and_even_pages_header_footer = True

    def _add_section(self, letter: PrintedLetter, *, is_first: bool) -> None:
        """A section whose pages are counted anew; later ones share the head and the feet of the first."""
        mm, kinds = self.shared.Mm, import_optional("docx.enum.section", "docx").WD_SECTION
        section = self.document.sections[0] if is_first else self.document.add_section(kinds.NEW_PAGE)
        section.page_width, section.page_height = mm(210), mm(297)
        section.top_margin, section.bottom_margin = mm(37), mm(35)
        section.left_margin, section.right_margin = mm(28), mm(26)
        section.header_distance, section.footer_distance = mm(30), mm(20)
        section.different_first_page_header_footer = True
        docx_xml.count_pages_from_one(section)
        if is_first:
            self._set_head(section.first_page_header.paragraphs[0], letter)
            self._set_foot(section.first_page_footer.paragraphs[0], letter)
            self._set_page_number(section.footer.paragraphs[0], "RIGHT", letter.sample)
            self._set_page_number(section.even_page_footer.paragraphs[0], "LEFT", letter.sample)

    def _set_head(self, paragraph: Any, letter: PrintedLetter) -> None:
        """The name of the office over the red double line; without one, the room of a preprinted head."""
        self._set_lines(paragraph, "CENTER", line=_HEAD)
        self._widen(paragraph)
        size = min(_HEAD, 440 * 2 // max(1, cell_width(letter.letterhead)))
        run = self._add_run(paragraph, letter.letterhead, "title", size)
        if letter.letterhead:
            run.font.color.rgb = self.shared.RGBColor.from_string(docx_xml.RED)
            docx_xml.add_double_line(paragraph, "thickThin", 11)
        else:
            paragraph.paragraph_format.space_after = self.shared.Mm(5.5)

    def _set_foot(self, paragraph: Any, letter: PrintedLetter) -> None:
        """The other red double line, 20 mm above the edge; the first page has no number."""
        self._set_lines(paragraph, "CENTER", line=14)
        self._widen(paragraph)
        self._add_run(paragraph, letter.sample, "body", 9)
        if letter.letterhead:
            docx_xml.add_double_line(paragraph, "thinThick", 4)

    def _widen(self, paragraph: Any) -> None:
        """Make the paragraph as wide as the red lines are."""
        left, right = _OVERHANG
        paragraph.paragraph_format.left_indent = self.shared.Mm(left)
        paragraph.paragraph_format.right_indent = self.shared.Mm(right)

    def _set_page_number(self, paragraph: Any, align: str, sample: str) -> None:
        """— 2 —, one sign from the edge, and what marks a sample."""
        self._set_lines(paragraph, align, line=20)
        paragraph.paragraph_format.space_after = self.shared.Mm(2)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = self.shared.Pt(14)
        if sample and align == "RIGHT":
            self._add_run(paragraph, f"{sample}　　", "body", 9)
        docx_xml.write_page_number(lambda text: self._add_run(paragraph, text, "page", 14))
        if sample and align == "LEFT":
            self._add_run(paragraph, f"　　{sample}", "body", 9)

    def _add_letter(self, letter: PrintedLetter) -> None:
        self.line = _line_pitch(letter)
        number = self._add_paragraph(letter.number, "RIGHT")
        number.paragraph_format.space_before = self.shared.Pt(_BODY * 7 / 8)
        self._add_blank(2)
        self._add_title(letter.title_lines)
        self._add_blank(1)
        self._add_paragraph(letter.to)
        body = [self._add_paragraph(words, "JUSTIFY", indent=2) for words in letter.paragraphs]
        body += [self._add_blank(1), self._add_paragraph(f"附件：{letter.annex_title}", indent=2), self._add_blank(1.5)]
        body.append(self._add_signature_line(letter.issuer, letter.day))
        for paragraph in body[-5:]:
            paragraph.paragraph_format.keep_with_next = True
        self._add_signature_line(letter.day, letter.day)
        if letter.contact:
            self._add_paragraph(f"（{letter.contact}）", indent=2)

    def _add_signature_line(self, text: str, day: str) -> Any:
        """The name of the office, centred over the day, or the day itself, which ends four signs from the edge."""
        paragraph = self._add_paragraph(text, "RIGHT")
        room = 4 * _CHARACTER + (cell_width(day) - cell_width(text)) * _CHARACTER / 4
        paragraph.paragraph_format.right_indent = self.shared.Pt(max(0, room))
        return paragraph

    def _add_annex(self, letter: PrintedLetter) -> None:
        """The table of what is owed, on a sheet of its own."""
        self.line = _LINE
        self._add_paragraph("附件", face="head").paragraph_format.page_break_before = True
        self._add_blank(1)
        self._add_title(title_lines(letter.annex_title)).paragraph_format.space_after = self.shared.Pt(12)
        table = self.document.add_table(0, len(letter.annex.heads), style="Table Grid")
        table.autofit = False
        docx_xml.pad_cells(table, 50)
        for column, head in zip(table.columns, letter.annex.heads, strict=True):
            column.width = self.shared.Mm(ANNEX_WIDTHS[head.key])
        self._add_row(table, [(head.key, "center", [head.label]) for head in letter.annex.heads], "head")
        docx_xml.flag_row(table.rows[0], "tblHeader")
        for line in letter.annex.lines():
            self._add_row(table, [(c.head.key, c.head.align, c.items or [c.text]) for c in line.cells], "body")

    def _add_row(self, table: Any, cells: list[tuple[str, str, list[str]]], face: str) -> None:
        row = table.add_row()
        docx_xml.flag_row(row, "cantSplit")
        for cell, (key, align, items) in zip(row.cells, cells, strict=True):
            cell.width = self.shared.Mm(ANNEX_WIDTHS[key])
            cell.vertical_alignment = import_optional("docx.enum.table", "docx").WD_ALIGN_VERTICAL.CENTER
            paragraph = cell.paragraphs[0]
            self._set_lines(paragraph, "LEFT" if align == "left" else "CENTER", line=18)
            self._add_run(paragraph, "\n".join(items), face, 12)

    def _add_title(self, lines: list[str]) -> Any:
        paragraph = self.document.add_paragraph()
        self._set_lines(paragraph, "CENTER", line=_TITLE_LINE)
        self._add_run(paragraph, "\n".join(lines), "title", _TITLE)
        return paragraph

    def _add_paragraph(self, text: str, align: str = "LEFT", *, indent: int = 0, face: str = "body") -> Any:
        """A paragraph of the body, its first line ``indent`` signs in."""
        paragraph = self.document.add_paragraph()
        self._set_lines(paragraph, align)
        paragraph.paragraph_format.first_line_indent = self.shared.Pt(indent * _CHARACTER)
        self._add_run(paragraph, text, face, _BODY)
        return paragraph

    def _add_blank(self, lines: float) -> Any:
        """An empty paragraph as high as so many lines."""
        paragraph = self.document.add_paragraph()
        self._set_lines(paragraph, "LEFT", line=lines * self.line)
        return paragraph

    def _set_lines(self, paragraph: Any, align: str, line: float = 0) -> None:
        """Set the alignment, and lines of exactly so many points, or of the letter's line pitch."""
        paragraph.alignment = getattr(self.text.WD_ALIGN_PARAGRAPH, align)
        paragraph.paragraph_format.line_spacing = self.shared.Pt(line or self.line)
        paragraph.paragraph_format.line_spacing_rule = self.text.WD_LINE_SPACING.EXACTLY

    def _add_run(self, paragraph: Any, text: str, face: str, size: float) -> Any:
        """A run with its faces set for both scripts."""
        run = paragraph.add_run(text)
        run.font.size, run.font.name = self.shared.Pt(size), docx_xml.LATIN
        run.font.color.rgb = self.shared.RGBColor(0, 0, 0)
        docx_xml.set_face(run, docx_xml.FACES[face])
        return run


def _line_pitch(letter: PrintedLetter) -> float:
    """Points from line to line with which the letter ends on its first page; the usual ones where it cannot.

    Lines are counted for wide Latin letters: where Times New Roman is missing, its stand-in makes paragraphs longer.
    """
    body = [letter.to, *(f"　　{text}" for text in letter.paragraphs), f"　　附件：{letter.annex_title}"]
    # number, two blanks, one below the title, one above the annex, one and a half above the signature, signature, day
    lines = 1 + 2 + 1 + 1 + 1.5 + 2 + bool(letter.contact) + sum(map(_body_lines, body))
    pitch = (_FIRST_PAGE - _FIRST_SPACE - _TITLE_LINE * len(letter.title_lines)) / lines
    return min(_LINE, pitch) if pitch >= _TIGHTEST_LINE else _LINE


def _body_lines(text: str) -> int:
    """Lines of the body that the text takes at most."""
    cells = sum(_LATIN_CELLS if sign.isascii() else 2 for sign in text)
    return max(1, ceil(cells / _LINE_CELLS))
