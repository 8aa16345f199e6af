"""Achievements as of a day: the stage that each has reached, and its results."""

from collections import defaultdict
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.flows import Case, FlowBook, cases_of

FLOW = "转化"
ACHIEVEMENTS = """
SELECT a.id, a.name, a.owner, a.unit, a.industry, a.maturity, a.method, a.since, a.sample FROM achievement a
WHERE coalesce(a.draft, 0) = 0 AND coalesce(a.since, '') <= :day ORDER BY a.id
"""
ACTS = """
SELECT c.record, c."on", c.do, c."with" AS firm, c.amount, c.project FROM conversion_act c WHERE c."on" <= :day
ORDER BY c.record, c.pos
"""
#: Acts by how far they lead; an achievement without any is 入库.
REGISTERED, MET, SIGNED, LANDED = STAGES = ("入库", "对接", "签约", "落地")
#: It goes no further.
STOPPED = "终止"
RULES = 'SELECT "achievements.stale_days" AS days FROM settings'


def achievements(index: IndexReader, book: FlowBook, day: date) -> list[Row]:
    """Every achievement registered by the day.

    Rows: its fields, and {stage, reached: the acts that it took, firms, amounts: those signed, 万元, project, last: the
    day of the last act or of its registration, is_stale, is_stopped}.
    """
    acts: dict[str, list[Row]] = defaultdict(list)
    for row in index.rows(ACTS, day=str(day)):
        acts[row["record"]].append(row)
    rows = index.rows(ACHIEVEMENTS, day=str(day))
    cases = {case.id: case for case in cases_of(index, book, [row["id"] for row in rows], day)}
    stale_days = index.value(RULES)
    return [_row(row, acts[row["id"]], cases.get(row["id"]), day, stale_days) for row in rows]


def _row(row: Row, acts: list[Row], case: Case | None, day: date, stale_days: int | None) -> Row:
    acts_done = {act["do"] for act in acts}
    last = acts[-1]["on"] if acts else row["since"]
    ended = bool(case and case.state and case.state.ended)
    is_stale = bool(stale_days and last and not ended and (day - date.fromisoformat(last)).days > stale_days)
    return {
        **row,
        "stage": next((stage for stage in reversed(STAGES) if stage in acts_done), REGISTERED),
        "reached": [REGISTERED, *(stage for stage in STAGES if stage in acts_done)],
        "firms": list(dict.fromkeys(act["firm"] for act in acts if act["firm"])),
        "amounts": [act["amount"] for act in acts if act["do"] == SIGNED],
        "project": next((act["project"] for act in reversed(acts) if act["project"]), None),
        "last": last,
        "is_stale": is_stale,
        "is_stopped": STOPPED in acts_done and LANDED not in acts_done,
    }
