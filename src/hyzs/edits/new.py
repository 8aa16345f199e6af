"""Making of a new record: required fields, path of its file, id."""

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hyzs.edits.assignments import Assignment, assigned_value, parse_assignment
from hyzs.fields.field_catalog import FieldCatalog
from hyzs.fields.index_reader import IndexReader
from hyzs.kinds import kinds
from hyzs.model.change import Append, Change, Create, Value
from hyzs.model.errors import BadUsage
from hyzs.model.field_shapes import FieldShape, shapes
from hyzs.model.record import Record
from hyzs.query.record_positions import paths_of_kind

#: Signs that nobody takes for one another.
_SIGNS = "23456789abcdefghjkmnpqrstvwxyz"
_YEAR = re.compile(r"[0-9]{4}")


def find_kind(index: IndexReader, text: str) -> type[Record]:
    """The kind that people call ``text``: its folder's name, the singular, or its label.

    Raises: BadUsage: its records are not made so.
    """
    chosen = FieldCatalog(index).kind(text)
    kind = kinds().get(chosen.name)
    if kind is None:
        raise BadUsage(
            f"{chosen.label}写在别的记录里", "用 hyzs set 加上，如 hyzs set m09 'tasks+={id: m09-9, text: …}'"
        )
    if not kind.listed and set(re.findall(r"{(\w+)}", kind.path)) != {"id"}:
        raise BadUsage(f"{kind.label}不这样新建", "周填报用 hyzs set 改")
    return kind


def ungiven_fields(kind: type[Record], words: Sequence[str]) -> list[FieldShape]:
    """Required fields of the kind that no word gives. Raises: BadUsage: a word is no assignment, or names no field."""
    given_keys = {parse_assignment(kind.kind, word).route[0] for word in words}
    required = {info.alias or name for name, info in kind.model_fields.items() if info.is_required()}
    path = set(re.findall(r"{(\w+)}", kind.path))
    return [shape for shape in shapes(kind) if shape.key in required - given_keys - path - {"id"}]


def new(
    index: IndexReader,
    kind: type[Record],
    words: Sequence[str],
    today: date,
    id: str | None = None,
    file: str | None = None,
) -> list[Change]:
    """The change that makes the record: a file of its own, or one more item of a list file.

    Raises: BadUsage: a required field is missing.
    """
    assignments = [parse_assignment(kind.kind, word) for word in words]
    if lacking := ungiven_fields(kind, words):
        labels = "、".join(f"{shape.label}({shape.key})" for shape in lacking)
        raise BadUsage(f"{kind.label}还要有：{labels}", f"加上 --set {lacking[0].key}=…")
    id = id or _id(kind, today.year)
    tree = _record_tree(kind, assignments, kind.initial_values(id, today))
    if kind.listed:
        return [_list_item(index, kind, {"id": id, **tree}, file)]
    return [Create(new_path(index, kind, id, today.year), tree)]


def _record_tree(kind: type[Record], assignments: Sequence[Assignment], initial: Mapping[str, Any]) -> dict[str, Value]:
    """The words, and ``initial`` values where no word gives any, as one tree; keys in the order of the model."""
    given_keys = {assignment.route[0] for assignment in assignments}
    tree: dict[str, Any] = {key: value for key, value in initial.items() if key not in given_keys}
    for assignment in assignments:
        node: Any = tree
        for step in assignment.route[:-1]:
            node = node.setdefault(str(step), {})
            if not isinstance(node, dict):
                raise BadUsage(f"“{step}”里不能再写“{assignment.route[-1]}”")
        value = assigned_value(assignment)
        node[str(assignment.route[-1])] = [value] if assignment.sign == "+=" else value
    order = [shape.key for shape in shapes(kind)]
    return dict(sorted(tree.items(), key=lambda pair: order.index(pair[0])))


def needs_id(kind: type[Record]) -> bool:
    """True if people give the id; others are made: p26-k7m3."""
    return "**" not in kind.path


def _id(kind: type[Record], year: int) -> str:
    """An id that needs no counter, and that no other branch has: p26-k7m3."""
    if needs_id(kind):
        raise BadUsage(f"{kind.label}要有编号", f"写在种类后面：hyzs new {kind.kind} 编号，只用小写字母、数字和减号")
    return fresh_id(kind, year)


def fresh_id(kind: type[Record], year: int) -> str:
    """An id of that year that nobody has: p26-k7m3."""
    return f"{kind.letter or kind.kind[0]}{year % 100:02}-{''.join(secrets.choice(_SIGNS) for _ in range(4))}"


def draft_id(text: str, year: int, letter: str = "p") -> str:
    """The id of a draft that came in from elsewhere, a project unless ``letter`` says otherwise: of one text one id."""
    return f"{letter}{year % 100:02}-{hashlib.sha256(text.encode()).hexdigest()[:5]}"


def new_path(index: IndexReader, kind: type[Record], id: str, year: int) -> str:
    """The path of a new file: in the folder of its year, if the store keeps years apart."""
    by_year = any(_YEAR.fullmatch(step) for path in paths_of_kind(index, kind.kind) for step in path.split("/"))
    return kind.path.replace("**/", f"{year}/" if by_year else "").replace("{id}", id)


def _list_item(index: IndexReader, kind: type[Record], tree: Mapping[str, Value], file: str | None) -> Change:
    """One more item of the list that people name, or of the only one there is."""
    paths = paths_of_kind(index, kind.kind)
    folder = kind.path.partition("/")[0]
    if file is None and len(paths) > 1:
        names = "、".join(sorted(path.rpartition("/")[2] for path in paths))
        raise BadUsage(f"{kind.label}分在几个文件里", f"加上 --file，写其中一个：{names}")
    path = (
        f"{folder}/{file.rpartition('/')[2].removesuffix('.yaml')}.yaml"
        if file
        else (paths or [f"{folder}/all.yaml"])[0]
    )
    return Append(path, (), tree) if path in paths else Create(path, [tree])
