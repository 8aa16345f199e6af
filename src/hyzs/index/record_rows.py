"""Rows of a record: its values, its parts, its mentions, its names."""

from decimal import Decimal
from typing import Any, NamedTuple

from hyzs.index.row_plan import RowPlan, row_plan
from hyzs.index.row_values import column_value, column_values, compact_json, encode_json, filled_fields, is_root_model
from hyzs.index.term_selects import is_in_column, is_in_key
from hyzs.model.annotations import Carries, Ref, Term
from hyzs.model.field_shapes import FieldShape
from hyzs.model.finding import Route
from hyzs.model.folding import fold
from hyzs.model.json_pointer import escape_step, to_pointer
from hyzs.model.record import Part, Record

Row = tuple[Any, ...]
Tables = dict[str, list[Row]]
#: Fields of events that the table ``act`` keeps, where the event has them.
ACT_FIELDS = ("on", "do", "by", "to", "from_", "due", "until", "note")


def add_record_rows(record: Record, file: int, item: int, at: Route, tables: Tables) -> None:
    """Add all rows of ``record``, the ``item``-th of its file, at the route ``at``.

    Raises:
        Unstorable: no column can hold one of its values; some rows may have been added.
    """
    _RowBuilder(record, file, item, tables).run(to_pointer(at))


class _RowContext(NamedTuple):
    """The row that owns what is inside, whose duty that is, and its span: since, until, open."""

    owner: int
    who: Row
    span: Row = (None, None, 0)
    vocabulary: str = ""
    #: The key of the part it is in.
    under: str | None = None


class _Steps(NamedTuple):
    """The steps from a field to one of its values: keys joined by dots, last position, count of keys."""

    key: str | None = None
    pos: int | None = None
    keys: int = 0


_FIELD = _Steps()


class _RowBuilder:
    """Walks a record once; its position is a pointer and the dotted name of the field."""

    def __init__(self, record: Record, file: int, item: int, tables: Tables) -> None:
        self.record, self.file, self.item, self.tables, self.seq = record, file, item, tables, 0
        self.week = record.week_of()
        week = (str(self.week), self.week.number) if self.week else (None, None)
        self.caption = record.caption
        self.where: Row = (record.kind, record.id, *week)

    def run(self, at: str) -> None:
        """The record itself, then what is in it."""
        record, file, item, week, plan = self.record, self.file, self.item, self.week, row_plan(type(self.record))
        kind, id = record.kind, record.id
        days = (str(week.monday), str(week.sunday)) if week else (None, None)
        flags = (int(getattr(record, "sample", False)), int(getattr(record, "draft", False)))
        field_list = f"|{'|'.join(filled_fields(record, plan))}|"
        self._add("record", (file, item, at, kind, id, self.caption, *self.where[2:], *days, *flags, field_list))
        self._add("body", (file, item, kind, id, encode_json(compact_json(record))))
        span = (None, column_value(record.duty_until), 0)
        context = _RowContext(0, (*self.where, kind, id, self.caption), span)
        self._name(context, id, "id", at)
        self._add(kind, (file, item, at, id, *column_values(record, plan)))
        self._fields(record, plan, at, "", context)

    def _add(self, table: str, row: Row) -> None:
        self.tables.setdefault(table, []).append(row)

    def _fields(self, part: Part, plan: RowPlan, at: str, prefix: str, context: _RowContext) -> None:
        own = part.__dict__
        for step in plan.scanned:
            value = own[step.name]
            if value is None:
                continue
            if step.nested:
                self._fields(value, step.nested, at + step.path, f"{prefix}{step.key}.", context)
            else:
                self._value(value, step.shape, at + step.path, prefix + step.key, context, _FIELD)

    def _value(self, value: Any, shape: FieldShape, at: str, name: str, context: _RowContext, steps: _Steps) -> None:
        """One value, or each of many, down to the scalars and parts."""
        kind = value.__class__
        if kind is dict:
            self._each(value, shape, at, name, context, steps)
        elif kind is tuple:
            key, _, keys = steps
            if shape.carries:
                self._acts(value, shape.carries, at, name, context)
            for pos, inner in enumerate(value):
                self._value(inner, shape, f"{at}/{pos}", name, context, _Steps(key, pos, keys))
        elif shape.part is None:
            self._scalar(value, shape, at, name, context, steps)
        elif is_root_model(kind):
            self._value(value.root, shape, at, name, context, steps)
        else:
            self._part(value, shape, at, name, context, steps)

    def _each(
        self, value: dict[str, Any], shape: FieldShape, at: str, name: str, context: _RowContext, steps: _Steps
    ) -> None:
        """The value of each key; the key may name a record too."""
        outer, pos, keys = steps
        mark = None if is_in_key(shape) else shape.key_refs[keys]
        for key, inner in value.items():
            pointer = f"{at}/{escape_step(key)}"
            if mark:
                self._mention(mark, key, pointer, name, context, on_key=1)
            dotted = key if outer is None else f"{outer}.{key}"
            self._value(inner, shape, pointer, name, context, _Steps(dotted, pos, keys + 1))

    def _scalar(self, value: Any, shape: FieldShape, at: str, name: str, context: _RowContext, steps: _Steps) -> None:
        if shape.ref:
            self._mention(shape.ref, value, at, name, context)
        elif steps is not _FIELD and not shape.name_mark:
            bare = column_value(value)
            text, number = (None, bare) if isinstance(value, Decimal | int) else (str(bare), None)
            self._add("pair", (*self._head(at, name, context, steps), text, number))
        if shape.name_mark:
            self._name(context, str(value), shape.name_mark.how, at)

    def _part(self, part: Part, shape: FieldShape, at: str, name: str, context: _RowContext, steps: _Steps) -> None:
        plan, head = row_plan(type(part)), self._head(at, name, context, steps)
        if plan.is_holding:
            self._holding(part, plan, shape, head, context)
            return
        self._add(plan.table, (*head, *column_values(part, plan)))
        if plan.scanned:
            self._fields(part, plan, at, f"{name}.", self._inside(part, context, steps.key))

    def _acts(self, events: tuple[Part, ...], carries: Carries, at: str, name: str, context: _RowContext) -> None:
        """The rows of a case, for the table that has the events of all flows."""
        due = column_value(getattr(self.record, carries.due)) if carries.due else None
        acts_before, before = "", None
        for pos, event in enumerate(events):
            own = event.__dict__
            head = (self.file, self.item, f"{at}/{pos}", *self.where[:2], name, carries.name, context.under or "", pos)
            history = f"{carries.name}|{own['do']}|{acts_before}"
            backwards = int(before is not None and own["on"] < before)
            case = (column_value(events[0].__dict__["on"]), history, backwards, int(pos == len(events) - 1), due)
            self._add("act", (*head, *case, *(column_value(own.get(field)) for field in ACT_FIELDS)))
            acts_before, before = f"{own['do']}|{acts_before}", own["on"]

    def _holding(self, part: Part, plan: RowPlan, shape: FieldShape, head: Row, context: _RowContext) -> None:
        own, inner, refs = part.__dict__, self._inside(part, context), shape.ref.kinds if shape.ref else ""
        value, (since, until, _) = own[plan.shorthand], inner.span
        self._add("holding", (*head, refs, value, since, until, own["basis"]))
        if shape.ref and not is_in_column(shape):
            self._mention(shape.ref, value, f"{head[3]}/{plan.shorthand}", head[9], inner)

    def _inside(self, part: Part, context: _RowContext, key: str | None = None) -> _RowContext:
        """The context of the values in a part whose row has just been added."""
        own, who = part.__dict__, context.who
        if part.subject:
            kind, caption, _ = part.subject
            who = (*self.where, kind, str(own.get("id", self.record.id)), str(own[caption]))
        span = (column_value(own.get("since")), column_value(own.get("until")), int(own.get("open", False)))
        return _RowContext(self.seq, who, span, part.vocabulary, key)

    def _head(self, at: str, name: str, context: _RowContext, steps: _Steps) -> Row:
        """The columns that every part's table has."""
        self.seq += 1
        place = (self.file, self.item, self.seq, at, *self.where)
        return (*place, context.owner, name, steps.key, steps.pos, context.under)

    def _mention(self, ref: Ref, text: str, at: str, name: str, context: _RowContext, *, on_key: int = 0) -> None:
        who, span = context.who, context.span
        if ref.__class__ is Term:
            self._add("term_value", (self.file, self.item, at, self.record.id, name, text, ref.kinds, on_key))
            return
        self._add("mention", (self.file, self.item, at, *who, name, text, ref.kinds, ref.duty, *span, on_key))

    def _name(self, context: _RowContext, text: str, how: str, at: str) -> None:
        kind, id, called = self.record.kind, self.record.id, self.caption
        if context.vocabulary:
            kind, id, called = context.vocabulary, text, text
        # The record's own names stay its names when nobody answers for it any more.
        until = context.span[1] if context.owner else None
        self._add("name", (self.file, self.item, at, kind, id, text, called, how, until, fold(text)))
