"""Records for people: every field with its label, parts as sentences or as tables."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hyzs.fields.field_catalog import Field, FieldCatalog
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Block, CellType, Column, Heading, Pairs, PublicColumn, Row, Table
from hyzs.model.print_options import strictest_level
from hyzs.query.indicators import indicators
from hyzs.query.record_values import as_mapping, holding_text, join_texts, parts_of, value_below

#: Labels of the keys of mappings: indicators by their labels, records by their names.
KEYED = "SELECT name AS called, NULL AS unit FROM record WHERE kind = :kind AND id = :id"
LABELS = "SELECT name, label FROM kind"
#: Characters; a column with a longer text is wide.
_LONG = 20
#: The levels, each stricter than the one before.
_PARTS = ("holding", "mention", "term_value", "name", "pair")


class RecordView:
    """Texts for values of the fields in the catalogue."""

    def __init__(self, index: IndexReader, catalog: FieldCatalog) -> None:
        self.catalog = catalog
        self.labels = {row["name"]: row["label"] for row in index.rows(LABELS)}
        self.index = index
        self._key_labels: dict[tuple[str, str], Row] = {
            ("indicator", name): {"called": label, "unit": unit} for name, label, unit, _ in indicators(index)
        }

    def blocks(self, kind: str, record: Row, lines: Sequence[tuple[str, Any]] = ()) -> Iterator[Block]:
        """Blocks of the record: first fields that fit in a line (and more ``lines``), then a table for each part."""
        pairs = list(self._lines(kind, record))
        levels = [self._level(field) for field, _ in pairs]
        yield Pairs([*((field.label, text) for field, text in pairs), *lines], levels=levels)
        for field in self.catalog.fields(kind):
            value = value_below(record, field.name)
            if value and self._is_table(field, value):
                yield Heading(field.label, 2, "公开")
                yield self._table(field, value)

    def _lines(self, kind: str, record: Row) -> Iterator[tuple[Field, Any]]:
        for field in self.catalog.by_kind[kind]:
            value = value_below(record, field.name)
            if "." in field.name or self._is_table(field, value):
                continue
            if text := self._group_text(field, value) if field.type == "part" else self.value_text(field, value):
                yield field, text

    def _level(self, group: Field) -> str:
        """Strictest level of a field, the fields inside it, and those of its parts."""
        inner = [f for f in self.catalog.fields(group.kind) if f.name.startswith(f"{group.name}.")]
        parts = self.catalog.fields(group.tbl) if group.tbl and group.tbl not in _PARTS else []
        return strictest_level(f.level for f in (group, *inner, *parts))

    def _is_table(self, field: Field, value: Any) -> bool:
        """True if the value consists of parts with several fields."""
        if field.type == "machine" or not field.tbl or field.tbl in _PARTS or not value:
            return False
        return any(isinstance(item, dict) for _, item in parts_of(value))

    def value_text(self, field: Field, value: Any) -> Any:
        """The value, or a list of texts; None for fields that are for programs only."""
        if field.type == "machine":
            return None
        if field.tbl == "holding" and isinstance(value, list):
            return [holding_text(item) for item in value]
        if field.many and isinstance(value, dict):
            return [text for text in self._keyed_texts(field, value, (field.keys or "").split("/")) if text]
        if field.many and isinstance(value, list):
            return [self.brief(str(field.tbl), item) for item in value]
        if isinstance(value, bool):
            return "是" if value else None
        return f"{value} {field.unit}" if field.unit and value is not None else value

    def _keyed_texts(self, field: Field, value: Mapping[str, Any], refs: list[str]) -> Iterator[str]:
        """2026：累计完成投资 30000 万元、…"""
        for key, inner in value.items():
            if isinstance(inner, dict) and len(refs) > 1:
                yield f"{self.key_label(refs[0], key)}：{'、'.join(self._keyed_texts(field, inner, refs[1:]))}"
            else:
                unit = self._key_label(refs[0], key)["unit"] or field.unit
                yield f"{self.key_label(refs[0], key)} {self._inner_text(field, inner)} {unit}".rstrip()

    def _inner_text(self, field: Field, inner: Any) -> str:
        if isinstance(inner, dict):
            return self.sentence(str(field.tbl), inner)
        return "、".join(map(str, inner)) if isinstance(inner, list) else str(inner)

    def key_label(self, refs: str, key: str) -> str:
        """Label of a key that names a record or indicator of ``refs``."""
        return str(self._key_label(refs, key)["called"])

    def _key_label(self, refs: str, key: str) -> Row:
        """Label (``called``) and unit of a key."""
        if (refs, key) not in self._key_labels:
            rows = self.index.rows(KEYED, kind=refs, id=key)
            self._key_labels[refs, key] = rows[0] if rows else {"called": key, "unit": None}
        return self._key_labels[refs, key]

    def _group_text(self, group: Field, value: Any) -> str:
        """Fields of a single part in a line: 总投资 120000 万元；引资额 …"""
        inner_fields = [(f, f.name.removeprefix(f"{group.name}.")) for f in self.catalog.fields(group.kind)]
        inner = [(f, value_below(value, name)) for f, name in inner_fields if f.name.startswith(f"{group.name}.")]
        texts = [(f, self.value_text(f, item)) for f, item in inner if not self._is_table(f, item)]
        return "；".join(f"{f.label} {join_texts(text)}" for f, text in texts if text not in (None, [], ""))

    def sentence(self, part: str, value: Any, omitted: str = "") -> str:
        """A part in a line: its main field, then its other fields with their labels."""
        return "；".join(self._field_texts(part, value, omitted))

    def brief(self, part: str, value: Any) -> str:
        """A part as an item of a list: 临时用电增容（承办单位 市发改委，限期 2026-12-05）"""
        first, *rest = self._field_texts(part, value, "") or [""]
        return f"{first}（{'，'.join(rest)}）" if rest else first

    def _field_texts(self, part: str, value: Any, omitted: str) -> list[str]:
        if not isinstance(value, dict):
            return [] if omitted else [join_texts(value)]
        fields = [f for f in self.catalog.fields(part) if f.name != omitted]
        main = [f for f in fields if f.name == self.catalog.main_field(part)]
        first = main or [f for f in fields if f.type == "text"][:1]
        ordered = [*first, *(f for f in fields if f not in first)]
        texts = [(f, self.value_text(f, value_below(value, f.name))) for f in ordered]
        return [
            join_texts(text) if f in first else f.label if f.type == "flag" else f"{f.label} {join_texts(text)}"
            for f, text in texts
            if text not in (None, [], "")
        ]

    def _table(self, field: Field, value: Any) -> Table:
        parts = [(key, as_mapping(item, str(field.main))) for key, item in parts_of(value)]
        fields = [f for f in self.catalog.by_kind[str(field.tbl)] if "." not in f.name]
        rows = [
            {
                "key": self.key_label(field.keys or "", key or ""),
                **{f.name: self._cell(f, part.get(f.name)) for f in fields},
            }
            for key, part in parts
        ]
        columns = [PublicColumn("key", self.labels.get(field.keys or "", ""))] if field.keys is not None else []
        shown_fields = [f for f in fields if any(row[f.name] not in (None, [], "") for row in rows)]
        return Table([*columns, *(_column(f, [row[f.name] for row in rows]) for f in shown_fields)], rows)

    def _cell(self, field: Field, value: Any) -> Any:
        return self._group_text(field, value) if field.type == "part" else self.value_text(field, value)


def _column(field: Field, values: Sequence[Any]) -> Column:
    type_: CellType = "list" if field.many else "text"
    long = any(len(join_texts(value)) > _LONG for value in values if value)
    return Column(field.name, field.label, type_, level=field.level, wide=long)
