"""Paragraphs of a PDF with a text layer: lines put together by their left and right edges."""

import re
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from hyzs.documents.numbering import read_number
from hyzs.documents.paragraph import CannotParse, OfficialDocument

_PAGES = 2000
#: Page numbers and what browsers print round a page.
_FOOTER = re.compile(
    r"\s*(?:[—\-–－]{0,2}\s*\d{1,4}\s*[—\-–－]{0,2}|第?\s*\d{1,4}\s*[/页]\s*(?:共?\s*\d{1,4}\s*页?)?|file:///\S*.*|https?://\S+(?:\s+\d+/\d+)?"
    r"|\d{4}[/-]\d{1,2}[/-]\d{1,2}[\s,，]+\d{1,2}:\d{2}.*)\s*"
)
#: The blank that typesetters put between Chinese and digits or letters: 三类 500 强.
_SET_APART = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) (?=[\u3000-\u9fff\uff00-\uffef])"
)
#: Left edges differ by so many widths of a character where a paragraph begins; right edges where it ends.
_INDENT, _SHORT = 1.2, 2.5


class _Line(NamedTuple):
    text: str
    left: float
    right: float
    size: float
    page: int


def read(path: Path, document: OfficialDocument) -> None:
    """Add the paragraphs of the file at ``path``; a scan without text is refused."""
    import pypdfium2

    try:
        opened = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        raise CannotParse(
            "文件加了密码，打不开" if locked else "这个 PDF 打不开", "另存为不带密码、没有损坏的文件再收"
        ) from None
    if len(opened) > _PAGES:
        raise CannotParse(f"文件有 {len(opened)} 页，超过 {_PAGES} 页", "只留方案正文，另存再收")
    lines = [line for number in range(len(opened)) for line in _lines(opened[number], number)]
    if not lines:
        raise CannotParse("这个 PDF 没有文字层（扫描件）", "这里不做文字识别；请用可以复制文字的文件")
    for text in _paragraphs(_without_furniture(lines, len(opened))):
        document.add(_SET_APART.sub("", text))


def _lines(page: Any, number: int) -> list[_Line]:
    text_page = page.get_textpage()
    lines, position = [], 0
    for raw in re.split(r"(\r\n|\n|\r)", text_page.get_text_range()):
        if raw.strip():
            start = position + len(raw) - len(raw.lstrip())
            stop = position + len(raw.rstrip()) - 1
            left, bottom, _, top = text_page.get_charbox(start)
            _, _, right, _ = text_page.get_charbox(stop)
            first = text_page.get_charbox(start)
            size = max(first[2] - first[0], (top - bottom) * 0.9, 1.0)
            lines.append(_Line(raw.strip().replace("\ufffe", ""), left, right, size, number))
        position += len(raw)
    return lines


def _without_furniture(lines: list[_Line], pages: int) -> list[_Line]:
    """The lines without page numbers, and without heads and feet that stand on most pages."""
    counts = Counter(text for text, page in {(line.text, line.page) for line in lines})
    most = max(pages * 0.6, 2)
    return [line for line in lines if not _FOOTER.fullmatch(line.text) and not (pages > 2 and counts[line.text] > most)]


def _paragraphs(lines: list[_Line]) -> list[str]:
    if not lines:
        return []
    size = Counter(round(line.size) for line in lines).most_common(1)[0][0] or 1
    edge = Counter(round(line.left / 2) * 2 for line in lines).most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) < 2] or lines
    right = sorted(line.right for line in body)[int(len(body) * 0.95)] if body else 0
    left = min((line.left for line in body if line.left > edge - size * 3), default=edge)
    paragraphs: list[str] = []
    previous: _Line | None = None
    for line in lines:
        is_indented = line.left > left + size * _INDENT
        was_full = previous is not None and previous.right > right - size * _SHORT
        begins = read_number(line.text) is not None
        if previous is None or begins or is_indented or not was_full:
            paragraphs.append(line.text)
        else:
            paragraphs[-1] += _between(paragraphs[-1], line.text) + line.text
        previous = line
    return paragraphs


def _between(before: str, after: str) -> str:
    """A blank between two words in Latin letters; Chinese needs none."""
    return (
        " " if before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum() else ""
    )
