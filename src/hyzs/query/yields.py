"""Yield of events, partners, units, channels, firms, industries and parks; each project counts once per sum.

A subject that contains others (an event its parts, an industry its nodes, a park the parks in it) has theirs too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.blocks import Row
from hyzs.model.decimals import Number, stored_number, total_of
from hyzs.model.errors import BadUsage
from hyzs.model.quotient import Rounding, quotient
from hyzs.query.project_results import ProjectResult, project_results, sum_of
from hyzs.query.quantities import CountedTerm, Period, QuantityReader


class YieldSubject(NamedTuple):
    """A kind that results are put down to: its label, kind of record or vocabulary, and the field of its parent."""

    label: str
    kind: str
    #: The field by which projects name it: its id, or its name.
    key: str = "id"
    parent: str = ""
    #: The condition on what it is about; empty: every record of the kind.
    only: str = ""
    #: The condition on those that are listed although nothing came of them; empty: all are; None: none is.
    idle: str | None = ""


SUBJECTS: Mapping[str, YieldSubject] = {
    "event": YieldSubject("活动", "event", parent="part_of"),
    "partner": YieldSubject("伙伴", "partner"),
    "unit": YieldSubject("单位", "unit", key="name", idle="类型 in (驻外机构, 驻点团队)"),
    "channel": YieldSubject("渠道", "channel", key="name"),
    "firm": YieldSubject("介绍的企业", "investor", idle=None),
    "industry": YieldSubject("产业", "industry", parent="parent"),
    "park": YieldSubject("园区", "unit", key="name", parent="parent", only="类型=园区"),
}
#: The row of what is put down to nothing.
UNNAMED = "没有注明"
TERMS = 'SELECT name FROM "{kind}" ORDER BY pos'
PARENTS = """
SELECT r.{key} AS child, p.{key} AS parent FROM "{kind}" r
JOIN resolved_name p ON p.text = r.{parent} AND p.kinds = '{kind}'
"""
RATES = """
SELECT r.name, r.cohort, r.digits, r.round, c.pos, coalesce(c.count, c.sum) AS kind, c."where", c.field_ AS field
FROM rate r JOIN counted c ON c.file = r.file AND c.owner = r.seq ORDER BY r.pos, c.pos
"""


class RateTerms(NamedTuple):
    """A declared rate: the values of its numerator and denominator, by project."""

    name: str
    cohort: str | None
    digits: int
    rounding: Rounding
    terms: Sequence[Mapping[str, Number]]


class Yield(NamedTuple):
    """Rows of the subjects, that of the projects put down to none, and the sum with each project once."""

    rows: list[Row]
    unnamed: Row | None
    total: Row
    #: Subjects of which nothing came, and that are not listed.
    idle: int


def read_by(text: str) -> str:
    """The word of ``--by``, by itself or by its label. Raises: BadUsage: there is none."""
    words = {subject.label: word for word, subject in SUBJECTS.items()} | {word: word for word in SUBJECTS}
    if text not in words:
        choices = "、".join(f"{word}({subject.label})" for word, subject in SUBJECTS.items())
        raise BadUsage(f"不能按“{text}”统计", f"可以写：{choices}")
    return words[text]


def yields(index: IndexReader, by: str, now: datetime, where: str | None = None, cohort: int | None = None) -> Yield:
    """The yield by subjects that meet ``where``, of the projects that came in the year ``cohort``.

    Raises: BadUsage: the condition or a declared rate cannot be understood.
    """
    subject, every = SUBJECTS[by], project_results(index, now)
    results = [result for result in every if cohort is None or result.is_of_year(cohort)]
    table = _Tabulation(by, _rates(index, now), every, cohort)
    condition = " and ".join(f"({part})" for part in (subject.only, where) if part)
    names = _names(index, subject, condition, now)
    parents = dict(index.tuples(PARENTS.format(**subject._asdict()))) if subject.parent else {}
    descendants = _descendants(parents)
    rows, idle = [], 0
    listed = _idle(index, subject, names, now) if where is None else set(names)
    used: set[str] = set()
    for key, name in names.items():
        keys = {key, *descendants.get(key, ())}
        row = table.row(results, keys)
        used |= keys
        if row["projects"] or key in listed:
            rows.append({"by": name, "id": key, "below": len(keys) - 1, **row})
        else:
            idle += 1
    rest = None if where else table.row(results, None, excluded=used)
    total = table.row(results, used) if where else table.row(results, None)
    return Yield(
        rows, {"by": UNNAMED, "id": None, "below": 0, **rest} if rest and rest["projects"] else None, total, idle
    )


def _idle(index: IndexReader, subject: YieldSubject, names: Mapping[str, str], now: datetime) -> set[str]:
    """The subjects that are listed although nothing came of them."""
    if not subject.idle:
        return set() if subject.idle is None else set(names)
    return set(_names(index, subject, subject.idle, now))


def _names(index: IndexReader, subject: YieldSubject, condition: str, now: datetime) -> dict[str, str]:
    """Name of each subject that meets the condition, by what projects call it."""
    if subject.kind == "channel":
        if condition:
            raise BadUsage("渠道是设置里的词，没有字段可以筛", "去掉 --where")
        return {name: name for (name,) in index.tuples(TERMS.format(kind=subject.kind))}
    rows = matching_rows(index, subject.kind, ["id", "name"], condition or None, now)
    return {row[subject.key]: row["name"] for row in rows}


def _descendants(parents: Mapping[str, str]) -> dict[str, set[str]]:
    """Descendants of each parent at any depth; a circle (a finding of its own) is walked once."""
    descendants: dict[str, set[str]] = defaultdict(set)
    for child in parents:
        visited, ancestor = {child}, parents.get(child)
        while ancestor is not None and ancestor not in visited:
            descendants[ancestor].add(child)
            visited.add(ancestor)
            ancestor = parents.get(ancestor)
    return descendants


class _Tabulation:
    """Makes rows of projects; those of events put signing down to the event of the agreement."""

    def __init__(self, by: str, rates: Sequence[RateTerms], every: Sequence[ProjectResult], cohort: int | None) -> None:
        self.by, self.rates, self.cohort = by, rates, cohort
        self.by_id = {result.id: result for result in every}

    def row(self, results: Iterable[ProjectResult], keys: Set[str] | None, *, excluded: Set[str] = frozenset()) -> Row:
        """The results put down to one of ``keys``; without keys all, but for those put down to one of ``excluded``."""
        led, signed, others = [], [], Counter[str]()
        for result in results:
            if _is_of(result.put_down_to.get(self.by), keys, excluded):
                led.append(result)
            if _is_of(self._signed_at(result), keys, excluded):
                signed.append(result)
            if keys is not None and self.by == "event" and self._signed_at(result) not in keys:
                others.update({kind for event, kind in result.agreed_at if event in keys})
        if keys is None:  # of those put down to nothing neither is
            own = {result.id for result in signed}
            together = [result for result in led if result.id in own]
        else:
            together = list({result.id: result for result in (*led, *signed)}.values())
        leads = [result for result in led if result.is_lead]
        contracts = [result for result in signed if "signed" in result.reached]
        days = [days for result in contracts if (days := result.days_to_sign) is not None]
        return {
            "projects": len(together),
            "leads": len(leads),
            "talks": sum("talks" in result.reached for result in leads),
            "signed": len(contracts),
            "started": sum("started" in result.reached for result in together),
            "producing": sum("producing" in result.reached for result in together),
            "total": stored_number(sum_of(led, "total")),
            "contract": stored_number(sum_of(contracts, "contract")),
            "paid_in": stored_number(sum_of(together, "paid_in")),
            "median_days_to_sign": stored_number(Decimal(str(median(days)))) if days else None,
            "other_agreements": dict(others),
            "rates": {rate.name: self._rate(rate, together) for rate in self.rates},
            "ids": [result.id for result in together],
        }

    def _signed_at(self, result: ProjectResult) -> str | None:
        return result.signed_at if self.by == "event" else result.put_down_to.get(self.by)

    def _rate(self, rate: RateTerms, results: Iterable[ProjectResult]) -> Row:
        """{numerator, denominator, value}: percent, made last; None over nothing."""
        ids = [
            result.id
            for result in results
            if self.cohort is None or rate.cohort is None or result.is_of_year(self.cohort, rate.cohort)
        ]
        numerator, denominator = (total_of(term.get(id) for id in ids) for term in rate.terms)
        value = quotient(numerator, denominator, rate.digits, rate.rounding)
        return {
            "numerator": stored_number(numerator),
            "denominator": stored_number(denominator),
            "value": None if value is None else stored_number(value),
        }


def _is_of(key: str | None, keys: Set[str] | None, excluded: Set[str]) -> bool:
    return key in keys if keys is not None else key not in excluded


def _rates(index: IndexReader, now: datetime) -> list[RateTerms]:
    """The declared rates, their conditions asked once for all projects."""
    declared: dict[str, list[Any]] = defaultdict(list)
    for row in index.rows(RATES):
        declared[row["name"]].append(row)
    reader, rates = QuantityReader(index, Period(date(2000, 1, 1), now.date()), now), []
    for name, rows in declared.items():
        if len(rows) == 2:
            terms = [_values(reader, CountedTerm(row["kind"], row["where"], row["field"])) for row in rows]
            rates.append(RateTerms(name, rows[0]["cohort"], rows[0]["digits"], rows[0]["round"], terms))
    return rates


def _values(reader: QuantityReader, term: CountedTerm) -> dict[str, Number]:
    """Contribution of each project to the term; one of which it is not known adds nothing."""
    return {member.id: member.value for member in reader.members(term, None, "") if member.value is not None}
