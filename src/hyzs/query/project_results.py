"""Results of projects for attribution: stage and day, money, and the lead, event or unit credited with each.

The attribution stands on the project, once (``source``, ``agreements[].event``), so no project counts twice in a sum.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.decimals import decimal_of, total_of
from hyzs.model.week import Week
from hyzs.query.entry_history import figures
from hyzs.query.project_values import CONTRACTS
from hyzs.query.projects import ProjectHistory, projects, stages

#: Credits of a project by the words of ``hyzs yield --by``; its park is read by the day.
SOURCES = """
SELECT p.id, p."source.channel" AS channel, u.name AS unit, n.id AS partner, f.id AS firm, e.id AS event,
       i.id AS industry
FROM project p
LEFT JOIN resolved_name u ON u.text = p."source.unit" AND u.kinds = 'unit'
LEFT JOIN resolved_name n ON n.text = p."source.partner" AND n.kinds = 'partner'
LEFT JOIN resolved_name f ON f.text = p."source.firm" AND f.kinds = 'investor'
LEFT JOIN resolved_name e ON e.text = p."source.event" AND e.kinds = 'event'
LEFT JOIN resolved_name i ON i.text = p.industry AND i.kinds = 'industry'
"""
#: Agreements by day, each with its event and whether its type counts as signing (``settings.counts``).
AGREEMENTS = """
SELECT a.record, a.type, a."on", a.amount, e.id AS event,
       EXISTS (SELECT 1 FROM term_value t WHERE t.field = 'counts.agreements' AND t.text = a.type) AS counts
FROM agreement a LEFT JOIN resolved_name e ON e.text = a.event AND e.kinds = 'event'
WHERE a."on" <= :day ORDER BY a.record, a."on", a.pos
"""
LEADS = 'SELECT "counts.leads" FROM settings'
PAID_IN = "paid_in"
#: The stage that makes a project count in a column; later stages do, too.
STAGE_OF = {"talks": "在谈", "signed": "签约", "started": "开工", "producing": "投产"}


@dataclass(slots=True)
class ProjectResult:
    """One project: the days on which it came and reached the stages of STAGE_OF, and its money in 万元."""

    id: str
    name: str
    #: The first day of its history; None where none is known.
    came: str | None
    reached: dict[str, str]
    total: Decimal
    contract: Decimal
    paid_in: Decimal
    is_lead: bool
    #: The day of each milestone.
    milestones: dict[str, str]
    #: By each word of ``--by``: id of the record (name of the unit or channel) it is put down to.
    put_down_to: dict[str, str | None] = field(default_factory=dict)
    #: The event of the first agreement that counts as signing.
    signed_at: str | None = None
    #: Events of other agreements, with their types.
    agreed_at: list[tuple[str, str]] = field(default_factory=list)

    @property
    def days_to_sign(self) -> int | None:
        """Days from the first day of its history to signing; None without both."""
        signed = self.milestones.get(STAGE_OF["signed"])
        if not signed or not self.came or self.came >= signed:
            return None
        return (date.fromisoformat(signed) - date.fromisoformat(self.came)).days

    def is_of_year(self, year: int, stage: str | None = None) -> bool:
        """True if it reached that stage in the year; without a stage, if it came in it."""
        day = self.milestones.get(stage) if stage else self.came
        return day is not None and day[:4] == str(year)


def project_results(index: IndexReader, now: datetime) -> list[ProjectResult]:
    """Every project that is no draft, as of ``now``, by id.

    Raises: BadUsage: the condition of leads in the settings cannot be read.
    """
    day = str(now.date())
    counted = [project for project in projects(index) if not project.row["draft"]]
    order = stages(index).order
    contracts = dict(index.tuples(CONTRACTS, day=day))
    paid = figures(index, [project.row["id"] for project in counted], Week.of(now.date()), [PAID_IN])
    condition = index.value(LEADS)
    leads = {row["id"] for row in matching_rows(index, "project", ["id"], condition, now)} if condition else None
    sources = {row.pop("id"): row for row in index.rows(SOURCES)}
    agreements: dict[str, list[Any]] = defaultdict(list)
    for row in index.rows(AGREEMENTS, day=day):
        agreements[row["record"]].append(row)
    results = []
    for project in counted:
        id = project.row["id"]
        figure = paid.get((id, PAID_IN))
        contract = contracts.get(id)
        result = ProjectResult(
            id=id,
            name=project.row["name"],
            came=_came(project, day),
            reached=_reached(project, order, day),
            total=decimal_of(project.row["total"] or 0),
            contract=decimal_of(contract or 0),
            paid_in=decimal_of(figure[0].value) if figure else Decimal(0),
            is_lead=leads is None or id in leads,
            milestones={stage: on for stage, on in project.milestones.items() if on <= day},
            put_down_to={**sources.get(id, {}), "park": project.holder("park", day)},
        )
        _put_down_agreements(result, agreements[id], has_contract=contract is not None)
        if result.came is None or result.came <= day:
            results.append(result)
    return results


def _came(project: ProjectHistory, day: str) -> str | None:
    """The first day of its history up to ``day``; the first to come where there is none yet."""
    days = sorted([*project.milestones.values(), *filter(None, [project.row["since"]])])
    return next((on for on in days if on <= day), days[0] if days else None)


def _reached(project: ProjectHistory, order: list[str], day: str) -> dict[str, str]:
    """The first day on which the project was at the stage of each column, or past it."""
    reached = {}
    for column, stage in STAGE_OF.items():
        later = order[order.index(stage) :] if stage in order else []
        days = [project.milestones[name] for name in later if name in project.milestones]
        if days and min(days) <= day:
            reached[column] = min(days)
    return reached


def _put_down_agreements(result: ProjectResult, agreements: list[Any], *, has_contract: bool) -> None:
    """Credit the first agreement that counts as signing; a contract without a sum of its own has that of it."""
    first = next((row for row in agreements if row["counts"]), None)
    if first is not None:
        result.signed_at = first["event"]
        result.reached.setdefault("signed", first["on"])
        if not has_contract:
            result.contract = decimal_of(first["amount"] or 0)
    result.agreed_at = [(row["event"], row["type"]) for row in agreements if row["event"] and row is not first]


def sum_of(results: list[ProjectResult], name: str) -> Decimal:
    """The exact sum of a money field, 万元."""
    return total_of(getattr(result, name) for result in results)
