"""Paragraphs of a .docx: every w:p with its list number and inserted text, every table row by row."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hyzs.documents.paragraph import OfficialDocument

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_COLUMNS = 64
_HAN = "零一二三四五六七八九十"
INS, DEL = f"{W}ins", f"{W}del"
_SKIPPED = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr"))


def read(path: Path, document: OfficialDocument) -> None:
    """Add the paragraphs of the file at ``path``; tracked changes count as accepted, and are remarked."""
    import docx

    opened = docx.Document(str(path))
    body = opened.element.body
    numbers = list_numbers(opened)
    if next(body.iter(f"{W}ins", f"{W}del", f"{W}moveFrom"), None) is not None:
        document.remarks.append("文件有修订痕迹：按接受全部修订来读")
    if elsewhere := sum(1 for _ in body.iter(f"{W}altChunk", f"{W}subDoc")):
        document.remarks.append(f"文件里有 {elsewhere} 处引用别的文件，那里面的没有收；把内容粘贴进来再收")
    for block in blocks(body):
        if block.tag == f"{W}tbl":
            document.add_table(table_rows(block, numbers))
        else:
            for line in paragraph_text(block, numbers).split("\n"):
                document.add(line)


def list_numbers(opened: Any) -> "_ListNumbers":
    """The numbers of the lists of an opened document."""
    return _ListNumbers(opened)


def blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in their order, those inside of content controls and text boxes too."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
            if child.tag == f"{W}p":
                for box in _text_boxes(child):
                    yield from blocks(box)
        elif child.tag not in _SKIPPED:
            yield from blocks(child)


def _text_boxes(element: Any) -> Iterator[Any]:
    """The text boxes of a paragraph, without those inside of them and without the copy for older programs."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag not in _SKIPPED and not str(child.tag).endswith("}Fallback"):
            yield from _text_boxes(child)


def paragraph_text(paragraph: Any, numbers: "_ListNumbers") -> str:
    """The text of a paragraph with its number in a list; tracked changes count as accepted."""
    return numbers.label(paragraph) + "".join(_texts(paragraph))


def _texts(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED or child.tag == f"{W}txbxContent" or child.tag.endswith("}Fallback"):
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}tab":
            yield " "
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        else:
            yield from _texts(child)


def table_rows(table: Any, numbers: "_ListNumbers") -> list[list[str]]:
    """The texts of a table; a cell merged over rows or columns says its text in each of them."""
    rows: list[list[str]] = []
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is not table:
            continue
        texts: list[str] = []
        for cell in row.findall(f"{W}tc") + [c for s in row.findall(f"{W}sdt") for c in s.iter(f"{W}tc")]:
            text = "\n".join(filter(None, (paragraph_text(p, numbers).strip() for p in cell.iter(f"{W}p"))))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val") != "restart" and rows and len(texts) < len(rows[-1]):
                text = rows[-1][len(texts)]
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            texts += [text] * _columns(span)
        rows.append(texts)
    return rows


def _columns(span: Any) -> int:
    """The columns that a cell is merged over, at most 64; a number that is none is 1."""
    text = span.get(f"{W}val", "1") if span is not None else "1"
    return max(1, min(int(text), _MOST_COLUMNS)) if text.isdecimal() else 1


class _ListNumbers:
    """The numbers that Word sets in front of paragraphs of lists (w:numPr): they stand in no text."""

    def __init__(self, opened: Any) -> None:
        self.counts: dict[str, list[int]] = defaultdict(lambda: [0] * 10)
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.styles: dict[str, tuple[str, int]] = {}
        try:
            numbering = opened.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {item.get(f"{W}abstractNumId"): _levels(item) for item in numbering.findall(f"{W}abstractNum")}
        for num in numbering.findall(f"{W}num"):
            link = num.find(f"{W}abstractNumId")
            self.levels[num.get(f"{W}numId")] = abstract.get(link.get(f"{W}val") if link is not None else "", {})
        for style in opened.styles.element.findall(f"{W}style"):
            if (place := _place(style)) is not None:
                self.styles[style.get(f"{W}styleId")] = place

    def label(self, paragraph: Any) -> str:
        """The number of a paragraph as Word prints it; empty for none and for bullets."""
        place = _place(paragraph)
        if place is None:
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            place = self.styles.get(style.get(f"{W}val")) if style is not None else None
        if place is None or place[1] not in self.levels.get(place[0], {}):
            return ""
        number, level = place
        counts = self.counts[number]
        counts[level] += 1
        counts[level + 1 :] = [0] * (len(counts) - level - 1)
        form, text, start = self.levels[number][level]
        if form in ("bullet", "none"):
            return ""

        def _level_number(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            own_form, _, own_start = self.levels[number].get(depth, (form, "", start))
            return _numeral(own_form, max(counts[depth], 1) + own_start - 1)

        return re.sub(r"%([1-9])", _level_number, text)


def _place(element: Any) -> tuple[str, int] | None:
    number = element.find(f"{W}pPr/{W}numPr/{W}numId")
    if number is None or number.get(f"{W}val") == "0":
        return None
    level = element.find(f"{W}pPr/{W}numPr/{W}ilvl")
    depth = level.get(f"{W}val", "0") if level is not None else "0"
    return number.get(f"{W}val"), min(int(depth), 8) if depth.isdecimal() else 0


def _levels(abstract: Any) -> dict[int, tuple[str, str, int]]:
    levels = {}
    for level in abstract.findall(f"{W}lvl"):
        form, text, start = (level.find(f"{W}{name}") for name in ("numFmt", "lvlText", "start"))
        begin = start.get(f"{W}val", "1") if start is not None else "1"
        levels[int(level.get(f"{W}ilvl", "0"))] = (
            form.get(f"{W}val", "decimal") if form is not None else "decimal",
            text.get(f"{W}val", "") if text is not None else "",
            int(begin) if begin.isdecimal() else 1,
        )
    return levels


def _numeral(form: str, number: int) -> str:
    if "chinese" in form.lower() or form in ("japaneseCounting", "ideographTraditional", "taiwaneseCounting"):
        return _han(number)
    return str(number)


def _han(number: int) -> str:
    """Numbers below 100 as Chinese counts: 十二, 二十."""
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    return (("" if tens == 1 else _HAN[tens]) + "十" if tens else "") + (_HAN[ones] if ones or not tens else "")
