"""Eligibility (资格): conditions in three-valued logic, in which an unknown value is neither yes nor no.

The condition is that of ``hyzs list --where``; here an absent value makes a comparison unknown, and the whole follows
strong Kleene logic, which is that of SQL's NULL. Nothing is cut short: every comparison is a column of its own, so that
all missing facts are named, and how far each comparison is from holding.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from hyzs.fields.comparison_sql import ComparisonCompiler, ThreeValued, number_in_unit
from hyzs.fields.filter_parser import Comparison, comparisons, condition_sql, parse_filter
from hyzs.fields.index_reader import IndexReader
from hyzs.fields.record_query import RecordQuery
from hyzs.model.decimals import decimal_of, number_text
from hyzs.model.errors import BadUsage

Verdict = Literal["eligible", "ineligible", "unknown"]
#: Verdicts with their labels.
VERDICTS: dict[Verdict, str] = {"eligible": "符合", "ineligible": "不符合", "unknown": "待核"}
_VERDICT_OF: dict[Any, Verdict] = {1: "eligible", 0: "ineligible", None: "unknown"}
#: Drafts are judged as all records are; of a part's record the id.
JUDGE = """
WITH judged AS MATERIALIZED (
    SELECT k.id AS id{columns} FROM in_values v CROSS JOIN "{kind}" k WHERE k.id = v.value
)
SELECT id, {whole}{names} FROM judged
"""
#: Unit that keeps each figure of firms, by the name that conditions use.
KEEPERS = """
SELECT 'figure.' || name, keeper FROM firm_indicator WHERE keeper IS NOT NULL
UNION ALL SELECT 'verified.' || name, keeper FROM firm_indicator WHERE keeper IS NOT NULL
"""
IDS = 'SELECT id FROM "{kind}" ORDER BY id'
_BOUNDS = {">=": "到", ">": "超过", "<=": "降到", "<": "低于"}
_DAYS = {">=": "不早于", ">": "晚于", "<=": "不晚于", "<": "早于"}
_FLAGS, _FLAG_WORDS = {1: "是", 0: "否"}, {"true": "是", "false": "否"}
_OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


class ConditionFact(NamedTuple):
    """One comparison of a condition for one record, in the sense in which the condition needs it.

    ``holds`` None: the record does not say; ``value`` is what it says (several in one text, with 、 between them);
    ``short`` is the distance of a number from its bound, None if it holds or is no number; ``needed`` the bound in
    words: 到 500 才算; ``source`` the comparison as it was written.
    """

    source: str
    field: str
    label: str
    level: str
    unit: str
    holds: bool | None
    value: Any
    short: Decimal | None
    needed: str
    #: The unit that has the fact, if the settings name it.
    keeper: str = ""

    @property
    def missing_text(self) -> str:
        """The fact as it is asked for where it is not known: 设备投资(市统计局)."""
        return f"{self.label}({self.keeper})" if self.keeper else self.label

    @property
    def text(self) -> str:
        """The comparison with its value: 设备投资 现 480，到 500 才算."""
        if self.holds is None:
            return f"缺 {self.missing_text}"
        value = "没有" if self.value is None else self.value
        value = number_text(value) if isinstance(value, int | float) else value
        return f"{self.label} {value}" if self.holds else f"{self.label} 现 {value}，{self.needed}"


class Eligibility(NamedTuple):
    """A verdict with all comparisons behind it, as the condition has them."""

    verdict: Verdict
    facts: Sequence[ConditionFact]

    @property
    def label(self) -> str:
        """The verdict in Chinese."""
        return VERDICTS[self.verdict]

    @property
    def missing(self) -> list[str]:
        """Labels of the facts that are not known, each once."""
        return list(dict.fromkeys(fact.missing_text for fact in self.facts if fact.holds is None))

    @property
    def failing(self) -> list[ConditionFact]:
        """The comparisons that do not hold."""
        return [fact for fact in self.facts if fact.holds is False]

    @property
    def reason(self) -> str:
        """The verdict's reason: what holds; what does not and by how much; or what is missing."""
        if self.verdict == "unknown":
            return f"缺 {'、'.join(self.missing)}"
        is_eligible = self.verdict == "eligible"
        return "；".join(fact.text for fact in self.facts if fact.holds is is_eligible)


def eligibilities(
    index: IndexReader, kind: str, condition: str, now: datetime, ids: Collection[str] | None = None, *, owner: str = ""
) -> dict[str, Eligibility]:
    """The verdict on each record of ``kind`` (of those ``ids``, else of all) under the condition, as of ``now``, by id.

    One statement for all records. ``owner`` names the record whose condition it is, if it is one's.

    Raises: BadUsage, with its owner and a caret, where the condition cannot be understood.
    """
    try:
        return _eligibilities(index, kind, condition, now, ids)
    except BadUsage as error:
        if not owner:
            raise
        raise BadUsage(f"“{owner}”的条件读不懂：{error.message}", error.hint) from None


def _eligibilities(
    index: IndexReader, kind: str, condition: str, now: datetime, ids: Collection[str] | None
) -> dict[str, Eligibility]:
    query = RecordQuery(index, kind, now)
    compiler = ComparisonCompiler(query)
    parsed = parse_filter(condition)
    keepers = dict(index.tuples(KEEPERS))
    columns = [
        _Column.of(compiler, comparison, is_positive=is_positive) for comparison, is_positive in comparisons(parsed)
    ]
    place = {id(column.comparison): n for n, column in enumerate(columns)}
    sql = JUDGE.format(
        kind=query.kind.name,
        columns="".join(f", {c.sql.holds} AS c{n}, {c.sql.value} AS v{n}" for n, c in enumerate(columns)),
        whole=condition_sql(parsed, lambda comparison: f"c{place[id(comparison)]}"),
        names="".join(f", c{n}, v{n}" for n in range(len(columns))),
    )
    record_ids = [row[0] for row in index.tuples(IDS.format(kind=query.kind.name))] if ids is None else list(ids)
    eligibility_of = {}
    for id_, verdict, *cells in index.tuples(sql, record_ids, **query.parameters.values):
        pairs = zip(columns, cells[::2], cells[1::2], strict=True)
        facts = [column.fact(holds, value, keepers) for column, holds, value in pairs]
        eligibility_of[id_] = Eligibility(_VERDICT_OF[verdict], facts)
    return eligibility_of


class _Column(NamedTuple):
    """A comparison, its SQL, and its meaning: ``is_positive`` is False where a ``not`` before it means its opposite."""

    comparison: Comparison
    sql: ThreeValued
    is_positive: bool
    bound: Decimal | None
    needed: str

    @classmethod
    def of(cls, compiler: ComparisonCompiler, comparison: Comparison, *, is_positive: bool) -> "_Column":
        sql = compiler.three_valued(comparison)
        field, is_opposite = sql.path.field, comparison.negated is is_positive
        numbers = [number_in_unit(token.text, field.unit) for token in comparison.values if field.type == "number"]
        bound = decimal_of(numbers[0]) if len(numbers) == 1 and numbers[0] is not None else None
        return cls(comparison, sql, is_positive, bound, _needed(comparison, field.type, is_opposite=is_opposite))

    def fact(self, holds: int | None, value: Any, keepers: Mapping[str, str]) -> ConditionFact:
        """The comparison for a record with that value."""
        path = self.sql.path
        value = _FLAGS[value] if path.field.type == "flag" and value in _FLAGS else value
        is_met = None if holds is None else bool(holds) is self.is_positive
        is_short = is_met is False and self.bound is not None and isinstance(value, int | float)
        short = abs(self.bound - decimal_of(value)) if is_short and self.bound is not None else None
        words = "、".join(token.text for token in self.comparison.values)
        label = path.label if path.single or not path.field.refs else f"{path.label}·{words}"
        about = (self.comparison.source, path.name, label, path.level, path.field.unit)
        return ConditionFact(*about, is_met, value, short, self.needed, keepers.get(path.name, ""))


def _needed(comparison: Comparison, type_: str, *, is_opposite: bool) -> str:
    """The value that a comparison needs, in words."""
    words = [token.text for token in comparison.values]
    bound = "、".join(_FLAG_WORDS.get(word.lower(), word) if type_ == "flag" else word for word in words)
    op = _OPPOSITE.get(comparison.op, comparison.op) if is_opposite else comparison.op
    if op in _BOUNDS:
        return f"要{_DAYS[op]} {bound}" if type_ == "date" else f"{_BOUNDS[op]} {bound} 才算"
    word = "含" if op == "~" else "是"
    return f"不能{word} {bound}" if is_opposite else f"要{word} {bound}"
