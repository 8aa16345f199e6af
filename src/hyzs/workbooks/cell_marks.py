"""Marks on cells that the reader of values does not report: errors, formulas, pictures, hidden rows and columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from hyzs.model.spreadsheet import Span

#: Functions whose result is a picture in the cell: WPS, Excel.
PICTURES = ("DISPIMG(", "_xlfn.IMAGE(", "IMAGE(")
_PIECE = 1 << 20


@dataclass(slots=True)
class Marks:
    """The marks of one sheet: kinds and texts by (row, column), hidden rows and columns as (first, last)."""

    kinds: dict[Span, str] = field(default_factory=dict)
    #: The text as people see it, where it is other than the value: ``1.2亿元``, ``50%``, ``0123``.
    texts: dict[Span, str] = field(default_factory=dict)
    merged: list[tuple[Span, Span]] = field(default_factory=list)
    hidden_rows: list[Span] = field(default_factory=list)
    hidden_columns: list[Span] = field(default_factory=list)
    pictures: list[Span] = field(default_factory=list)
    #: Remarks that people hung on cells, without the name of whoever wrote them.
    comments: dict[Span, str] = field(default_factory=dict)


class EntityFound(Exception):
    """The XML declares entities, which no spreadsheet program writes."""


class Handler:
    """Receives starts, texts and ends of XML elements; names come without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def text(self, text: str) -> None:
        """A piece of text inside the element."""

    def end(self, name: str) -> None:
        """An element ends."""


def read_xml(stream: Any, handler: Handler) -> None:
    """Parse the XML and call the handler.

    Raises:
        EntityFound: the XML has a document type, in whatever encoding.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise EntityFound

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: handler.start(local(name), attributes)
    parser.EndElementHandler = lambda name: handler.end(local(name))
    parser.CharacterDataHandler = handler.text
    for piece in _pieces(stream):
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def comment_text(text: str) -> str:
    """The words of a remark: without the author's name on its first line, and what programs put around an answer."""
    plain = text.strip()
    if plain.startswith("["):
        plain = re.split(r"\n\s*(?:Comment|注释|批注|备注)[:：]\s*\n", plain)[-1]
    return re.sub(r"^[^\n:：]{1,20}[:：]\s*\n", "", plain).strip()


def local(name: str) -> str:
    """A name without its prefix: ``x:row`` → ``row``."""
    return name.rpartition(":")[2]


def is_picture(formula: str) -> bool:
    """True if the formula shows a picture."""
    return any(formula.lstrip("=").removeprefix("of:").removeprefix("=").startswith(name) for name in PICTURES) or (
        "DISPIMG(" in formula
    )


def _pieces(stream: Any) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece
