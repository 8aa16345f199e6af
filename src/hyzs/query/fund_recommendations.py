"""Projects recommended to funds (推荐): status, furthest step, outcome.

The words of the flow are the store's own: a way on leads from step to step, an end without a reason is the aim of it,
an end that needs a reason is a refusal.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.flow import StepRule
from hyzs.query.flows import Case, FlowBook, cases_of

FLOW = "推荐"
PROJECTS = "SELECT DISTINCT a.record FROM act a WHERE a.flow = :flow"
#: The fund that each recommendation names, and the money that the project looks for.
RECOMMENDATIONS = """
SELECT n.record, n.key, n.key_id AS fund, p."financing.amount" AS amount
FROM recommendation n JOIN project p ON p.id = n.record
"""


class FundRecommendation(NamedTuple):
    """One project recommended to one fund; ``reached`` are the steps of the way on that it took, in their order."""

    project: str
    name: str
    fund: str
    amount: float | None
    case: Case
    reached: Sequence[str]
    #: The act before a refusal; empty where it was not refused.
    stuck_at: str
    is_sample: bool

    @property
    def is_aim_reached(self) -> bool:
        """True if it ended as it was meant to."""
        step = self._end
        return step is not None and not step.note

    @property
    def is_refused(self) -> bool:
        """True if it ended with a reason."""
        step = self._end
        return step is not None and step.note

    @property
    def _end(self) -> StepRule | None:
        flow, state = self.case.flow, self.case.state
        return flow.step(flow.place(self.case.events)) if flow and state and state.ended else None

    @property
    def row(self) -> Row:
        """The recommendation as JSON shows it."""
        events, stand = self.case.events, self.case.row
        last = events[-1]
        return {
            "project": self.project,
            "name": self.name,
            "fund": self.fund,
            "amount": self.amount,
            "recommended": str(events[0].on),
            **{key: stand[key] for key in ("status", "step", "who", "since", "due", "overdue_days", "counted")},
            "reached": list(self.reached),
            "stuck_at": self.stuck_at or None,
            "reason": last.note if self.is_refused else None,
        }


def steps_on_the_way(book: FlowBook, day: date) -> list[str]:
    """The acts of the flow in force that lead on, in their order; empty where nothing declares it."""
    flow = book.flow(FLOW, day)
    return [step.do for step in flow.steps if step.is_way_on] if flow else []


def recommendations(index: IndexReader, book: FlowBook, day: date) -> list[FundRecommendation]:
    """Every recommendation by the day, of projects that are no drafts."""
    ids = [id for (id,) in index.tuples(PROJECTS, flow=FLOW)]
    facts = {(row["record"], row["key"]): row for row in index.rows(RECOMMENDATIONS)}
    rows = []
    for case in cases_of(index, book, ids, day):
        fact = facts.get((case.id, case.key))
        if case.flow_name == FLOW and fact and not case.is_draft:
            rows.append(_recommendation(case, fact))
    return rows


def _recommendation(case: Case, fact: Row) -> FundRecommendation:
    flow = case.flow
    acts_done = {event.do for event in case.events}
    reached = [step.do for step in flow.steps if step.is_way_on and step.do in acts_done] if flow else []
    end = flow.step(flow.place(case.events)) if flow else None
    stuck_at = reached[-1] if end and end.ends and end.note and reached else ""
    amount = fact["amount"]
    return FundRecommendation(case.id, case.name, fact["fund"], amount, case, reached, stuck_at, case.is_sample)
