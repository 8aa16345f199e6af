"""A record gets another id or another name, and everything that names it follows."""

import re

from hyzs.fields.index_reader import IndexReader
from hyzs.kinds import kinds
from hyzs.model.change import Change, Move, RenameKey, Set
from hyzs.model.errors import BadUsage
from hyzs.model.finding import Route
from hyzs.query.record_positions import LocatedRecord, NameMention, is_name_taken, locate_record, name_mentions


def rename(index: IndexReader, old: str, new: str) -> list[Change]:
    """The changes that give the record ``old`` the id ``new`` if ``old`` is its id, else that name.

    Raises: BadUsage: it is called so already, or ``old`` is neither its id nor its name.
    """
    record = locate_record(index, old)
    if old == new:
        raise BadUsage(f"已经叫“{new}”了")
    if old not in (record.id, record.name):
        raise BadUsage(f"“{old}”是别名", f"写编号 {record.id}，或名称 {record.name}")
    field = "id" if old == record.id else "name"
    if field == "name" and not is_name_taken(index, old, record.kind):
        raise BadUsage(f"“{old}”是{record.id}的内容，不是名称", f"改内容用 hyzs set {record.id}，改编号写 {record.id}")
    own = [_own_change(record, field, new)]
    followed = [
        _follow_mention(mention, old, new)
        for mention in name_mentions(index, record, old)
        if not _is_own(record, mention, field)
    ]
    # Files move last: until then everything is where the index has it.
    return sorted([*followed, *own], key=lambda change: isinstance(change, Move))


def _own_change(record: LocatedRecord, field: str, new: str) -> Change:
    fields = _path_fields(record.owner, record.path)
    if field == "id" and len(record.route) == len(record.record_route) and "id" in fields:
        return Move(record.path, _renamed_path(record.path, record.id, new))
    if field == "id" and len(record.route) == len(record.record_route) and fields:
        raise BadUsage(f"{record.id} 的编号由它的文件路径给出，不能单独改")
    return Set(record.path, (*record.route, field), new)


def _follow_mention(mention: NameMention, old: str, new: str) -> Change:
    if len(mention.route) == 1 and mention.route[0] in _path_fields(_kind_of_folder(mention.path), mention.path):
        return Move(mention.path, _renamed_path(mention.path, old, new))
    return RenameKey(mention.path, mention.route, new) if mention.on_key else Set(mention.path, mention.route, new)


def _is_own(record: LocatedRecord, mention: NameMention, field: str) -> bool:
    return (mention.path, mention.route) == (record.path, (*record.route, field))


def _renamed_path(path: str, old: str, new: str) -> str:
    """The path with that one of its steps, or its file name, called otherwise."""
    steps = path.removesuffix(".yaml").split("/")
    return "/".join(new if step == old else step for step in steps) + ".yaml"


def _kind_of_folder(path: str) -> str:
    folder = path.partition("/")[0]
    return next((kind.kind for kind in kinds().values() if kind.path.partition("/")[0] == folder), "")


def _path_fields(kind: str, path: str) -> Route:
    """The fields that the path of a file gives."""
    names = re.findall(r"{(\w+)}", kinds()[kind].path) if kind in kinds() else []
    return tuple(name for name in names if name != "file")
