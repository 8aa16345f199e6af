"""Paragraphs of a web page: block tags end lines, rows of tables are rows."""

import re
from html.parser import HTMLParser
from pathlib import Path

from hyzs.documents.paragraph import CannotParse, OfficialDocument
from hyzs.documents.text_reader import decode_text

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "blockquote",
        "pre",
        "form",
        "table",
        "tr",
        "td",
        "th",
        "center",
        "title",
        "body",
        "hr",
        "figure",
        "figcaption",
        "address",
    ]
)
_UNREAD = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "head",
        "iframe",
        "object",
        "select",
        "option",
        "textarea",
        "button",
    ]
)
_VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "source", "wbr", "area", "base", "col", "embed", "param", "track"]
)
_DEEPEST = 2000


def read(path: Path, document: OfficialDocument) -> None:
    """Add the paragraphs of the page at ``path``."""
    data = path.read_bytes()
    declared = re.search(rb"charset=[\"']?([A-Za-z0-9_-]+)", data[:4096])
    parser = _Page(document)
    parser.feed(decode_text(data, declared[1].decode() if declared else ""))
    parser.close()
    parser.end_line()


class _Page(HTMLParser):
    """Collects the lines of a page; tables inside of tables come out as the text of their cell."""

    def __init__(self, document: OfficialDocument) -> None:
        super().__init__(convert_charrefs=True)
        self.document = document
        self.line: list[str] = []
        self.hidden: list[str] = []
        self.depth = 0
        self.rows: list[list[str]] = []
        self.spans: dict[int, tuple[int, str]] = {}
        self.cell: list[str] | None = None
        self.cell_span = (1, 1)
        self.open_tags = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            if tag in _BLOCKS:
                self.end_line()
            return
        self.open_tags += 1
        if self.open_tags > _DEEPEST:
            raise CannotParse("网页里层层嵌套，读不了", "把正文复制到新文件，另存再收")
        if tag in _UNREAD:
            self.hidden.append(tag)
        elif tag == "table":
            if not self.depth:
                self.end_line()
                self.rows, self.spans = [], {}
            self.depth += 1
        elif self.depth == 1 and tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif self.depth == 1 and tag in ("td", "th"):
            self._end_cell()
            values = dict(attrs)
            self.cell, self.cell_span = [], (_count(values.get("rowspan")), _count(values.get("colspan")))
        elif tag in _BLOCKS:
            self.end_line()

    def handle_endtag(self, tag: str) -> None:
        self.open_tags = max(0, self.open_tags - 1)
        if self.hidden and tag == self.hidden[-1]:
            self.hidden.pop()
        elif tag == "table" and self.depth:
            self.depth -= 1
            if not self.depth:
                self._end_cell()
                self.document.add_table([row for row in self.rows if row])
        elif self.depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag in _BLOCKS:
            self.end_line()

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        text = re.sub(r"[ \t\r\n\f]+", " ", data)
        (self.line if self.cell is None else self.cell).append(text)

    def end_line(self) -> None:
        """End the line that is being read; inside of a cell, a line of the cell."""
        if self.cell is not None:
            self.cell.append("\n")
            return
        self.document.add("".join(self.line))
        self.line = []

    def _end_cell(self) -> None:
        if self.cell is None:
            return
        if not self.rows:
            self.rows.append([])
        lines = (line.strip() for line in "".join(self.cell).split("\n"))
        text = "\n".join(line for line in lines if line)
        row = self.rows[-1]
        self._fill_spans(row)
        down, across = self.cell_span
        for _ in range(across):
            if down > 1:
                self.spans[len(row)] = (down - 1, text)
            row.append(text)
        self._fill_spans(row)
        self.cell = None

    def _fill_spans(self, row: list[str]) -> None:
        """Repeat the text of cells above that reach into this row."""
        while len(row) in self.spans and len(self.rows) > 1:
            rows_left, text = self.spans[len(row)]
            if rows_left > 1:
                self.spans[len(row)] = (rows_left - 1, text)
            else:
                del self.spans[len(row)]
            row.append(text)


def _count(text: str | None) -> int:
    return min(int(text), 64) if text and text.strip().isdecimal() and int(text) else 1
