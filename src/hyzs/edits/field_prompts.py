"""Check of one answer to the prompt for a field, before the next field is asked for."""

import re
from collections.abc import Sequence

from hyzs.edits.assignments import parse_assignment
from hyzs.fields.field_catalog import FieldCatalog
from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.fields.name_order import names_in_order
from hyzs.model.errors import BadUsage
from hyzs.model.field_shapes import FieldPosition
from hyzs.model.invisible import visible_text
from hyzs.model.typed_input import parse_amount, parse_partial_date
from hyzs.query.record_positions import has_id

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_COMMAS = str.maketrans("，、", ",,")


def offered_choices(index: IndexReader, kind: str, key: str) -> list[str]:
    """The words that the field can be, or the names of what it names, in their order; none: anything may be written.

    Raises: BadUsage: the kind has no such field.
    """
    spot = parse_assignment(kind, f"{key}=").spot
    ref = spot.shape.ref or spot.scalar.ref
    if spot.scalar.choices or ref is None:
        return list(spot.scalar.choices)
    return names_in_order(index, FieldCatalog(index), ref.kinds)


def checked_answer(index: IndexReader, kind: str, key: str, text: str) -> str:
    """The answer as the field has it: names in full, quantities in the field's unit, dates as files write them.

    Raises: BadUsage, NotFound with what is wrong with it and what may be written.
    """
    plain = visible_text(text)[0].strip()
    if not plain:
        raise BadUsage("这一项必填")
    spot = parse_assignment(kind, f"{key}={plain}").spot
    if plain.startswith(("{", "[")):
        return plain  # YAML, which the judge reads
    pieces = plain.translate(_COMMAS).split(",") if spot.shape.many else [plain]
    return "、".join(_checked(index, spot, piece.strip()) for piece in pieces if piece.strip())


def _checked(index: IndexReader, spot: FieldPosition, text: str) -> str:
    shape = spot.scalar
    if shape.choices:
        return _chosen(shape.choices, text)
    if ref := spot.shape.ref or shape.ref:
        return str(resolve_name(index, text, ref.kinds)["name"])
    if shape.type not in ("number", "date"):
        return text
    try:
        value = parse_partial_date(text) if shape.type == "date" else parse_amount(text, shape.unit)
    except ValueError as error:
        raise BadUsage(str(error)) from None
    return text if value.value is None else str(value.value)


def _chosen(choices: Sequence[str], text: str) -> str:
    if text not in choices:
        raise BadUsage(f"没有“{text}”", f"可以写：{'、'.join(choices)}")
    return text


def checked_id(index: IndexReader, text: str) -> str:
    """An id in small letters, digits and hyphens that no record has.

    Raises: BadUsage: it has other characters, or is taken.
    """
    id = text.strip()
    if not _ID.fullmatch(id):
        raise BadUsage(f"“{id}”不能作编号", "只用小写字母、数字和减号，如 shangwuju")
    if has_id(index, id):
        raise BadUsage(f"已经有编号 {id} 了")
    return id
