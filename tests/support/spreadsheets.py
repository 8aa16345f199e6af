"""Spreadsheets for tests: rows of texts or a real workbook, taken in as a command would, and what became of them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl

from hyzs.commands.import_ import heading_words
from hyzs.edits.import_ import ImportRequest, import_spreadsheet, propose_columns
from hyzs.edits.spreadsheet.import_result import ImportResult
from hyzs.kinds import kinds
from hyzs.model.change import Append, Create
from hyzs.model.private_number import has_private_number
from hyzs.model.spreadsheet import Spreadsheet, SpreadsheetSheet
from hyzs.session import Session
from hyzs.workbooks.spreadsheet import read_spreadsheet

HEAD = ["序号", "项目名称", "级别", "总投资（亿元）", "所属县市区", "牵头部门", "签约时间", "计划开工时间", "联系人"]


def book_of(*rows, head=HEAD, title=("某县台账",), file="台账.xlsx"):
    """One sheet of texts: a title, the line of who filled it in, the headings, the rows."""
    return Spreadsheet(
        file, "", {"表": SpreadsheetSheet.of_texts([list(title), ["填报单位：示例"], head, *map(list, rows)])}
    )


def workbook(path, *rows, sheet="台账", hook=None, **sheets):
    """A real workbook; ``sheets`` are further ones by name; ``hook`` gets the book and its first page."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    for name, more in sheets.items():
        other = book.create_sheet(name)
        for row in more:
            other.append(row)
    if hook:
        hook(book, page)
    book.save(path)
    return path


def request(session: Session, kind="project", **more) -> ImportRequest:
    """A request as the command makes it."""
    return ImportRequest(kinds()[kind], heading_words(), None, session.now, has_private_number, **more)


def columns(session: Session, book, **more):
    """The map that is proposed."""
    book = book if isinstance(book, Spreadsheet) else read_spreadsheet(Path(book))
    return propose_columns(session.index, book, request(session, **more))


def import_book(session: Session, book, *, columns=None, write=False, **more) -> ImportResult:
    """What becomes of the spreadsheet; its changes are made if ``write``, else only judged."""
    book = book if isinstance(book, Spreadsheet) else read_spreadsheet(Path(book))
    expected = request(session, **more)
    expected = replace(expected, columns=columns or propose_columns(session.index, book, expected))
    return import_spreadsheet(session.index, book, replace(expected, dry=not write), session.apply)


def cell_results(result: ImportResult, *states) -> list[tuple[str, str]]:
    """The cells in these states, and what is said of them."""
    return [(cell.cell, cell.message) for cell in result.cells if cell.state in states]


def trees(result: ImportResult) -> dict[str, Any]:
    """The drafts that are made, by name: files of their own, and items of lists."""
    item: list[Any] = []
    for change in result.changes:
        if isinstance(change, Create):
            item += change.tree if isinstance(change.tree, list) else [change.tree]
        elif isinstance(change, Append) and not change.route:
            item.append(change.value)
    return {tree["name"]: tree for tree in item if "name" in tree}
