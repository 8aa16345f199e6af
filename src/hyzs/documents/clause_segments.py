"""One ownership clause: its labels and fields, the segments between commas, and the words of a role behind names."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from hyzs.documents import clause_words as words
from hyzs.documents.clause_words import plain
from hyzs.documents.unit_names import BRACKETS_BEHIND
from hyzs.model.brackets import CLOSE, OPEN, bracket_depths, split_outside

#: Roles of names; "" in a cell, whose column says the role of what has no word of its own.
LEAD, RESPONSIBLE = "lead", "responsible"

_ROLE = (
    rf"(?:其他|其余)?(?:(?P<lead>{words.LEAD_ROLES})|(?P<assist>{words.ASSIST_ROLES})|(?:{words.DUTY_ROLES}))"
    rf"(?:[和及与](?:{words.ASSIST_ROLES}|{words.DUTY_ROLES}))?"
)
LABEL = re.compile(rf"{_ROLE}(?:{words.BODIES})?(?:[及和与]其?(?:{words.BODIES}))?\(?[0-9一二三]?\)?\s*:")
#: A label without its colon stands before blanks or a dash.
_LABEL_WITHOUT_COLON = re.compile(rf"{_ROLE}(?:{words.BODIES})(?:\s+|\s*[—–-]+\s*)(?=[\u4e00-\u9fff])")
#: A label in brackets of its own, in front of its names: 【责任单位】.
LABEL_IN_BRACKETS = re.compile(
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
#: A verb with its manner stands within so many characters at the end; a clause is no longer than this.
_LONGEST_VERB, LONGEST_CLAUSE = 40, 4000
#: Characters searched in front of a label for a sign, and at the end of a line for a name.
_BLANKS, _LINE_REACH = 40, 120
#: Signs that end a segment, in which one role holds; a full stop of half width may belong to a name in a cell.
_CELL_ENDS = ",，;；。|｜"
ENDS = f"{_CELL_ENDS}.﹔﹐"
_EMPTY_BRACKETS = re.compile(r"[(（〔\[【][,，;；。.\s]*[)）〕\]】]")


class ClauseName(NamedTuple):
    """A name of a clause: its role, and between which commas it stands; ``is_of``: it is the group behind 等."""

    text: str
    role: str
    is_group: bool
    part: int = 0
    is_of: bool = False


class ClauseReading:
    """The parse of one clause: names in their order, and the residue.

    ``default``: the role of names without a word of a role; ``is_name`` knows names of the store, None: no names.
    """

    def __init__(self, default: str, is_name: Callable[[str], bool] | None) -> None:
        self.default, self._is_name = default, is_name
        self.names: list[ClauseName] = []
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


def unwrap(text: str) -> str:
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


def cut_conventions(text: str, clause: ClauseReading) -> tuple[str, tuple[bool, bool]]:
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


def labelled_fields(text: str, clause: ClauseReading) -> Iterator[tuple[str | None, str]]:
    """The fields of a clause: (role, text) for each label 牵头单位：, and (None, text) for what has none."""
    bare, depths = plain(text), bracket_depths(text)
    starts: list[tuple[int, int, str | None]] = []
    for pattern in (LABEL, _LABEL_WITHOUT_COLON, _OTHER_LABEL, _ANY_LABEL, _STRANGE_LABEL, _LABEL_BEHIND_NAME):
        for match in pattern.finditer(bare):
            if not depths[match.start()] and _begins_field(match, bare):
                is_role = (
                    pattern not in (_OTHER_LABEL, _STRANGE_LABEL) and match.groupdict().get("role", "") is not None
                )
                starts.append((match.start(), match.end(), role_of(match, clause) if is_role else None))
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


def role_of(match: re.Match[str], clause: ClauseReading) -> str:
    """The role that a matched word gives: it leads, it assists, or it has the role of the clause."""
    return (
        LEAD
        if match["lead"] or match.groupdict().get("named_lead")
        else RESPONSIBLE
        if match["assist"] is not None
        else clause.default
    )


def split_segments(text: str, clause: ClauseReading) -> Iterator[str]:
    """The parts between commas; where a 、 stands behind a word of a role, it divides them too: 甲牵头、乙配合."""
    for segment in split_outside(reflow(text, clause), _CELL_ENDS if clause.is_cell else ENDS):
        start: list[str] = []
        for piece in split_outside(segment, "、"):
            start.append(piece)
            if has_role_behind(piece):
                yield "、".join(start)
                start = []
        if start:
            yield "、".join(start)


def has_role_behind(piece: str) -> bool:
    """True if the piece ends in a word of who leads or assists: 市商务局牵头."""
    match = _BEHIND.search(plain(piece), max(0, len(piece) - _LONGEST_VERB))
    return bool(match and (match["lead"] or match["assist"]))


def reflow(text: str, clause: ClauseReading) -> str:
    """The text in one line: a line break between two names divides them, any other was the paper's edge.

    In a cell every line break divides: names where no other sign does, else clauses.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if clause.is_cell:
        return ("，" if any(sign in text for sign in f"{ENDS}、/|等") else "、").join(lines)
    out, end = lines[:1], lines[0] if lines else ""
    for line in lines[1:]:
        divides = words.LINE_END.search(BRACKETS_BEHIND.sub("", plain(end))) and words.LINE_BEGIN.match(plain(line))
        sign = "、" if divides else "，" if has_role_behind(end) else ""
        out += [sign, line]
        end = f"{end}{sign}{line}"[-_LINE_REACH:]
    return "".join(out)


def cut_role(segment: str, clause: ClauseReading) -> tuple[str, str | None]:
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
    return segment[: match.start()].strip(), None if match["manner"] else role_of(match, clause)


def split_companions(segment: str) -> tuple[str, str, str]:
    """(who acts, 会同, with whom): 市商务局会同市财政局."""
    match = re.search("会同|联合(?=[^会体社])|(?<=[局委办部厅院])商(?=[市省县区州旗])", plain(segment))
    if not match or bracket_depths(segment)[match.start()]:
        return "", "", segment
    return segment[: match.start()].strip(), match[0], segment[match.end() :].strip()
