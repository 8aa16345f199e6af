"""``hyzs import``: take records in from a spreadsheet, or from a document by ``plan`` and ``minutes``."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from hyzs.commands.import_minutes import WORDS as MINUTES
from hyzs.commands.import_minutes import import_minutes
from hyzs.commands.import_plan import WORDS, import_plan
from hyzs.commands.options import DryRun, Format, complete_week
from hyzs.model.errors import BadUsage
from hyzs.output import print_notice
from hyzs.session import Session

if TYPE_CHECKING:
    from hyzs.edits.import_ import ImportRequest
    from hyzs.edits.spreadsheet.import_result import ImportResult
    from hyzs.model.column_mapping import ColumnMapping
    from hyzs.model.record import Record
    from hyzs.model.spreadsheet import Spreadsheet

#: Words for the returns of a week.
RETURNS = ("returns", "return", "周填报")
Importer = Callable[..., "ImportResult"]


class ImportOptions(NamedTuple):
    """The sheet, the columns and the new records of an import."""

    map_file: Annotated[
        str | None, typer.Option("--map", metavar="文件", help="对照表：表头 → 字段；不写就先拟一份，只预览")
    ] = None
    words: Annotated[
        list[str] | None, typer.Option("--set", metavar="字段=值", help="每条新记录都写上的，如 tier=一般")
    ] = None
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="工作表", help="只收这一张；不写就收表头相同的各张")
    ] = None
    hidden: Annotated[bool, typer.Option("--hidden", help="隐藏的行、列和工作表也收")] = False
    previous: Annotated[
        str | None, typer.Option("--replaces", metavar="文件", help="这份是那份台账的新版：从它收的草稿跟着改")
    ] = None
    update: Annotated[
        bool, typer.Option("--update", help="台账是管它的单位交的：不是草稿的记录，也照台账改；先 --dry-run 看改什么")
    ] = False
    plan: Annotated[str | None, typer.Option("--plan", metavar="编号", help="收方案时：作为哪个方案；不写按文号找")] = (
        None
    )
    week: Annotated[
        str | None,
        typer.Option(
            "--week", metavar="周", help="收周填报的台账(import returns)时：是哪一周的", autocompletion=complete_week
        ),
    ] = None


def import_(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="种类",
            help="记录种类，如 projects、units、matters；或 returns：周填报，plan：方案正文，minutes：会议纪要",
        ),
    ],
    file: Annotated[
        str,
        typer.Argument(metavar="文件", help="台账：xlsx xls ods csv；方案：docx pdf html txt md，doc wps，xlsx 分工表"),
    ],
    options: ImportOptions,
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """收别处的台账：找出表头，拟好对照，先看后收；收进来都是草稿，不计数，不欠报；改了再收，草稿跟着改。"""
    session: Session = ctx.obj
    words = options.words or ()
    if kind in WORDS:
        import_plan(session, heading_words(), file, options.plan, words, dry=dry_run, format=format)
    elif kind in MINUTES:
        import_minutes(session, file, words, dry=dry_run, format=format)
    else:
        _import_ledger(session, kind, file, options, dry=dry_run, format=format)


def _import_ledger(
    session: Session, kind: str, file: str, options: ImportOptions, *, dry: bool, format: str | None
) -> None:
    """Import a spreadsheet by the map that the person named; without one it is proposed, and all is a preview."""
    from dataclasses import replace

    from hyzs.edits.import_ import ImportRequest
    from hyzs.model.private_number import has_private_number
    from hyzs.reports.results.import_result import import_result
    from hyzs.workbooks.spreadsheet import read_spreadsheet

    record, table, take = _importer(session, kind, file, options.week)
    spreadsheet = read_spreadsheet(Path(file))
    old = Path(options.previous).name if options.previous else None
    request = ImportRequest(
        record,
        table,
        None,
        session.now,
        has_private_number,
        options.words or (),
        options.hidden,
        options.sheet,
        old,
        wins=options.update,
    )
    map_file = options.map_file or f"{Path(file).stem}.map.yaml"
    is_known = Path(map_file).exists()
    dry = dry or options.map_file is None or not is_known
    columns = _column_mapping(session, Path(map_file), spreadsheet, request, dry=dry)
    if not spreadsheet.problem and (options.map_file is None or not is_known):
        sentence = f"照已有的对照表 {map_file} 预览，要收" if is_known else f"对照表拟在 {map_file}，核对以后"
        week = f" --week {options.week}" if options.week else ""
        print_notice(f"{sentence}：hyzs import {kind} {file}{week} --map {map_file}")
    result = take(session.index, spreadsheet, replace(request, columns=columns, dry=dry), session.apply)
    session.show(import_result(session.index, result, dry=dry), format)
    if not result.is_whole:
        raise typer.Exit(1)


def _importer(
    session: Session, kind: str, file: str, week: str | None
) -> "tuple[type[Record], dict[str, Any], Importer]":
    """The model of a row, the words for its fields, and the edit that takes the rows."""
    from functools import partial

    from hyzs.edits.import_ import import_spreadsheet, importable_kind
    from hyzs.edits.import_returns import ReturnRow, import_returns, return_words

    table = heading_words()
    if kind not in RETURNS:
        return importable_kind(session.index, kind), table, import_spreadsheet
    if not week:
        raise BadUsage("收周填报的台账，要写明是哪一周的", f"hyzs import {kind} {file} --week 2025-W47")
    return ReturnRow, return_words(session.index, table), partial(import_returns, week=week)


def _column_mapping(
    session: Session, map_file: Path, spreadsheet: "Spreadsheet", request: "ImportRequest", *, dry: bool
) -> "ColumnMapping":
    """The map of the file, decided unless the run is dry; a proposal in a new file where there is none."""
    from hyzs.edits.import_ import propose_columns
    from hyzs.model.column_mapping import ColumnMapping
    from hyzs.store.user_files import load_yaml, write_user_tree

    if map_file.exists():
        columns = ColumnMapping.from_tree(load_yaml(map_file))
        return columns if dry else columns.require_decided()
    if spreadsheet.problem:
        return ColumnMapping({})
    columns = propose_columns(session.index, spreadsheet, request)
    write_user_tree(map_file, columns.tree)
    return columns


def heading_words() -> dict[str, Any]:
    """The packaged table of what spreadsheets call the fields of each kind."""
    from hyzs.paths import HEADINGS
    from hyzs.store.user_files import load_yaml

    words: dict[str, Any] = load_yaml(HEADINGS)
    return words
