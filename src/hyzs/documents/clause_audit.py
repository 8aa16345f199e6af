"""Second check of a parsed ownership clause: every character is accounted for, or listed as left over.

It shares the words with the parser, and none of its decisions: each character of a clause belongs to a name, to
what is left over, to a word of a role or a manner, or to a sign; and each name looks like the name of one unit.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from hyzs.documents import clause_words as words
from hyzs.documents.clause_words import plain

_ROLE = f"{words.LEAD_ROLES}|{words.ASSIST_ROLES}|{words.DUTY_ROLES}|成员|监管|主管|涉及"
#: Words in front of 牵头单位： that say of what or on which level.
_OF_ROLE = "(?:分项|总|各|主要|具体|第一|首要|项目|工作|任务|改革|指标|事项|共同|[省市州县区]级?|其他|其余)"
#: Words between names that say nothing but who does what, and how.
_BETWEEN = re.compile(
    rf"{_OF_ROLE}*(?:{_ROLE})(?:{words.BODIES})?\)?[0-9一二三]?:|{words.NAMED_ROLE}|(?:{_ROLE})(?:{words.BODIES})|{words.LEADS}|{words.MANNERS}|"
    rf"{words.DEEDS}|{words.ASSISTS}|{words.DOES}|负责|会同|联合|以及|及其|其他|其余|作为|[由请以为是和及与并其商等\W\d_]"
)
_LEAD_WORD = re.compile(r"牵头|主办|主责|(?:首|第一)位")
#: The end of a unit in the midst of a name, with what may stand behind it: 公安局交警支队, 集团有限公司, 银行某某分行.
_END_WITHIN = re.compile(
    r"(?:(?<!总)局|总局(?!.*局$)|(?<=..)办(?![公事学理]|中心$)|厅|(?<![市省县区州旗党编纪工团监军])委(?!员)|(?<![东西南北中总全])部(?![队门])|署|中心|公司|集团|分行|支行"
    r"|海关(?!总署)|法院|检察院|妇联|科协|残联|工商联|贸促会|工会|支队|总队|管委会|联络处|办事处|办公室)(?=.{2})"
)
_MAY_GO_ON = re.compile(
    r".*(?:支队|大队|总队|分局|分署|中心|所|站|科|处|队|机关|分公司|分行|支行|中支|营业部|管理部|办公室|开发区|新区)$"
    r"|集团|有限|股份|控股|公司|支行"
)
#: Behind the end of a unit the level of another, or a word of a group: 市水利局市消防支队, 市残联各县区.
_LEVEL_WITHIN = re.compile(
    r"(?:局|(?<!^.)委|办|厅|部|署|(?<!国务)院|会|社|联|协|台|中心|集团|公司|处|队|室|海关|大学|学院|单位|部门|企业|管委会|街道|园区)"
    r"(?:市(?![场容民域区]|政(?![府务]))|省|县(?!域)|州|旗|各|有关|相关|区(?:委|政府|直|级|属)|国家|国网|人民银行|人行|中国).{2}"
)
#: Fragment of a name that a blank or a wrong sign cut in two.
_FRAGMENT = re.compile(r".{0,2}|各.?|.*各")
_OTHERS_WITHIN = re.compile("(?<![高中初平同优对])等(?![级教学专职院保候效])")
_VERBS_WITHIN = re.compile("按|负责(?!人)|牵头|配合|落实|包联|会同|以及")
_FIGURES = re.compile(r"\d+(?:年|月|日|%|万|亿|个|家|项)")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
#: Behind 各区县 it may be the body of each: 各区县、市政府; 各县区法院、检察院.
_BODY_ALONE = re.compile("[市县区州]?(?:人民)?(?:政府|法院|检察院|党委|管委会)")
_LONGEST_NAME = 24
_COVER = "\0"


class TakenName(NamedTuple):
    """A name that the parser took from a clause."""

    text: str
    leads: bool
    is_group: bool


def doubts(
    clause: str, names: Sequence[TakenName], explained: Sequence[str], *, is_open: bool, first_leads: bool
) -> Iterator[str]:
    """Doubts of a parse: words that nothing accounts for, names that look like none, a lead that is missing.

    ``explained``: what the parser left over and the manners; ``first_leads``: the first unit was made the lead.
    """
    yield from (name.text for name in names if not _looks_like_a_name(name))
    yield from (name.text for before, name in pairwise(names) if _may_be_of_each(before, name))
    rest = _uncovered(clause, [*(name.text for name in names), *explained])
    yield from (piece for piece in rest if _BETWEEN.sub("", plain(piece)))
    open_words = plain("".join(rest))
    if "等" in open_words and not is_open:
        yield "等"
    if (word := _LEAD_WORD.search(open_words)) and not first_leads and not any(name.leads for name in names):
        yield word[0]


def _may_be_of_each(before: TakenName, name: TakenName) -> bool:
    return (
        before.is_group
        and before.text.startswith("各")
        and not name.is_group
        and bool(_BODY_ALONE.fullmatch(plain(name.text)))
    )


def _uncovered(clause: str, texts: Sequence[str]) -> list[str]:
    """The pieces of a clause that none of the texts covers, without blanks."""
    raw = re.sub(r"\s+", "", clause)
    bare = plain(raw)
    for text in sorted({_squeezed(text) for text in texts}, key=len, reverse=True):
        bare = bare.replace(text, _COVER * len(text)) if text else bare
    return [raw[run.start() : run.end()] for run in re.finditer(f"[^{_COVER}]+", bare)]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", plain(text))


def _looks_like_a_name(name: TakenName) -> bool:
    """True for balanced brackets, no list and no figure within; a unit is one body, and not too long."""
    bare = plain(name.text)
    if bare.count("(") != bare.count(")") or _OTHERS_WITHIN.search(bare) or _FIGURES.search(bare):
        return False
    body = _IN_BRACKETS.sub("", bare)
    if _VERBS_WITHIN.search(body):
        return False
    if _holds_an_end(body) or (_FRAGMENT.fullmatch(body) and not words.SHORT_NAMES.fullmatch(body)):
        return False
    return name.is_group or not (
        len(body) > _LONGEST_NAME or words.MANY_END.search(body) or words.TWO_NAMES.search(body)
    )


def _holds_an_end(body: str) -> bool:
    """True if a whole unit stands in the midst of a name, in front of another: 发改委经信委, 各地区各部门."""
    ends = (match for match in _END_WITHIN.finditer(body, 1) if not _MAY_GO_ON.match(body, match.end()))
    each = body.startswith("各") and "各" in body[1:]
    return each or bool(_LEVEL_WITHIN.search(body, 1)) or ("、" not in body and any(True for _ in ends))
