"""Ownership clauses of official documents: (牵头单位：市商务局；责任单位：市财政局等市直相关单位，各县市区、园区).

The parser knows the words of roles and of groups, and no list of units: names come back as they are written.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from hyzs.documents import clause_words as words
from hyzs.documents.clause_audit import TakenName, doubts
from hyzs.documents.clause_segments import (
    LABEL,
    LABEL_IN_BRACKETS,
    LEAD,
    LONGEST_CLAUSE,
    RESPONSIBLE,
    ClauseName,
    ClauseReading,
    cut_conventions,
    cut_role,
    labelled_fields,
    role_of,
    split_companions,
    split_segments,
    unwrap,
)
from hyzs.documents.clause_words import plain
from hyzs.documents.name_lists import OTHERS, split_names
from hyzs.documents.unit_names import BRACKETS_BEHIND, HAN, is_group, is_like_a_name, is_unbounded
from hyzs.model.brackets import bracket_depths

#: A verb in the midst of a piece, with what it does: 市总工会负责制定方案.
_VERB_WITHIN = re.compile(
    rf"(?:{words.MANNERS})*(?:(?P<lead>{words.LEADS})|(?:{words.ASSISTS}|{words.DOES}|{words.DEEDS}|{words.GOES_ON}|作为|[为是]))"
)
#: No name of a unit has these in its midst; 组织, 管理, 督查 many have.
_ROLE_WITHIN = re.compile(r"牵头|配合|负责|落实|协办|会同")
_LONGEST_GROUP = 8
#: In front of the first name: who it is done by, and what or where: 市级层面由市商务局（牵头）.
_BY = re.compile(r"^(?P<scope>[^、/／|]{1,12}?(?<!自))?由|^(?:请|以(?![上下后来]))")
_SO_MANY = re.compile(r"[0-9一二三四五六七八九十]+[家个]")
_OWN_ROLE = re.compile(r"\((?:(?P<lead>牵头|主办|主责)|(?P<assist>配合|协办|协助|参与)|责任)(?:单位|部门)?\)$")
#: Another one in brackets behind the name: 市城管局（市税务局配合）.
_OTHER_IN_BRACKETS = re.compile(rf"\((?P<name>[^()]{{3,}}?)(?:(?P<lead>{words.LEADS})|(?P<assist>{words.ASSISTS}))\)$")
_PHONE = re.compile(r"[0-9*×xX-]{7,}")
#: Characters of the longest name of a unit, and of the longest piece that is looked at for one.
_LONGEST_NAME, _LONGEST_PIECE = 40, 120


class OwnedPart(NamedTuple):
    """The names between two commas, in their order; ``of``: the group that 等 stands for; ``open``: ends in 等."""

    role: str
    named: tuple[str, ...]
    of: str = ""
    open: bool = False


class Ownership(NamedTuple):
    """Leads and responsible units of a clause, by the names as written; groups (各县市区) and leads among them apart.

    ``open``: the list ends in 等 or names a group nobody can list; ``residue``: words that name nobody or were not
    understood; ``first_leads``: from here on the first unit of each clause leads (下同).
    """

    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    lead_groups: tuple[str, ...] = ()
    open: bool = False
    residue: tuple[str, ...] = ()
    first_leads: bool = False
    parts: tuple[OwnedPart, ...] = ()
    #: Manners: 按职责分工负责, and 等 that names no group.
    manners: tuple[str, ...] = ()


def parse_ownership(
    text: str, *, first_leads: bool = False, default: str = RESPONSIBLE, is_name: Callable[[str], bool] | None = None
) -> Ownership:
    """The units and groups of an ownership clause, with or without its brackets, and everything it says besides.

    ``first_leads``: an earlier clause of the document said that the first unit leads. A cell of a ledger gives the
    ``default`` role of its column, and ``is_name``: what it knows divides 市发改委和市财政局.
    """
    clause = ClauseReading(default, is_name)
    flat = LABEL_IN_BRACKETS.sub(r"\1：", unwrap(text[:LONGEST_CLAUSE]))
    if len(text) > LONGEST_CLAUSE:
        clause.residue.append(text[LONGEST_CLAUSE:])
    flat, says_first = cut_conventions(flat, clause)
    for role, field in labelled_fields(flat, clause):
        _read_field(role, field, clause)
    by_place = first_leads or says_first[0]
    names = _with_first_lead(clause.names) if by_place else clause.names
    if not clause.is_cell:
        _audit(text[:LONGEST_CLAUSE], names, clause, by_place)
    return Ownership(
        _texts(names, LEAD, False),
        _texts(names, RESPONSIBLE, False),
        tuple(dict.fromkeys(name.text for name in names if name.is_group)),
        _texts(names, LEAD, True),
        clause.open,
        tuple(clause.residue),
        says_first[1],
        tuple(_parts(names, clause.open_parts)),
        tuple(dict.fromkeys(clause.manners)),
    )


def _audit(text: str, names: list[ClauseName], clause: ClauseReading, first_leads: bool) -> None:
    """Add to the residue whatever a second check finds doubtful."""
    taken_names = [TakenName(name.text, name.role == LEAD, name.is_group) for name in names]
    naming_doubts = doubts(
        text, taken_names, [*clause.residue, *clause.manners], is_open=clause.open, first_leads=first_leads
    )
    clause.residue += [doubt for doubt in dict.fromkeys(naming_doubts) if doubt not in clause.residue]


def _parts(names: list[ClauseName], open_parts: set[int]) -> Iterator[OwnedPart]:
    """The names by the commas that they stand between, and by their roles."""
    for number, role in dict.fromkeys((name.part, name.role) for name in names):
        own = [name for name in names if (name.part, name.role) == (number, role)]
        of = next((name.text for name in own if name.is_of), "")
        own_names = tuple(dict.fromkeys(name.text for name in own if not name.is_of))
        is_open = number in open_parts and own[-1] is [name for name in names if name.part == number][-1]
        if own_names:
            yield OwnedPart(role, own_names, of, is_open)
        elif of:
            yield OwnedPart(role, (of,))


def _texts(names: list[ClauseName], role: str, is_group: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.text for name in names if name.role == role and name.is_group is is_group))


def _with_first_lead(names: list[ClauseName]) -> list[ClauseName]:
    """The names with the first as lead, unless one leads by its own word."""
    if not names or any(name.role == LEAD for name in names):
        return names
    return [names[0]._replace(role=LEAD), *names[1:]]


def _read_field(role: str | None, text: str, clause: ClauseReading) -> None:
    """Read the names of a field; segments without a word of their own go with the next that has one."""
    waiting: list[str] = []
    for segment in split_segments(text, clause):
        rest, own = cut_role(segment, clause)
        waiting.append(rest)
        if own is not None:
            _read_segments(waiting, role if role not in (None, clause.default) and own != LEAD else own, clause)
            waiting = []
    _read_segments(waiting, clause.default if role is None else role, clause)


def _read_segments(segments: list[str], role: str, clause: ClauseReading) -> None:
    for segment in segments:
        clause.part += 1
        lead, sign, rest = split_companions(segment)
        if sign and lead:
            _read_names(lead, LEAD, clause)
            _read_names(rest, RESPONSIBLE, clause)
        else:
            _read_names(rest, RESPONSIBLE if sign else role, clause)


def _read_names(text: str, role: str, clause: ClauseReading) -> None:
    text = text.strip()
    if match := _BY.match(text):
        clause.residue += [match["scope"]] if match["scope"] else []
        text = text[match.end() :]
    for piece in split_names(text, clause.is_name if clause.is_cell else None):
        _read_name(piece, role, clause)


def _read_name(piece: str, role: str, clause: ClauseReading) -> None:
    """File one piece: a unit, a group, or residue; 等 opens the list, and may name the group it stands for."""
    if clause.is_name(piece):
        _add(piece, role, clause, is_group(piece))
        return
    if len(piece) > _LONGEST_PIECE and not clause.is_cell:
        clause.residue.append(piece)
        return
    match = OTHERS.search(plain(piece))
    if match and not bracket_depths(piece)[match.start()] and _ends_list(piece[: match.start()], match["rest"], clause):
        before, rest = piece[: match.start()].rstrip("等 \n").strip(), piece[match.start("rest") : match.end()].strip()
        if before:
            _read_name(before, role, clause)
        _open_list(rest, role, clause, is_of=bool(before))
        return
    if match := _OTHER_IN_BRACKETS.search(plain(piece)):
        _read_name(piece[: match.start()].strip(), role, clause)
        _read_name(piece[match.start("name") : match.end("name")].strip(), role_of(match, clause), clause)
        return
    if not clause.is_cell and (match := words.WHEN.search(plain(piece))) and not bracket_depths(piece)[match.start()]:
        clause.residue.append(piece[match.start() :])
        piece = piece[: match.start()].strip()
        if not piece:
            return
    name, own = _role_in_brackets(piece, clause)
    if not clause.is_cell and _names_nobody(plain(name)):
        clause.residue.append(name)
        return
    if not (own or clause.is_cell):
        name, own, doubt = _without_sentence(name)
        clause.residue += [doubt] if doubt else []
    _add(name, own or role, clause, is_group(name))


def _open_list(rest: str, role: str, clause: ClauseReading, *, is_of: bool) -> None:
    """The list goes on with names that are not written; ``rest`` is what follows 等."""
    clause.open = True
    clause.open_parts.add(clause.part)
    if rest and _SO_MANY.match(rest):
        clause.residue.append(f"等{rest}")
    elif rest and (not clause.is_cell or clause.is_name(rest)):
        _add(rest.lstrip("和及"), role, clause, True, is_of=is_of)
    else:
        clause.manners.append(f"等{rest}")


def _without_sentence(piece: str) -> tuple[str, str, str]:
    """The name that begins a sentence, its role, and the rest: 市总工会负责制定方案 says more than a name.

    A name that looks like none is left over besides, so that somebody looks at it.
    """
    bare = plain(piece)
    if is_group(piece) and not _VERB_WITHIN.search(bare, 2):
        return piece, "", ""
    if words.UNIT_END.search(BRACKETS_BEHIND.sub("", bare)):
        return piece, "", piece if _ROLE_WITHIN.search(re.sub(r"\([^()]*\)", "", bare), 2) else ""
    depths = bracket_depths(piece)
    verbs = [
        verb
        for verb in _VERB_WITHIN.finditer(bare, 2)
        if not depths[verb.start()] and is_like_a_name(piece[: verb.start()])
    ]
    # The longest name: 市委社会工作部负责制定方案 has 工作 within; no name has 负责.
    plain_verbs = [verb for verb in verbs if not _ROLE_WITHIN.search(bare[: verb.start()], 2)]
    if plain_verbs:
        match = plain_verbs[-1]
        return piece[: match.start()].strip(), LEAD if match["lead"] else "", piece[match.start() :]
    return piece, "", piece


def _names_nobody(bare: str) -> bool:
    return bool(
        len(bare) > _LONGEST_NAME
        or words.DATE.fullmatch(bare)
        or words.SENTENCE.search(bare)
        or _PHONE.search(bare)
        or LABEL.match(bare)
        or ":" in bare
        or not HAN.search(bare)
    )


def _ends_list(before: str, rest: str, clause: ClauseReading) -> bool:
    """True where 等 ends a list: nothing follows, or its group; behind a whole name any short word is one."""
    group = rest.lstrip("和及")
    is_many = bool(words.GROUP.fullmatch(group)) or is_group(rest) or bool(_SO_MANY.match(rest))
    is_short = len(rest) <= (_LONGEST_NAME if words.UNBOUNDED_END.search(plain(rest)) else _LONGEST_GROUP)
    is_behind_a_name = is_short and not clause.is_cell and bool(words.UNIT_END.search(plain(before)))
    return not rest or is_many or is_behind_a_name or clause.is_name(rest)


def _role_in_brackets(piece: str, clause: ClauseReading) -> tuple[str, str]:
    match = _OWN_ROLE.search(plain(piece))
    return (piece[: match.start()].strip(), role_of(match, clause)) if match else (piece, "")


def _add(name: str, role: str, clause: ClauseReading, group: bool, *, is_of: bool = False) -> None:
    name = name.strip(" :：、，,")
    if not name:
        return
    clause.names.append(ClauseName(name, role, group, clause.part, is_of))
    if group and is_unbounded(name) and not _is_behind_each(clause):
        clause.open = True


def _is_behind_each(clause: ClauseReading) -> bool:
    """True for the last name behind a group of each in one list: 各高等院校、科研院所 are all of both."""
    before, last = clause.names[-2:-1], clause.names[-1]
    is_each = bool(before and before[0].part == last.part and before[0].is_group and before[0].text.startswith("各"))
    bare = plain(last.text)
    return is_each and not last.is_of and not words.UNIT_BEGIN.match(bare) and not words.UNBOUNDED.search(bare)
