"""SELECTs for the uses of vocabulary words: most stand in columns and keys and are not stored twice.

The table ``term_value`` has the others: those of lists, and the keys of mappings whose values are no parts.
"""

from collections.abc import Iterable, Iterator

from hyzs.kinds import kinds
from hyzs.model.annotations import Ref, Term
from hyzs.model.field_shapes import FieldShape, shapes, table_name
from hyzs.model.holdings import Holding
from hyzs.model.record import Part


def is_in_column(shape: FieldShape) -> bool:
    """True if the column of its value holds the term."""
    return isinstance(shape.ref, Term) and (shape.is_column or is_holding(shape))


def is_in_key(shape: FieldShape) -> bool:
    """True if the rows of its parts hold the terms that are its keys."""
    return shape.part is not None and len(shape.key_refs) == 1 and isinstance(shape.key_refs[0], Term)


def term_selects(columns: Iterable[tuple[str, Iterable[tuple[str, FieldShape]]]]) -> Iterator[str]:
    """A SELECT for each column with terms, in the columns of ``term_value``, given the tables with their columns."""
    for name, own in columns:
        for path, shape in own:
            if shape.ref and is_in_column(shape):
                yield _of_column(name, path, shape.ref)
    for name, kind in kinds().items():
        yield from _part_selects(name, kind, "")


def is_holding(shape: FieldShape) -> bool:
    """True if its values hold from a day to a day."""
    return shape.part is not None and issubclass(shape.part, Holding)


def _of_column(name: str, path: str, mark: Ref) -> str:
    """The terms of a single value; those in a part go by the field of that part."""
    key = path.removesuffix("_")
    record, field = ("t.id", f"'{key}'") if name in kinds() else ("t.record", f"t.field || '.{key}'")
    at = f"t.at || '/{key.replace('.', '/')}'"
    return _select(name, f"{at} AS at, {record} AS record, {field} AS field", path, mark)


def _part_selects(kind: str, model: type[Part], prefix: str) -> Iterator[str]:
    """The terms that are keys of parts, and those of holdings, in all records of a kind."""
    for shape in shapes(model):
        if shape.part is None:
            continue
        here = f"t.kind = '{kind}' AND t.field = '{prefix}{shape.key}'"
        if is_in_key(shape) and (mark := shape.key_refs[0]):
            # A key with several wordings has a row for each.
            at = "CASE WHEN t.pos IS NULL THEN t.at ELSE substr(t.at, 1, length(t.at) - 2) END AS at"
            first = f"coalesce(t.pos, 0) = 0 AND {here}"
            yield _select(table_name(shape.part), f"{at}, t.record, t.field", "key", mark, first, on_key=1)
        elif shape.ref and is_in_column(shape):
            yield _select(
                "holding", f"t.at || '/{shape.part.shorthand}' AS at, t.record, t.field", "value", shape.ref, here
            )
        yield from _part_selects(kind, shape.part, f"{prefix}{shape.key}.")


def _select(name: str, where: str, column: str, mark: Ref, which: str = "1", *, on_key: int = 0) -> str:
    columns = f"t.\"{column}\" AS text, '{mark.kinds}' AS kinds, {on_key} AS on_key"
    return f'SELECT t.file, t.item, {where}, {columns} FROM "all_{name}" t WHERE t."{column}" IS NOT NULL AND {which}'
