"""The rows of the tables ``kind`` and ``field``: the models, for reports that do not load them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from hyzs.index.schema import own_columns, part_models
from hyzs.index.term_selects import is_holding
from hyzs.kinds import kinds
from hyzs.model.annotations import Level, Term
from hyzs.model.field_shapes import FieldShape, parts, shapes, table_name
from hyzs.model.flow import Flow
from hyzs.model.record import Part, Record

#: Duties of whoever a change of a record is put down to.
_OWNERS = ("lead", "handle")


class KindRow(NamedTuple):
    """A row of the ``kind`` table: a kind, a part that is a duty of its own, or a vocabulary.

    ``folder`` is where a kind's files are; ``home`` is the kind whose files hold it; ``level`` says who may see what
    people call it; ``columns`` (of its list) and ``owners`` are fields, ``former`` labels, each parted by blanks;
    ``counted_on`` is the day by which its records count in a period.
    """

    name: str
    label: str
    pos: int
    folder: str | None
    home: str
    vocabulary: int
    level: str
    columns: str
    owners: str
    offered: int
    former: str = ""
    counted_on: str = ""


def kind_rows() -> Iterator[KindRow]:
    """The rows of the ``kind`` table, from what the models declare."""
    rows: dict[str, KindRow] = {}
    for home, kind in kinds().items():
        for shape in shapes(kind):
            if shape.part and (word := shape.part.vocabulary):
                about = (None, home, 1, Level.public, table_name(shape.part), "", 1)
                rows[word] = KindRow(word, shape.label, shape.part.list_rank, *about)
        rows |= {part.subject[0]: _part_row(part, home, *part.subject) for part in parts(kind) if part.subject}
        rows[home] = _record_row(kind)
    return (rows[name] for name in sorted(rows))


def _part_row(part: type[Part], home: str, name: str, caption: str, label: str) -> KindRow:
    level = part.caption_level or _level(part, caption)
    return KindRow(name, label, part.list_rank, None, home, 0, level, " ".join(part.list_columns), "", part.is_offered)


def _record_row(kind: type[Record]) -> KindRow:
    folder = kind.path.partition("/")[0].removesuffix(".yaml")
    leading = (shape.key for shape in shapes(kind) if shape.ref and shape.ref.duty in _OWNERS)
    return KindRow(
        kind.kind,
        kind.label,
        kind.list_rank,
        folder,
        kind.kind,
        0,
        kind.caption_level or _level(kind, "name"),
        " ".join(kind.list_columns),
        " ".join(kind.owner_fields or leading),
        kind.is_offered,
        " ".join(kind.former_labels),
        kind.counted_on,
    )


def _level(model: type[Part], caption: str) -> str:
    """The level of that field; 敏感 where the model has no such field."""
    return next((shape.level for shape in shapes(model) if shape.name == caption), Level.secret)


def field_rows() -> Iterator[tuple[object, ...]]:
    """The rows of the ``field`` table: every field of every model.

    ``col`` (and ``last``, the last day of a partial date) is the column of a single value; the values of ``many`` are
    in the rows of ``tbl``, those of a part in its field ``main``; ``keys`` says what the keys of a mapping name;
    ``choices`` are the only words that a value can be, between bars; parts of a list are found by the ``word`` in one
    field and stand for the ``answer`` in another. A ``condition`` is on records of a kind, or of the kind named in the
    field behind =. A text that is ``linted`` is of that sort.
    """
    for name, model in part_models().items():
        columns = {path.removesuffix("_"): path for path, _ in own_columns(model)}
        for pos, (path, shape) in enumerate(_all_fields(model)):
            ref = shape.ref
            about = (shape.label, shape.type, shape.unit, shape.level, ref and ref.kinds, ref and ref.duty)
            column = columns.get(path, path) if shape.is_column else None
            last = f"{path}_end" if column and shape.is_partial_date else None
            place = (int(shape.many), pos, column, last, *_value_table(shape))
            looked_up = (shape.part.looked_up if shape.part and shape.many else None) or (None, None)
            marks = (shape.where and shape.where.target, shape.linted or None)
            yield (name, path, *about, *place, "|".join(shape.choices), *looked_up, *marks)


def built_flows() -> list[Flow]:
    """The flows that field_rows carry and no settings declare, each once."""
    marks = (shape.carries.flow for model in part_models().values() for shape in shapes(model) if shape.carries)
    return list(dict.fromkeys(flow for flow in marks if isinstance(flow, Flow)))


def built_steps() -> Iterator[tuple[object, ...]]:
    """The rows of the table ``built_step``."""
    for flow in built_flows():
        since = str(flow.since) if flow.since else None
        about = (flow.source, int(flow.is_judged_by_kind))
        for pos, step in enumerate(flow.steps):
            flags = (step.first, step.ends, step.stays, step.pauses, step.extends, step.meets, step.keyed, step.note)
            texts = (step.by or None, step.by_field or None, step.status or None)
            yield (flow.name, since, pos, step.do, *map(int, flags), *texts, *(step.limit or (None,) * 3), *about)


def built_after() -> Iterator[tuple[object, ...]]:
    """The rows of the table ``built_after``."""
    for flow in built_flows():
        since = str(flow.since) if flow.since else None
        for step in flow.steps:
            yield from ((flow.name, since, step.do, before, pos) for pos, before in enumerate(step.after))


def _value_table(shape: FieldShape) -> tuple[str | None, str | None, str | None]:
    """The table of many values, the field a part is told by, and what the keys name (kinds, a / between levels)."""
    if not shape.many:
        return None, None, None
    keys = "/".join(ref.kinds if ref else "" for ref in shape.key_refs) if shape.key_refs else None
    if is_holding(shape):
        return "holding", "value", keys
    if shape.part:
        return table_name(shape.part), shape.part.shorthand or shapes(shape.part)[0].key, keys
    if isinstance(shape.ref, Term):
        return "term_value", None, keys
    return "mention" if shape.ref else "name" if shape.name_mark else "pair", None, keys


def _all_fields(model: type[Part], prefix: str = "") -> Iterator[tuple[str, FieldShape]]:
    """Every field by dotted path; a single part comes before its own fields, as type ``part``."""
    for shape in shapes(model):
        if shape.part and shape.is_nested:
            yield prefix + shape.key, replace(shape, type="part")
            yield from _all_fields(shape.part, f"{prefix}{shape.key}.")
        else:
            yield prefix + shape.key, shape
