"""Values as people read them: a list becomes 甲、乙, and no control character gets through."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.blocks import Column, Heading, Pairs, Row, Table
from hyzs.model.decimals import number_text

#: Control characters (C0, C1), format characters (bidi, zero width, tags), variation selector 16, halves of pairs,
#: and what XML does not know.
#: They move the cursor, turn text around or hide it; the last selector changes a width after it was measured.
_INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe0f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e00ff]"
)
#: A tab still parts words, a line separator still parts lines.
_REPLACEMENTS = {"\t": " ", "\u2028": "\n", "\u2029": "\n"}


def clean(text: str) -> str:
    """The text without control characters (line breaks stay): what may be shown on a terminal."""
    return _INVISIBLE.sub(lambda match: _REPLACEMENTS.get(match[0], ""), text)


def plain_text(value: Any) -> str:
    """The value as text: numbers plain, dates ISO, lists joined by 、; nothing is the empty text."""
    match value:
        case None:
            return ""
        case str():
            return clean(value)
        case bool():
            return "是" if value else "否"
        case Decimal() | float():
            return number_text(value)
        case dict():
            return "、".join(f"{clean(str(key))}：{plain_text(item)}" for key, item in value.items())
        case _ if is_list(value):
            return join_items(items(value))
    return clean(str(value))


def items(value: Any) -> list[str]:
    """The items of a list as texts; a single value is a list of one, nothing is an empty list."""
    parts: Iterable[Any] = value if is_list(value) else [value]
    return [text for text in map(plain_text, parts) if text]


def join_items(parts: list[str]) -> str:
    """甲、乙; parts that hold a 、 or a ， themselves stand between ；."""
    return ("；" if has_sentences(parts) else "、").join(parts)


def has_sentences(parts: list[str]) -> bool:
    """True if the parts of a list are sentences rather than names."""
    return any("、" in part or "，" in part for part in parts)


def is_list(value: Any) -> bool:
    """True if the value is several values (a week is a tuple, and yet one value)."""
    return isinstance(value, (list, set, frozenset)) or type(value) is tuple


def one_line(value: Any) -> str:
    """The value as text on one line."""
    return plain_text(value).replace("\n", " ")


def is_number(value: Any) -> bool:
    """True if the value is a number and not a flag."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def stamp_texts(answer: Answer) -> list[str]:
    """The stamp of the answer as short texts, the store's name first."""
    return [clean(text) for text in (answer.stamp.store, *answer.stamp.parts()) if text]


def main_table(answer: Answer) -> Table:
    """The table of the very rows, else the first table or pairs; an answer without either gives one of its rows."""
    block = answer.main or next((b for b in answer.blocks if isinstance(b, Table | Pairs)), None)
    if isinstance(block, Table):
        return block
    return _table_of_pairs(answer) if block else _table_of_rows(answer.rows) or _table_of_pairs(answer)


def _table_of_rows(rows: Iterable[Row]) -> Table | None:
    rows = list(rows)
    keys = dict.fromkeys(key for row in rows for key in row)
    return Table([Column(key, key) for key in keys], rows) if rows else None


def _table_of_pairs(answer: Answer) -> Table:
    pairs = [pair for block in answer.blocks if isinstance(block, Pairs) for pair in block.items]
    columns = [Column("label", "项目"), Column("value", "内容")]
    return Table(columns, [{"label": label, "value": value} for label, value in pairs])


def has_separate_title(answer: Answer) -> bool:
    """True if no heading of the answer is its title already."""
    headings = [block.text for block in answer.blocks if isinstance(block, Heading) and block.depth == 1]
    return bool(answer.title) and answer.title not in headings
