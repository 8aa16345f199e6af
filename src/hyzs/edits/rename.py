"""A record gets another id or another name, and everything that names it follows."""

import re

from hyzs.kinds import kinds
from hyzs.model.change import Change, Move, RenameKey, Set
from hyzs.model.errors import BadUsage
from hyzs.model.finding import Route
from hyzs.query.fields.index_reader import IndexReader
from hyzs.query.locate import LocatedRecord, Mention, is_name_taken, locate, name_mentions


def rename(index: IndexReader, old: str, new: str) -> list[Change]:
    """The changes after which what was called ``old`` is called ``new``: its id if ``old`` is its id, else its name."""
    one = locate(index, old)
    if old == new:
        raise BadUsage(f"已经叫“{new}”了")
    if old not in (one.id, one.name):
        raise BadUsage(f"“{old}”是别名", f"写编号 {one.id}，或名称 {one.name}")
    field = "id" if old == one.id else "name"
    if field == "name" and not is_name_taken(index, old, one.kind):
        raise BadUsage(f"“{old}”是{one.id}的内容，不是名称", f"改内容用 hyzs set {one.id}，改编号写 {one.id}")
    own = [_own(one, field, new)]
    named = [_follow(place, old, new) for place in name_mentions(index, one, old) if not _is_own(one, place, field)]
    # Files move last: until then everything is where the index has it.
    return sorted([*named, *own], key=lambda change: isinstance(change, Move))


def _own(one: LocatedRecord, field: str, new: str) -> Change:
    given = _given(one.owner, one.path)
    if field == "id" and len(one.route) == len(one.record_route) and "id" in given:
        return Move(one.path, _moved(one.path, one.id, new))
    if field == "id" and len(one.route) == len(one.record_route) and given:
        raise BadUsage(f"{one.id} 的编号由它的文件路径给出，不能单独改")
    return Set(one.path, (*one.route, field), new)


def _follow(place: Mention, old: str, new: str) -> Change:
    if len(place.route) == 1 and place.route[0] in _given(_kind(place.path), place.path):
        return Move(place.path, _moved(place.path, old, new))
    return RenameKey(place.path, place.route, new) if place.on_key else Set(place.path, place.route, new)


def _is_own(one: LocatedRecord, place: Mention, field: str) -> bool:
    return (place.path, place.route) == (one.path, (*one.route, field))


def _moved(path: str, old: str, new: str) -> str:
    """The path with that one of its steps, or its file name, called otherwise."""
    steps = path.removesuffix(".yaml").split("/")
    return "/".join(new if step == old else step for step in steps) + ".yaml"


def _kind(path: str) -> str:
    folder = path.partition("/")[0]
    return next((kind.kind for kind in kinds().values() if kind.path.partition("/")[0] == folder), "")


def _given(kind: str, path: str) -> Route:
    """The fields that the path of a file gives."""
    found = re.findall(r"{(\w+)}", kinds()[kind].path) if kind in kinds() else []
    return tuple(name for name in found if name != "file")
