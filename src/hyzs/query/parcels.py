"""Parcels as they stand on a day: status by the flow 供地, since when, for which project."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.decimals import decimal_of
from hyzs.model.flow import CaseEvent, Flow, state
from hyzs.model.quotient import round_to
from hyzs.query.flows import FlowBook, events_by_file

PARCELS = "SELECT file, id FROM parcel ORDER BY id"
#: The project that the last act up to the day names.
PROJECTS = """
SELECT a.record, p.id FROM parcel_act a LEFT JOIN project p ON p.name = a.project
WHERE a."on" <= :day AND a.project IS NOT NULL ORDER BY a.record, a.pos
"""
STATUSES = """
SELECT DISTINCT coalesce(status, "do") FROM flow_act WHERE flow = :flow AND stays = 0 AND pauses = 0 ORDER BY pos
"""
DENSITIES = """
SELECT id, "{amount}", "land.area_mu" FROM project WHERE "land.area_mu" > 0 AND "{amount}" IS NOT NULL
"""
#: Field whose amount is divided by the area, 万元 per 亩, by the name of the density.
AMOUNTS = {"intensity": "investment.fixed", "tax_per_mu": "expected.tax", "output_per_mu": "expected.output"}
FLOW = "供地"
RESERVED, SOLD, IDLE = "预留", "成交", "闲置"
#: Statuses in which a parcel is on the shelf.
ON_SHELF = ("可供", "入库")


def parcel_statuses(index: IndexReader) -> list[str]:
    """Every status that the flow gives, in its order."""
    return list(dict.fromkeys(text for (text,) in index.tuples(STATUSES, flow=FLOW)))


def parcel_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    """One row per parcel: {id, status, status_since, shelf_since, reserved_for}.

    ``shelf_since`` is the day from which it has been on offer without a break, None while it is not; ``reserved_for``
    the id of the project for which it is reserved.
    """
    day = now.date()
    book = FlowBook(index)
    events = events_by_file(index, FLOW, day)
    projects: dict[str, str | None] = dict(index.tuples(PROJECTS, day=str(day)))
    for file, id in index.tuples(PARCELS):
        acts = events[file]
        flow = book.flow(FLOW, acts[0].on) if acts else None
        parcel_state = state(flow, acts, book.clock, day) if flow else None
        status = parcel_state.status if parcel_state else None
        yield {
            "id": id,
            "status": status,
            "status_since": str(parcel_state.since) if parcel_state and parcel_state.since else None,
            "shelf_since": _shelf_since(flow, acts) if flow and status in ON_SHELF else None,
            "reserved_for": projects.get(id) if status == RESERVED else None,
        }


def _shelf_since(flow: Flow, acts: Sequence[CaseEvent]) -> str | None:
    """The day from which the parcel has been on offer; a reservation that was given up does not interrupt it."""
    begin = None
    for act in acts:
        step = flow.step(act.do)
        status = (step.status if step else "") or act.do
        if status in ON_SHELF:
            begin = begin or str(act.on)
        elif status != RESERVED:
            begin = None
    return begin


def land_densities(index: IndexReader, now: datetime, name: str) -> Iterator[tuple[str, Decimal]]:
    """The density of that name (``AMOUNTS``) of each project with land, 万元/亩, to two digits, half up.

    Of numbers of 15 digits a quotient of 28 is never so near to a half that its last digit decides.
    """
    for id, amount, area in index.tuples(DENSITIES.format(amount=AMOUNTS[name])):
        yield id, round_to(decimal_of(amount) / decimal_of(area), 2)
