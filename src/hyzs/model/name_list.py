"""Lists of names as people write them: 市发改委牵头，市财政局、各县（市、区）人民政府等按职责分工负责."""

import re
from collections.abc import Callable
from typing import NamedTuple

_OPEN, _CLOSE = "(（[［【〔", ")）]］】〕"
#: Signs that end a clause, in which one role holds; signs between the names of a clause.
_CLAUSE, _BETWEEN = "，,；;。\n", "、/|"
_LEADS, _ASSISTS = "牵头|主办|主责", "配合|协办|协助|参与|协同"
_BEFORE = re.compile(
    rf"^(?:(?P<lead>{_LEADS})|(?P<assist>{_ASSISTS})|(?:责任|承办|落实|负责|组织))(?:责任)?(?:单位|部门|处室)?[:：]\s*"
)
_BEHIND = re.compile(rf"(?:(?P<lead>{_LEADS})|(?P<assist>{_ASSISTS}))(?:负责|落实|办理|实施)?$")
_IN_BRACKETS = re.compile(rf"[(（](?:(?P<lead>{_LEADS})|(?P<assist>{_ASSISTS}))(?:单位|部门)?[)）]$")
#: Words behind the names that say how, and name nobody.
_DUTIES = re.compile(r"(?:按照?职责(?:分工)?|按照?分工|分别|共同|具体|各自|依职责)*(?:负责|落实|办理|实施|抓好落实)$")
#: The list goes on with names that are not written.
_AND_OTHERS = re.compile(r"等(?:[0-9]+[家个]|有关|相关|市直|市级|责任)*(?:单位|部门|市直单位|市级部门)?$")
#: Words that join two names, or are part of one: 市自然资源和规划局.
_JOINTS = re.compile(r"以及|和|与|及|\s+")


class ListedName(NamedTuple):
    """One name of a list, with the role that the list gives it: 牵头, 配合, or none."""

    name: str
    role: str = ""


class NameList(NamedTuple):
    """The names of a list in their order, and the words left out because they name nobody: 等, 按职责分工负责."""

    names: tuple[ListedName, ...]
    remarks: tuple[str, ...] = ()


def names_in(text: str, is_name: Callable[[str], bool]) -> NameList:
    """The names in a text, split outside of brackets only; ``is_name`` tells names that have a joint in them."""
    names: list[ListedName] = []
    remarks: list[str] = []
    role = ""
    for clause in split_outside(text, _CLAUSE):
        rest, begun = _role(_BEFORE, clause.strip())
        role = begun or role
        rest = _cut(_DUTIES, rest, remarks)
        rest, ended = _role(_BEHIND, rest)
        pieces = [piece for part in split_outside(rest, _BETWEEN) for piece in _joined(part, is_name)]
        for piece in pieces:
            name, own = _role(_IN_BRACKETS, _cut(_AND_OTHERS, piece, remarks))
            if name and not _DUTIES.fullmatch(name):
                names.append(ListedName(name, own or ended or role))
    return NameList(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(remarks)))


class ListedClause(NamedTuple):
    """The names between two commas, with the role of the clause; ``open``: the list ends in 等, ``of`` a group."""

    names: tuple[str, ...]
    of: str = ""
    open: bool = False
    role: str = ""


class ClauseList(NamedTuple):
    """The clauses of an ownership sentence in their order, and the words left out because they name nobody."""

    clauses: tuple[ListedClause, ...]
    remarks: tuple[str, ...] = ()


def clauses_in(text: str, is_name: Callable[[str], bool]) -> ClauseList:
    """The clauses of 市发改委、市财政局等市直相关单位，各县市区、园区; ``is_name`` tells the names of units and groups.

    Where nothing but line breaks divides a cell, they stand between names.
    """
    lines = text if any(sign in text for sign in f"{_CLAUSE[:-1]}{_BETWEEN}等") else text.replace("\n", _BETWEEN[0])
    clauses: list[ListedClause] = []
    remarks: list[str] = []
    role = ""
    for clause in split_outside(lines, _CLAUSE):
        rest, begun = _role(_BEFORE, clause.strip())
        role = begun or role
        rest, ended = _role(_BEHIND, _cut(_DUTIES, rest, remarks))
        rest, of, is_open = _open_end(rest, is_name, remarks)
        names = [piece for part in split_outside(rest, _BETWEEN) for piece in _joined(part, is_name)]
        listed = [_role(_IN_BRACKETS, name) for name in names if not _DUTIES.fullmatch(name)]
        for own in dict.fromkeys(own for _, own in listed):
            same = tuple(dict.fromkeys(name for name, other in listed if other == own and name))
            is_last = own == listed[-1][1]
            clauses.append(ListedClause(same, of if is_last else "", is_open and is_last, own or ended or role))
    return ClauseList(tuple(clause for clause in clauses if clause.names), tuple(dict.fromkeys(remarks)))


def _open_end(text: str, is_name: Callable[[str], bool], remarks: list[str]) -> tuple[str, str, bool]:
    """The text without 等 and what follows it, the group that follows, and True if the list is open."""
    before, sign, of = text.rpartition("等")
    last = (split_outside(text, _BETWEEN) or [""])[-1]
    if not sign or not before.strip() or is_name(last):
        return text, "", False
    if is_name(of.strip()):
        return before, of.strip(), True
    rest = _cut(_AND_OTHERS, text, remarks)
    return rest, "", rest != text


def split_outside(text: str, signs: str) -> list[str]:
    """The parts of a text between ``signs`` that stand outside of brackets; empty ones are left out.

    A bracket that is never closed holds nothing together.
    """
    parts, depth = [""], 0
    for position, char in enumerate(text):
        if char in _OPEN and any(other in _CLOSE for other in text[position:]):
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        if char in signs and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return [part.strip() for part in parts if part.strip()]


def _joined(part: str, is_name: Callable[[str], bool]) -> list[str]:
    """The names that joints or blanks join, if one of them is a name; else the part as it stands."""
    for joint in () if is_name(part) else _JOINTS.finditer(part):
        left, right = part[: joint.start()].strip(), _AND_OTHERS.sub("", part[joint.end() :].strip())
        more = _joined(right, is_name) if right else []
        if left and (is_name(left) or any(map(is_name, more))) and more:
            return [left, *_joined(part[joint.end() :].strip(), is_name)]
    return [part]


def _role(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """The text without the words of a role, and the role."""
    match = pattern.search(text)
    if not match or not (rest := (text[: match.start()] + text[match.end() :]).strip()):
        return text, ""
    return rest, "牵头" if match["lead"] else "配合" if match["assist"] else ""


def _cut(pattern: re.Pattern[str], text: str, remarks: list[str]) -> str:
    """Text without words that name nobody; these are added to ``remarks``."""
    match = pattern.search(text)
    if not match or not match[0]:
        return text
    remarks.append(match[0])
    return text[: match.start()].strip()
