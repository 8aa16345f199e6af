"""Numbers in front of paragraphs: 一、 （一） 1. （1） 第一条 ①."""

import re
from typing import NamedTuple

_HAN = "〇零一二三四五六七八九十百"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
#: The forms in the order of their usual depth; what is left of the paragraph follows.
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第([{_HAN}0-9]+)[编章部]分?\s*")),
    ("han", re.compile(rf"([{_HAN}]{{1,4}})[、.．,，]\s*")),
    ("section", re.compile(rf"第([{_HAN}0-9]+)节\s*")),
    ("han-brackets", re.compile(rf"[(（〔]([{_HAN}]{{1,4}})[)）〕][、.．]?\s*")),
    ("article", re.compile(rf"第([{_HAN}0-9]+)[条款]\s*[、:：]?\s*")),
    ("digit", re.compile(r"([0-9０-９]{1,3})(?:[、．.)）]|\s+(?=[\u4e00-\u9fff]))(?![0-9０-９])\s*")),
    ("digit-dotted", re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,2})+)[、.．]?\s*(?=[\u4e00-\u9fff])")),
    ("digit-brackets", re.compile(r"[(（]([0-9０-９]{1,3})[)）][、.．]?\s*")),
    ("circled", re.compile(rf"([{_CIRCLED}])\s*")),
)
_ONES = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0}


class Numbered(NamedTuple):
    """The number of a paragraph: its form, its value and label as written, and the text behind it."""

    form: str
    number: int
    label: str
    rest: str


def read_number(text: str) -> Numbered | None:
    """The number that a paragraph begins with; None if it has none."""
    for form, pattern in _FORMS:
        match = pattern.match(text)
        if match:
            return Numbered(form, _value(match[1]), match[0].strip(), text[match.end() :].strip())
    return None


def number_order(label: str) -> list[int]:
    """The numbers of a label such as 二（十一） or 第5段第2项, in their order: labels sort by them."""
    return [int(word) if word.isdecimal() else han_number(word) for word in re.findall(rf"[{_HAN}]+|[0-9]+", label)]


def _value(label: str) -> int:
    if label in _CIRCLED:
        return _CIRCLED.index(label) + 1
    last = label.rsplit(".", 1)[-1]
    return int(last) if last.isdecimal() else han_number(last)


def han_number(text: str) -> int:
    """The value of 十二, 二十, 一百零三."""
    total, digit = 0, 0
    for char in text:
        if char == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif char == "百":
            total, digit = total + (digit or 1) * 100, 0
        else:
            digit = _ONES[char]
    return total + digit
