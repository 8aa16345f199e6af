"""Letters with their texts: the facts of an answer's letters in the templates of their types."""

import re
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from hyzs.model.answer import Answer
from hyzs.model.errors import BadConfig
from hyzs.model.letter import Letter
from hyzs.model.text_width import cell_width
from hyzs.render.context import RenderContext
from hyzs.render.layout.cell_text import clean, plain_text
from hyzs.render.layout.official_values import date_words
from hyzs.render.page_model import PagePart, table_part

#: The columns of an annex, in mm: 156 together.
ANNEX_WIDTHS = {"number": 13, "kind": 20, "text": 52, "due": 43, "state": 28}
#: Cells (half a sign) of a line of a title: 20 signs of 22 points.
_TITLE_WIDTH = 40
_FORM_FEED = "\f"
#: Gap between two paragraphs of a template; a single line break is none.
_PARAGRAPH_GAP = re.compile(r"\n\s*\n")
_BREAKS = re.compile(r"\s*\n\s*")
#: Characters that some system does not allow in the name of a file.
_UNNAMEABLE = re.compile(r'[\\/:*?"<>|\s]+')


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """A letter as every format sets it: all of it text; ``day`` in Chinese form, ``sample`` what marks a sample."""

    letterhead: str
    number: str
    title_lines: list[str]
    to: str
    paragraphs: list[str]
    annex_title: str
    annex: PagePart
    issuer: str
    day: str
    contact: str
    sample: str


def with_template_texts(answer: Answer, context: RenderContext) -> Answer:
    """The answer with the title and the paragraphs of each of its letters, as the templates write them.

    Raises:
        BadConfig: a template is wrong, or leaves a letter without text.
    """
    from hyzs.render.templates import render_first  # it loads the template engine

    if not answer.letters or answer.letters[0].title:
        return answer
    letters = [{**letter.facts, "template": letter.template} for letter in answer.letters]
    text = render_first(["letters.j2"], {"letters": letters, "form_feed": Markup(_FORM_FEED)}, context, _template_value)  # noqa: S704
    *pieces, _ = text.split(_FORM_FEED)
    if len(pieces) != len(answer.letters):
        raise BadConfig(
            f"模板写出 {len(pieces)} 份文书，应有 {len(answer.letters)} 份", "看看 templates/ 里的 letter*.j2"
        )
    texts = zip(answer.letters, pieces, strict=True)
    return replace(answer, letters=[_with_text(letter, piece) for letter, piece in texts])


def _template_value(value: Any) -> Markup:
    """A value as the templates of letters print it: one line of plain text, nothing escaped."""
    return value if isinstance(value, Markup) else Markup(_BREAKS.sub(" ", plain_text(value)))  # noqa: S704


def _with_text(letter: Letter, text: str) -> Letter:
    title, *rest = _PARAGRAPH_GAP.split(clean(text).strip())
    paragraphs = [_BREAKS.sub("", piece) for piece in rest]
    if not paragraphs:
        raise BadConfig(f"模板 {letter.template} 没有正文", "第一段是标题，空一行，再写正文")
    return replace(letter, title=_BREAKS.sub("\n", title), paragraphs=paragraphs)


def printed_letters(answer: Answer, context: RenderContext) -> list[PrintedLetter]:
    """The letters of the answer, ready to be set.

    Raises: BadConfig: a template is wrong, or leaves a letter without text.
    """
    head = clean(context.printing.letterhead)
    stamp = answer.stamp
    sample = date_words(stamp.as_of_text) or ("含示例数据" if stamp.sample else "")
    return [_printed_letter(letter, head, sample) for letter in with_template_texts(answer, context).letters]


def _printed_letter(letter: Letter, letterhead: str, sample: str) -> PrintedLetter:
    return PrintedLetter(
        letterhead=letterhead,
        number=clean(letter.number),
        title_lines=title_lines(letter.title),
        to=f"{clean(letter.to)}：",
        paragraphs=list(letter.paragraphs),
        annex_title=clean(letter.annex_title),
        annex=table_part(letter.annex),
        issuer=letterhead or clean(letter.issuer),
        day=date_words(letter.day),
        contact=clean(letter.contact),
        sample=sample,
    )


def title_lines(title: str) -> list[str]:
    """The lines of a title: one if it fits; else as its template breaks it, so that no word is parted."""
    pieces = title.split("\n")
    text = "".join(pieces)
    return [text] if cell_width(text) <= _TITLE_WIDTH else pieces


def file_stem(letter: Letter, place: int) -> str:
    """The name of a letter's file: 03_衡南县_催办单."""
    return "_".join([f"{place:02d}", _UNNAMEABLE.sub("_", clean(letter.unit)), letter.type])


def plain_lines(paper: PrintedLetter) -> list[str]:
    """The letter as plain text, for messages: the annex one line per thing."""
    annex = [_annex_line(line.cells) for line in paper.annex.lines()]
    end = [paper.issuer, paper.day, *([f"（{paper.contact}）"] if paper.contact else [])]
    head = ["".join(paper.title_lines), *([paper.number] if paper.number else []), "", paper.to]
    body = [f"　　{text}" for text in paper.paragraphs]
    lines = [*head, *body, "", f"附件：{paper.annex_title}", *annex, "", *filter(None, end)]
    return [*lines, *(["", paper.sample] if paper.sample else [])]


def _annex_line(cells: Any) -> str:
    """1. 项目　示例·甲项目（期限 2026年11月20日，连续2周未报）"""
    texts = {cell.head.key: cell.text for cell in cells}
    about = "，".join(text for text in (f"期限 {texts['due']}" if texts.get("due") else "", texts.get("state")) if text)
    return f"{texts['number']}. {texts['kind']}　{texts.get('text', '')}" + (f"（{about}）" if about else "")
