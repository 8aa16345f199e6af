"""Marks of an xlsx: read from its XML, since the reader of values makes errors and formulas without a value empty."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from hyzs.model.spreadsheet import Span
from hyzs.workbooks.cell_marks import Handler, Marks, comment_text, is_picture, read_xml
from hyzs.workbooks.number_formats import is_scaled, shown_number

_WORKBOOK = "xl/workbook.xml"
_REFERENCE = re.compile("([A-Z]+)([0-9]+)")
#: The width and height of what is drawn away.
_NOUGHT = frozenset(("0", "0.0"))


def marks(file: str) -> dict[str, Marks]:
    """The marks of every sheet, by its name."""
    with zipfile.ZipFile(file) as packed:
        book = _Book(packed)
        return {name: _sheet_marks(packed, path, book) for name, path in book.paths()}


class _Book(Handler):
    """The workbook: its sheets, the formats of its cells, and whether its formulas are still to be computed."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self.names: list[tuple[str, str]] = []
        #: The file says itself that the values in it are not those of its formulas.
        self.uncomputed = False
        self.targets = _relations(packed, _WORKBOOK)
        _read(packed, _WORKBOOK, self)
        styles = _Styles()
        _read(packed, "xl/styles.xml", styles)
        self.formats = styles.cell_formats

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            self.names.append((attributes.get("name", ""), _prefixed(attributes, "id")))
        elif name == "calcPr":
            self.uncomputed = attributes.get("fullCalcOnLoad") in ("1", "true")

    def paths(self) -> Iterator[tuple[str, str]]:
        """Each sheet's name, and its path in the archive."""
        for name, id in self.names:
            if path := self.targets.get(id):
                yield name, path


class _Styles(Handler):
    """The number format of each cell style, by its position."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.cell_formats: list[str] = []
        self.inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside:
            id = attributes.get("numFmtId", "0")
            self.cell_formats.append(self.codes.get(id, {"9": "0%", "10": "0.00%"}.get(id, "")))

    def end(self, name: str) -> None:
        self.inside = self.inside and name != "cellXfs"


class _Cell(NamedTuple):
    """The cell that is being read."""

    place: Span
    type: str
    format: str
    rich: bool


class _Rows(Handler):
    """The rows and cells of one sheet; a cell without a reference stands right of the last one."""

    def __init__(self, book: _Book) -> None:
        self.book, self.marks = book, Marks()
        self.row, self.column = -1, -1
        self.cell = _Cell((0, 0), "", "", False)
        self.formula: str | None = None
        self.value: str | None = None
        self.reading = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._open(attributes)
        elif name == "v":
            self.value, self.reading = "", "v"
        elif name == "f":
            self.formula, self.reading = "", "f"
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 2)) - 1
            self.column = -1
            if _is_true(attributes, "hidden") or attributes.get("ht") in _NOUGHT:
                self.marks.hidden_rows.append((self.row, self.row))
        elif name == "col" and (_is_true(attributes, "hidden") or attributes.get("width") in _NOUGHT):
            self.marks.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))

    def text(self, text: str) -> None:
        if self.reading == "v":
            self.value = f"{self.value}{text}"
        elif self.reading == "f":
            self.formula = f"{self.formula}{text}"

    def end(self, name: str) -> None:
        self.reading = ""
        if name == "c":
            self._close()

    def _open(self, attributes: dict[str, str]) -> None:
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = _number(match[1]) - 1 if match else self.column + 1
        style = int(attributes.get("s", 0))
        code = self.book.formats[style] if style < len(self.book.formats) else ""
        self.cell = _Cell((self.row, self.column), attributes.get("t", "n"), code, "vm" in attributes)
        self.formula = self.value = None

    def _close(self) -> None:
        place, type, code, rich = self.cell
        value, formula = self.value or "", self.formula
        if (formula and is_picture(formula)) or (type == "str" and is_picture(value)) or (type == "e" and rich):
            self.marks.kinds[place] = "picture"
        elif type == "e":
            self.marks.kinds[place], self.marks.texts[place] = "error", value
        elif formula is not None and self._is_uncomputed(value, type):
            self.marks.kinds[place] = "formula"
        elif type == "n" and value and is_scaled(code):
            self.marks.kinds[place] = "scaled"
        elif type == "n" and code and (text := shown_number(value, code)):
            self.marks.texts[place] = text

    def _is_uncomputed(self, value: str, type: str) -> bool:
        """True if a formula has no result: none is kept, or a nought that the file itself does not vouch for."""
        if self.value is None or not value:
            return not (type == "str" and self.value is not None)
        return self.book.uncomputed and type == "n" and value == "0"


class _Anchors(Handler):
    """The cells at which pictures lie."""

    def __init__(self) -> None:
        self.places: list[Span] = []
        self.corner, self.reading = {"col": 0, "row": 0}, ""
        self.in_corner = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "from":
            self.in_corner = True
        elif name in self.corner and self.in_corner:
            self.reading = name
        elif name == "pic":
            self.places.append((self.corner["row"], self.corner["col"]))

    def text(self, text: str) -> None:
        if self.reading and text.strip().isdecimal():
            self.corner[self.reading] = int(text)

    def end(self, name: str) -> None:
        self.reading = ""
        self.in_corner = self.in_corner and name != "from"


def _sheet_marks(packed: zipfile.ZipFile, path: str, book: _Book) -> Marks:
    rows = _Rows(book)
    _read(packed, path, rows)
    for target in _relations(packed, path).values():
        if "/drawings/" in target and target.endswith(".xml"):
            anchors = _Anchors()
            _read(packed, target, anchors)
            rows.marks.pictures += anchors.places
        elif "comment" in target.rpartition("/")[2] and "threaded" not in target and target.endswith(".xml"):
            comments = _Comments()
            _read(packed, target, comments)
            rows.marks.comments |= comments.texts
    return rows.marks


class _Comments(Handler):
    """The remarks on cells, each by the place of its cell."""

    def __init__(self) -> None:
        self.texts: dict[Span, str] = {}
        self.place: Span | None = None
        self.words: list[str] = []
        self.reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "comment" and (match := _REFERENCE.fullmatch(attributes.get("ref", ""))):
            self.place, self.words = (int(match[2]) - 1, _number(match[1]) - 1), []
        self.reading = name == "t"

    def text(self, text: str) -> None:
        if self.reading and self.place is not None:
            self.words.append(text)

    def end(self, name: str) -> None:
        self.reading = False
        if name == "comment" and self.place is not None:
            if words := comment_text("".join(self.words)):
                self.texts[self.place] = words
            self.place = None


class _Relations(Handler):
    """Targets of the references of a part of the archive, by id."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", self.folder, attributes.get("Target", "")))
            self.targets[attributes.get("Id", "")] = target.lstrip("/")


def _relations(packed: zipfile.ZipFile, path: str) -> dict[str, str]:
    folder, _, name = path.rpartition("/")
    relations = _Relations(folder)
    _read(packed, f"{folder}/_rels/{name}.rels", relations)
    return relations.targets


def _read(packed: zipfile.ZipFile, path: str, handler: Handler) -> None:
    """Read one part; one that is not there says nothing."""
    try:
        entry = packed.getinfo(path)
    except KeyError:
        return
    with packed.open(entry) as stream:
        read_xml(stream, handler)


def _prefixed(attributes: dict[str, str], name: str) -> str:
    """The value of ``r:id``, whatever its prefix."""
    return next((value for key, value in attributes.items() if key.endswith(f":{name}")), "")


def _is_true(attributes: dict[str, str], name: str) -> bool:
    return attributes.get(name) in ("1", "true")


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
