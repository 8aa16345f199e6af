"""Policies that must be published, and corrections that were promised when policies were cleaned up."""

from collections.abc import Iterator
from datetime import date, datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.lateness import overdue_days
from hyzs.query.flows import FlowBook
from hyzs.query.policies import PENDING, policies_on
from hyzs.query.todo import todo_item


def items(index: IndexReader, book: FlowBook, now: datetime) -> Iterator[Row]:
    """An item a policy that was issued and not published; one a correction that is not done."""
    day = now.date()
    for row in policies_on(index, book, day):
        about = {"who": [row["drafter"]] if row["drafter"] else [], "sample": bool(row["sample"])}
        if row["issued"] and not row["published"] and row["publish_due"]:
            publishing = {"since": row["issued"], "due": row["publish_due"], "rule": f"印发后公布（{row['rule']}）"}
            late = {"overdue_days": row["publish_late"], "counted": row["counted"]}
            yield todo_item("政策公布", "policy", row["id"], row["name"], "公布", **about, **publishing, **late)
        cleanup = row["cleanup"]
        if cleanup and cleanup["result"] == PENDING:
            days = overdue_days(date.fromisoformat(cleanup["due"]), day) if cleanup["due"] else 0
            correcting = {"since": cleanup["on"], "due": cleanup["due"], "overdue_days": days, "note": cleanup["note"]}
            yield todo_item("政策清理", "policy", row["id"], row["name"], "整改", **about, **correcting)
