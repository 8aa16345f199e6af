"""A page set in type by typst: the same page, the same bytes."""

import json
from typing import Any

from hyzs.model.errors import BadConfig
from hyzs.render import fonts
from hyzs.render.extras import need
from hyzs.render.look import Look
from hyzs.render.page import Cell, Line, Page, Part
from hyzs.render.shades import SHADES
from hyzs.render.sheet import Laid, sheet_of
from hyzs.render.shipped import folder


def typeset(page: Page, look: Look, format: str, *, endless: bool = False) -> bytes:
    """The page as ``pdf`` or ``png``; ``endless`` puts all of it on one sheet as long as need be."""
    return set_in_type("page.typ", _told(page, look, endless=endless), format)


def set_in_type(template: str, told: dict[str, Any], format: str) -> bytes:
    """A typst template of ours, told of this; the faces are added.

    Raises:
        BadConfig: no font here has one of the characters.
    """
    fonts.require(_texts(told))
    data = json.dumps({**told, "fonts": fonts.faces()}, ensure_ascii=False)
    return _compiled(str(folder() / template), format, {"data": data}, ppi=160)


def picture(svg: str) -> bytes:
    """A drawing as PNG."""
    source = "#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), width: 150mm)"
    return _compiled(source.encode(), "png", {"svg": svg}, ppi=200)


def _compiled(source: str | bytes, format: str, inputs: dict[str, str], ppi: int) -> bytes:
    """What typst makes of a template, told of these inputs: the first sheet of a picture, all of them of a PDF."""
    typst = need("typst", "pdf")
    compiler = typst.Compiler(root=str(folder()), font_paths=fonts.known(), sys_inputs=inputs)
    try:
        made = compiler.compile(input=source, format=format, ppi=ppi if format == "png" else None, timestamp=0)
    except typst.TypstError as error:
        raise BadConfig(f"排版出错：{error.message}", "模板 page.typ") from error
    return bytes(made[0] if isinstance(made, list) else made)


def _told(page: Page, look: Look, *, endless: bool) -> dict[str, Any]:
    """All that the template is told."""
    sheet = sheet_of(page, look.printing.paper)
    parts = []
    for number, part in enumerate(page.parts):
        parts.append(_table(part, sheet.tables[number]) if number in sheet.tables else _plain(part))
    return {
        "annex": f"附件{look.printing.annex}" if look.printing.annex else "",
        "letterhead": look.printing.letterhead,
        "title": page.name,
        "period": page.period,
        "stamp": page.stamp,
        "sample": page.sample,
        "paper": sheet.paper.lower(),
        "across": sheet.across,
        "room": sheet.room,
        "size": sheet.size,
        "endless": endless,
        "single": page.single,
        "parts": parts,
    }


def _plain(part: Part) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "text": part.text,
        "level": part.level,
        "tone": part.tone,
        "pairs": [list(pair) for pair in part.pairs],
        "shades": [_shaded(colour) for colour in part.colours],
        "svg": part.svg,
        "full": part.full,
    }


def _table(part: Part, laid: Laid) -> dict[str, Any]:
    heads = [{"label": head.label, "unit": head.unit} for head in laid.heads(part)]
    rows: list[dict[str, Any]] = [_row(part.total, laid, "total")] if part.total else []
    for section in part.sections:
        if section.label:
            rows.append({"kind": "section", "text": section.label})
        rows += [_row(line, laid, "row") for line in section.lines]
        if not section.lines:
            rows.append({"kind": "none"})
    return {"kind": "table", "text": part.text, "heads": heads, "widths": laid.widths, "rows": rows}


def _row(line: Line, laid: Laid, kind: str) -> dict[str, Any]:
    return {"kind": kind, "keep": line.keep, "cells": [_cell(cell) for cell in laid.cells(line)]}


def _cell(cell: Cell) -> dict[str, Any]:
    running = cell.head.size == "wide" and not cell.items
    told = {"align": cell.head.align, "justify": running, "items": cell.items or [cell.text]}
    return told | _shaded(cell.colour)


def _shaded(colour: str) -> dict[str, str]:
    """The fill and the ink of a light of that colour; both empty without one."""
    shade = SHADES.get(colour)
    return {"fill": shade.fill, "ink": shade.ink} if shade else {"fill": "", "ink": ""}


def _texts(value: Any) -> list[str]:
    """Every text of it."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _texts(one)]
