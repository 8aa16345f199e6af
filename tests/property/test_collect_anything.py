"""Whatever is done to a form: rows that nobody touched change nothing, and every touched one is changed or told."""

import shutil

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.forms import City
from support.fuzz import examples

pytestmark = pytest.mark.slow

THIRD = """== data/projects/p26-c3.yaml
name: 示例·丙项目
sample: true
tier: 一般
county: 衡南县
lead: 市商务局
content: 建三条线
tracked: {since: 2026-05-11}
"""
ROWS = (5, 6, 7)
#: The columns: the grey ones, and those to fill in.
GREY, YELLOW = tuple("BCDEFG"), tuple("HIJKLMNO")
rows, yellow = st.sampled_from(ROWS), st.sampled_from(YELLOW)
DAMAGES = st.one_of(
    st.tuples(
        st.just("type"), rows, yellow, st.sampled_from(["谈定", "是", "1200", "1.2亿元", "若干", "\u200b谈\u2028定"])
    ),
    st.tuples(st.just("error"), rows, yellow),
    st.tuples(st.just("grey"), rows, st.sampled_from(GREY)),
    st.tuples(st.just("copy"), rows, st.sampled_from((*ROWS, 8, 9))),
    st.tuples(st.just("swap"), rows, rows),
    st.tuples(st.just("swap without key"), rows, rows),
    st.tuples(st.just("merge"), rows, yellow),
    st.tuples(st.just("lose"), rows),
)


class Sheet:
    """A sheet on which things are done; ``merged`` are the rows of its merged cells."""

    def __init__(self, page) -> None:
        self.page, self.merged = page, set()
        self.sent = {self.key(row): self.values(row) for row in ROWS}

    def touched(self) -> set[str]:
        """The projects that do not stand there once, as they went out."""
        rows = [self.values(row) for row in (*ROWS, 8, 9)]
        return {key for key, values in self.sent.items() if [row for row in rows if row[0] == key] != [values]}

    def do(self, action: str, *args) -> None:
        getattr(self, f"do_{action.replace(' ', '_')}")(*args)

    def key(self, row: int) -> str:
        return self.page.cell(row, 1).value or ""

    def values(self, row: int, first: int = 1) -> list:
        return [self.page.cell(row, column).value for column in range(first, self.page.max_column + 1)]

    def put(self, row: int, values: list, first: int = 1) -> None:
        for column, value in enumerate(values, first):
            if not isinstance(self.page.cell(row, column), openpyxl.cell.cell.MergedCell):
                self.page.cell(row, column).value = value

    def write(self, place: str, value: str) -> None:
        cell = self.page[place]
        if not isinstance(cell, openpyxl.cell.cell.MergedCell):
            cell.value = value

    def do_type(self, row: int, column: str, value: str) -> None:
        self.write(f"{column}{row}", value)

    def do_error(self, row: int, column: str) -> None:
        self.write(f"{column}{row}", "#REF!")

    def do_grey(self, row: int, column: str) -> None:
        self.write(f"{column}{row}", "改过的")

    def do_copy(self, source: int, target: int) -> None:
        if source != target and not self.merged:
            self.put(target, self.values(source))

    def do_swap(self, row: int, other: int) -> None:
        if not self.merged:
            first, second = self.values(row), self.values(other)
            self.put(row, second)
            self.put(other, first)

    def do_swap_without_key(self, row: int, other: int) -> None:
        if row != other and not self.merged and self.values(row, 2) != self.values(other, 2):
            first, second = self.values(row, 2), self.values(other, 2)
            self.put(row, second, 2)
            self.put(other, first, 2)

    def do_merge(self, row: int, column: str) -> None:
        if not self.merged:
            self.write(f"{column}{row}", "合并的内容")
            self.page.merge_cells(f"{column}{row}:{column}{row + 1}")
            self.merged |= {row, row + 1}

    def do_lose(self, row: int) -> None:
        if not self.merged:
            self.put(row, [None] * self.page.max_column)


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    city = City(tmp_path_factory.mktemp("city"), THIRD)
    yield city
    city.close()


@pytest.fixture(scope="module")
def form(city):
    return city.send()


@given(damages=st.lists(DAMAGES, min_size=1, max_size=4))
@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_untouched_rows_change_nothing_and_touched_ones_are_told(city, form, damages):
    file = shutil.copy(form, form.with_name("交回.xlsx"))
    book = openpyxl.load_workbook(file)
    sheet = Sheet(book["项目"])
    for damage in damages:
        sheet.do(*damage)
    touched = sheet.touched()
    merged = {sheet.key(row) for row in sheet.merged}
    book.save(file)

    [item] = city.collect_all(file, partial=True, dry=True)

    assert not [key for key in sheet.sent.keys() - touched if key in str(item.changes)]
    assert touched - merged <= {text.subject for text in item.cells} | set(item.lost_rows)
    assert not sheet.merged or any(":" in text.cell for text in item.cells)
