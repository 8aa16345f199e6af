"""Minutes of a meeting: their head, and the items that it decided, each with its words, owners and time limit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from hyzs.documents.clause_bounds import find_clauses, joined, without_clauses
from hyzs.documents.numbering import read_number
from hyzs.documents.ownership import Ownership
from hyzs.documents.paragraph import Paragraph

#: Verbs by which a meeting decides, in front of the decision.
_DECIDES = re.compile(
    r"会议(?:一致)?(?:议定|决定|商定|明确|要求|确定|同意|原则同意|审议通过)(?:以下事项|如下|事项)?[，,:：]?"
)
_ANNOUNCES = re.compile(r"(?:以下|如下)(?:事项|意见|决定)?[:：]?$|[:：]$")
_ENDS = re.compile(r"\s*(?:出席|参加(?:人员|会议)?[:：]|列席|请假|缺席|记录[:：]|主持[:：]|抄送|分送|发送|附件|印发)")
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{0,12}[〔\[【（(]\s*(?:19|20)\d\d\s*[〕\]】）)]\s*第?\s*\d{1,4}\s*[号期次]|第\s*\d{1,4}\s*[期次](?!全体)"
)
_DAY = re.compile(r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_HELD = re.compile(r"(?:主持)?召开(?:了)?(?P<name>[^，。；]{2,40}?会议|[^，。；]{2,40}?会)(?=[，。；]|$)")
_TITLE = re.compile(r"[\u4e00-\u9fff（）()0-9第〔〕]{0,40}(?:会议)?纪要$")
_LONGEST_TITLE, _LONGEST_HEADING = 50, 30
_FAR = 5
_TIME_LIMIT = re.compile(
    r"(?<![—–~至到0-9-])(?:(?P<year>(?:19|20)\d\d)年|(?P<next>明年)|今年|本年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<part>底|末|上旬|中旬|下旬))?"
    r"(?:[（(][^（()）]{1,6}[)）])?(?P<before>之?前|以前)?"
    r"|(?:(?P<only>(?:19|20)\d\d)年|(?P<this>今年|本年|年))(?:底|末)(?:之?前|以前)?"
    r"|本月(?:底|末|(?P<own>\d{1,2})日)(?:之?前|以前)?"
    r"|(?P<count>[0-9一二两三四五六七八九十]{1,3})(?P<unit>个工作日|个?日|天|周|个月)(?:之?内|以内)"
)
_PARTS = {"上旬": 10, "中旬": 20}
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2}


class TimeLimit(NamedTuple):
    """A time limit as the words say it: a day, or so many working days from the meeting on."""

    words: str
    day: date | None
    working_days: int = 0


@dataclass(slots=True)
class MinutesDecision:
    """One decided item: its number as written, its words with and without clauses, its owners by the clauses."""

    label: str
    paragraph: int
    text: str
    heading: str = ""
    ownership: Ownership = field(default_factory=Ownership)

    @property
    def plain(self) -> str:
        """The words without ownership clauses."""
        return without_clauses(self.text, find_clauses(self.text))


@dataclass(slots=True)
class Minutes:
    """Head and decided items of minutes; ``free``: the paragraphs (number from 1, text) that no item took."""

    title: str = ""
    number: str = ""
    meeting: str = ""
    on: date | None = None
    items: list[MinutesDecision] = field(default_factory=list)
    free: list[tuple[int, str]] = field(default_factory=list)


def read_minutes(paragraphs: Sequence[Paragraph]) -> Minutes:
    """The minutes in the paragraphs: their items are numbered, or follow words by which a meeting decides."""
    minutes, texts = Minutes(), [paragraph.text.strip() for paragraph in paragraphs]
    begin = _read_head(minutes, texts)
    current: MinutesDecision | None = None
    section = ""
    is_over = False
    for number, text in enumerate(texts, 1):
        if number <= begin or is_over:
            minutes.free += [(number, text)] if number > begin else []
            continue
        numbered, section_number = read_number(text), read_number(section)
        if numbered and section_number and numbered.form == section_number.form:
            section = ""
        decided = _DECIDES.match(text)
        if _ENDS.match(text) or _DAY.fullmatch(text):
            is_over, current = True, None
            minutes.free.append((number, text))
        elif numbered and _is_heading(numbered.rest, texts[number:]):
            section, current = text, None
        elif numbered:
            current = MinutesDecision(_label(section, numbered.label), number, numbered.rest, section)
            minutes.items.append(current)
        elif decided and not _ANNOUNCES.search(text) and text[decided.end() :].strip():
            for place, piece in enumerate(_pieces(text[decided.end() :]), 1):
                current = MinutesDecision(f"第{number}段第{place}项", number, piece, section)
                minutes.items.append(current)
        elif current is not None and not text.startswith("会议"):
            current.text += f"\n{text}"
        else:
            current = None
            minutes.free.append((number, text))
    for item in minutes.items:
        item.ownership = joined([clause.text for clause in find_clauses(item.text)])
    return minutes


def _label(section: str, label: str) -> str:
    number = read_number(section)
    label = label.rstrip("、.．，, ")
    return f"{number.label.rstrip('、.．，, ')}{label}" if number and number.label.strip("、") != label else label


def _is_heading(rest: str, following: Sequence[str]) -> bool:
    """True for a short line above numbered ones: it names the subject, and decides nothing."""
    plain = without_clauses(rest, find_clauses(rest)).rstrip("。：:")
    next_number = next((read_number(text) for text in following[:1]), None)
    return len(rest) <= _LONGEST_HEADING and "。" not in plain and next_number is not None and rest == plain


def _pieces(text: str) -> Iterator[str]:
    """The items of one paragraph: parts between semicolons."""
    yield from (piece.strip() for piece in re.split("[；;]", text) if piece.strip(" 。"))


def _read_head(minutes: Minutes, texts: Sequence[str]) -> int:
    """Title, number, meeting and day; how many of the first paragraphs are the head."""
    end = 0
    for number, text in enumerate(texts, 1):
        if read_number(text) or _DECIDES.match(text):
            break
        if not minutes.title and len(text) <= _LONGEST_TITLE and _TITLE.fullmatch(text.replace(" ", "")):
            minutes.title, end = text, number
        elif not minutes.number and len(text) <= _LONGEST_TITLE and (match := _NUMBER.search(text)):
            minutes.number, end = re.sub(r"\s", "", match[0]), number
        elif len(text) <= _LONGEST_TITLE and _DAY.fullmatch(text):
            minutes.on, end = _day_of(text), number
        elif number > _FAR:
            break
    full_text = "\n".join(texts)
    minutes.on = _meeting_day(full_text) or minutes.on or _day_of(full_text)
    opening = _HELD.search(full_text)
    title = re.sub("(?:会议)?纪要$", "", minutes.title)
    named_in_text = opening["name"] if opening else ""
    minutes.meeting = f"{title}会议" if title and not title.endswith("会议") else title or named_in_text
    return end


def _meeting_day(text: str) -> date | None:
    """The day on which the meeting was held, where the text says so."""
    match = re.search(rf"{_DAY.pattern}[^。\n]{{0,60}}?召开", text)
    return _day_of(match[0]) if match else None


def _day_of(text: str) -> date | None:
    match = _DAY.search(text)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def time_limit(text: str, on: date) -> TimeLimit | None:
    """The first time limit that the words set, for a meeting held on that day; a day without a year is the next one."""
    for match in _TIME_LIMIT.finditer(text):
        is_open = match["month"] and not (match["before"] or match["part"])
        if is_open and not (match["day"] and text[match.end() :].lstrip("，, ").startswith("完成")):
            continue
        try:
            if limit := _limit(match, on):
                return limit
        except ValueError:  # a day that the month has not
            continue
    return None


def _limit(match: re.Match[str], on: date) -> TimeLimit | None:
    words = match[0]
    if match["month"]:
        month, year = int(match["month"]), int(match["year"] or on.year + bool(match["next"]))
        day = int(match["day"] or _PARTS.get(match["part"] or "", 0))
        last = date(year, month, day) if day else _last_day(year, month)
        is_past = last < on and not match["year"]
        return TimeLimit(words, last.replace(year=year + 1) if is_past else last)
    if match["count"]:
        count, unit = _number(match["count"]), match["unit"]
        if unit == "个工作日":
            return TimeLimit(words, None, count)
        days = {"周": 7, "个月": 30}.get(unit, 1) * count
        return TimeLimit(words, on + timedelta(days=days))
    if words.startswith("本月"):
        return TimeLimit(words, on.replace(day=int(match["own"])) if match["own"] else _last_day(on.year, on.month))
    return TimeLimit(words, date(int(match["only"] or on.year), 12, 31))


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _number(text: str) -> int:
    """The value of 10, 三, 十, 十五, 二十."""
    if text.isdecimal():
        return int(text)
    tens, sign, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if sign else 0) + _DIGITS.get(ones, 0)
