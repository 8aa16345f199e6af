"""Catalogue of the kinds and their fields, by any of their names or labels."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NamedTuple

from hyzs.fields.derived_source import derived_sources, derived_sql
from hyzs.fields.index_reader import IndexReader
from hyzs.model.errors import BadUsage

KINDS = """
SELECT name, label, folder, level, columns, owners, offered, former, counted_on FROM kind
WHERE vocabulary = 0 ORDER BY pos, name
"""
NAMES = "SELECT DISTINCT kind FROM field ORDER BY kind"
_COLUMNS = """kind, name, label, type, unit, level, refs, duty, many, col, last, tbl, main, keys, choices, word, answer,
       condition"""
FIELDS = f"SELECT {_COLUMNS} FROM field WHERE kind = :kind ORDER BY pos"
HOLDERS = f"SELECT {_COLUMNS} FROM field WHERE tbl IS NOT NULL ORDER BY kind, pos"
VOCABULARIES = "SELECT label, name FROM kind WHERE vocabulary = 1"
#: The furthest stage that the record in ``{a}`` has reached by the day.
STAGE = """(SELECT s.name FROM stage s JOIN milestone m ON m.key_id = s.name
 WHERE m.file = {a}.file AND m.item = {a}.item AND m."on" <= :day ORDER BY s.pos DESC LIMIT 1)"""
#: Name of the record that contains the part in ``{a}``, and of the record that keys the part around it.
RECORD = "(SELECT min(r.name) FROM record r WHERE r.file = {a}.file AND r.item = {a}.item)"
KEYED = """(SELECT min(r.name) FROM "{table}" o JOIN record r ON r.id = o.key_id
 WHERE o.file = {{a}}.file AND o.item = {{a}}.item AND o.seq = {{a}}.owner)"""
#: A column of the record that contains the part in ``{a}``.
RECORD_COLUMN = """(SELECT r."{col}" FROM "{table}" r WHERE r.file = {{a}}.file AND r.item = {{a}}.item)"""

#: Characters; shorter labels (名称, 依据) need the label of the part around them.
_SELF_CONTAINED = 3


class Field(NamedTuple):
    """One field of a kind or part; ``sql`` gives a single value of the row in ``{a}``, and ``last_sql`` its last day.

    ``choices`` are the possible values between bars, each with its label after a blank if that differs;
    ``derived``: the value is in no file, and computed on demand. Parts of a list are found by the ``word`` in one of
    their fields, and stand for the ``answer`` in another.
    """

    kind: str
    name: str
    label: str
    type: str = "text"
    unit: str = ""
    level: str = "公开"
    refs: str | None = None
    duty: str | None = None
    many: int = 0
    col: str | None = None
    last: str | None = None
    tbl: str | None = None
    main: str | None = None
    keys: str | None = None
    choices: str = ""
    word: str | None = None
    answer: str | None = None
    #: It is a condition on records of that kind; behind = the field that names the kind.
    condition: str | None = None
    sql: str = ""
    last_sql: str = ""
    derived: bool = False
    #: Which of the sources of its kind works it out.
    source: int = 0

    @property
    def choice_labels(self) -> dict[str, str]:
        """Labels of the possible values, by value, in their order; empty: any value."""
        pairs = (choice.partition(" ") for choice in self.choices.split("|") if choice)
        return {value: label or value for value, _, label in pairs}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind, or a part that is a duty of its own; ``folder`` is its name on the command line.

    ``level`` says who may see what people call one; ``columns`` are the fields that its list shows, ``owners`` those
    that name the unit its changes are put down to; shells offer the names of those that are ``offered``; ``former``
    labels are still understood.
    """

    name: str
    label: str
    folder: str
    is_part: bool
    level: str
    columns: tuple[str, ...]
    owners: tuple[str, ...]
    offered: bool
    former: tuple[str, ...]
    #: The field with the day on which its records count in a period; empty: by their week.
    counted_on: str = ""


class ComputedKind(NamedTuple):
    """Rows that no file holds, in the temporary table ``name``, each beside the record it is about."""

    name: str
    label: str
    fields: tuple[Field, ...]


def _stored_field(row: tuple[Any, ...]) -> Field:
    """The field of a row of FIELDS or HOLDERS."""
    *_, column, last = row[:11]
    return Field._make((*row, _sql_of(column), _sql_of(last), False, 0))


def _sql_of(column: str | None) -> str:
    return f'{{a}}."{column}"' if column else ""


class _FieldsByKind(Mapping[str, list[Field]]):
    """The fields of each kind and part, made when they are first looked at: a command looks at few of them.

    A name that is no kind's has no fields.
    """

    def __init__(self, names: Sequence[str], fields_of: Callable[[str], list[Field]]) -> None:
        self._names = dict.fromkeys(names)
        self._fields_of = fields_of
        self._fields: dict[str, list[Field]] = {}

    def __getitem__(self, kind: str) -> list[Field]:
        if kind not in self._fields:
            self._fields[kind] = self._fields_of(kind)
        return self._fields[kind]

    def __contains__(self, kind: object) -> bool:
        return kind in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def add(self, kind: str, fields: list[Field]) -> None:
        """Put in the fields of one more kind."""
        self._names[kind] = None
        self._fields[kind] = fields


class FieldCatalog:
    """Kinds and fields of the index, each read once."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        self._derived: dict[str, list[Field]] = {}
        self._vocabularies: dict[str, str] = {}
        #: The fields that contain a part, by its table.
        self._holders: dict[str, list[Field]] = defaultdict(list)
        for field in map(_stored_field, index.tuples(HOLDERS)):
            self._holders[str(field.tbl)].append(field)
        self.kinds = [self._kind(**row) for row in index.rows(KINDS)]
        self.records = {kind.name for kind in self.kinds if not kind.is_part}
        names = [name for (name,) in index.tuples(NAMES)]
        self.by_kind = _FieldsByKind([*names, *(kind.name for kind in self.kinds)], self._fields_of)

    def add_computed(self, kind: ComputedKind) -> None:
        """Know a kind that is in no file."""
        if kind.name in self.by_kind:
            return
        self.kinds.append(Kind(kind.name, kind.label, kind.name, False, "内部", (), (), False, ()))
        self.by_kind.add(kind.name, list(kind.fields))

    def _fields_of(self, kind: str) -> list[Field]:
        stored = [_stored_field(row) for row in self._index.tuples(FIELDS, kind=kind)]
        own = next((own for own in self.kinds if own.name == kind), None)
        return [*stored, *self._inferred(own, stored)] if own else stored

    def _kind(
        self,
        name: str,
        label: str,
        folder: str | None,
        level: str,
        columns: str,
        owners: str,
        offered: int,
        former: str,
        counted_on: str,
    ) -> Kind:
        """A kind; a part is named by the field that contains it: tasks."""
        called = folder or self._holders[name][0].name
        fields = (tuple(columns.split()), tuple(owners.split()))
        return Kind(
            name, label, called, folder is None, level, *fields, bool(offered), tuple(former.split()), counted_on
        )

    def main_field(self, part: str) -> str | None:
        """Name of the main field of a part; None if there is no such part."""
        return next((f.main for f in self._holders[part]), None)

    def _inferred(self, kind: Kind, stored: Sequence[Field]) -> list[Field]:
        """Fields that are not stored: the stage of a project; record, week and plan of a part."""
        if any(f.name == "milestones" and f.keys == "stage" for f in stored):
            return [Field(kind.name, "stage", "阶段", refs="stage", sql=STAGE)]
        inferred = []
        holder = next(iter(self._holders[kind.name]), None) if kind.is_part else None
        while holder and holder.kind not in self.records:
            outer = self._holders[holder.kind][0]
            if outer.keys in self.records:
                label = self.kind(outer.keys).label
                inferred.append(
                    Field(kind.name, outer.keys, label, refs=outer.keys, sql=KEYED.format(table=holder.kind))
                )
            holder = outer
        if holder:
            inferred.append(Field(kind.name, holder.kind, self.kind(holder.kind).label, refs=holder.kind, sql=RECORD))
            weeks = [f for f in self.by_kind[holder.kind] if f.name == "week" and f.col]
            inferred += [f._replace(kind=kind.name, sql="{a}.week") for f in weeks]
            plans = [f for f in self.by_kind[holder.kind] if f.refs == "plan" and f.col]
            inferred += [
                f._replace(kind=kind.name, sql=RECORD_COLUMN.format(col=f.col, table=holder.kind)) for f in plans
            ]
        return inferred

    def derived(self, kind: str) -> list[Field]:
        """Derived fields of a kind: in no file, computed on demand."""
        if kind not in self._derived:
            sources = enumerate(derived_sources(kind))
            fields = [(place, field) for place, source in sources for field in source.fields(self._index)]
            self._derived[kind] = [
                Field(
                    kind,
                    *field[:6],
                    choices=field.choices,
                    sql=derived_sql(kind, place, field.name),
                    last=f"{field.name}_end" if field.ends else None,
                    last_sql=derived_sql(kind, place, field.name, f"{field.name}_end") if field.ends else "",
                    derived=True,
                    source=place,
                )
                for place, field in fields
            ]
        return self._derived[kind]

    def is_kind(self, refs: str | None) -> bool:
        """True if ``refs`` names records rather than terms of a vocabulary."""
        return bool(refs) and set(str(refs).split("|")) <= {kind.name for kind in self.kinds}

    def kind(self, text: str) -> Kind:
        """The kind with that name, folder or label.

        Raises: BadUsage where there is none.
        """
        by_name = {name: kind for kind in self.kinds for name in (*kind.former, kind.label, kind.folder, kind.name)}
        if text in by_name:
            return by_name[text]
        near = get_close_matches(text.lower(), by_name, 1)
        kinds = f"可以写：{'、'.join(f'{kind.folder}({kind.label})' for kind in self.kinds)}"
        raise BadUsage(f"没有“{text}”这种记录", f"是不是：{near[0]}；{kinds}" if near else kinds)

    def has_duties(self, kind: str) -> bool:
        """True if records of the kind, with parts that are no duty of their own, name who answers for them."""
        own = {other.name for other in self.kinds} - {kind}
        return any(
            f.duty or (f.tbl in self.by_kind.keys() - own and self.has_duties(f.tbl)) for f in self.by_kind[kind]
        )

    def fields(self, kind: str) -> list[Field]:
        """Fields of a kind that hold values, in their order."""
        return [f for f in self.by_kind[kind] if f.type != "part"]

    def heading(self, field: Field) -> str:
        """Label of a field as a heading; a short or ambiguous one after the label of the part around it."""
        fields = self.by_kind[field.kind]
        group = next((f.label for f in fields if f.type == "part" and field.name.startswith(f"{f.name}.")), None)
        is_clear = len(field.label) >= _SELF_CONTAINED and sum(f.label == field.label for f in fields) == 1
        return field.label if group is None or is_clear else f"{group}·{field.label}"

    def matching_fields(self, kind: str, steps: Sequence[str]) -> tuple[list[Field], int]:
        """Fields that the first steps of a path may mean, best first, and the number of those steps."""
        fields = [*self.by_kind[kind], *self.derived(kind)]
        for size in range(len(steps), 0, -1):
            fields_here = [f for f in fields if f.name == ".".join(steps[:size])]
            if fields_here:
                return fields_here, size
        fields_here = [f for f in fields if f.label == steps[0]] or self._fields_of_vocabulary(fields, steps[0])
        groups = [f for f in fields_here if f.type == "part"]
        if groups and len(steps) > 1:
            inner = [f for f in fields if f.label == steps[1] and f.name.startswith(f"{groups[0].name}.")]
            return inner, 2
        listed_fields = [f for f in fields_here if f.type != "part"] or fields_here
        return [f for f in listed_fields if "." not in f.name] or listed_fields, 1

    def _fields_of_vocabulary(self, fields: Sequence[Field], label: str) -> list[Field]:
        """The fields whose words are of the vocabulary that people call so: 单位类型 is the 类型 of a unit."""
        if not self._vocabularies:
            self._vocabularies = dict(self._index.tuples(VOCABULARIES))
        words = self._vocabularies.get(label)
        return [f for f in fields if words and f.refs == words]

    def hint(self, kind: str, step: str) -> str:
        """A hint for an unknown ``step``: fields with a similar name or label, else the first fields of the kind."""
        derived = self.derived(kind)
        names = {name: f for f in (*self.by_kind[kind], *derived) for name in (f.label, f.name)}
        if suggestions := dict.fromkeys(names[name] for name in get_close_matches(step, names, 3, 0.5)):
            return f"是不是：{' 或 '.join(f'{f.name}({f.label})' for f in suggestions)}"
        more = f"；推出来的有：{'、'.join(f'{f.name}({f.label})' for f in derived)}" if derived else ""
        return f"可以写：{'、'.join(f'{f.name}({f.label})' for f in self.fields(kind)[:12])}{more}"
