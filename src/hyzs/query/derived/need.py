"""Derived fields of needs: open, transferred, restated or settled."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.derived_source import DerivedField, DerivedSource
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.folding import fold_wording
from hyzs.query.derived import OVERDUE
from hyzs.query.matters import matters

#: Each statement of a need: its row id, its project, its return.
NEEDS = """
SELECT n.file || ' ' || n.seq AS id, c.id AS project, n.text_folded, n.week, n.state, n.record AS "return"
FROM need n LEFT JOIN resolved_name c ON c.text = n.under AND c.kinds = 'project'
"""
#: States of a statement of a need; 后来又提: the need is open, and a later return states it again.
NEED_STATUSES = ("未解决", "已转交办", "后来又提", "已了结")


def _need_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("status", "状态", "light", level="内部", choices="|".join(NEED_STATUSES))
    yield DerivedField("first_week", "首提周", level="内部")
    yield DerivedField("effective_due", "现限期", "date", level="内部")
    yield OVERDUE


def _need_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    """One row per statement of a need; an open need counts once, at its last statement."""
    from hyzs.model.week import Week
    from hyzs.query.open_needs import open_needs

    unsettled, transferred, restated, settled = NEED_STATUSES
    day = now.date()
    open_rows = open_needs(index, Week.of(day), day, matters(index, day))
    threads = {(id, fold_wording(need["text"])): need for id, needs in open_rows.items() for need in needs}
    for row in index.rows(NEEDS):
        need = threads.get((row["project"], row["text_folded"]))
        if need is None or row["week"] < need["week"] or row["state"]:
            yield {"id": row["id"], "status": settled}
        elif row["return"] != need["return"]:
            yield {"id": row["id"], "status": restated, "first_week": need["week"]}
        else:
            status = transferred if need["matter"] else unsettled
            first = {"first_week": need["week"], "effective_due": need["due"]}
            yield {"id": row["id"], "status": status, **first, "overdue_days": need["overdue_days"]}


SOURCES = (DerivedSource(_need_fields, _need_rows, "{a}.file || ' ' || {a}.seq"),)
