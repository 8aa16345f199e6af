"""Lists of names in a clause cut into names: at 、 and 和, between blanks, but not within a group that holds one."""

import re
from collections.abc import Callable, Iterator

from hyzs.documents import clause_words as words
from hyzs.documents.clause_words import plain
from hyzs.documents.unit_names import HAN, is_group, is_like_a_name
from hyzs.model.brackets import bracket_depths, split_outside

#: A name of no more characters is a part of one.
_FRAGMENT = 2
OTHERS = re.compile(r"(?<![高中初平同优对])等(?P<rest>(?:[^等]|(?<=[高中初平同优对])等)*)$")
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


def split_names(text: str, is_name: Callable[[str], bool] | None = None) -> list[str]:
    """The names of a list, in their order; in a cell of a ledger ``is_name`` says which names the store knows."""
    pieces = [piece for part in split_outside(text, "、/／|") for piece in _joined(part, is_name)]
    return pieces if is_name else list(_merged(pieces))


def _joined(part: str, is_name: Callable[[str], bool] | None) -> list[str]:
    """The part cut at 和 and 及 that stand before a group; others belong to names (自然资源和规划局)."""
    if is_name:
        return _known_pieces(part, is_name)
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
        is_whole = bool(out) and is_like_a_name(out[-1]) and len(out[-1]) > _FRAGMENT and len(name) > _FRAGMENT
        is_number = not HAN.search(f"{out[-1] if out else ''}") or not HAN.search(name)
        if out and not is_number and not (is_whole and (is_like_a_name(name) or words.UNIT_BEGIN.match(plain(name)))):
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
        if left and more and (is_name(left) or any(is_name(OTHERS.sub("", name)) for name in more)):
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
