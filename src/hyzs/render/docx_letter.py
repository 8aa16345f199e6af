"""Letters as a Word document, in the form of GB/T 9704-2012 section 10.1: a section each, to be signed and sent."""

from datetime import datetime
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.text_width import cell_width
from hyzs.render import docx_xml
from hyzs.render.context import RenderContext
from hyzs.render.formats.docx import FACES, LATIN
from hyzs.render.letter import ANNEX_WIDTHS, PrintedLetter, printed_letters, title_lines
from hyzs.render.optional_deps import import_optional

#: Lines and signs of the body in points: 22 lines in 225 mm, 28 signs in 156 mm.
_LINE, _CHARACTER = 28.95, 15.8
#: By how much signs of 16 points are closer, in twentieths of a point.
_TIGHTENING = 4
_BODY, _TITLE, _HEAD = 16, 22, 36
#: The red lines reach so far beyond the body, in mm: 170 across, centred on the sheet.
_OVERHANG = (-8, -6)


def letters_document(answer: Answer, context: RenderContext) -> Any:
    """The letters of the answer as one document."""
    return _LetterDocument(printed_letters(answer, context), answer.stamp.data_date).document


class _LetterDocument:
    """The document while it is made."""

    def __init__(self, told: list[PrintedLetter], day: str) -> None:
        self.shared, self.text = import_optional("docx.shared", "docx"), import_optional("docx.enum.text", "docx")
        self.document = import_optional("docx", "docx").Document()
        self._about(told[0], day)
        for number, paper in enumerate(told):
            self._section(paper, is_first=number == 0)
            self._letter(paper)
            self._annex(paper)

    def _about(self, paper: PrintedLetter, day: str) -> None:
        core = self.document.core_properties
        core.title, core.author, core.comments, core.last_modified_by = "".join(paper.title_lines), "", "", ""
        core.created = core.modified = datetime.fromisoformat(day) if day else datetime(1980, 1, 1)
        docx_xml.remove_theme_fonts(self.document.styles)
        normal = self.document.styles["Normal"]
        normal.font.size, normal.paragraph_format.space_after = self.shared.Pt(_BODY), 0
        docx_xml.tighten_letters(normal, _TIGHTENING)
        self.document.settings.odd_and_even_pages_header_footer = True

    def _section(self, paper: PrintedLetter, *, is_first: bool) -> None:
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
            self._head(section.first_page_header.paragraphs[0], paper)
            self._foot(section.first_page_footer.paragraphs[0], paper)
            self._number(section.footer.paragraphs[0], "RIGHT", paper.sample)
            self._number(section.even_page_footer.paragraphs[0], "LEFT", paper.sample)

    def _head(self, paragraph: Any, paper: PrintedLetter) -> None:
        """The name of the office over the red double line; without one, the room of a preprinted head."""
        self._set(paragraph, "CENTER", line=_HEAD)
        self._reach(paragraph)
        size = min(_HEAD, 440 * 2 // max(1, cell_width(paper.letterhead)))
        run = self._run(paragraph, paper.letterhead, "title", size)
        if paper.letterhead:
            run.font.color.rgb = self.shared.RGBColor.from_string(docx_xml.RED)
            docx_xml.add_double_line(paragraph, "thickThin", 11)
        else:
            paragraph.paragraph_format.space_after = self.shared.Mm(5.5)

    def _foot(self, paragraph: Any, paper: PrintedLetter) -> None:
        """The other red double line, 20 mm above the edge; the first page has no number."""
        self._set(paragraph, "CENTER", line=14)
        self._reach(paragraph)
        self._run(paragraph, paper.sample, "body", 9)
        if paper.letterhead:
            docx_xml.add_double_line(paragraph, "thinThick", 4)

    def _reach(self, paragraph: Any) -> None:
        """Let the paragraph be as wide as the red lines are."""
        left, right = _OVERHANG
        paragraph.paragraph_format.left_indent = self.shared.Mm(left)
        paragraph.paragraph_format.right_indent = self.shared.Mm(right)

    def _number(self, paragraph: Any, align: str, sample: str) -> None:
        """— 2 —, one sign from the edge, and what marks a sample."""
        self._set(paragraph, align, line=20)
        paragraph.paragraph_format.space_after = self.shared.Mm(2)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = self.shared.Pt(14)
        if sample and align == "RIGHT":
            self._run(paragraph, f"{sample}　　", "body", 9)
        docx_xml.write_page_number(lambda text: self._run(paragraph, text, "page", 14))
        if sample and align == "LEFT":
            self._run(paragraph, f"　　{sample}", "body", 9)

    def _letter(self, paper: PrintedLetter) -> None:
        number = self._add(paper.number, "RIGHT")
        number.paragraph_format.space_before = self.shared.Pt(_BODY * 7 / 8)
        self._blank(2)
        self._title(paper.title_lines)
        self._blank(1)
        self._add(paper.to)
        said = [self._add(words, "JUSTIFY", indent=2) for words in paper.paragraphs]
        said += [self._blank(1), self._add(f"附件：{paper.annex_title}", indent=2), self._blank(1.5)]
        said.append(self._signed(paper.issuer, paper.day))
        for paragraph in said[-5:]:
            paragraph.paragraph_format.keep_with_next = True
        self._signed(paper.day, paper.day)
        if paper.contact:
            self._add(f"（{paper.contact}）", indent=2)

    def _signed(self, text: str, day: str) -> Any:
        """The name of the office, centred over the day, or the day itself, which ends four signs from the edge."""
        paragraph = self._add(text, "RIGHT")
        room = 4 * _CHARACTER + (cell_width(day) - cell_width(text)) * _CHARACTER / 4
        paragraph.paragraph_format.right_indent = self.shared.Pt(max(0, room))
        return paragraph

    def _annex(self, paper: PrintedLetter) -> None:
        """What is owed, on a sheet of its own."""
        self._add("附件", face="head").paragraph_format.page_break_before = True
        self._blank(1)
        self._title(title_lines(paper.annex_title)).paragraph_format.space_after = self.shared.Pt(12)
        table = self.document.add_table(0, len(paper.annex.heads), style="Table Grid")
        table.autofit = False
        docx_xml.pad_cells(table, 50)
        for column, head in zip(table.columns, paper.annex.heads, strict=True):
            column.width = self.shared.Mm(ANNEX_WIDTHS[head.key])
        self._row(table, [(head.key, "center", [head.label]) for head in paper.annex.heads], "head")
        docx_xml.flag_row(table.rows[0], "tblHeader")
        for line in paper.annex.lines():
            self._row(table, [(c.head.key, c.head.align, c.items or [c.text]) for c in line.cells], "body")

    def _row(self, table: Any, cells: list[tuple[str, str, list[str]]], face: str) -> None:
        row = table.add_row()
        docx_xml.flag_row(row, "cantSplit")
        for cell, (key, align, items) in zip(row.cells, cells, strict=True):
            cell.width = self.shared.Mm(ANNEX_WIDTHS[key])
            cell.vertical_alignment = import_optional("docx.enum.table", "docx").WD_ALIGN_VERTICAL.CENTER
            paragraph = cell.paragraphs[0]
            self._set(paragraph, "LEFT" if align == "left" else "CENTER", line=18)
            self._run(paragraph, "\n".join(items), face, 12)

    def _title(self, lines: list[str]) -> Any:
        paragraph = self.document.add_paragraph()
        self._set(paragraph, "CENTER", line=33)
        self._run(paragraph, "\n".join(lines), "title", _TITLE)
        return paragraph

    def _add(self, text: str, align: str = "LEFT", *, indent: int = 0, face: str = "body") -> Any:
        """A paragraph of the body, its first line ``indent`` signs in."""
        paragraph = self.document.add_paragraph()
        self._set(paragraph, align)
        paragraph.paragraph_format.first_line_indent = self.shared.Pt(indent * _CHARACTER)
        self._run(paragraph, text, face, _BODY)
        return paragraph

    def _blank(self, lines: float) -> Any:
        """Room for so many lines."""
        paragraph = self.document.add_paragraph()
        self._set(paragraph, "LEFT", line=lines * _LINE)
        return paragraph

    def _set(self, paragraph: Any, align: str, line: float = _LINE) -> None:
        """Alignment, and lines of exactly so many points."""
        paragraph.alignment = getattr(self.text.WD_ALIGN_PARAGRAPH, align)
        paragraph.paragraph_format.line_spacing = self.shared.Pt(line)
        paragraph.paragraph_format.line_spacing_rule = self.text.WD_LINE_SPACING.EXACTLY

    def _run(self, paragraph: Any, text: str, face: str, size: float) -> Any:
        """A run with its faces set for both scripts."""
        run = paragraph.add_run(text)
        run.font.size, run.font.name = self.shared.Pt(size), LATIN
        run.font.color.rgb = self.shared.RGBColor(0, 0, 0)
        docx_xml.set_face(run, FACES[face])
        return run
