"""Selection of the tables that SQL and Parquet may show: one per kind and part, and those that all kinds share.

They are derived from the models: who may see a column is said by the field, and by every field around it. What stands
in tables that all kinds fill is of the level of the field that it was written in (``path_level``).
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from hyzs.index.schema import own_columns, part_models
from hyzs.kinds import kinds
from hyzs.model.annotations import Level
from hyzs.model.field_shapes import FieldShape, shapes, table_name
from hyzs.model.holdings import Holding
from hyzs.model.print_options import strictest_level
from hyzs.model.record import Part, Record

#: Money has this unit, whatever its field.
_MONEY = "万元"
#: Types of the columns that every table has: integers and flags; all others are texts.
_INTEGERS = frozenset(("file", "item", "seq", "owner", "pos", "week_no"))
_FLAGS = frozenset(("sample", "draft", "open", "on_key", "backwards", "last"))
_DAYS = frozenset(("monday", "sunday", "since", "until", "began", "on", "due"))
#: Labels of the columns that the index itself makes.
_LABELS = {
    "file": "文件",
    "item": "文件里第几条",
    "seq": "文件里第几行",
    "owner": "在哪一行(seq)里面",
    "at": "文件里的位置",
    "kind": "种类",
    "record": "记录",
    "id": "编号",
    "name": "名称",
    "week": "周",
    "week_no": "周的序号",
    "monday": "那一周的周一",
    "sunday": "那一周的周日",
    "field": "字段",
    "key": "键",
    "pos": "第几个",
    "under": "在哪个键下面",
    "key_id": "键指的记录",
    "sample": "示例",
    "draft": "草稿",
    "filled": "填了哪些字段",
    "text": "文字",
    "number": "数",
    "called": "叫法",
    "how": "哪一种名称",
    "since": "起",
    "until": "止",
    "subject_kind": "责任的种类",
    "subject_id": "责任的编号",
    "kinds": "指哪些种类",
    "duty": "责任",
    "open": "不穷举",
    "on_key": "写在键上",
    "target": "指的记录",
    "refs": "指哪些种类",
    "value": "值",
    "basis": "依据",
    "flow": "流程",
    "began": "头一个动作的日期",
    "backwards": "早于前一个动作",
    "last": "最后一个动作",
    "case_due": "自己的期限",
    "on": "日期",
    "do": "动作",
    "by": "由谁",
    "to": "给谁",
    "from": "从谁",
    "due": "新的期限",
    "note": "说明",
}
#: Columns that say what is in the files, in words of their own.
_TELLING = ("at", "filled", "case_due")
_PLACE = ("file", "item", "at")
_OWNER = ("week", "week_no", "owner", "field", "key", "pos", "under")
_SUBJECT = ("subject_kind", "subject_id")
_SPAN = ("since", "until")
_MENTION = ("open", "on_key", "target")
_ACT = ("on", "do", "by", "to", "from", "due", "until", "note")
#: Tables that all kinds fill: label, and the columns of each that people ask.
_COMMON: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "record": (
        "所有记录",
        (*_PLACE, "kind", "id", "name", "week", "week_no", "monday", "sunday", "sample", "draft", "filled"),
    ),
    "name": ("名称", (*_PLACE, "kind", "id", "text", "called", "how", "until")),
    "mention": (
        "引用：谁提到谁，什么责任",
        (*_PLACE, "kind", "record", "week", "week_no", *_SUBJECT, "field", "text", "kinds", "duty", *_SPAN, *_MENTION),
    ),
    "pair": ("键和值：填报的数、其他编号等", (*_PLACE, "seq", "kind", "record", *_OWNER, "text", "number")),
    "holding": (
        "从哪天到哪天是谁：类别、属地、牵头等",
        (*_PLACE, "seq", "kind", "record", *_OWNER, "refs", "value", *_SPAN, "basis"),
    ),
    "act": (
        "各种流程的动作",
        (*_PLACE, "kind", "record", "field", "flow", "key", "pos", "began", "backwards", "last", "case_due", *_ACT),
    ),
}
#: Path of names in the table ``path_level``, since they have no field of their own.
NAMES = "*name"


_Path = tuple[str, FieldShape, str]


class PublishedColumn(NamedTuple):
    """A column: its table and the label of that, its name, label, type and unit, and who may see it.

    ``type`` is text, integer, number, money (万元), flag or date. A table whose ``levelled`` names a column has the
    level of each row in ``path_level``, by the kind and that column.
    """

    table: str
    table_label: str
    name: str
    label: str
    type: str
    unit: str
    level: str
    pos: int
    levelled: str | None = None


def published_columns() -> Iterator[PublishedColumn]:
    """The columns of all published tables, in the order of the tables and of the columns."""
    for name, (label, columns) in sorted(_COMMON.items()):
        levelled = NAMES if name == "name" else None if name == "record" else "field"
        for pos, column in enumerate(columns):
            level = _common_level(name, column)
            yield PublishedColumn(name, label, column, _LABELS[column], _head_type(column), "", level, pos, levelled)
    places, keyed = _part_places(), _keyed_parts()
    for name, model in sorted(part_models().items()):
        label, level = places.get(name, (name, str(Level.secret)))
        if issubclass(model, Record):
            label, level = model.label, str(Level.public)
        inner = {path: own for path, _, own in _nested_paths(model)}
        for pos, (column, shape) in enumerate(_columns(name, model, is_keyed=name in keyed)):
            own = inner.get(column.removesuffix("_"), shape.level) if shape else _head_level(column)
            about = (shape.label, _type(column, shape), shape.unit) if shape else _head_about(column)
            yield PublishedColumn(name, label, column, *about, strictest_level((level, own)), pos)


def path_levels() -> Iterator[tuple[str, str, str]]:
    """Kind, dotted path of a field in its records (without keys), and the strictest level on the way to it."""
    for name, kind in kinds().items():
        levels = [str(Level.public)]
        for path, shape, level in _paths(kind):
            yield name, path, level
            if shape.name_mark:
                levels.append(level)
        caption = next((shape.level for shape in shapes(kind) if shape.name == "name"), str(Level.secret))
        yield name, NAMES, strictest_level((*levels, str(kind.caption_level or caption)))
    words = {shape.part.vocabulary for kind in kinds().values() for _, shape, _ in _paths(kind) if shape.part}
    for word in sorted(words - {"", *kinds()}):
        yield word, NAMES, str(Level.public)


def _paths(
    model: type[Part], prefix: str = "", around: str = str(Level.public)
) -> Iterator[tuple[str, FieldShape, str]]:
    for shape in shapes(model):
        level = strictest_level((around, shape.level))
        yield prefix + shape.key, shape, level
        if shape.part:
            yield from _paths(shape.part, f"{prefix}{shape.key}.", level)


def _part_places() -> dict[str, tuple[str, str]]:
    """Label and strictest level of the fields in which parts stand, by table: 项目·节点."""
    labels: dict[str, list[str]] = {}
    levels: dict[str, list[str]] = {}
    for kind in kinds().values():
        for _, shape, level in _paths(kind):
            if shape.part and shape.many:
                name = table_name(shape.part)
                labels.setdefault(name, []).append(f"{kind.label}·{shape.label}")
                levels.setdefault(name, []).append(level)
    return {name: ("、".join(dict.fromkeys(labels[name])), strictest_level(levels[name])) for name in labels}


def _keyed_parts() -> set[str]:
    """The tables of parts that stand under keys which name something."""
    fields = (shape for model in part_models().values() for shape in shapes(model))
    return {table_name(shape.part) for shape in fields if shape.part and shape.key_refs and shape.key_refs[-1]}


def _columns(name: str, model: type[Part], *, is_keyed: bool) -> Iterator[tuple[str, FieldShape | None]]:
    head = (*_PLACE, "id") if name in kinds() else (*_PLACE, "seq", "kind", "record", *_OWNER)
    yield from ((column, None) for column in (*head, *(("key_id",) if is_keyed else ())))
    yield from own_columns(model)


def _nested_paths(model: type[Part], prefix: str = "", around: str = str(Level.public)) -> Iterator[_Path]:
    """The fields of one part or record and of single parts in it, each with the strictest level on the way."""
    for shape in shapes(model):
        level = strictest_level((around, shape.level))
        yield prefix + shape.key, shape, level
        if shape.part and shape.is_nested:
            yield from _nested_paths(shape.part, f"{prefix}{shape.key}.", level)


def _head_level(column: str) -> str:
    return str(Level.internal if column in _TELLING else Level.public)


def _head_about(column: str) -> tuple[str, str, str]:
    return _LABELS[column], _head_type(column), ""


def _type(column: str, shape: FieldShape) -> str:
    if shape.type == "date":
        is_written = shape.is_partial_date and not column.endswith("_end")
        return "text" if is_written or shape.is_moment or shape.date_or else "date"
    if shape.type == "number":
        return "money" if shape.unit == _MONEY else "number"
    return "flag" if shape.type == "flag" else "text"


def _head_type(column: str) -> str:
    if column in _INTEGERS:
        return "integer"
    return "flag" if column in _FLAGS else "date" if column in _DAYS else "number" if column == "number" else "text"


@cache
def _acts() -> frozenset[type[Part]]:
    """The parts that are acts of a flow."""
    fields = (shape for model in part_models().values() for shape in shapes(model))
    return frozenset(shape.part for shape in fields if shape.carries and shape.part)


def _common_level(table: str, column: str) -> str:
    if table == "record" and column == "name":
        return strictest_level(level for _, path, level in path_levels() if path == NAMES)
    parts = {Holding} if table == "holding" else _acts() if table == "act" else set()
    inner = (shape.level for part in parts for shape in shapes(part) if shape.key == column)
    return strictest_level((_head_level(column), *inner))
