"""Fields of a kind for ``--where``, ``--columns`` and ``--sort``: those of its files, and the derived ones."""

from collections.abc import Mapping, Sequence

from hyzs.fields.field_catalog import Field, FieldCatalog
from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Group, PublicColumn, Row, Table, Text

_TYPES = {"text": "文字", "number": "数", "date": "日期", "flag": "是否", "light": "状态", "machine": "程序用"}
_ORIGINS = {False: "文件里写的", True: "推出来的"}


def field_list(index: IndexReader, kind: str) -> Answer:
    """One row per field of the kind that people call ``kind``: fields of files before derived ones.

    Raises: BadUsage where there is no such kind.
    """
    catalog = FieldCatalog(index)
    kind_field = catalog.kind(kind)
    rows = [_row(catalog, field) for field in catalog.fields(kind_field.name)]
    rows += [_row(catalog, field) for field in catalog.derived(kind_field.name)]
    counts = {origin: sum(row["derived"] is is_derived for row in rows) for is_derived, origin in _ORIGINS.items()}
    note = f"名称和中文名都可以写在 --where、--columns、--sort 里；set 只认{_ORIGINS[False]}"
    return Answer(
        report="fields",
        params={"kind": kind_field.name},
        rows=rows,
        summary={"fields": len(rows), "derived": counts[_ORIGINS[True]]},
        blocks=[
            Table(_COLUMNS, rows, [Group(f"{origin}({n})", n) for origin, n in counts.items() if n]),
            Text(note, "note"),
        ],
        title=f"{kind_field.label}的字段",
        stamp=Stamp(sample=False),
    )


def derived_names(index: IndexReader) -> Mapping[str, Sequence[Row]]:
    """Derived fields of each kind that has some: {name, label}."""
    catalog = FieldCatalog(index)
    fields_of = {kind.name: catalog.derived(kind.name) for kind in catalog.kinds}
    return {kind: [{"name": f.name, "label": f.label} for f in fields] for kind, fields in fields_of.items() if fields}


def _row(catalog: FieldCatalog, field: Field) -> Row:
    return {
        "name": field.name,
        "label": catalog.heading(field),
        "type": field.type,
        "many": bool(field.many),
        "unit": field.unit or None,
        "level": field.level,
        "refs": field.refs,
        "choices": list(field.choice_labels.values()),
        # The stage of a project is in no file either, though its SQL needs no derived table.
        "derived": field.derived or not (field.col or field.tbl),
    }


_COLUMNS = [
    PublicColumn("name", "名称", "code"),
    PublicColumn("label", "中文名"),
    PublicColumn(
        "type", "类型", get=lambda row: f"{_TYPES.get(row['type'], row['type'])}{'(多个)' if row['many'] else ''}"
    ),
    PublicColumn("unit", "单位"),
    PublicColumn("choices", "可以是", "list", wide=True),
    PublicColumn("refs", "指向"),
    PublicColumn("level", "密级"),
]
