"""Comparisons of ``--where`` as SQL: a field, an operator and values, compared by the type of the field."""

import re
from typing import NamedTuple

from hyzs.fields.field_catalog import Field
from hyzs.fields.field_path import FieldPath
from hyzs.fields.filter_lexer import FilterSyntaxError, Token
from hyzs.fields.filter_parser import Comparison
from hyzs.fields.index_reader import records_by_name
from hyzs.fields.name_order import sort_positions, suggestion
from hyzs.fields.record_query import RecordQuery
from hyzs.fields.reporting_week import load_schedule, parse_week_argument
from hyzs.model.errors import BadUsage
from hyzs.model.partial_date import date_bounds

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
_FLAGS = {"true": 1, "false": 0, "是": 1, "否": 0}
_TODAY = ("今天", "today")
#: Condition that a partial date is precise enough: 2026 < 2026-Q2 < 2026-03 < 2026-03-15.
_PRECISION = "CASE WHEN substr({v}, 6, 1) = 'Q' THEN 6 ELSE length({v}) END >= {least}"
#: The day from which a word of a vocabulary is known of all that have it, and the words with it.
COMPLETE = "complete_on"
COMPLETE_WORDS = 'SELECT name, complete_on FROM "{table}" ORDER BY pos'
#: The table of a vocabulary's words.
VOCABULARY_TABLE = "SELECT columns FROM kind WHERE name = :refs AND vocabulary = 1"


class ThreeValued(NamedTuple):
    """A comparison as SQL beside the row ``k``: 1 if it holds, 0 if not, NULL if that cannot be told; and the value."""

    comparison: Comparison
    path: FieldPath
    holds: str
    value: str


class ComparisonCompiler:
    """Compiles comparisons of a kind's fields to SQL beside its row ``k``."""

    def __init__(self, query: RecordQuery) -> None:
        self.query, self.index, self.today = query, query.index, query.now.date()
        self.catalog, self.parameters = query.catalog, query.parameters

    def __call__(self, c: Comparison) -> str:
        """SQL: some value of the field meets the comparison; its opposite if that is negated.

        Raises: FilterSyntaxError where field, operator and values do not fit.
        """
        return f"{'NOT ' if c.negated else ''}{self._holds(c, self._path(c))}"

    def three_valued(self, c: Comparison) -> ThreeValued:
        """The comparison for eligibility: NULL where it cannot be told, as the field has no value.

        Of a list, no value that meets it means no only if the list is known to be complete: it has others, or its
        vocabulary says that all who have the word are recorded.

        Raises: FilterSyntaxError where field, operator and values do not fit.
        """
        path = self._path(c)
        holds = self._holds(c, path)
        if not any(_is_null(token) for token in c.values):
            holds = f"CASE WHEN {holds} THEN 1 WHEN {self._is_known(c, path)} THEN 0 END"
        value = path.scalar(path.value, "min({})" if path.single else "group_concat({}, '、')")
        return ThreeValued(c, path, f"NOT ({holds})" if c.negated else holds, value)

    def _path(self, c: Comparison) -> FieldPath:
        return self.query.path(c.text, c.field.text, c.field.position + (c.field.kind == "quoted"))

    def _holds(self, c: Comparison, path: FieldPath) -> str:
        """SQL, never NULL: some value meets the comparison, before it is negated."""
        values = [token for token in c.values if not _is_null(token)]
        with_null = len(values) < len(c.values)
        if with_null and c.op != "=":
            raise self._error(c, c.values[0], "null 只能用 = 或 != 比较")
        not_null = f"{path.value} IS NOT NULL"
        conditions = [f"NOT {path.exists(f'({not_null})')}"] if with_null else []
        if values:
            alternatives = " OR ".join(self._condition(c, path, token) for token in values)
            conditions.append(path.exists(f"({not_null} AND ({alternatives}))"))
        return f"({' OR '.join(conditions)})"

    def _is_known(self, c: Comparison, path: FieldPath) -> str:
        """SQL: it is known that the field has no other values than those recorded.

        A word of a vocabulary whose words have ``complete_on`` is known to be absent only from that day on.
        """
        refs = str(path.field.refs)
        table = None if path.single else self.index.value(VOCABULARY_TABLE, refs=refs)
        if not any(field.name == COMPLETE for field in self.catalog.by_kind[str(table)]):
            return path.exists(f"({path.value} IS NOT NULL)")
        record_names = {row["name"] for token in c.values for row in records_by_name(self.index, token.text, refs)}
        words = self.index.tuples(COMPLETE_WORDS.format(table=table))
        days = [on for name, on in words if name in record_names or c.op != "="]
        return f"{int(bool(days) and all(on and on <= str(self.today) for on in days))} = 1"

    def _error(self, c: Comparison, token: Token, message: str, hint: str = "") -> FilterSyntaxError:
        return FilterSyntaxError(c.text, token.position, token.length, message, hint)

    def _condition(self, c: Comparison, path: FieldPath, token: Token) -> str:
        field = path.field
        if c.op == "~":
            if field.type in ("number", "flag"):
                raise self._error(c, token, f"“{path.label}”不是文字，不能用 ~")
            return f"instr({path.value}, {self.parameters(token.text)}) > 0"
        if field.type == "number":
            return self._number(c, path, token)
        if field.type == "flag":
            return self._flag(c, path, token)
        if field.type == "date":
            return self._date(c, path, token)
        if field.refs:
            return self._reference(c, path, token, field.refs)
        if field.choices or field.type == "light":
            return self._choice(c, path, token)
        if field.name == "week":
            return f"{path.value} {c.op} {self.parameters(self._week(c, path, token))}"
        return f"{path.value} {c.op} {self.parameters(token.text)}"

    def _week(self, c: Comparison, path: FieldPath, token: Token) -> str:
        """The week of the token, as files write it."""
        try:
            return str(parse_week_argument(token.text, load_schedule(self.index), self.query.now))
        except BadUsage as error:
            raise self._error(c, token, f"“{path.label}”要和周比较", error.hint) from None

    def _number(self, c: Comparison, path: FieldPath, token: Token) -> str:
        value = number_in_unit(token.text, path.field.unit)
        if value is None:
            unit = f"，单位是{path.field.unit}，也可以带单位" if path.field.unit else ""
            like = "(如 1.2亿元)" if path.field.unit == "万元" else ""
            raise self._error(c, token, f"“{path.label}”要和数比较", f"只用半角数字和小数点{unit}{like}")
        return f"{path.value} {c.op} {self.parameters(value)}"

    def _flag(self, c: Comparison, path: FieldPath, token: Token) -> str:
        if token.text.lower() not in _FLAGS or c.op != "=":
            raise self._error(c, token, f"“{path.label}”只能写 = true 或 = false")
        return f"{path.value} = {self.parameters(_FLAGS[token.text.lower()])}"

    def _date(self, c: Comparison, path: FieldPath, token: Token) -> str:
        """A partial date means all its days: ``<`` is before the first, ``<=`` up to the last, ``=`` within."""
        if _MOMENT.fullmatch(token.text):
            return f"{path.value} {c.op} {self.parameters(token.text)}"
        text = str(self.today) if token.text in _TODAY else token.text
        days = date_bounds(text)
        if days is None:
            raise self._error(c, token, f"“{path.label}”要和日期比较", "写 2026、2026-Q2、2026-03、2026-03-15 或 今天")
        day, (first, last) = f"substr({path.last_day or path.value}, 1, 10)", (str(day) for day in days)
        if c.op != "=":
            return f"{day} {c.op} {self.parameters(last if c.op in ('<=', '>') else first)}"
        is_within = f"{day} >= {self.parameters(first)} AND {day} <= {self.parameters(last)}"
        least = self.parameters(6 if "Q" in text else len(text))
        return (
            f"({is_within} AND {_PRECISION.format(v=path.value, least=least)})" if path.last_day else f"({is_within})"
        )

    def _choice(self, c: Comparison, path: FieldPath, token: Token) -> str:
        """One of the possible values of the field, by value or label."""
        values = [value for value, label in path.field.choice_labels.items() if token.text in (value, label)]
        if not values:
            raise self._error(c, token, f"“{path.label}”没有“{token.text}”", self._choice_hint(path.field, token.text))
        if c.op != "=":
            raise self._error(c, token, f"“{path.label}”不分先后，用 = != in ~")
        return f"{path.value} = {self.parameters(values[0])}"

    def _choice_hint(self, field: Field, text: str) -> str:
        """Possible values of the field; and other fields of its kind that can be ``text``."""
        kind = field.kind if field.kind in self.catalog.records else self.query.kind.name
        others = (*self.catalog.fields(kind), *self.catalog.derived(kind))
        having = [f"{f.label}({f.name})" for f in others if text in (*f.choice_labels, *f.choice_labels.values())]
        if not field.choice_labels:
            return "设置里没有写有哪些"
        elsewhere = f"；“{text}”要问 {'、'.join(having)}" if having else ""
        return f"可以写：{'、'.join(field.choice_labels.values())}{elsewhere}"

    def _reference(self, c: Comparison, path: FieldPath, token: Token, refs: str) -> str:
        """A reference by any name; terms of a vocabulary are ordered as the settings list them."""
        names = [row["name"] for row in records_by_name(self.index, token.text, refs)]
        if not names:
            hint = suggestion(self.index, self.catalog, refs, token.text) or "按字面找用 ~"
            raise self._error(c, token, f"没有这个{path.label}：{token.text}", hint)
        if c.op != "=":
            order = {} if self.catalog.is_kind(refs) else sort_positions(self.index, self.catalog, refs)
            if names[0] not in order:
                raise self._error(c, token, f"“{path.label}”不分先后，用 = != in ~")
            names = [name for name, place in order.items() if _compare(place, c.op, order[names[0]])]
        return f"{path.value} IN ({', '.join(self.parameters(name) for name in names)})" if names else "1 = 0"


def number_in_unit(text: str, unit: str) -> int | float | None:
    """The written number in the field's ``unit``, converted from the unit behind it (1.2亿元); None: no number."""
    if not _NUMBER.fullmatch(text):
        from hyzs.model.typed_input import parse_quantity  # few write a unit

        try:
            number = parse_quantity(text, unit).value if unit else None
        except ValueError:
            return None
        text = "" if number is None else f"{number:f}"
        if not _NUMBER.fullmatch(text):
            return None
    return float(text) if "." in text else int(text)


def _is_null(token: Token) -> bool:
    return token.kind == "word" and token.text.lower() == "null"


def _compare(left: int, op: str, right: int) -> bool:
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[op]
