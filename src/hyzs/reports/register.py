"""The register of projects, and the catalogue of those that are offered to investors."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer
from hyzs.model.blocks import Column, PublicColumn, Row, Table
from hyzs.model.decimals import total_of
from hyzs.model.printed_report import PrintedReport
from hyzs.reports.list_ import list_
from hyzs.reports.visibility_guard import require_visible

_REGISTER = "id,name,tier,type,stage,industry,investors,investment.total,county,park,lead,responsible,patron"
_CATALOGUE = "public_name,industry,content,investment.total,land.area_mu,county,park,lead"
#: Condition of the projects in the catalogue, for ``--where``.
OFFERED = "stage=策划"


VIEWS = "SELECT b.json FROM body b JOIN record r ON r.file = b.file AND r.item = b.item WHERE r.kind = 'settings'"


def register(
    index: IndexReader, now: datetime, where: str | None = None, columns: str | None = None, audience: str = "full"
) -> Answer:
    """The projects that meet the condition, with the columns that are wanted, and the sums of their amounts.

    ``where`` may be the name of a view of the settings.

    Raises:
        BadUsage: the condition, a column or the order cannot be understood.
    """
    requested = columns
    if where and (view := _view(index, where)):
        where, columns = view.get("where"), columns or ",".join(view.get("columns") or ())
    require_visible(index, "project", now, audience, condition=where, columns=requested)
    listed = list_(index, "project", now, where, "tier,-investment.total", columns or _REGISTER)
    return _with_totals(listed, "register", "招商引资项目台账")


def _view(index: IndexReader, name: str) -> dict[str, Any] | None:
    """The view of that name; None if the settings have none."""
    views = json.loads(index.value(VIEWS) or "{}").get("views") or []
    return next((view for view in views if view["name"] == name), None)


def planned_projects(index: IndexReader, now: datetime, where: str | None = None, audience: str = "full") -> Answer:
    """The projects that are still being planned: what investors are offered, under their public names.

    Raises:
        BadUsage: the condition, a column or the order cannot be understood.
    """
    require_visible(index, "project", now, audience, condition=where)
    condition = f"({OFFERED}) and ({where})" if where else OFFERED
    listed = list_(index, "project", now, condition, "industry,-investment.total", _CATALOGUE)
    return _with_totals(listed, "catalogue", "招商引资重点目录")


def _with_totals(listed: Answer, report: str, title: str) -> Answer:
    """The list with row numbers and a row of totals."""
    table = next(block for block in listed.blocks if isinstance(block, Table))
    numbers = {id(row): number for number, row in enumerate(listed.rows, 1)}
    first = PublicColumn("number", "序号", get=lambda row: numbers.get(id(row), "合计"))
    total = _total(table.columns, listed.rows)
    numbered = replace(table, columns=[first, *table.columns], total=total)
    return replace(listed, report=report, title=title, blocks=[numbered])


def _total(columns: Sequence[Column], rows: Sequence[Row]) -> Row:
    sums: dict[str, object] = {column.key: None for column in columns}
    for column in columns:
        if column.unit in ("万元", "亩"):
            sums[column.key] = total_of(column.value(row) for row in rows)
    return sums


REGISTER = PrintedReport(
    "register", "项目台账", "项目一览和合计；--where 筛选，--columns 选列", register, of="where", position=110
)
CATALOGUE = PrintedReport(
    "catalogue", "招商引资重点目录", "还在策划的项目，用公开名称", planned_projects, of="where", position=140
)
