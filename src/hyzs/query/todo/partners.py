"""Contacts with partners that are due, and agreements that end; its unit keeps the contact, its patron is named."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.lateness import overdue_days
from hyzs.query.flows import FlowBook
from hyzs.query.partners import partner_rows
from hyzs.query.todo import todo_item

#: It is listed from so many days before its last day on.
_SOON = timedelta(days=30)
#: Reason for leaving a contact out.
ARRANGED = "已经安排活动"


def items(index: IndexReader, book: FlowBook, now: datetime) -> Iterator[Row]:
    """An item a partner whose contact is due, an item an agreement that ends within a month; both owed by its unit."""
    day = now.date()
    for partner in partner_rows(index, day):
        out = ARRANGED if partner["next"] else None
        if partner["months"] and partner["last"] is None:
            yield _item(partner, "联系", rule="还没有一起办过活动", out=out)
        elif partner["contact_by"] and date.fromisoformat(partner["contact_by"]) <= day + _SOON:
            rule = f"{partner['months']} 个月没有一起办活动"
            due = _due(partner["contact_by"], day)
            yield _item(partner, "联系", since=partner["last"], rule=rule, out=out, **due)
        if partner["until"] and date.fromisoformat(partner["until"]) <= day + _SOON:
            due = _due(partner["until"], day)
            yield _item(partner, "续签或终止协议", since=partner["on"], rule="协议到期日期", **due)


def _item(partner: Row, step: str, *, rule: str, **other: Any) -> Row:
    """The item of a partner; its rule names the leader who keeps the contact."""
    words = f"{rule}；联系领导 {partner['patron']}" if partner["patron"] else rule
    about = {"who": [partner["unit"]] if partner["unit"] else [], "sample": bool(partner["sample"]), "rule": words}
    return todo_item("伙伴", "partner", partner["id"], partner["name"], step, **about, **other)


def _due(due: str, day: date) -> Row:
    return {"due": due, "overdue_days": overdue_days(date.fromisoformat(due), day)}
