"""Ownership clauses of official documents: (牵头单位：市商务局；责任单位：市财政局等市直相关单位，各县市区、园区).

The parser knows the words of roles and of groups, and no list of units: names come back as they are written.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hyzs.documents import words
from hyzs.documents.words import plain

LEAD, RESPONSIBLE = "lead", "responsible"

_OPEN, _CLOSE = "([{【〔（［〈", ")]}】〕）］〉"
_LABEL = re.compile(
    rf"(?:(?P<lead>{words.LEAD_ROLES})|(?P<responsible>{words.RESPONSIBLE_ROLES}))(?:和(?:{words.RESPONSIBLE_ROLES}))?"
    rf"(?:{words.BODIES})?(?:[及和与]其?(?:{words.BODIES}))?\s*:"
)
_OTHER_LABEL = re.compile(rf"{words.OTHER_FIELDS}\s*:")
_BEHIND = re.compile(
    rf"(?:{words.MANNERS})*(?:(?P<lead>{words.LEADS})|(?P<assist>{words.ASSISTS}))(?:{words.MANNERS}|{words.DEEDS})*$"
    rf"|(?:{words.MANNERS})*(?:{words.DOES})(?:{words.DEEDS})*$|(?P<manner>(?:{words.MANNERS})+)$"
)
#: A verb with its manner stands within so many characters at the end; a clause is no longer than this.
_LONGEST_VERB, _LONGEST_CLAUSE, _LONGEST_NAME, _LONGEST_PIECE = 40, 4000, 40, 120
_OTHERS = re.compile(r"等(?P<rest>[^等]*)$")
_SO_MANY = re.compile(r"[0-9一二三四五六七八九十]+[家个]")
_PART_OF_EACH = re.compile(r"各(?:设区的?市|地级以?上?市|县级市|市|区|县|旗|盟|州|乡|镇)$")
_NEXT_PART = re.compile(rf"(?:{words.PLACES})")
#: A word of level alone belongs to the next name: 中央、省属驻衡各单位.
_LEVEL = re.compile(r"(?:中央|国家|省|市|州|县|区|乡|镇)[级属直]?")
_OWN_ROLE = re.compile(r"\((?:(?P<lead>牵头|主办|主责)|(?:配合|协办|协助|参与|责任))(?:单位|部门)?\)$")
_PHONE = re.compile(r"[0-9*×xX-]{7,}")
_HAN = re.compile(r"[\u4e00-\u9fff]")


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


class _Name(NamedTuple):
    """A name of a clause: its role, and between which commas it stands; ``is_of``: it is the group behind 等."""

    text: str
    role: str
    is_group: bool
    part: int = 0
    is_of: bool = False


class _Clause:
    """The parse of one clause: names in their order, and what is left over."""

    def __init__(self) -> None:
        self.names: list[_Name] = []
        self.residue: list[str] = []
        self.open = False
        #: The number of the part that is being read, and the parts that end in 等.
        self.part = 0
        self.open_parts: set[int] = set()


def parse_ownership(text: str, *, first_leads: bool = False) -> Ownership:
    """The units and groups of an ownership clause, with or without its brackets, and everything it says besides.

    ``first_leads``: an earlier clause of the document said that the first unit leads.
    """
    clause = _Clause()
    flat = _unwrapped(text[:_LONGEST_CLAUSE])
    if len(text) > _LONGEST_CLAUSE:
        clause.residue.append(text[_LONGEST_CLAUSE:])
    flat, says_first = _without_conventions(flat, clause)
    for role, field in _fields(flat, clause):
        _read_field(role, field, clause)
    names = _with_first_lead(clause.names) if first_leads or says_first[0] else clause.names
    return Ownership(
        _texts(names, LEAD, False),
        _texts(names, RESPONSIBLE, False),
        tuple(dict.fromkeys(name.text for name in names if name.is_group)),
        _texts(names, LEAD, True),
        clause.open,
        tuple(clause.residue),
        says_first[1],
        tuple(_parts(names, clause.open_parts)),
    )


def _parts(names: list[_Name], open_parts: set[int]) -> Iterator[OwnedPart]:
    """The names by the commas that they stand between, and by their roles."""
    for number, role in dict.fromkeys((name.part, name.role) for name in names):
        own = [name for name in names if (name.part, name.role) == (number, role)]
        of = next((name.text for name in own if name.is_of), "")
        named = tuple(dict.fromkeys(name.text for name in own if not name.is_of))
        is_open = number in open_parts and own[-1] is [name for name in names if name.part == number][-1]
        if named:
            yield OwnedPart(role, named, of, is_open)
        elif of:
            yield OwnedPart(role, (of,))


def _texts(names: list[_Name], role: str, is_group: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.text for name in names if name.role == role and name.is_group is is_group))


def _with_first_lead(names: list[_Name]) -> list[_Name]:
    """The names with the first as lead, unless one leads by its own word."""
    if not names or any(name.role == LEAD for name in names):
        return names
    return [names[0]._replace(role=LEAD), *names[1:]]


def _unwrapped(text: str) -> str:
    """The text without the brackets around the whole of it; a bracket that is never closed is one of them too."""
    text = text.strip().rstrip("。.;；,， ")
    while text and text[0] in _OPEN and (end := _partner(text)) in (len(text) - 1, None):
        text = text[1:end].strip().rstrip("。.;；,， ")
    while text and text[-1] in _CLOSE and sum(char in _CLOSE for char in text) > sum(char in _OPEN for char in text):
        text = text[:-1].strip()
    return text


def _partner(text: str) -> int | None:
    """The position of the bracket that closes the first one; None if none does."""
    depth = 0
    for position, char in enumerate(text):
        depth += (char in _OPEN) - (char in _CLOSE)
        if not depth:
            return position
    return None


def _without_conventions(text: str, clause: _Clause) -> tuple[str, tuple[bool, bool]]:
    """The text without its conventions, which become residue; (the first leads here, and from here on)."""
    first = lasting = False
    for pattern in (words.STANDING, words.FIRST_LEADS, words.ALIKE):
        while match := pattern.search(plain(text)):
            if pattern is words.FIRST_LEADS:
                first = True
            if pattern is words.ALIKE:
                lasting = lasting or "同" in match[0]
            clause.residue.append(text[match.start() : match.end()])
            before = text[: match.start()].rstrip(",，;；。. ")
            text = before + text[match.end() :]
    return text, (first, first and lasting)


def bracket_depths(text: str) -> list[int]:
    """The bracket depth at each character; a bracket without a partner holds nothing together."""
    depths, stack, partner = [], [], {}
    for position, char in enumerate(text):
        if char in _OPEN:
            stack.append(position)
        elif char in _CLOSE and stack:
            partner[stack.pop()] = position
    closes = set(partner.values())
    depth = 0
    for position in range(len(text)):
        if position in closes:
            depth -= 1
        depths.append(depth)
        if position in partner:
            depth += 1
    return depths


def _split(text: str, signs: str) -> list[str]:
    """The parts of a text between ``signs`` that stand outside of brackets; empty ones are left out."""
    parts, start = [], 0
    depths = bracket_depths(text)
    for position, char in enumerate(plain(text)):
        if char in signs and not depths[position]:
            parts.append(text[start:position])
            start = position + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def _fields(text: str, clause: _Clause) -> Iterator[tuple[str, str]]:
    """The fields of a clause: (role, text) for each label 牵头单位：, and ("", text) for what has none."""
    bare, depths = plain(text), bracket_depths(text)
    starts: list[tuple[int, int, str]] = []
    for pattern in (_LABEL, _OTHER_LABEL):
        for match in pattern.finditer(bare):
            before = bare[: match.start()].rstrip()
            if depths[match.start()] or (
                before and before[-1] not in ",;.、|\n" and bare[match.start() - 1 : match.start()] not in (" ", "\n")
            ):
                continue
            role = "" if pattern is _OTHER_LABEL else LEAD if match["lead"] else RESPONSIBLE
            starts.append((match.start(), match.end(), role))
    starts.sort()
    starts = [start for number, start in enumerate(starts) if not number or start[0] >= starts[number - 1][1]]
    head = text[: starts[0][0]] if starts else text
    if head.strip(" ,，;；、。.\n"):
        yield "", head
    for number, (begin, end, role) in enumerate(starts):
        stop = starts[number + 1][0] if number + 1 < len(starts) else len(text)
        if role:
            yield role, text[end:stop]
        elif text[end:stop].strip():
            clause.residue.append(text[begin:stop].strip(" ,，;；、。."))


def _read_field(role: str, text: str, clause: _Clause) -> None:
    """Read the names of a field; segments without a word of their own go with the next that has one."""
    waiting: list[str] = []
    for segment in _split(_reflowed(text), ",;.|"):
        rest, own = _without_verb(segment)
        waiting.append(rest)
        if own:
            _read_segments(waiting, role if role and own == RESPONSIBLE else own, clause)
            waiting = []
    _read_segments(waiting, role or RESPONSIBLE, clause)


def _reflowed(text: str) -> str:
    """The text in one line: a line break between two names divides them, any other was the paper's edge."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    flat = lines[0] if lines else ""
    for line in lines[1:]:
        between = "、" if words.LINE_END.search(plain(flat)) and words.LINE_BEGIN.match(plain(line)) else ""
        flat += between + line
    return flat


def _without_verb(segment: str) -> tuple[str, str]:
    """The segment without the words of a role behind its names, and that role."""
    start = max(0, len(segment) - _LONGEST_VERB)
    match = _BEHIND.search(plain(segment), start)
    if not match or not match[0]:
        return segment, ""
    role = LEAD if match["lead"] else RESPONSIBLE
    return segment[: match.start()].strip(), "" if match["manner"] else role


def _read_segments(segments: list[str], role: str, clause: _Clause) -> None:
    for segment in segments:
        clause.part += 1
        lead, sign, rest = _accompanied(segment)
        if sign and lead:
            _read_names(lead, LEAD, clause)
            _read_names(rest, RESPONSIBLE, clause)
        else:
            _read_names(rest, RESPONSIBLE if sign else role, clause)


def _accompanied(segment: str) -> tuple[str, str, str]:
    """(who acts, 会同, with whom): 市商务局会同市财政局."""
    match = re.search("会同|联合(?=[^会体社])", plain(segment))
    if not match or bracket_depths(segment)[match.start()]:
        return "", "", segment
    return segment[: match.start()].strip(), match[0], segment[match.end() :].strip()


def _read_names(text: str, role: str, clause: _Clause) -> None:
    text = re.sub(r"^(?:由|请)", "", text.strip())
    pieces = [piece for part in _split(text, "、/") for piece in _joined(part)]
    for piece in _merged(pieces):
        _read_name(piece, role, clause)


def _joined(part: str) -> list[str]:
    """The part cut at 和 and 及 that stand before a group; others belong to names (自然资源和规划局)."""
    pieces, start, bare, depths = [], 0, plain(part), bracket_depths(part)
    for match in words.JOIN.finditer(bare):
        if depths[match.start()] or not match.start():
            continue
        pieces.append(part[start : match.start()])
        start = match.end()
    pieces.append(part[start:])
    cut = [name for piece in pieces for name in re.split(r"\s{1,}", piece.strip())] if " " in bare else pieces
    return [piece.strip() for piece in cut if piece.strip()]


def _merged(pieces: list[str]) -> Iterator[str]:
    """The pieces with groups that hold a 、 put together: 各市、县〔区〕人民政府; 有关部门、单位."""
    number = 0
    while number < len(pieces):
        piece = pieces[number]
        bare = plain(piece)
        while number + 1 < len(pieces) and (
            _LEVEL.fullmatch(bare)
            or (_PART_OF_EACH.search(bare) and _NEXT_PART.match(plain(pieces[number + 1])))
            or (re.search(r"(?:有关|相关).*部门$", bare) and plain(pieces[number + 1]) in ("单位", "企业", "机构"))
        ):
            number += 1
            piece = f"{piece}、{pieces[number]}"
            bare = plain(piece)
        yield piece
        number += 1


def _read_name(piece: str, role: str, clause: _Clause) -> None:
    """File one piece: a unit, a group, or residue; 等 opens the list, and may name the group it stands for."""
    if len(piece) > _LONGEST_PIECE:
        clause.residue.append(piece)
        return
    match = _OTHERS.search(plain(piece))
    if match and not bracket_depths(piece)[match.start()] and _ends_list(match["rest"]):
        before, rest = piece[: match.start()].rstrip("等 \n").strip(), piece[match.start("rest") : match.end()].strip()
        if before:
            _read_name(before, role, clause)
        clause.open = True
        clause.open_parts.add(clause.part)
        if rest and _SO_MANY.match(rest):
            clause.residue.append(f"等{rest}")
        elif rest:
            _add(rest.lstrip("和及"), role, clause, True, is_of=bool(before))
        return
    name, own = _role_in_brackets(piece)
    bare = plain(name)
    if _names_nobody(bare):
        clause.residue.append(piece)
        return
    _add(name, own or role, clause, is_group(name))


def _names_nobody(bare: str) -> bool:
    return bool(
        len(bare) > _LONGEST_NAME
        or words.DATE.fullmatch(bare)
        or words.SENTENCE.search(bare)
        or _PHONE.search(bare)
        or _LABEL.match(bare)
        or ":" in bare
        or not _HAN.search(bare)
    )


def _ends_list(rest: str) -> bool:
    return not rest or bool(words.GROUP.fullmatch(rest.lstrip("和及"))) or is_group(rest) or bool(_SO_MANY.match(rest))


def _role_in_brackets(piece: str) -> tuple[str, str]:
    match = _OWN_ROLE.search(plain(piece))
    return (piece[: match.start()].strip(), LEAD if match["lead"] else RESPONSIBLE) if match else (piece, "")


def _add(name: str, role: str, clause: _Clause, group: bool, *, is_of: bool = False) -> None:
    name = name.strip(" :：、，,")
    if not name:
        return
    clause.names.append(_Name(name, role, group, clause.part, is_of))
    if group and _is_unbounded(name):
        clause.open = True


def is_group(name: str) -> bool:
    """True for names of several units: 各县市区, 有关部门, 市直相关单位, 园区."""
    bare = plain(name)
    without = re.sub(r"\([^()]*\)", "", bare)
    return bool(
        words.CROWD.match(bare)
        or words.CROWD_WITHIN.search(bare)
        or (words.GROUP.fullmatch(without) and not words.ONE_BODY.fullmatch(bare))
    )


def _is_unbounded(name: str) -> bool:
    """True for groups whose members nobody can list: 有关部门, 市直单位; 各市政府 can be listed."""
    bare = plain(name)
    return bool(words.UNBOUNDED.search(bare)) or (
        "各" not in bare and "全" not in bare and bool(words.UNBOUNDED_END.search(bare))
    )


def is_label_line(text: str) -> bool:
    """True for a text that begins with 牵头单位： or another word of a role, and names somebody."""
    match = _LABEL.match(plain(text.strip()))
    return bool(match and text.strip()[match.end() :].strip())


def looks_like_ownership(text: str) -> bool:
    """True for brackets that hold an ownership clause, and no remark: not （试行）, （不含6亩）."""
    if len(text) > _LONGEST_CLAUSE:
        return False
    inner = _unwrapped(text)
    bare = plain(inner)
    if _LABEL.match(bare) or words.FIRST_LEADS.search(bare):
        return True
    return _names_units(inner, 2 if not _has_verb(inner) else 1)


def is_ownership_sentence(text: str) -> bool:
    """True for a sentence that only says who leads or answers: 市发改委牵头落实."""
    return len(text) <= _LONGEST_CLAUSE and _has_verb(text) and _names_units(text, 1, of_all=1.0)


def _has_verb(text: str) -> bool:
    return any(_without_verb(segment)[1] for segment in _split(_reflowed(text), ",;.|"))


def _names_units(text: str, least: int, of_all: float = 0.5) -> bool:
    """True if so many names come out of the text, and so large a part of them look like names of units."""
    ownership = parse_ownership(text)
    names = (*ownership.lead, *ownership.responsible, *ownership.groups)
    like = sum(map(_is_like_a_name, names))
    part = of_all if least == 1 else 1.0
    return len(names) >= least and like >= part * len(names) and not (least > 1 and ownership.residue)


def _is_like_a_name(name: str) -> bool:
    return is_group(name) or bool(words.UNIT_END.search(re.sub(r"\([^()]*\)$", "", plain(name))))
