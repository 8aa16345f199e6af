"""Quantities (口径): a count or sum of the records of a kind under a condition, maybe over another.

``{count: 项目, where: …}`` counts; ``{sum: 项目, field: investment.total, where: …}`` adds up, exactly. Conditions are
those of ``hyzs list --where``, with three more words for days: 期初, 期末, 上期末. All is asked as of the last day.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from hyzs.fields.comparison_sql import ComparisonCompiler
from hyzs.fields.computed_kinds import DUTY_TABLE
from hyzs.fields.field_path import FieldPath
from hyzs.fields.filter_parser import compile_filter
from hyzs.fields.index_reader import IndexReader
from hyzs.fields.record_query import RecordQuery
from hyzs.model.decimals import Number, total_of
from hyzs.model.errors import BadUsage
from hyzs.model.quotient import ROUNDINGS, Rounding
from hyzs.model.week import Week
from hyzs.query.project_duties import COLUMNS as DUTY_COLUMNS
from hyzs.query.project_duties import project_duty_rows

#: Drafts do not count; a part is a draft if its record is.
_FROM = """
FROM "{kind}" k CROSS JOIN record r
WHERE r.file = k.file AND r.item = k.item AND r.draft = 0 AND {within} AND {condition}
"""
COUNT = f"SELECT count(*) {_FROM}"
VALUES = f"SELECT {{value}} {_FROM}"
#: ``CROSS JOIN`` goes from the rows of the kind, which may be a table without indexes, to their records.
MEMBERS = f"SELECT r.id, r.name, r.draft, r.sample, {{more}} {_FROM.replace('r.draft = 0 AND ', '')}"
HOLDERS = 'SELECT r.id, {holder} FROM "{kind}" k CROSS JOIN record r WHERE r.file = k.file AND r.item = k.item'
#: Derived fields of verified figures, and of who verified them.
VERIFIED, VERIFIER = "verified.", "verifier."
#: A period is not asked about: the condition says all of it.
_ALWAYS = "1 = 1"


class Period(NamedTuple):
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def words(self) -> dict[str, str]:
        """The days that conditions may name."""
        return {"期初": str(self.first), "期末": str(self.last), "上期末": str(self.first - timedelta(days=1))}

    @property
    def end(self) -> datetime:
        """The last moment of the period, as of which everything is asked."""
        return datetime.combine(self.last, time(23, 59))


class CountedTerm(NamedTuple):
    """Records of a kind that are counted, or whose ``field`` is summed; ``on``: that day of theirs is in the period."""

    kind: str
    where: str | None = None
    field: str | None = None
    on: str | None = None


class CountedQuantity(NamedTuple):
    """A term, maybe over a second one in per cent; ``batch`` is a condition that both share (同批)."""

    of: CountedTerm
    over: CountedTerm | None = None
    batch: str | None = None
    digits: int = 2
    rounding: Rounding = "half_up"


class CountedRecord(NamedTuple):
    """A record that a term counts: how often, or the value that it adds (None: not known); whose it is."""

    id: str
    name: str
    holder: str | None
    value: Number | None
    is_draft: bool = False
    is_sample: bool = False
    note: str = ""
    verified_by: str | None = None


class QuantityReader:
    """Terms of one period, all asked as of one moment: derived fields are worked out once for all of them."""

    def __init__(self, index: IndexReader, period: Period, now: datetime) -> None:
        self.index, self.period, self.now = index, period, now
        self._last_query: RecordQuery | None = None
        self._holders: dict[tuple[str, str], dict[str, str | None]] = {}
        self._members: dict[tuple[CountedTerm, str | None, str], list[CountedRecord]] = {}
        self._has_duties = False

    def members(self, term: CountedTerm, batch: str | None, holder: str) -> list[CountedRecord]:
        """The records behind the term, with whose each is by the field ``holder`` (empty: its own); drafts too.

        Raises:
            BadUsage: The kind, the condition or a field cannot be understood.
        """
        key = (term, batch, holder)
        if key not in self._members:
            self._members[key] = self._read(term, batch, holder)
        return self._members[key]

    def matching(self, kind: str, where: str) -> list[str]:
        """The ids of the records of a kind that meet the condition, drafts too.

        Raises:
            BadUsage: The kind or the condition cannot be understood.
        """
        return [member.id for member in self.members(CountedTerm(kind, where), None, "")]

    def _query(self, kind: str) -> RecordQuery:
        query = self._last_query = RecordQuery(self.index, kind, self.now, self._last_query)
        if query.kind.name == DUTY_TABLE and not self._has_duties:
            self._has_duties = True
            _fill_duties(self.index, self.period, self.now)
        return query

    def _read(self, term: CountedTerm, batch: str | None, holder: str) -> list[CountedRecord]:
        query = self._query(term.kind)
        is_duty = query.kind.name == DUTY_TABLE
        parts = _parts(query, term, self.period, batch)
        value, verifier = "1", "NULL"
        if term.field is not None:
            path = _number_path(query, term.field)
            value, verifier = path.scalar(path.value), _verifier(query, term.field)
        own = _holder(query, holder) if holder and is_duty else "NULL"
        more = f"k.weeks, {own}, k.listed, NULL" if is_duty else f"{value}, NULL, '', {verifier}"
        rows = self.index.tuples(MEMBERS.format(more=more, **parts), **query.parameters.values)
        counted_rows = [
            CountedRecord(id, name, own, value, bool(draft), bool(sample), note, verifier)
            for id, name, draft, sample, value, own, note, verifier in rows
        ]
        counted_rows.sort(key=lambda member: member.id)
        if is_duty or not holder:
            return counted_rows
        holders = self._holders_of(query, holder)
        return [member._replace(holder=holders.get(member.id)) for member in counted_rows]

    def _holders_of(self, query: RecordQuery, field: str) -> dict[str, str | None]:
        """The holder of each record of the kind, asked once."""
        key = (query.kind.name, field)
        if key not in self._holders:
            sql = HOLDERS.format(holder=_holder(query, field), kind=query.kind.name)
            self._holders[key] = dict(self.index.tuples(sql, **query.parameters.values))
        return self._holders[key]


def _fill_duties(index: IndexReader, period: Period, now: datetime) -> None:
    """Make the table of 应报: the weeks that fell due in the period by ``now``."""
    index.fill(DUTY_TABLE, DUTY_COLUMNS, project_duty_rows(index, period.first, now))


def _holder(query: RecordQuery, field: str) -> str:
    path = query.path(field, field, 0)
    return path.scalar(path.value)


def _verifier(query: RecordQuery, field: str) -> str:
    """The unit that verified the figure; nothing of fields that nobody verifies."""
    if not field.startswith(VERIFIED):
        return "NULL"
    name = VERIFIER + field.removeprefix(VERIFIED)
    path = query.path(name, name, 0)
    return path.scalar(path.value)


def _number_path(query: RecordQuery, field: str) -> FieldPath:
    path = query.path(field, field, 0)
    if path.field.type != "number" or not path.single:
        raise BadUsage(f"{query.kind.label}的“{field}”不是一个数，加不起来", "写一个数值字段，如 investment.total")
    return path


def read_term(declared: Mapping[str, Any]) -> CountedTerm:
    """The term that ``{count|sum, field, where, on}`` declares.

    Raises:
        BadUsage: It counts and adds up at once, does neither, or does not say which field it adds up.
    """
    count, total, field = (declared.get(key) for key in ("count", "sum", "field"))
    if bool(count) == bool(total):
        raise BadUsage("口径要写 count 或 sum，只写一样", "如 {count: 项目, where: 项目类别=重大}")
    if bool(total) != bool(field):
        raise BadUsage("sum 要写 field，count 不写", "如 {sum: 项目, field: investment.total}")
    return CountedTerm(str(count or total), declared.get("where"), field, declared.get("on"))


def read_quantity(declared: Mapping[str, Any]) -> CountedQuantity:
    """The quantity that ``{count|sum …}`` or ``{over: [numerator, denominator]}`` declares, with its rounding.

    Raises:
        BadUsage: A term cannot be understood, or the rounding is none of half_up and down.
    """
    rounding = declared.get("round", "half_up")
    if rounding not in ROUNDINGS:
        raise BadUsage(f"“{rounding}”不是进位的办法", f"可以写：{'、'.join(ROUNDINGS)}")
    terms = [read_term(term) for term in declared.get("over") or (declared,)]
    if len(terms) > 2:
        raise BadUsage("over 只写两项：分子和分母", "如 over: [{count: 项目, where: …}, {count: 项目}]")
    return CountedQuantity(
        terms[0], terms[1] if terms[1:] else None, declared.get("batch"), declared.get("digits", 2), rounding
    )


def term_value(
    index: IndexReader, term: CountedTerm, period: Period, batch: str | None = None, *, as_of: datetime | None = None
) -> Number:
    """The count of the term's records, or the exact sum of their field; what is not known adds nothing.

    With ``as_of`` it is asked as of that moment, and of records that fall into the period: those whose day ``on`` does,
    without one the day by which the kind counts, else the week.

    Raises:
        BadUsage: The kind, the condition or the field cannot be understood. BadConfig: It asks the reporting
            schedule, and the settings cannot be read.
    """
    query = RecordQuery(index, term.kind, as_of or period.end)
    if query.kind.name == DUTY_TABLE:
        members = QuantityReader(index, period, as_of or period.end).members(term, batch, "")
        return total_of(member.value for member in members if not member.is_draft)
    parts = _parts(query, term, period, batch, is_dated=as_of is not None)
    if term.field is None:
        return int(index.value(COUNT.format(**parts), **query.parameters.values))
    path = _number_path(query, term.field)
    sql = VALUES.format(value=path.scalar(path.value), **parts)
    return total_of(value for (value,) in index.tuples(sql, **query.parameters.values))


def _parts(
    query: RecordQuery, term: CountedTerm, period: Period, batch: str | None, *, is_dated: bool = False
) -> dict[str, str]:
    """The pieces of a term's SELECT."""
    conditions = [
        f"({compile_filter(text, ComparisonCompiler(query), period.words)})" for text in (batch, term.where) if text
    ]
    day = term.on or (query.kind.counted_on if is_dated else "")
    on = query.path(day, day, 0) if day else None
    within_period = _period_condition(query, on, period.first, period.last) if on or is_dated else _ALWAYS
    return {"kind": query.kind.name, "within": within_period, "condition": " AND ".join(conditions) or _ALWAYS}


def _period_condition(query: RecordQuery, path: FieldPath | None, first: date, last: date) -> str:
    low, high = query.parameters(str(first)), query.parameters(str(last))
    if path is not None:
        return path.exists(f"(substr({path.last_day or path.value}, 1, 10) BETWEEN {low} AND {high})")
    if not any(field.name == "week" for field in query.catalog.fields(query.kind.name)):
        raise BadUsage(f"{query.kind.label}不按周，也没有写 on", "在 target.counts 里写 on: 日期字段")
    low, high = (query.parameters(str(Week.of(day))) for day in (first, last))
    return f"(r.week BETWEEN {low} AND {high})"
