"""Ownership clauses of official documents: (牵头单位：市商务局；责任单位：市财政局等市直相关单位，各县市区、园区).

The parser knows the words of roles and of groups, and no list of units: names come back as they are written.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from hyzs.documents import clause_words as words
from hyzs.documents.clause_audit import TakenName, doubts
from hyzs.documents.clause_words import plain
from hyzs.model.brackets import CLOSE, OPEN, bracket_depths, split_outside

#: Roles of names; "" in a cell, whose column says the role of what has no word of its own.
LEAD, RESPONSIBLE = "lead", "responsible"

_ROLE = (
    rf"(?:其他|其余)?(?:(?P<lead>{words.LEAD_ROLES})|(?P<assist>{words.ASSIST_ROLES})|(?:{words.DUTY_ROLES}))"
    rf"(?:[和及与](?:{words.ASSIST_ROLES}|{words.DUTY_ROLES}))?"
)
_LABEL = re.compile(rf"{_ROLE}(?:{words.BODIES})?(?:[及和与]其?(?:{words.BODIES}))?\(?[0-9一二三]?\)?\s*:")
#: A label without its colon stands before blanks or a dash.
_LABEL_WITHOUT_COLON = re.compile(rf"{_ROLE}(?:{words.BODIES})(?:\s+|\s*[—–-]+\s*)(?=[\u4e00-\u9fff])")
#: A label in brackets of its own, in front of its names: 【责任单位】.
_LABEL_IN_BRACKETS = re.compile(
    rf"(?:(?<=[\s，,；;。])|^)[【\[〔（(]\s*((?:{words.LEAD_ROLES}|{words.ASSIST_ROLES}|{words.DUTY_ROLES})(?:单位|部门))\s*"
    r"[】\]〕）)]\s*[:：]?(?=\s*[\u4e00-\u9fff])"
)
_OTHER_LABEL = re.compile(rf"{words.OTHER_FIELDS}\s*:")
#: In a clause any word before 单位 and a colon is a role: 分项牵头单位, 县级责任单位, 成员单位, 督办单位.
_ANY_LABEL = re.compile(
    rf"[\u4e00-\u9fff]{{0,6}}?(?:(?P<lead>{words.LEAD_ROLES})|(?P<duty>{words.DUTY_ROLES})|(?P<assist>))(?:{words.BODIES})\s*:"
)
#: A label that stands at once behind a name, where a line break was lost: 市电力公司配合单位：, 市税务局完成时限：.
_LABEL_BEHIND_NAME = re.compile(
    rf"(?<=[局委办厅部院司心府会处所队行门区县市])(?:(?P<role>{_ROLE}(?:单位|部门))"
    rf"|(?:完成|办理|办结|推进)?(?:时限|期限|时间)(?:要求|节点)?|责任人|联系人|分管领导|责任领导)\s*:"
)
#: A word with a colon that is no role anybody knows: what follows it is left over, and in no role.
_STRANGE_LABEL = re.compile(r"[\u4e00-\u9fff]{2,12}\s*:")
_BEHIND = re.compile(
    rf"{words.NAMED_ROLE}$|(?:{words.MANNERS})*(?:(?P<lead>{words.LEADS})|(?P<assist>{words.ASSISTS}))(?:{words.MANNERS}|{words.DEEDS})*$"
    rf"|(?:{words.MANNERS})*(?:{words.DOES})(?:{words.DEEDS})*$|(?P<manner>(?:{words.MANNERS})+)$"
)
#: A verb in the midst of a piece, with what it does: 市总工会负责制定方案.
_VERB_WITHIN = re.compile(
    rf"(?:{words.MANNERS})*(?:(?P<lead>{words.LEADS})|(?:{words.ASSISTS}|{words.DOES}|{words.DEEDS}|{words.GOES_ON}|作为|[为是]))"
)
#: No name of a unit has these in its midst; 组织, 管理, 督查 many have.
_ROLE_WITHIN = re.compile(r"牵头|配合|负责|落实|协办|会同")
#: A verb with its manner stands within so many characters at the end; a clause is no longer than this.
_LONGEST_VERB, _LONGEST_CLAUSE, _LONGEST_NAME, _LONGEST_PIECE = 40, 4000, 40, 120
_LONGEST_GROUP = 8
#: A name of no more characters is a part of one.
_FRAGMENT = 2
#: Characters searched in front of a label for a sign, and at the end of a line for a name.
_BLANKS, _LINE_REACH = 40, 120
_OTHERS = re.compile(r"(?<![高中初平同优对])等(?P<rest>(?:[^等]|(?<=[高中初平同优对])等)*)$")
#: In front of the first name: who it is done by, and what or where: 市级层面由市商务局（牵头）.
_BY = re.compile(r"^(?P<scope>[^、/／|]{1,12}?(?<!自))?由|^(?:请|以(?![上下后来]))")
_BRACKETS_BEHIND = re.compile(r"\([^()]*\)$")
_SO_MANY = re.compile(r"[0-9一二三四五六七八九十]+[家个]")
_PLACE = "(?:设区的?市|地级以?上?市|县级市|市|区|县|旗|盟|州|乡|镇)"
_PART_OF_EACH = re.compile(rf"各{_PLACE}(?:、{_PLACE})*$")
_NEXT_PART = re.compile(
    rf"(?:{words.PLACES})(?:{words.PLACES}|党委|人民政府|政府|管委会|办事处|有关|相关|各|直|部门|单位|[()、和及])*$"
)
#: 各县区法院、检察院: the body of each that has no level of its own.
_BODY_OF_EACH = re.compile(r"各[市县区州旗镇乡][()、市县区州旗镇乡]*(?:人民)?(?:法院|政府|党委)$")
#: 各县（市、区）住建、城管部门: bureaus of each that are called by their work alone.
_BUREAUS_OF_EACH = re.compile(
    r"各[市县区州旗镇乡][()、市县区州旗镇乡]*(?![^、]*(?:政府|委|局|门|位|会|处|业|区|道)$)[^()、]{2,4}$"
)
#: A word of level alone belongs to the next name: 中央、省属驻衡各单位.
_LEVEL = re.compile(r"(?:中央|国家|省|市|州|县|区|乡|镇)[级属直]?")
_OWN_ROLE = re.compile(r"\((?:(?P<lead>牵头|主办|主责)|(?P<assist>配合|协办|协助|参与)|责任)(?:单位|部门)?\)$")
#: Another one in brackets behind the name: 市城管局（市税务局配合）.
_OTHER_IN_BRACKETS = re.compile(rf"\((?P<name>[^()]{{3,}}?)(?:(?P<lead>{words.LEADS})|(?P<assist>{words.ASSISTS}))\)$")
#: Signs that end a segment, in which one role holds; a full stop of half width may belong to a name in a cell.
_CELL_ENDS = ",，;；。|｜"
_ENDS = f"{_CELL_ENDS}.﹔﹐"
_EMPTY_BRACKETS = re.compile(r"[(（〔\[【][,，;；。.\s]*[)）〕\]】]")
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
    #: Manners: 按职责分工负责, and 等 that names no group.
    manners: tuple[str, ...] = ()


class _Name(NamedTuple):
    """A name of a clause: its role, and between which commas it stands; ``is_of``: it is the group behind 等."""

    text: str
    role: str
    is_group: bool
    part: int = 0
    is_of: bool = False


class _Clause:
    """The parse of one clause: names in their order, and what is left over.

    ``default``: the role of names without a word of a role; ``is_name`` knows names of the store, None: no names.
    """

    def __init__(self, default: str, is_name: Callable[[str], bool] | None) -> None:
        self.default, self._is_name = default, is_name
        self.names: list[_Name] = []
        self.residue: list[str] = []
        self.manners: list[str] = []
        self.open = False
        #: The number of the part that is being read, and the parts that end in 等.
        self.part = 0
        self.open_parts: set[int] = set()

    @property
    def is_cell(self) -> bool:
        """True where names are known: in a cell of a ledger, where all that stands there should be one."""
        return self._is_name is not None

    def is_name(self, text: str) -> bool:
        """True for a name that the store knows."""
        return self._is_name is not None and self._is_name(text)


def parse_ownership(
    text: str, *, first_leads: bool = False, default: str = RESPONSIBLE, is_name: Callable[[str], bool] | None = None
) -> Ownership:
    """The units and groups of an ownership clause, with or without its brackets, and everything it says besides.

    ``first_leads``: an earlier clause of the document said that the first unit leads. A cell of a ledger gives the
    ``default`` role of its column, and ``is_name``: what it knows divides 市发改委和市财政局.
    """
    clause = _Clause(default, is_name)
    flat = _LABEL_IN_BRACKETS.sub(r"\1：", _unwrapped(text[:_LONGEST_CLAUSE]))
    if len(text) > _LONGEST_CLAUSE:
        clause.residue.append(text[_LONGEST_CLAUSE:])
    flat, says_first = _without_conventions(flat, clause)
    for role, field in _fields(flat, clause):
        _read_field(role, field, clause)
    by_place = first_leads or says_first[0]
    names = _with_first_lead(clause.names) if by_place else clause.names
    if not clause.is_cell:
        _audit(text[:_LONGEST_CLAUSE], names, clause, by_place)
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


def _audit(text: str, names: list[_Name], clause: _Clause, first_leads: bool) -> None:
    """Add to the residue whatever a second check finds doubtful."""
    taken_names = [TakenName(name.text, name.role == LEAD, name.is_group) for name in names]
    naming_doubts = doubts(
        text, taken_names, [*clause.residue, *clause.manners], is_open=clause.open, first_leads=first_leads
    )
    clause.residue += [doubt for doubt in dict.fromkeys(naming_doubts) if doubt not in clause.residue]


def _parts(names: list[_Name], open_parts: set[int]) -> Iterator[OwnedPart]:
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
    while text and text[0] in OPEN and (end := _partner(text)) in (len(text) - 1, None):
        text = text[1:end].strip().rstrip("。.;；,， ")
    spare = sum(char in CLOSE for char in text) - sum(char in OPEN for char in text)
    while spare > 0 and text and text[-1] in CLOSE:
        text, spare = text[:-1].rstrip(), spare - 1
    return text


def _partner(text: str) -> int | None:
    """The position of the bracket that closes the first one; None if none does."""
    depth = 0
    for position, char in enumerate(text):
        depth += (char in OPEN) - (char in CLOSE)
        if not depth:
            return position
    return None


def _without_conventions(text: str, clause: _Clause) -> tuple[str, tuple[bool, bool]]:
    """The text without its conventions, which become residue; (the first leads here, and from here on)."""
    first = lasting = False
    for pattern in (words.PRINCIPLE, words.STANDING, words.FIRST_LEADS, words.ALIKE):
        while match := pattern.search(plain(text)):
            if pattern is words.FIRST_LEADS:
                first = True
            if pattern is words.ALIKE:
                lasting = lasting or "同" in match[0]
            clause.residue.append(text[match.start() : match.end()])
            before = text[: match.start()].rstrip(",，;；。. ")
            text = _EMPTY_BRACKETS.sub("", before + text[match.end() :])
    return text, (first, first and lasting)


def _fields(text: str, clause: _Clause) -> Iterator[tuple[str | None, str]]:
    """The fields of a clause: (role, text) for each label 牵头单位：, and (None, text) for what has none."""
    bare, depths = plain(text), bracket_depths(text)
    starts: list[tuple[int, int, str | None]] = []
    for pattern in (_LABEL, _LABEL_WITHOUT_COLON, _OTHER_LABEL, _ANY_LABEL, _STRANGE_LABEL, _LABEL_BEHIND_NAME):
        for match in pattern.finditer(bare):
            if not depths[match.start()] and _begins_field(match, bare):
                is_role = (
                    pattern not in (_OTHER_LABEL, _STRANGE_LABEL) and match.groupdict().get("role", "") is not None
                )
                starts.append((match.start(), match.end(), _role_of(match, clause) if is_role else None))
    starts.sort(key=lambda start: start[0])
    firsts: list[tuple[int, int, str | None]] = []
    for start in starts:
        if not firsts or start[0] >= firsts[-1][1]:
            firsts.append(start)
    head = text[: firsts[0][0]] if firsts else text
    if head.strip(" ,，;；、。.\n"):
        yield None, head
    for number, (begin, end, role) in enumerate(firsts):
        stop = firsts[number + 1][0] if number + 1 < len(firsts) else len(text)
        if role is not None:
            yield role, text[end:stop]
        elif text[end:stop].strip():
            clause.residue.append(text[begin:stop].strip(" ,，;；、。."))


def _begins_field(match: re.Match[str], bare: str) -> bool:
    """True where a label stands behind a sign, a blank or nothing; none of these is needed behind a whole name."""
    if match.re is _LABEL_BEHIND_NAME:
        return True
    label = _LABEL_BEHIND_NAME.search(match[0])
    if label and label.start() > len("市委"):
        return False
    before = bare[max(0, match.start() - _BLANKS) : match.start()].rstrip()
    return not before or before[-1] in ",;.。、|\n" or bare[match.start() - 1] in (" ", "\n")


def _role_of(match: re.Match[str], clause: _Clause) -> str:
    return (
        LEAD
        if match["lead"] or match.groupdict().get("named_lead")
        else RESPONSIBLE
        if match["assist"] is not None
        else clause.default
    )


def _read_field(role: str | None, text: str, clause: _Clause) -> None:
    """Read the names of a field; segments without a word of their own go with the next that has one."""
    waiting: list[str] = []
    for segment in _segments(text, clause):
        rest, own = _without_verb(segment, clause)
        waiting.append(rest)
        if own is not None:
            _read_segments(waiting, role if role not in (None, clause.default) and own != LEAD else own, clause)
            waiting = []
    _read_segments(waiting, clause.default if role is None else role, clause)


def _segments(text: str, clause: _Clause) -> Iterator[str]:
    """The parts between commas; where a 、 stands behind a word of a role, it divides them too: 甲牵头、乙配合."""
    for segment in split_outside(_reflowed(text, clause), _CELL_ENDS if clause.is_cell else _ENDS):
        start: list[str] = []
        for piece in split_outside(segment, "、"):
            start.append(piece)
            if _has_role_behind(piece):
                yield "、".join(start)
                start = []
        if start:
            yield "、".join(start)


def _has_role_behind(piece: str) -> bool:
    match = _BEHIND.search(plain(piece), max(0, len(piece) - _LONGEST_VERB))
    return bool(match and (match["lead"] or match["assist"]))


def _reflowed(text: str, clause: _Clause) -> str:
    """The text in one line: a line break between two names divides them, any other was the paper's edge.

    In a cell every line break divides: names where no other sign does, else clauses.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if clause.is_cell:
        return ("，" if any(sign in text for sign in f"{_ENDS}、/|等") else "、").join(lines)
    out, end = lines[:1], lines[0] if lines else ""
    for line in lines[1:]:
        divides = words.LINE_END.search(_BRACKETS_BEHIND.sub("", plain(end))) and words.LINE_BEGIN.match(plain(line))
        sign = "、" if divides else "，" if _has_role_behind(end) else ""
        out += [sign, line]
        end = f"{end}{sign}{line}"[-_LINE_REACH:]
    return "".join(out)


def _without_verb(segment: str, clause: _Clause) -> tuple[str, str | None]:
    """The segment without the words of a role behind its names, and that role; None: it has none."""
    start = max(0, len(segment) - _LONGEST_VERB)
    match = _BEHIND.search(plain(segment), start)
    if not match or not match[0] or words.DATE.fullmatch(plain(segment)) or clause.is_name(segment):
        return segment, None
    is_role = match["lead"] or match["assist"] or match[0].endswith(("单位", "部门"))
    if clause.is_cell and is_role and not match.start():
        return segment, None
    if not is_role:
        clause.manners.append(segment[match.start() :])
    return segment[: match.start()].strip(), None if match["manner"] else _role_of(match, clause)


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
    match = re.search("会同|联合(?=[^会体社])|(?<=[局委办部厅院])商(?=[市省县区州旗])", plain(segment))
    if not match or bracket_depths(segment)[match.start()]:
        return "", "", segment
    return segment[: match.start()].strip(), match[0], segment[match.end() :].strip()


def _read_names(text: str, role: str, clause: _Clause) -> None:
    text = text.strip()
    if match := _BY.match(text):
        clause.residue += [match["scope"]] if match["scope"] else []
        text = text[match.end() :]
    pieces = [piece for part in split_outside(text, "、/／|") for piece in _joined(part, clause)]
    for piece in pieces if clause.is_cell else _merged(pieces):
        _read_name(piece, role, clause)


def _joined(part: str, clause: _Clause) -> list[str]:
    """The part cut at 和 and 及 that stand before a group; others belong to names (自然资源和规划局)."""
    if clause.is_cell:
        return _known_pieces(part, clause.is_name)
    pieces, start, bare, depths = [], 0, plain(part), bracket_depths(part)
    for match in words.JOINT.finditer(bare):
        left, right = part[start : match.start()], part[match.end() :]
        if depths[match.start()] or not left or not (words.AFTER_JOINT.match(bare, match.end()) or _meet(left, right)):
            continue
        pieces.append(left)
        start = match.end()
    pieces.append(part[start:])
    pieces = [name for piece in pieces for name in _divided(piece)]
    cut = [name for piece in pieces for name in _cut_at_blanks(piece)] if " " in bare else pieces
    return [piece.strip() for piece in cut if piece.strip()]


def _cut_at_blanks(piece: str) -> list[str]:
    """The names between blanks; a blank that stands in no place between two names is none: 各 县市区."""
    out: list[str] = []
    for name in piece.split():
        is_whole = bool(out) and _is_like_a_name(out[-1]) and len(out[-1]) > _FRAGMENT and len(name) > _FRAGMENT
        is_number = not _HAN.search(f"{out[-1] if out else ''}") or not _HAN.search(name)
        if out and not is_number and not (is_whole and (_is_like_a_name(name) or words.UNIT_BEGIN.match(plain(name)))):
            out[-1] += name
        else:
            out.append(name)
    return out


def _divided(piece: str) -> list[str]:
    """A piece of two names with no sign between them as two: 市发改委市财政局."""
    match = words.TWO_NAMES.search(plain(piece))
    return [piece[: match.start()], piece[match.start() :]] if match else [piece]


def _meet(left: str, right: str) -> bool:
    """True where a unit's name ends and another begins: 市公安局|及|市属国有企业, 市科协|和|市妇联."""
    if not words.UNIT_END.search(plain(left)) or is_group(left) or "等" in left:
        return False
    return is_group(right) or bool(words.UNIT_BEGIN.match(plain(right)) and words.UNIT_END.search(plain(right)))


def _known_pieces(part: str, is_name: Callable[[str], bool]) -> list[str]:
    """The names that joints or blanks join, if one of them is known; else the part as it stands."""
    for joint in () if is_name(part) else words.JOINT_OR_BLANK.finditer(part):
        left, right = part[: joint.start()].strip(), part[joint.end() :].strip()
        more = _known_pieces(right, is_name) if right else []
        if left and more and (is_name(left) or any(is_name(_OTHERS.sub("", name)) for name in more)):
            return [left, *more]
    return [part]


def _merged(pieces: list[str]) -> Iterator[str]:
    """The pieces with groups that hold a 、 put together: 各市、县〔区〕人民政府; 有关部门、单位."""
    number = 0
    while number < len(pieces):
        piece = pieces[number]
        bare = plain(piece)
        while number + 1 < len(pieces) and (
            _LEVEL.fullmatch(bare)
            or (_BUREAUS_OF_EACH.search(bare) and plain(pieces[number + 1]).endswith("部门"))
            or _go_on_with_each(bare, plain(pieces[number + 1]))
            or (_BODY_OF_EACH.search(bare) and plain(pieces[number + 1]) in ("检察院", "人民检察院", "政府", "管委会"))
            or (re.search("各.*委$", bare) and plain(pieces[number + 1]) in ("政府", "人民政府"))
            or (re.search(r"(?:有关|相关).*部门$", bare) and plain(pieces[number + 1]) in ("单位", "企业", "机构"))
        ):
            number += 1
            piece = f"{piece}、{pieces[number]}"
            bare = plain(piece)
        yield piece
        number += 1


def _go_on_with_each(bare: str, following: str) -> bool:
    """True for 各市、县〔区〕人民政府; 各区、市有关部门 are two, of which the second is of a higher level."""
    is_higher = re.match("[市省].*(?:有关|相关|直|部门)", following)
    return bool(_PART_OF_EACH.search(bare) and _NEXT_PART.match(following) and not is_higher)


def _read_name(piece: str, role: str, clause: _Clause) -> None:
    """File one piece: a unit, a group, or residue; 等 opens the list, and may name the group it stands for."""
    if clause.is_name(piece):
        _add(piece, role, clause, is_group(piece))
        return
    if len(piece) > _LONGEST_PIECE and not clause.is_cell:
        clause.residue.append(piece)
        return
    match = _OTHERS.search(plain(piece))
    if match and not bracket_depths(piece)[match.start()] and _ends_list(piece[: match.start()], match["rest"], clause):
        before, rest = piece[: match.start()].rstrip("等 \n").strip(), piece[match.start("rest") : match.end()].strip()
        if before:
            _read_name(before, role, clause)
        _open_list(rest, role, clause, is_of=bool(before))
        return
    if match := _OTHER_IN_BRACKETS.search(plain(piece)):
        _read_name(piece[: match.start()].strip(), role, clause)
        _read_name(piece[match.start("name") : match.end("name")].strip(), _role_of(match, clause), clause)
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


def _open_list(rest: str, role: str, clause: _Clause, *, is_of: bool) -> None:
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
    if words.UNIT_END.search(_BRACKETS_BEHIND.sub("", bare)):
        return piece, "", piece if _ROLE_WITHIN.search(re.sub(r"\([^()]*\)", "", bare), 2) else ""
    depths = bracket_depths(piece)
    verbs = [
        verb
        for verb in _VERB_WITHIN.finditer(bare, 2)
        if not depths[verb.start()] and _is_like_a_name(piece[: verb.start()])
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
        or _LABEL.match(bare)
        or ":" in bare
        or not _HAN.search(bare)
    )


def _ends_list(before: str, rest: str, clause: _Clause) -> bool:
    """True where 等 ends a list: nothing follows, or its group; behind a whole name any short word is one."""
    group = rest.lstrip("和及")
    is_many = bool(words.GROUP.fullmatch(group)) or is_group(rest) or bool(_SO_MANY.match(rest))
    is_short = len(rest) <= (_LONGEST_NAME if words.UNBOUNDED_END.search(plain(rest)) else _LONGEST_GROUP)
    is_behind_a_name = is_short and not clause.is_cell and bool(words.UNIT_END.search(plain(before)))
    return not rest or is_many or is_behind_a_name or clause.is_name(rest)


def _role_in_brackets(piece: str, clause: _Clause) -> tuple[str, str]:
    match = _OWN_ROLE.search(plain(piece))
    return (piece[: match.start()].strip(), _role_of(match, clause)) if match else (piece, "")


def _add(name: str, role: str, clause: _Clause, group: bool, *, is_of: bool = False) -> None:
    name = name.strip(" :：、，,")
    if not name:
        return
    clause.names.append(_Name(name, role, group, clause.part, is_of))
    if group and _is_unbounded(name) and not _is_behind_each(clause):
        clause.open = True


def _is_behind_each(clause: _Clause) -> bool:
    """True for the last name behind a group of each in one list: 各高等院校、科研院所 are all of both."""
    before, last = clause.names[-2:-1], clause.names[-1]
    is_each = bool(before and before[0].part == last.part and before[0].is_group and before[0].text.startswith("各"))
    bare = plain(last.text)
    return is_each and not last.is_of and not words.UNIT_BEGIN.match(bare) and not words.UNBOUNDED.search(bare)


def is_group(name: str) -> bool:
    """True for names of several units: 各县市区, 有关部门, 市直相关单位, 园区."""
    bare = plain(name)
    unbracketed = re.sub(r"\([^()]*\)", "", bare)
    return bool(
        words.CROWD.match(bare)
        or words.CROWD_WITHIN.search(bare)
        or words.MANY_END.search(unbracketed)
        or (words.GROUP.fullmatch(unbracketed) and not words.ONE_BODY.fullmatch(bare))
    )


def _is_unbounded(name: str) -> bool:
    """True for groups whose members cannot be listed: 有关部门, 市直单位; 各市政府 can be."""
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
    clause = _Clause(RESPONSIBLE, None)
    return any(_without_verb(segment, clause)[1] for segment in split_outside(_reflowed(text, clause), _ENDS))


def _names_units(text: str, least: int, of_all: float = 0.5) -> bool:
    """True if so many names come out of the text, and so large a part of them look like names of units."""
    ownership = parse_ownership(text)
    names = (*ownership.lead, *ownership.responsible, *ownership.groups)
    like = sum(map(_is_like_a_name, names))
    part = of_all if least == 1 else 1.0
    return len(names) >= least and like >= part * len(names) and not (least > 1 and ownership.residue)


def _is_like_a_name(name: str) -> bool:
    return is_group(name) or bool(words.UNIT_END.search(_BRACKETS_BEHIND.sub("", plain(name))))
