"""Diagnosis of the machine and the store."""

from collections.abc import Sequence

from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import PublicColumn, Row, Table

_STATUSES = {"ok": "正常", "warn": "注意", "fail": "有错"}


def doctor(signs: Sequence[Row]) -> Answer:
    """Signs as rows {check, status, detail, hint}."""
    columns = [
        PublicColumn("check", "项"),
        PublicColumn("status", "情况", "light", get=lambda row: _STATUSES[row["status"]]),
        PublicColumn("detail", "说明"),
        PublicColumn("hint", "怎么办", wide=True),
    ]
    counts = {status: sum(row["status"] == status for row in signs) for status in _STATUSES}
    return Answer(
        report="doctor", rows=signs, summary=counts, blocks=[Table(columns, signs)], title="体检", stamp=Stamp()
    )
