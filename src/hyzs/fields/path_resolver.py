"""Resolver of dotted paths (承诺时限.开工) to the SQL of their values, field by field and key by key."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hyzs.fields.field_catalog import Field, FieldCatalog
from hyzs.fields.field_path import (
    BELOW,
    IN_FORCE,
    IN_RECORD,
    LAST,
    LATEST,
    NOW,
    VALUES,
    FieldPath,
    Parameters,
    UnknownField,
)
from hyzs.fields.index_reader import IndexReader, records_by_name
from hyzs.fields.name_order import suggestion
from hyzs.model.print_options import strictest_level


def resolve_field(index: IndexReader, catalog: FieldCatalog, parameters: Parameters, kind: str, text: str) -> FieldPath:
    """The field of ``kind`` that ``text`` names: 项目类别, investment.total, milestones.签约, claims.unit.

    Raises: UnknownField at the first step that names no field or key.
    """
    steps = [step.strip() for step in text.split(".")]
    return _Resolver(index, catalog, parameters, steps).resolve_in(kind, 0, FieldPath(Field(kind, "", ""), "k"))


def whole_field(index: IndexReader, catalog: FieldCatalog, parameters: Parameters, field: Field) -> FieldPath:
    """All values of a field. Raises: UnknownField: the kind has no such field."""
    return _Resolver(index, catalog, parameters, []).resolve_from(field, 0, FieldPath(field, "k"))


class _Resolver:
    """Resolution of one path; until its last step the ``value`` of the FieldPath is the alias of the current row."""

    def __init__(self, index: IndexReader, catalog: FieldCatalog, parameters: Parameters, steps: Sequence[str]) -> None:
        self.index, self.catalog, self.parameters, self.steps = index, catalog, parameters, steps

    def resolve_in(self, kind: str, at: int, path: FieldPath) -> FieldPath:
        """Resolve the steps from ``at`` from a row of ``kind``."""
        fields, size = self.catalog.matching_fields(kind, self.steps[at:])
        if not fields:
            raise UnknownField(at, f"没有字段“{self.steps[at]}”", self.catalog.hint(kind, self.steps[at]))
        if len(fields) > 1:
            raise UnknownField(at, f"“{self.steps[at]}”不止一个字段", f"写 {' 或 '.join(f.name for f in fields)}")
        if fields[0].type == "part":
            raise self._unfinished_error(fields[0], at)
        return self.resolve_from(fields[0], at + size, path)

    def _unfinished_error(self, part: Field, at: int) -> UnknownField:
        """The error of a path that stops at a single part, or names no field of it."""
        inner = [f.name for f in self.catalog.fields(part.kind) if f.name.startswith(f"{part.name}.")]
        hint = f"可以写：{'、'.join(inner)}"
        if at + 1 < len(self.steps):
            return UnknownField(at + 1, f"“{self.steps[at]}”下面没有“{self.steps[at + 1]}”", hint)
        return UnknownField(at, f"“{self.steps[at]}”要写到下一级", hint)

    def resolve_from(self, field: Field, at: int, path: FieldPath) -> FieldPath:
        """Resolve the steps from ``at`` below ``field``."""
        level = strictest_level((path.level, field.level))
        name, label = f"{path.name}.{field.name}".lstrip("."), f"{path.label}·{self.catalog.heading(field)}".lstrip("·")
        path = replace(path, field=field, name=name, label=label, level=level)
        if not field.many:
            self._require_end(at)
            last = field.last_sql.format(a=path.value) if field.last else None
            return replace(path, value=field.sql.format(a=path.value), last_day=last)
        if field.tbl in VALUES:
            self._require_end(at)
            return self._values(field, path)
        return self._pair(field, at, path) if field.tbl == "pair" else self._part(field, at, path)

    def _require_end(self, at: int) -> None:
        if at < len(self.steps):
            raise UnknownField(at, f"“{self.steps[at - 1]}”下面没有“{self.steps[at]}”")

    def _join(self, field: Field, path: FieldPath, *conditions: str) -> FieldPath:
        """Join the rows of the field's table that belong to the current row."""
        a, v, prefix = path.value, f"t{len(path.tables)}", "/" + field.name.replace(".", "/") + "/"
        is_deeper = field.tbl == "mention" and field.main  # mentions of a part belong to its own fields
        by_name = not path.tables and field.kind in self.catalog.records and field.tbl != "name" and not is_deeper
        joined = (
            f"{v}.file = {a}.file AND {v}.item = {a}.item",
            (IN_RECORD if by_name else BELOW).format(v=v, a=a, field=field.name, below=prefix, size=len(prefix)),
            *(condition.format(v=v, tbl=field.tbl) for condition in conditions),
        )
        tables = (*path.tables, f'"{field.tbl}" {v}')
        return replace(path, value=v, tables=tables, conditions=path.conditions + joined, single=False)

    def _values(self, field: Field, path: FieldPath) -> FieldPath:
        value, conditions = VALUES[str(field.tbl)]
        joined = self._join(field, path, *conditions)
        return replace(joined, value=value.format(v=joined.value), single=path.single and field.tbl == "holding")

    def _pair(self, field: Field, at: int, path: FieldPath) -> FieldPath:
        keys = list(self.steps[at:])
        refs = [] if field.keys is None else field.keys.split("/")
        depth = len(refs)
        self._require_end(at + depth)
        joined = self._join(field, path)
        v, column = joined.value, "number" if field.type == "number" else "text"
        if keys:
            keys = [self._key(refs[n], at + n) for n in range(len(keys))]
            begin = ".".join(keys) + "."
            same = f"substr({v}.key || '.', 1, {len(begin)}) = {self.parameters(begin)}"
            joined = replace(joined, conditions=(*joined.conditions, same))
        full = bool(depth) and len(keys) == depth
        name, label = (
            f"{separator}".join((start, *keys)) for separator, start in ((".", path.name), ("·", path.label))
        )
        key = f"{v}.key" if depth and not full else None
        return replace(joined, value=f"{v}.{column}", name=name, label=label, single=path.single and full, key=key)

    def _part(self, field: Field, at: int, path: FieldPath) -> FieldPath:
        inner = {f.name: f for f in self.catalog.fields(str(field.tbl))}
        main = inner[str(field.main)]
        if at >= len(self.steps) and main.many:
            return self._values(field._replace(tbl="mention", refs=main.refs), replace(path, field=main))
        if field.word and at < len(self.steps) and not self.catalog.matching_fields(str(field.tbl), self.steps[at:])[0]:
            return self._looked_up(field, inner, at, path)
        keyed = field.keys is not None and at < len(self.steps) and not self._is_field(field, at)
        joined = self._join(field, path, *self._part_conditions(field, inner, at))
        if keyed:
            key = self._key(str(field.keys), at)
            column, at = "key_id" if field.keys else "key", at + 1
            same = f"{joined.value}.{column} = {self.parameters(key)}"
            name, label = f"{path.name}.{key}", f"{path.label}·{self.steps[at - 1]}"
            joined = replace(joined, name=name, label=label, conditions=(*joined.conditions, same), single=path.single)
        elif field.keys is not None:
            joined = replace(joined, key=f"{joined.value}.key", keys=field.keys)
        if at < len(self.steps):
            return replace(self.resolve_in(str(field.tbl), at, joined), key=None)
        return replace(self.resolve_from(main, at, joined), name=joined.name, label=joined.label)

    def _looked_up(self, field: Field, inner: dict[str, Field], at: int, path: FieldPath) -> FieldPath:
        """The answer of the last part of the word that a step names."""
        word = inner[str(field.word)]
        key = self._word(str(word.refs), at)
        latest = LATEST.replace("{word}", str(word.col)).replace("{name}", self.parameters(key))
        joined = self._join(field, path, latest)
        answer = self.resolve_from(inner[str(field.answer)], at + 1, joined)
        name, label = f"{path.name}.{key}", f"{path.label}·{key}"
        return replace(answer, name=name, label=label, single=path.single)

    def _part_conditions(self, field: Field, inner: dict[str, Field], at: int) -> list[str]:
        """Conditions on the parts that count: the last under a key, of promises the one in force on the day.

        Of holdings those of the day, unless days are asked.
        """
        days = [inner[name] for name in ("since", "until") if name in inner]
        is_holding = len(days) == 2 and any(f.refs for f in inner.values())
        days_asked = at < len(self.steps) and self.steps[-1] in [word for f in days for word in (f.name, f.label)]
        last = IN_FORCE if "set" in inner else LAST
        return [last] * (field.keys is not None) + [NOW] * (is_holding and not days_asked)

    def _is_field(self, field: Field, at: int) -> bool:
        """True if the step is a field of the part, and no key."""
        step = self.steps[at]
        is_key = bool(field.keys) and bool(records_by_name(self.index, step, str(field.keys)))
        return not is_key and bool(self.catalog.matching_fields(str(field.tbl), self.steps[at:])[0])

    def _key(self, refs: str, at: int) -> str:
        """The key that a step means: the id of the record it names; where keys are free, the step itself."""
        return str(self._resolved(refs, at)["id"]) if refs else self.steps[at]

    def _word(self, refs: str, at: int) -> str:
        """The word of a vocabulary that a step means."""
        return str(self._resolved(refs, at)["name"])

    def _resolved(self, refs: str, at: int) -> dict[str, Any]:
        """The record or word of ``refs`` that a step names."""
        step = self.steps[at]
        if records := records_by_name(self.index, step, refs):
            return records[0]
        hint = suggestion(self.index, self.catalog, refs, step)
        raise UnknownField(at, f"“{self.steps[at - 1]}”下面没有“{step}”", hint)
