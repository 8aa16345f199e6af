"""Records that a scheme leaves out, each with its reason; marks and vetoes that people give."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.decimals import decimal_of
from hyzs.query.quantities import QuantityReader
from hyzs.query.scoring.scheme_declaration import ScoringPeriod, ScoringScheme

#: Decisions to tolerate that were made by the day; what they name, by field.
TOLERANCES = """
SELECT t.id, t.unit, t.ground, t."decided.by" AS by, t."decided.number" AS number, t."decided.on" AS decided,
       t."effect.from" AS since
FROM tolerance t WHERE t."decided.on" <= :day ORDER BY t.id
"""
NAMED = """
SELECT m.record, m.field, m.target FROM mention m
WHERE m.kind = 'tolerance' AND m.field IN ('projects', 'effect.schemes')
"""
ITEMS = "SELECT record, text FROM pair WHERE kind = 'tolerance' AND field = 'effect.items'"
#: Marks of the edition of that scheme and period that stands: neither withdrawn nor superseded.
MARKS = """
SELECT m."of", m.item_, m.value, m."by", m.evidence, e.id FROM mark m JOIN edition e ON e.file = m.file
WHERE e."of" = :name AND e.period = :period
  AND e.id NOT IN (SELECT a.record FROM act a WHERE a.flow = '发布' AND a.do = '撤回')
  AND NOT EXISTS (SELECT 1 FROM mention s WHERE s.kind = 'edition' AND s.field = 'supersedes' AND s.target = e.id)
ORDER BY e.id, m.pos
"""
DRAFT = "草稿"


class GivenMark(NamedTuple):
    """A mark that a unit gave, with the edition in which it stands."""

    value: Decimal | None
    by: str
    evidence: str | None
    edition: str


class Exclusions(NamedTuple):
    """Reasons by record, for all items and by item and unit (容错)."""

    excluded: dict[str, str]
    tolerated: dict[str, dict[tuple[str, str], str]]

    def reason(self, item: str, id: str, holder: str | None, *, is_draft: bool) -> str:
        """The reason why the item does not count the record of that holder; empty if it does."""
        if is_draft:
            return DRAFT
        return self.excluded.get(id) or self.tolerated.get(item, {}).get((id, holder or ""), "")


def scheme_exclusions(
    index: IndexReader, reader: QuantityReader, scheme: ScoringScheme, period: ScoringPeriod, day: date
) -> Exclusions:
    """The records that the scheme excludes, and those that decisions made by ``day`` take out of its items.

    Raises:
        BadUsage: A condition cannot be understood.
    """
    excluded: dict[str, str] = {}
    for rule in scheme.body.get("exclude", ()):
        for id in reader.matching(rule.get("of", "项目"), rule["where"]):
            excluded.setdefault(id, rule["why"])
    return Exclusions(excluded, _tolerated(index, scheme, period, day))


def _tolerated(
    index: IndexReader, scheme: ScoringScheme, period: ScoringPeriod, day: date
) -> dict[str, dict[tuple[str, str], str]]:
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record, field, target in index.tuples(NAMED):
        names[record, field].add(target)
    items: dict[str, list[str]] = defaultdict(list)
    for record, item in index.tuples(ITEMS):
        items[record].append(item)
    allowed = scheme.body.get("tolerance", ())
    reasons: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for row in index.rows(TOLERANCES, day=str(day)):
        is_later = _first_day(row["since"]) > period.counted.last
        if scheme.id not in names[row["id"], "effect.schemes"] or is_later:
            continue
        reason = f"容错：{row['ground']}，{row['by']} {row['number'] or '没有文号'}（{row['decided']}）"
        for item in items[row["id"]] or allowed:
            if item in allowed:
                reasons[item] |= {(id, row["unit"]): reason for id in names[row["id"], "projects"]}
    return reasons


def _first_day(text: str) -> date:
    from hyzs.model.partial_date import date_bounds

    bounds = date_bounds(text)
    return bounds[0] if bounds else date.max


def given_marks(index: IndexReader, scheme: ScoringScheme, period: ScoringPeriod) -> dict[tuple[str, str], GivenMark]:
    """The marks and vetoes that people gave, by whom they are about and the item."""
    return {
        (of, item): GivenMark(None if value is None else decimal_of(value), by, evidence, edition)
        for of, item, value, by, evidence, edition in index.tuples(MARKS, name=scheme.name, period=period.text)
    }
