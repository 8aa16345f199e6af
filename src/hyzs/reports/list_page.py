"""A list for people: the number of records, and the most telling columns."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from hyzs.fields.field_catalog import Field, Kind
from hyzs.fields.field_path import FieldPath
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import CellType, Column, Row, Table, Text

_MOST, _SHORT, _LONG = 6, 40, 24
_TYPES: dict[str, CellType] = {"number": "number", "date": "date", "flag": "flag", "light": "light"}


def default_columns(kind: Kind, fields: Sequence[Field], *, several: bool) -> Sequence[str]:
    """The fields of a kind that people see unless they choose, with the plan it belongs to where there are ``several``.

    None of a kind that declares none: what tells most is found out from its rows.
    """
    plan = ["plan"] if several and any(field.name == field.refs == "plan" for field in fields) else []
    return [*plan, *kind.columns] if kind.columns else []


def displayed_fields(names: Sequence[str], stored: Sequence[Field], derived: Sequence[Field]) -> Sequence[Field]:
    """Fields that the page may show: derived ones only if they are default columns."""
    if not names:
        return stored
    return [field for field in (*stored, *derived) if field.name in (*names, "draft")]


def list_page(
    answer: Answer,
    kind: Kind,
    paths: Sequence[FieldPath],
    names: Sequence[str],
    subjects: Sequence[str] = (),
    *,
    sample: bool,
) -> Answer:
    """The answer with its blocks; ``names``: the default columns, unless columns were selected.

    ``subjects`` are the ids of the rows.
    """
    displayed = paths if answer.params["columns"] else _displayed_paths(names, paths, answer.rows)
    columns = [_column(path, answer.rows) for path in displayed]
    drafts = answer.summary["drafts"]
    count = f"{kind.label} {len(answer.rows)} 条" + (f"，其中草稿 {drafts} 条" if drafts else "")
    return replace(
        answer,
        blocks=[Text(count), Table(columns, answer.rows, subjects=subjects)],
        title=f"{kind.label}清单",
        title_level="公开",
        stamp=Stamp(filter="、".join(filter(None, (answer.params["plan"], answer.params["where"]))), sample=sample),
    )


def _displayed_paths(names: Sequence[str], paths: Sequence[FieldPath], rows: Sequence[Row]) -> list[FieldPath]:
    """The default columns; without ``names`` those with short texts."""
    by_name = {path.name: path for path in paths}
    if names:
        return [by_name[name] for name in names if name in by_name]
    with_text = [path for path in paths if path.name in ("id", "name") or _has_short_text(path, rows)]
    return with_text[:_MOST]


def _has_short_text(path: FieldPath, rows: Sequence[Row]) -> bool:
    """True if the field has a text in some row, and none longer than ``_SHORT``."""
    texts = [_text(row[path.name]) for row in rows]
    return any(texts) and path.field.type != "flag" and max(map(len, texts)) <= _SHORT


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(_text, value))
    return "" if value is None or value == {} else str(value)


def _column(path: FieldPath, rows: Sequence[Row]) -> Column:
    several = not path.single
    type_: CellType = "list" if several and not path.key else "text" if several else _TYPES.get(path.field.type, "text")
    wide = type_ in ("text", "list") and any(len(_text(row[path.name])) > _LONG for row in rows)
    get = (
        _name_with_draft if path.name == "name" else _choice_label(path) if path.single and path.field.choices else None
    )
    return Column(path.name, path.label, type_, path.field.unit, path.level, wide, get)


def _choice_label(path: FieldPath) -> Callable[[Row], Any]:
    """A getter of the label of a choice."""
    words = path.field.choice_labels
    return lambda row: words.get(row[path.name], row[path.name])


def _name_with_draft(row: Row) -> Any:
    """The name, with（草稿）if it is a draft."""
    return f"{row['name']}（草稿）" if row.get("draft") else row["name"]
