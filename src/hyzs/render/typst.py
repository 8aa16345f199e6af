"""Typesetting of a page by typst; the same answer gives the same bytes."""

import json
from typing import Any

from hyzs.model.errors import BadConfig
from hyzs.model.optional_import import import_optional
from hyzs.paths import template_folder
from hyzs.render import fonts
from hyzs.render.context import RenderContext
from hyzs.render.layout.light_shades import SHADES
from hyzs.render.page_model import Cell, Page, PageLine, PagePart
from hyzs.render.paper_layout import TableLayout, choose_layout, tables_height

#: The standard of papers that are kept: PDF/A-2b (ISO 19005-2), named as typst does.
_ARCHIVE_STANDARD = "a-2b"
#: A text of so many characters is set in lines of the same length: 构建招/商体系, not 构建招商体/系.
_BALANCED_LENGTH = 20
#: A picture no higher than this, in mm, is one; a higher one is parted into pictures of the other height.
_ONE_PICTURE_HEIGHT, _PICTURE_HEIGHT = 2000.0, 1500.0


def typeset(page: Page, context: RenderContext, archived: str = "") -> bytes:
    """The page as PDF; as PDF/A-2b of that day where it is ``archived`` (ISO).

    Raises:
        BadConfig: an optional package is not installed.
    """
    [pdf] = _typeset_page(page, context, "pdf", 0, archived)
    return pdf


def pictures(page: Page, context: RenderContext) -> list[bytes]:
    """The page as PNG: one picture as high as need be, or several, each with the heads of its tables and its number.

    Raises:
        BadConfig: an optional package is not installed.
    """
    high = tables_height(page, choose_layout(page, context.printing.paper))
    return _typeset_page(page, context, "png", _PICTURE_HEIGHT if high > _ONE_PICTURE_HEIGHT else -1)


def _typeset_page(page: Page, context: RenderContext, format: str, high: float, archived: str = "") -> list[bytes]:
    """The sheets that typst makes: on paper (``high`` 0), on one as high as need be (-1), on ones of a height in mm."""
    fonts.require_glyphs(page.texts())
    return _typeset_data("page.typ", _template_data(page, context, high), format, archived)


def typeset_template(template: str, data: dict[str, Any], archived: str) -> bytes:
    """A PDF of a typst template of ours with these data and the faces; PDF/A-2b of that day where it is ``archived``.

    Raises:
        BadConfig: no font here has one of the characters.
    """
    [pdf] = _typeset_data(template, data, "pdf", archived)
    return pdf


def _typeset_data(template: str, data: dict[str, Any], format: str, archived: str) -> list[bytes]:
    fonts.require_glyphs(("正文", text) for text in _texts(data))
    day = [int(part) for part in archived[:10].split("-")] if archived else []
    text = json.dumps({**data, "fonts": fonts.faces(), "archived": day}, ensure_ascii=False)
    return _compile(str(template_folder() / template), format, {"data": text}, ppi=160, archive=bool(archived))


def svg_to_png(svg: str) -> bytes:
    """A drawing as PNG. Raises: BadConfig: an optional package is not installed."""
    source = "#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), width: 150mm)"
    [png] = _compile(source.encode(), "png", {"svg": svg}, ppi=200)
    return png


def _compile(
    source: str | bytes, format: str, inputs: dict[str, str], ppi: int, *, archive: bool = False
) -> list[bytes]:
    """The files that typst makes of a template and its inputs: a picture a sheet, or one PDF."""
    typst = import_optional("typst", "pdf")
    compiler = typst.Compiler(root=str(template_folder()), font_paths=fonts.available_fonts(), sys_inputs=inputs)
    more: dict[str, Any] = (
        {"ppi": ppi} if format == "png" else {"pdf_standards": [_ARCHIVE_STANDARD] if archive else []}
    )
    try:
        files = compiler.compile(input=source, format=format, timestamp=0, **more)
    except typst.TypstError as error:
        raise BadConfig(f"排版出错：{error.message}", "模板 page.typ") from error
    return [bytes(sheet) for sheet in (files if isinstance(files, list) else [files])]


def _template_data(page: Page, context: RenderContext, high: float) -> dict[str, Any]:
    """The data of the template."""
    sheet = choose_layout(page, context.printing.paper)
    parts = []
    for number, part in enumerate(page.parts):
        parts.append(
            {"id": number, **_table_data(part, sheet.tables[number])} if number in sheet.tables else _part_data(part)
        )
    return {
        "annex": f"附件{context.printing.annex}" if context.printing.annex else "",
        "letterhead": context.printing.letterhead,
        "title": page.name,
        "period": page.period,
        "stamp": page.stamp,
        "sample": page.sample,
        "watermark": page.watermark,
        "paper": sheet.paper.lower(),
        "across": sheet.across,
        "room": sheet.room,
        "size": sheet.size,
        "endless": bool(high),
        "high": max(high, 0),
        "single": page.single,
        "parts": parts,
    }


def _part_data(part: PagePart) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "text": part.text,
        "level": part.level,
        "tone": part.tone,
        "pairs": [list(pair) for pair in part.pairs],
        "shades": [_shade_data(colour) for colour in part.colours],
        "svg": part.svg,
        "full": part.full,
    }


def _table_data(part: PagePart, layout: TableLayout) -> dict[str, Any]:
    heads = [{"label": head.label, "unit": head.unit} for head in layout.heads(part)]
    rows: list[dict[str, Any]] = [_row_data(part.total, layout, "total")] if part.total else []
    for section in part.sections:
        if section.label:
            rows.append({"kind": "section", "text": section.label})
        rows += [_row_data(line, layout, "row") for line in section.lines]
        if not section.lines:
            rows.append({"kind": "none"})
    return {"kind": "table", "text": part.text, "heads": heads, "widths": layout.widths, "rows": rows}


def _row_data(line: PageLine, layout: TableLayout, kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "keep": line.keep,
        "stub": line.stub,
        "cells": [_cell_data(cell) for cell in layout.cells(line)],
    }


def _cell_data(cell: Cell) -> dict[str, Any]:
    running = cell.head.size == "wide" and not cell.items
    data = {"align": cell.head.align, "justify": running, "items": cell.items or [cell.text]}
    balance = cell.head.size == "medium" and not cell.items and len(cell.text) <= _BALANCED_LENGTH
    return data | {"balance": balance} | _shade_data(cell.colour)


def _shade_data(colour: str) -> dict[str, str]:
    """The fill and the ink of a light of that colour; both empty without one."""
    shade = SHADES.get(colour)
    return {"fill": shade.fill, "ink": shade.ink} if shade else {"fill": "", "ink": ""}


def _texts(value: Any) -> list[str]:
    """Every text of it."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inner for text in _texts(item)]
