"""Paragraphs of plain text and of Markdown: a line each, and rows of tables."""

import re
from pathlib import Path

from hyzs.documents.numbering import read_number
from hyzs.documents.paragraph import CannotParse, OfficialDocument

_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*")
_MARKS = re.compile(r"^\s*(?:#{1,6}\s+|>\s+|[-*+]\s+(?=\S))|\*\*|__(?=\S)|(?<=\S)__|`")


def read(path: Path, document: OfficialDocument) -> None:
    """Add the paragraphs of the text at ``path``."""
    lines = decode_text(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_markdown = path.suffix.lower() == ".md"
    for number, line in enumerate(lines if is_markdown else _unwrapped(lines)):
        if is_markdown and line.lstrip().startswith("|"):
            is_first = not number or not lines[number - 1].lstrip().startswith("|")
            if is_first and (rows := _table(lines, number)):
                document.add_table(rows)
        else:
            document.add(_MARKS.sub("", line) if is_markdown else line)


def _table(lines: list[str], start: int) -> list[list[str]] | None:
    """The rows of the Markdown table that begins on this line, without its rule."""
    rows = []
    for line in lines[start:]:
        if not line.lstrip().startswith("|"):
            break
        if not _RULE.fullmatch(line):
            cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
            rows.append([_MARKS.sub("", cell).replace("\\|", "|").replace("<br>", "\n").strip() for cell in cells])
    return rows or None


#: So many of a text's lines are as long as its longest when an editor broke them.
_BROKEN_SHARE, _SLACK, _LEAST = 0.3, 3, 20


def _unwrapped(lines: list[str]) -> list[str]:
    """The lines, with those put together again that an editor or printer broke at one width."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    width = max(lengths, default=0)
    broken = sum(width - _SLACK <= length <= width for length in lengths)
    if width < _LEAST or broken < _BROKEN_SHARE * len(lengths) or len(lengths) < _SLACK:
        return lines
    out: list[str] = []
    is_open = False
    for line in lines:
        if is_open and line.strip() and not line.startswith(("　", "  ")) and not read_number(line):
            out[-1] += line.strip()
        else:
            out.append(line)
        is_open = len(line.rstrip()) >= width - _SLACK
    return out


def decode_text(data: bytes, declared: str = "") -> str:
    """The text of bytes: UTF-8, UTF-16 by its mark, what is declared, or GB 18030.

    Raises: CannotParse: it is none of them.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    for name in ("utf-8-sig", declared, "gb18030"):
        try:
            text = data.decode(name) if name else ""
        except (UnicodeDecodeError, LookupError):
            continue
        if name and "\0" not in text:
            return text
    raise CannotParse("认不出这个文件的文字编码", "用记事本打开，另存为 UTF-8 再收")
