"""Result of the turn of a year: calendar, archive, unfinished items, one workbook of plans per unit."""

from collections.abc import Sequence
from typing import NamedTuple

from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Heading, PublicColumn, Row, Table, Text
from hyzs.model.workbook_form import FORM_VERSION, FormColumn, FormSheet, WorkbookForm
from hyzs.query.year_plan_sheets import PURPOSE, TARGET_COLUMNS, YEAR_PROJECTS, YEAR_TARGETS
from hyzs.query.year_turn import UnitPlan, YearTurn

#: States of the archive of the year before.
MADE, THERE, NOT_OVER, NO_VERSION = "made", "there", "not_over", "no_version"
_OPEN = [
    PublicColumn("label", "不因过年而了结的"),
    PublicColumn("count", "还有", "number"),
    PublicColumn("overdue", "其中逾期", "number", get=lambda row: row["overdue"] or None),
]
_UNITS = [
    PublicColumn("unit", "单位"),
    PublicColumn("projects", "项目", "number"),
    PublicColumn("targets", "年度目标", "number"),
    PublicColumn("file", "工作簿"),
]


class Archive(NamedTuple):
    """The tag of the year before: its name, the commit (None: there is none), and its state."""

    name: str
    commit: str | None
    state: str


def year_workbooks(turn: YearTurn, columns: Sequence[FormColumn], day: str, about: Row) -> list[WorkbookForm]:
    """A workbook for each unit that has projects or targets to plan."""
    return [_workbook(unit, plan, turn.year, columns, day, about) for unit, plan in turn.units.items()]


def _workbook(
    unit: str, plan: UnitPlan, year: int, columns: Sequence[FormColumn], day: str, about: Row
) -> WorkbookForm:
    stopped = Stamp(as_of=about["as_of"] or "").as_of_text
    secret = {"store": str(about["id"]), "week": "", "unit": unit, "version": str(FORM_VERSION), "purpose": PURPOSE}
    sheets = [
        *([FormSheet(YEAR_PROJECTS, columns, plan.projects)] if plan.projects else []),
        *([FormSheet(YEAR_TARGETS, TARGET_COLUMNS, plan.targets)] if plan.targets else []),
    ]
    return WorkbookForm(
        f"{unit}_年度计划_{year}.xlsx",
        f"{year} 年度计划 {unit}" + (f"（{stopped}）" if stopped else ""),
        unit,
        {**secret, "period": str(year), "commit": str(about["commit"] or "")},
        sheets,
        [
            f"本表由{unit}填写 {year} 年的计划。只填黄色的格子；灰色的格子是已知情况，改了也不收。",
            f"年度计划写 {year} 年当年要完成的数，不是累计数；没有计划的空着。",
            "年度目标和现在一样的空着；不一样的写新的数，只管那一年。",
            "填好交回来，用 hyzs collect 收。",
        ],
        created=day,
    )


def year_result(
    turn: YearTurn, archive: Archive, forms: Sequence[WorkbookForm], day: str, folder: str, *, dry: bool
) -> Answer:
    """One row per unit: {unit, projects, targets, file}; ``open``: unfinished items; calendar and archive.

    ``unassigned``: projects without a unit that reports them, and tasks that nobody leads; they are in no workbook.
    """
    file_of = {form.unit: form.file for form in forms}
    rows: list[Row] = [
        {"unit": unit, "projects": len(plan.projects), "targets": len(plan.targets), "file": file_of[unit]}
        for unit, plan in turn.units.items()
    ]
    calendar = THERE if turn.has_calendar else MADE
    blocks: list[Block] = [
        Text(_calendar_words(turn, dry=dry), level="公开"),
        Text(_archive_words(turn, archive, dry=dry), level="公开"),
        Heading("还没有完的，照旧", 2, "公开"),
        Table(_OPEN, turn.open_items),
        Heading(f"{turn.year} 年度计划", 2, "公开"),
        Table(_UNITS, rows),
        Text(f"{'要写' if dry else '写了'} {len(rows)} 个工作簿到 {folder}；填好用 hyzs collect 收", level="公开"),
    ]
    if turn.unassigned:
        names = "、".join(turn.unassigned)
        blocks.append(Text(f"没有单位可发的 {len(turn.unassigned)} 项，哪张表上都没有：{names}", "warn", level="内部"))
    blocks.append(Text("没有一条记录因为过年而改变；再运行一次，已经有的不重做。", "note", level="公开"))
    return Answer(
        "year",
        {"year": turn.year, "dry_run": dry},
        rows,
        {"calendar": calendar, "archive": archive.state, "files": len(rows), "unassigned": len(turn.unassigned)},
        {
            "open": list(turn.open_items),
            "archive": {"tag": archive.name, "commit": archive.commit},
            "unassigned": list(turn.unassigned),
        },
        blocks=blocks,
        title=f"转入 {turn.year} 年",
        title_level="公开",
        prose=True,
        stamp=Stamp(period=day, sample=False),
    )


def _calendar_words(turn: YearTurn, *, dry: bool) -> str:
    path = f"data/calendar/{turn.year}.yaml"
    if turn.has_calendar:
        return f"{turn.year} 年的日历已经有了（{path}），没有动"
    return f"{'要建' if dry else '建了'} {path}：放假安排公布以后填上，在那以前按周一至周五计"


def _archive_words(turn: YearTurn, archive: Archive, *, dry: bool) -> str:
    before = turn.year - 1
    if archive.state == NOT_OVER:
        return f"{before} 年还没有完，没有归档；{turn.year} 年 1 月 1 日以后再运行一次"
    if archive.state == NO_VERSION:
        return f"{before} 年底以前没有保存过版本，没有可归档的；以后每周 hyzs save"
    if archive.state == THERE:
        return f"{before} 年已经归档（标签 {archive.name}），没有动"
    return f"{'要把' if dry else '把'} {before} 年最后一个版本归档为 {archive.name}，以后用 --at {archive.name} 看"
