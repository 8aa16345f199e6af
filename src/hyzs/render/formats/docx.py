"""DOCX: a document that offices go on writing in, set as official papers are (GB/T 9704)."""

import io
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.optional_import import import_optional
from hyzs.model.print_options import PrintOptions
from hyzs.model.workbook_form import HIDDEN_PART
from hyzs.render import docx_xml, fonts
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.layout.light_shades import SHADES
from hyzs.render.page_model import Page, PageLine, PagePart, page_of
from hyzs.render.paper_layout import SINGLE_SIZE, PaperLayout, TableLayout, choose_layout

FORMAT = Format(rank=140, is_binary=True, letter_extension="docx")

#: Text over each sheet of a document with samples in it.
_SAMPLE = "示例数据，不作依据"
#: A heading that is counted by hand.
_NUMBERED_HEADING = re.compile("[一二三四五六七八九十]+、")
#: Page margins in mm: top, bottom, left, right.
_PORTRAIT_MARGINS, _LANDSCAPE_MARGINS, _SINGLE_MARGINS = (37, 35, 28, 26), (28, 26, 20, 20), (12, 14, 15, 15)
#: Widths in mm: of a chart that shares its row with another (its letters are 9 pt), of what a cell keeps blank.
_HALF_WIDTH, _CELL_PADDING = 80.0, 5.0
#: The style of tables.
_GRID = "Table Grid"
#: A row higher than this share of the sheet's type area goes on in further rows.
_WHOLE_ROW = 2 / 3


def render(answer: Answer, context: RenderContext) -> bytes:
    """The answer as a Word document; each of its letters is a section of its own.

    Raises:
        BadConfig: an optional package is not installed.
    """
    page = page_of(answer, context.lights, paper=True)
    fonts.require_characters(page.texts())
    if answer.letters:
        from hyzs.render.docx_letter import letters_document

        return docx_xml.document_bytes(letters_document(answer, context))
    built = _PageDocument(page, choose_layout(page, context.printing.paper), answer.stamp.data_date, context.printing)
    if answer.base and answer.base.lines:
        docx_xml.hide_lines(built.document, HIDDEN_PART, answer.base.lines)
    return docx_xml.document_bytes(built.document)


class _PageDocument:
    """Builds the document, part by part."""

    def __init__(self, page: Page, sheet: PaperLayout, day: str, printing: PrintOptions) -> None:
        self.docx = import_optional("docx", "docx")
        self.shared, self.text = import_optional("docx.shared", "docx"), import_optional("docx.enum.text", "docx")
        self.page, self.sheet, self.printing = page, sheet, printing
        self.document = self.docx.Document()
        self.list: int | None = None
        #: Properties of runs and empty cells that others are copies of: to set each anew takes ten times as long.
        self._patterns: dict[tuple[object, ...], Any] = {}
        self._set_properties(day)
        self._set_paper()
        self._add_page()

    def _set_properties(self, day: str) -> None:
        core = self.document.core_properties
        core.title, core.author, core.comments, core.last_modified_by = self.page.title, "", "", ""
        when = datetime.fromisoformat(day) if day else datetime(1980, 1, 1)
        core.created = core.modified = when
        docx_xml.remove_theme_fonts(self.document.styles)
        docx_xml.remove_script_gaps(self.document.styles[_GRID].element)

    def _set_paper(self) -> None:
        mm, section, sheet = self.shared.Mm, self.document.sections[0], self.sheet
        short, long = (210, 297) if sheet.paper == "A4" else (297, 420)
        section.orientation = import_optional("docx.enum.section", "docx").WD_ORIENT.LANDSCAPE if sheet.across else 0
        section.page_width, section.page_height = (mm(long), mm(short)) if sheet.across else (mm(short), mm(long))
        upright = _PORTRAIT_MARGINS if sheet.paper == "A4" else (37, 35, 20, 20)
        sides = _SINGLE_MARGINS if sheet.single else _LANDSCAPE_MARGINS if sheet.across else upright
        top, bottom, left, right = map(mm, sides)
        section.top_margin, section.bottom_margin = top, bottom
        section.left_margin, section.right_margin = left, right
        section.footer_distance = mm(5 if sheet.single else 12)
        section.header_distance = mm(6 if sheet.single else 12)
        self.document.settings.odd_and_even_pages_header_footer = True
        align = self.text.WD_ALIGN_PARAGRAPH
        for footer, side in ((section.footer, align.RIGHT), (section.even_page_footer, align.LEFT)):
            self._add_stamp(footer.paragraphs[0])
            self._add_page_number(footer.add_paragraph(), side)
        for number, header in enumerate((section.header, section.even_page_header), 1):
            if self.page.sample:
                header.paragraphs[0].alignment = align.RIGHT
                self._add_run(header.paragraphs[0], _SAMPLE, "head", 9)
            if self.page.watermark:
                docx_xml.add_watermark(header.paragraphs[0], number, self.page.watermark, docx_xml.FACES["head"])

    def _add_stamp(self, paragraph: Any) -> None:
        """Write the stamp of the page on a line of its own above the page number."""
        paragraph.alignment = self.text.WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = 0
        self._add_run(paragraph, " · ".join(self.page.stamp), "body", 8)

    def _add_page_number(self, paragraph: Any, align: Any) -> None:
        """— 1 —, one sign from the edge."""
        paragraph.alignment = align
        indent = self.shared.Pt(14)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = indent
        docx_xml.write_page_number(lambda text: self._add_run(paragraph, text, "page", 14))

    def _add_run(self, paragraph: Any, text: str, face: str, size: float, *, bold: bool = False) -> Any:
        """A run with its faces set for both scripts."""

        def set_properties() -> Any:
            pattern = self.docx.text.paragraph.Paragraph(docx_xml.element("p"), None).add_run()
            pattern.font.size, pattern.font.bold, pattern.font.name = self.shared.Pt(size), bold, docx_xml.LATIN
            pattern.font.color.rgb = self.shared.RGBColor(0, 0, 0)
            docx_xml.set_face(pattern, docx_xml.FACES[face])
            return pattern._r.rPr

        run = paragraph.add_run(text)
        run._r.insert(0, self._copy(("run", face, size, bold), set_properties))
        return run

    def _copy(self, key: tuple[object, ...], make: Callable[[], Any]) -> Any:
        """A copy of the element that ``make`` makes, which is asked once for each key."""
        if key not in self._patterns:
            self._patterns[key] = make()
        return deepcopy(self._patterns[key])

    def _add_page(self) -> None:
        self._add_letterhead()
        if self.printing.annex:
            self._add_run(self.document.add_paragraph(), f"附件{self.printing.annex}", "head", 16)
        title = self.document.add_paragraph()
        title.alignment = self.text.WD_ALIGN_PARAGRAPH.CENTER
        single = self.sheet.single
        title.paragraph_format.space_after = self.shared.Pt(4 if single else 12)
        self._add_run(title, self.page.name, "title", 20 if single else 22)
        if self.page.period:
            self._add_run(title, "\n" + self.page.period, "mark", 11 if single else 14)
        body = SINGLE_SIZE if single else 12 if self.sheet.across or self.sheet.tables else 16
        for is_chart, run in groupby(enumerate(self.page.parts), key=lambda numbered: numbered[1].kind == "chart"):
            if is_chart:
                self._add_charts([part for _, part in run])
            else:
                for number, part in run:
                    self._add_part(part, self.sheet.tables.get(number), body)

    def _add_letterhead(self) -> None:
        """The name of the office in red, over a red line."""
        if not self.printing.letterhead:
            return
        paragraph = self.document.add_paragraph()
        paragraph.alignment = self.text.WD_ALIGN_PARAGRAPH.CENTER
        run = self._add_run(paragraph, self.printing.letterhead, "title", 32)
        run.font.color.rgb = self.shared.RGBColor.from_string(docx_xml.RED)
        docx_xml.add_red_line(paragraph)

    def _add_part(self, part: PagePart, layout: TableLayout | None, body: float) -> None:
        if layout:
            self._add_table(part, layout)
        elif part.kind == "heading":
            paragraph = self.document.add_heading(level=min(part.level, 9))
            text = self._number_heading(paragraph, part.text)
            size = 12 if self.sheet.single else 14 if self.sheet.across else 16
            if self.sheet.single:
                paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = self.shared.Pt(3)
            self._add_run(paragraph, text, "head" if part.level <= 2 else "mark", size)
        elif part.kind == "break":
            self.document.add_page_break()
        elif part.kind == "tiles":
            self._add_tiles(part)
        elif part.kind == "pairs":
            for (label, value), colour in zip(part.pairs, part.colours, strict=True):
                paragraph = self._add_paragraph()
                self._add_run(paragraph, f"{label}　", "head", body)
                self._add_lit_text(paragraph, value, colour, body)
        else:
            paragraph = self._add_paragraph()
            self._add_run(paragraph, part.text, "body", 9 if part.tone == "note" else body, bold=part.tone == "warn")

    def _number_heading(self, paragraph: Any, text: str) -> str:
        """The heading without its 一、, which Word counts itself from now on."""
        numbered = _NUMBERED_HEADING.match(text)
        if not numbered:
            return text
        if self.list is None:
            self.list = docx_xml.new_numbering(self.document)
        docx_xml.number_paragraph(paragraph, self.list)
        return text[numbered.end() :]

    def _add_paragraph(self) -> Any:
        """A paragraph of running text; on a page that is a single sheet close to its neighbours."""
        paragraph = self.document.add_paragraph()
        if self.sheet.single:
            paragraph.paragraph_format.space_after = 0
        return paragraph

    def _add_lit_text(self, paragraph: Any, text: str, colour: str, size: float) -> None:
        """Add a text whose light, up to its colon, is set on its declared colour."""
        name = text.partition("：")[0] if colour else ""
        if name:
            self._fill_light(self._add_run(paragraph, name, "body", size), colour)
        self._add_run(paragraph, text[len(name) :], "body", size)

    def _fill_light(self, run: Any, colour: str) -> None:
        shade = SHADES[colour]
        docx_xml.fill_run(run, shade.fill.removeprefix("#"))
        run.font.color.rgb = self.shared.RGBColor.from_string(shade.ink.removeprefix("#"))

    def _add_tiles(self, part: PagePart) -> None:
        """A box a key figure, side by side."""
        table = self.document.add_table(1, len(part.pairs), style=_GRID)
        for cell, (label, value), colour in zip(table.rows[0].cells, part.pairs, part.colours, strict=True):
            first, *rest = value.split("\n")
            for place, (text, size) in enumerate([(label, 9), (first, 15), *((line, 9) for line in rest)]):
                paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
                paragraph.alignment = self.text.WD_ALIGN_PARAGRAPH.CENTER
                paragraph.paragraph_format.space_after = 0
                run = self._add_run(paragraph, text, "head", size)
                if colour and text == first:
                    self._fill_light(run, colour)
        self._add_gap()

    def _add_charts(self, parts: Sequence[PagePart]) -> None:
        """Charts in a table without lines: two beside each other, one that is full by itself."""
        table = self.document.add_table(0, 2)
        side_parts: list[PagePart] = []
        for part in parts:
            if part.full or len(parts) == 1:
                row = table.add_row()
                self._add_chart(
                    row.cells[0].merge(row.cells[-1]),
                    part,
                    self.sheet.room - _CELL_PADDING if part.full else _HALF_WIDTH,
                )
            else:
                side_parts.append(part)
                if len(side_parts) % 2:
                    row = table.add_row()
                self._add_chart(
                    row.cells[1 - len(side_parts) % 2], part, min(_HALF_WIDTH, self.sheet.room / 2 - _CELL_PADDING)
                )
        self._add_gap()

    def _add_chart(self, cell: Any, part: PagePart, width: float) -> None:
        from hyzs.render.typst import svg_to_png

        paragraph = cell.paragraphs[0]
        paragraph.alignment = self.text.WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = 0
        run = paragraph.add_run()
        shape = run.add_picture(io.BytesIO(svg_to_png(part.svg)), width=self.shared.Mm(width))
        shape._inline.docPr.set("descr", part.text)

    def _add_gap(self) -> None:
        """A thin line between tables, which would else become one."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.space_after = 0
        self._add_run(paragraph, "", "body", 4)
        docx_xml.make_hairline(paragraph)

    def _add_table(self, part: PagePart, layout: TableLayout) -> None:
        labels = [f"{head.label}\n({head.unit})" if head.unit else head.label for head in layout.heads(part)]
        table = self.document.add_table(0, len(layout.widths), style=_GRID)
        table.autofit = False
        docx_xml.pad_cells(table, 15 if self.sheet.single else 50)
        for column, width in zip(table.columns, layout.widths, strict=True):
            column.width = self.shared.Mm(width)
        self._add_row(table, layout, [("center", [label]) for label in labels], "head")
        docx_xml.flag_row(table.rows[0], "tblHeader")
        docx_xml.shade_row(table.rows[0])
        if part.total:
            self._add_line(table, layout, part.total, "head")
            docx_xml.shade_row(table.rows[-1])
        for section in part.sections:
            if section.label:
                self._add_spanning_row(table, section.label, "head").paragraph_format.keep_with_next = True
            for line in section.lines:
                self._add_line(table, layout, line, "body")
            if not section.lines:
                self._add_spanning_row(table, "无", "body").alignment = self.text.WD_ALIGN_PARAGRAPH.CENTER
        if part.text:
            self._add_run(self.document.add_paragraph(), part.text, "body", 9)

    def _add_spanning_row(self, table: Any, text: str, face: str) -> Any:
        """A row of one cell; its paragraph."""
        row = table.add_row()
        paragraph = row.cells[0].merge(row.cells[-1]).paragraphs[0]
        self._add_run(paragraph, text, face, self.sheet.size)
        docx_xml.flag_row(row, "cantSplit")
        return paragraph

    def _add_line(self, table: Any, layout: TableLayout, line: PageLine, face: str) -> None:
        """A row of the table, all on one sheet: Word repeats nothing of a row that goes over a page.

        One that is higher than two thirds of a sheet goes on in rows of its own, marked （续）.
        """
        for cells in layout.split_row(line, self.sheet.size, self._type_height() * _WHOLE_ROW):
            row = self._add_row(table, layout, [(cell.head.align, cell.items or [cell.text]) for cell in cells], face)
            for word_cell, cell in zip(row.cells, cells, strict=True):
                if cell.colour:
                    self._fill_light(word_cell.paragraphs[0].runs[0], cell.colour)
            docx_xml.flag_row(row, "cantSplit")

    def _type_height(self) -> float:
        """The height of the type area in mm."""
        section = self.document.sections[0]
        return float((section.page_height - section.top_margin - section.bottom_margin) / self.shared.Mm(1))

    def _add_row(self, table: Any, layout: TableLayout, cells: Sequence[tuple[str, Sequence[str]]], face: str) -> Any:
        """A row of cells, each set left, center or right and telling its items below each other."""
        row = self.docx.table._Row(table._tbl.add_tr(), table)
        for width, (align, items) in zip(layout.widths, cells, strict=True):
            cell = self._copy(("cell", width, align), partial(self._new_cell, width, align))
            [first] = cell.p_lst
            paragraphs = [first, *(deepcopy(first) for _ in items[1:])]
            cell.extend(paragraphs)
            row._tr.append(cell)
            for paragraph, item in zip(paragraphs, items, strict=True):
                self._add_run(self.docx.text.paragraph.Paragraph(paragraph, table), item, face, self.sheet.size)
        return row

    def _new_cell(self, width: float, align: str) -> Any:
        """An empty cell of that width in mm, its paragraph set left, center or right."""
        cell = self.docx.table._Cell(import_optional("docx.oxml.table", "docx").CT_Tc.new(), None)
        cell.width = self.shared.Mm(width)
        cell.vertical_alignment = import_optional("docx.enum.table", "docx").WD_ALIGN_VERTICAL.CENTER
        [paragraph] = cell.paragraphs
        paragraph.alignment = getattr(self.text.WD_ALIGN_PARAGRAPH, align.upper())
        paragraph.paragraph_format.space_after = 0
        return cell._tc
