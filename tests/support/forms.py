"""A store that sends forms, for tests: what a clerk types into them, and what becomes of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from hyzs.commands.form_files import read_forms, write_forms
from hyzs.edits.collect import Weeks, collect
from hyzs.edits.forms.collect_options import CollectOptions
from hyzs.edits.forms.result import FormResult
from hyzs.model.private_number import has_private_number
from hyzs.query.form_columns import sheet_columns
from hyzs.reports.dispatch import dispatch
from hyzs.session import Session
from support.stores import make_store

WEEK = "2026-W47"
FILE = "data/returns/2026-W47/hengnan.yaml"
STORE = """
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
lead: 市商务局
content: 建一条线
tracked: {since: 2026-05-11}
== data/projects/p26-b2.yaml
name: 示例·乙项目
sample: true
tier: 重大
county: 衡南县
lead: 市商务局
content: 建两条线
tracked: {since: 2026-05-11}
== data/returns/2026-W46/hengnan.yaml
submitted: 2026-11-13T09:00
projects:
  p26-a1: {progress: 谈地块, figures: {paid_in: 300}}
  p26-b2: {progress: 谈厂房}
"""


class City:
    """A store, the forms it sends, and what it makes of those that come back."""

    def __init__(self, root: Path, store_text: str = "") -> None:
        self.root = make_store(root / "store", STORE.lstrip() + store_text)
        self.out = root / "forms"
        self._desk: Session | None = None

    def session(self) -> Session:
        self.close()
        self._desk = Session(str(self.root), "2026-11-20T09:00")
        return self._desk

    def close(self) -> None:
        if self._desk:
            self._desk.close()

    def send(self, unit: str = "衡南县") -> Path:
        session = self.session()
        [form] = dispatch(session.index, WEEK, session.now, [unit], session.about).forms
        write_forms(self.root, [form], str(self.out))
        return self.out / form.file

    def collect(self, file: Path, *, partial: bool = False) -> FormResult:
        [item] = self.collect_all(file, partial=partial)
        return item

    def collect_all(self, *places: Path, partial: bool = False, dry: bool = False) -> list[FormResult]:
        session = self.session()
        columns, store = sheet_columns(session.index), str(session.about["id"])
        options = CollectOptions(columns, store, has_private_number, partial, dry)
        weeks = Weeks(session.index, session.now)
        forms = read_forms(self.root, [str(place) for place in places], columns)
        return [collect(weeks, form, options, session.apply) for form in forms]

    def record_bytes(self) -> dict[str, bytes]:
        return {str(file.relative_to(self.root)): file.read_bytes() for file in (self.root / "data").rglob("*.yaml")}

    def text(self, path: str = FILE) -> str:
        return (self.root / path).read_text("utf-8")


def place(page, label: str, key: str):
    """The cell in the row of that key, under that label (without its unit)."""
    [head] = [row for row in page.iter_rows(max_row=10) if row[0].value == "编号"]
    [column] = [cell.column for cell in head if str(cell.value).partition("(")[0] == label]
    row = next(row[0].row for row in page.iter_rows(min_row=head[0].row + 1) if (row[0].value or "") == key)
    return page.cell(row, column)


def fill(file: Path, sheet: str = "项目", **values) -> Path:
    """Type into the form as a clerk would: 本周进展__p26_a1='…'."""
    book = openpyxl.load_workbook(file)
    for name, value in values.items():
        label, _, key = name.partition("__")
        place(book[sheet], label, key.replace("_of_", "/").replace("_", "-")).value = value
    book.save(file)
    return file


def edit(file: Path, change: Callable[[Any], object], sheet: str = "项目") -> Path:
    """Change a sheet of the form at will."""
    book = openpyxl.load_workbook(file)
    change(book[sheet])
    book.save(file)
    return file


def states(result) -> list[tuple[str, str]]:
    return [(text.state, text.field) for text in result.cells]


def bad_cells(file) -> list[str]:
    """The addresses of the cells of a returned form that were refused."""
    return [cell.cell for cell in file.cells if cell.state == "bad"]


def cell_messages(file, state: str = "bad") -> str:
    """The messages of the cells of a returned form that are in that state, a line each."""
    return "\n".join(cell.message for cell in file.cells if cell.state == state)
