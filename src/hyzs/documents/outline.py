"""The outline of a plan: its title and number, its sections, and its numbered items with who owns them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from hyzs.documents.clause_bounds import find_clauses, joined, pieces_between, without_clauses
from hyzs.documents.numbering import Numbered, read_number
from hyzs.documents.ownership import Ownership
from hyzs.documents.paragraph import Paragraph

_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[【（(]\s*(?:19|20)\d\d\s*[〕\]】）)]\s*第?\s*\d{1,4}\s*号")
_DAY = re.compile(r"^\s*((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*$")
_TITLE = re.compile(
    r"(?:方案|意见|办法|计划|规划|措施|要点|细则|规定|分工表?|任务|通知|清单|若干政策)(?:[（(].{1,12}[)）])?$"
)
_ISSUER = re.compile(r"^[\u4e00-\u9fff]{2,30}(?:人民政府|办公室|办公厅|委员会|局|厅|委|部|领导小组)$")
#: A heading is short; a paragraph that begins with a number and is longer has its heading before the first 。.
_LONGEST_HEADING = 60
_LONGEST_NAME = 80
_HEADINGS = {
    "lead": re.compile(r"牵头|主办|主责"),
    "responsible": re.compile(r"责任(?:单位|部门)|配合|协办|协同|参与|承办|落实单位|实施单位|县市区|县区|区县"),
    "name": re.compile(
        r"(?:重点|主要|具体|工作|改革|目标)*任务(?:名称)?|事项|项目名称|(?:工作|具体|主要)?举措|(?:工作|主要)?内容|措施"
    ),
    "number": re.compile(r"序号|编号|条号"),
    "section": re.compile(r"分组|部分|板块|类别|分类|领域"),
    "due": re.compile(r"时限|时间|期限|进度"),
}


class Sentence(NamedTuple):
    """One sentence of the document: its paragraph (from 1), and its offset there."""

    text: str
    paragraph: int
    at: int


@dataclass(slots=True)
class Item:
    """A numbered item: its heading, its text without clauses, its owners."""

    label: str
    number: int
    name: str
    #: The paragraph that it begins in, from 1; the text starts there at ``at``.
    paragraph: int
    at: int = 0
    section: int = 0
    texts: list[str] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)
    #: Clauses of its section, which hold where it has none of its own.
    inherited: list[str] = field(default_factory=list)
    ownership: Ownership = field(default_factory=Ownership)
    remarks: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole text of the item, one line per paragraph, without its clauses."""
        return "\n".join(self.texts)


class OutlineSection(NamedTuple):
    """A part of the plan: its number as written, and its title."""

    number: str
    title: str
    paragraph: int


@dataclass(slots=True)
class Outline:
    """Head, sections and items of a document in their order; ``roles``: of each paragraph, as which it was taken."""

    title: str = ""
    number: str = ""
    issuer: str = ""
    issued: date | None = None
    sections: list[OutlineSection] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    #: Of each paragraph: title, heading, item, or nothing for what no item took.
    roles: list[str] = field(default_factory=list)


class _Head(NamedTuple):
    """A paragraph that begins with a number."""

    place: int
    numbered: Numbered


def read_outline(paragraphs: Sequence[Paragraph]) -> Outline:
    """The outline of a document, by the numbers in front of its paragraphs and by where its clauses stand.

    The items are the numbered paragraphs that most clauses stand in; what is numbered above them are sections.
    """
    outline = Outline(roles=[""] * len(paragraphs))
    if any(paragraph.cells for paragraph in paragraphs) and not _has_clauses(paragraphs):
        _read_table(paragraphs, outline)
    else:
        _read_numbered(paragraphs, outline)
    _read_head(paragraphs, outline)
    _number_items(outline)
    return outline


def _has_clauses(paragraphs: Sequence[Paragraph]) -> bool:
    return any(find_clauses(paragraph.text) for paragraph in paragraphs if not paragraph.cells)


# -- numbered paragraphs


def _read_numbered(paragraphs: Sequence[Paragraph], outline: Outline) -> None:
    heads = [
        _Head(index, numbered)
        for index, paragraph in enumerate(paragraphs)
        if not paragraph.cells and (numbered := read_number(paragraph.text))
    ]
    form = _item_form(paragraphs, heads)
    forms = list(dict.fromkeys(head.numbered.form for head in heads))
    outer_forms = set(forms[: forms.index(form)]) if form in forms else set()
    current: Item | None = None
    inherited: list[str] = []
    first_leads = False
    by_index = {head.place: head.numbered for head in heads}
    for index, paragraph in enumerate(paragraphs):
        numbered = by_index.get(index)
        if paragraph.is_headings:
            outline.roles[index] = "heading"
            continue
        if numbered and numbered.form in outer_forms:
            title, clauses = _heading_and_clauses(numbered.rest)
            outline.sections.append(OutlineSection(numbered.label.rstrip("、.．，, "), title, index + 1))
            outline.roles[index], current, inherited = "heading", None, clauses
            continue
        if numbered and numbered.form == form:
            current = _begin_item(outline, numbered, index, paragraph.text)
            current.inherited = inherited
            _take(current, numbered.rest, index, len(paragraph.text) - len(numbered.rest))
            outline.roles[index] = "item"
        elif current is not None and not _ends_items(paragraph.text):
            _take(current, paragraph.text, index, 0)
            outline.roles[index] = "item"
        elif current is not None:
            current = None
        elif find_clauses(paragraph.text) and outline.sections:
            inherited = inherited + [clause.text for clause in find_clauses(paragraph.text)]
            outline.roles[index] = "heading"
    for item in outline.items:
        if item.inherited and not item.clauses:
            item.remarks.append(f"责任单位随所在部分：{'；'.join(item.inherited)}")
        item.ownership = joined(item.clauses or item.inherited, first_leads=first_leads)
        first_leads = first_leads or item.ownership.first_leads


def _item_form(paragraphs: Sequence[Paragraph], heads: Sequence[_Head]) -> str:
    """The form of the numbers that clauses stand behind most often; without clauses, the deepest that has a text."""
    counts: Counter[str] = Counter()
    last = ""
    by_index = {head.place: head.numbered for head in heads}
    for index, paragraph in enumerate(paragraphs):
        if numbered := by_index.get(index):
            last = numbered.form
        if last and not paragraph.cells and find_clauses(paragraph.text):
            counts[last] += 1
    if counts:
        return counts.most_common(1)[0][0]
    forms = list(dict.fromkeys(head.numbered.form for head in heads))
    return next((form for form in reversed(forms) if sum(h.numbered.form == form for h in heads) > 1), "")


def _heading_and_clauses(text: str) -> tuple[str, list[str]]:
    clauses = find_clauses(text)
    return without_clauses(text, clauses).rstrip("。"), [clause.text for clause in clauses]


def _begin_item(outline: Outline, numbered: Numbered, index: int, text: str) -> Item:
    name = _name(numbered.rest)
    item = Item(numbered.label, numbered.number, name, index + 1, len(text) - len(numbered.rest), len(outline.sections))
    outline.items.append(item)
    return item


def _name(text: str) -> str:
    """The heading of an item: its words up to the first 。 or ：, where more follows."""
    plain = without_clauses(text, find_clauses(text))
    match = re.match(r"([^。:：；;]{2,60})[。:：]", plain)
    name = match[1] if match else re.split(r"[。；;]", plain)[0]
    return name.strip()[:_LONGEST_NAME]


def _take(item: Item, text: str, index: int, offset: int) -> None:
    """Take a paragraph, or the rest of one behind its number, into the item."""
    clauses = find_clauses(text)
    item.clauses += [clause.text for clause in clauses]
    for start, piece in pieces_between(text, clauses):
        item.texts.append(piece)
        position = start
        for sentence in split_sentences(piece):
            at = text.find(sentence, position)
            item.sentences.append(Sentence(sentence, index + 1, offset + at))
            position = at + len(sentence)


def _ends_items(text: str) -> bool:
    """True for what stands behind the last item: 附件, a day, a page's footer."""
    return bool(
        re.match(
            r"\s*(?:附件|附表|抄送|印发|扫一扫|责任编辑|编辑[:：]|来源[:：]|打印|关闭|相关(?:阅读|链接|文档))", text
        )
        or _DAY.match(text)
    )


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, each with its sign; 。！？ inside of quotes end none."""
    sentences, start, quoted = [], 0, 0
    for position, char in enumerate(text):
        quoted += (char in "“《") - (char in "”》")
        if (char in "。！？!?" and quoted <= 0) or char == "\n":
            sentences.append(text[start : position + 1].strip())
            start = position + 1
    return [sentence for sentence in (*sentences, text[start:].strip()) if re.search(r"\w", sentence)]


# -- tables


def _read_table(paragraphs: Sequence[Paragraph], outline: Outline) -> None:
    """A row of a table is an item, where a column names its units; rows of one number are one item."""
    first_leads = False
    for index, paragraph in enumerate(paragraphs):
        cells = known_cells(paragraph)
        if paragraph.is_headings:
            outline.roles[index] = "heading"
            continue
        if not cells.get("lead") and not cells.get("responsible"):
            if (
                not paragraph.cells
                and (numbered := read_number(paragraph.text))
                and len(paragraph.text) < _LONGEST_HEADING
            ):
                outline.sections.append(OutlineSection(numbered.label.rstrip("、.．，, "), numbered.rest, index + 1))
                outline.roles[index] = "heading"
            continue
        _begin_section(outline, cells.get("section", ""), index)
        number = re.sub(r"\D", "", cells.get("number", ""))
        texts = [text for heading, text in paragraph.cells if _HEADINGS["name"].search(heading) and text]
        name = _name(texts[0]) if texts else ""
        item = Item(cells.get("number", ""), int(number) if number else 0, name, index + 1, 0, len(outline.sections))
        item.texts = texts
        item.sentences = [Sentence(sentence, index + 1, 0) for text in texts for sentence in split_sentences(text)]
        item.clauses = [
            f"{'牵头单位' if _HEADINGS['lead'].search(heading) else '责任单位'}：{text}"
            for heading, text in paragraph.cells
            if text and (_HEADINGS["lead"].search(heading) or _HEADINGS["responsible"].search(heading))
        ]
        if cells.get("due"):
            item.remarks.append(f"完成时限：{cells['due']}")
        item.ownership = joined(item.clauses, first_leads=first_leads)
        first_leads = first_leads or item.ownership.first_leads
        outline.items.append(item)
        outline.roles[index] = "item"


def _begin_section(outline: Outline, text: str, index: int) -> None:
    """Begin a section where the column of sections says another one."""
    numbered = read_number(text)
    label, title = (numbered.label.rstrip("、.．，, "), numbered.rest) if numbered else (text, text)
    if text and (not outline.sections or (label, title) != outline.sections[-1][:2]):
        outline.sections.append(OutlineSection(label, title, index + 1))


def known_cells(paragraph: Paragraph) -> dict[str, str]:
    """The cells of a row whose headings are known, the first of each kind: number, name, lead, responsible, due …"""
    cells: dict[str, str] = {}
    for heading, text in paragraph.cells:
        for key, pattern in _HEADINGS.items():
            if text and pattern.search(heading):
                cells.setdefault(key, text)
                break
    return cells


def cell_kind(heading: str) -> str:
    """The kind of a column by its heading: number, name, lead, responsible, due, section; empty for any other."""
    return next((key for key, pattern in _HEADINGS.items() if pattern.search(heading)), "")


# -- head and numbers


def _read_head(paragraphs: Sequence[Paragraph], outline: Outline) -> None:
    """Title, number, issuer and day: from what stands before the first section or item, else from the end."""
    end = next((index for index, role in enumerate(outline.roles) if role in ("heading", "item")), len(paragraphs))
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text.strip()
        is_free = not outline.roles[index]
        if is_free and not outline.number and (match := _NUMBER.search(text)) and len(text) < _LONGEST_HEADING:
            outline.number = re.sub(r"\s|第", "", match[0])
            outline.number = re.sub(r"[\[【（(](\d{4})[\]】）)]", r"〔\1〕", outline.number)
            outline.roles[index] = "title"
        elif is_free and (match := _DAY.match(text)) and outline.issued is None:
            outline.issued = _day(match)
            outline.roles[index] = "title"
        elif is_free and not outline.issuer and _ISSUER.match(text) and not text.startswith("各"):
            outline.issuer = text
            outline.roles[index] = "title"
        elif is_free and index < end and len(text) < _LONGEST_HEADING and _TITLE.search(text):
            outline.title = text
            outline.roles[index] = "title"


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _number_items(outline: Outline) -> None:
    """Numbers that begin anew in each section give way to one count through the plan."""
    numbers = [item.number for item in outline.items]
    if len(set(numbers)) < len(numbers) or 0 in numbers:
        for number, item in enumerate(outline.items, 1):
            item.number = number
