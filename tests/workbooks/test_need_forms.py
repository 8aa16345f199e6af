"""The sheet of open needs: each stands in a row of its own, with a cell to settle it."""

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from hyzs.session import Session
from support.forms import City, states

EARLIER = """\
submitted: 2026-11-13T09:00
projects:
  p26-a1: {progress: 谈地块, needs: [{text: 临时用电增容, to: 市发改委, due: 2026-11-13}, {text: 招工}]}
  p26-b2: {progress: 谈厂房, needs: [{text: 招工}]}
"""


@pytest.fixture
def city(tmp_path):
    city = City(tmp_path)
    (city.root / "data/returns/2026-W46/hengnan.yaml").write_text(EARLIER, "utf-8")
    yield city
    city.close()


def rows(file) -> dict[str, dict[str, object]]:
    """The rows of the sheet by their hidden key, each value by the label of its column."""
    page = openpyxl.load_workbook(file)["诉求"]
    [head] = [row for row in page.iter_rows(max_row=10) if row[0].value == "编号"]
    labels = [cell.value for cell in head]
    page_rows = page.iter_rows(min_row=head[0].row + 1)
    every = {row[0].value: {label: cell.value for label, cell in zip(labels, row, strict=True)} for row in page_rows}
    return {key: values for key, values in every.items() if key}


def settle(file, **states):
    """Choose in the cell 了结 of the rows whose project and need are named: p26_a1__招工='已解决'."""
    book = openpyxl.load_workbook(file)
    page = book["诉求"]
    [head] = [row for row in page.iter_rows(max_row=10) if row[0].value == "编号"]
    [column] = [cell.column for cell in head if cell.value == "了结"]
    for name, state in states.items():
        key = name.replace("_", "-", 1).replace("__", "/")
        row = next(row[0].row for row in page.iter_rows(min_row=head[0].row + 1) if row[0].value == key)
        page.cell(row, column).value = state
    book.save(file)
    return file, f"诉求!{get_column_letter(column)}"


def test_each_open_need_has_its_row_and_stands_beside_the_empty_cell(city):
    file = city.send()

    assert list(rows(file)) == ["p26-b2/招工", "p26-a1/临时用电增容", "p26-a1/招工"]
    need = rows(file)["p26-a1/临时用电增容"]
    assert (need["承办单位"], need["提出"], need["限期"], need["了结"]) == (
        "市发改委",
        "第46周起",
        "2026-11-13（逾期 7 天）",
        None,
    )
    page = openpyxl.load_workbook(file)["项目"]
    texts = [cell.value for row in page.iter_rows() for cell in row if cell.value and "临时用电增容" in str(cell.value)]
    assert texts == ["临时用电增容(市发改委 限 2026-11-13，逾期 7 天，第46周起)\n招工(未明确，第46周起)"]


def test_what_is_chosen_settles_that_need_alone(city):
    file, _ = settle(city.send(), p26_a1__招工="已解决", p26_b2__招工="撤回")

    result = city.collect(file)

    assert [state for state, _ in states(result)] == ["changed", "changed"]
    assert "{text: 招工, state: 已解决}" in city.text()
    assert "{text: 招工, state: 撤回}" in city.text()
    assert set(rows(city.send())) == {"p26-b2/招工", "p26-a1/临时用电增容", "p26-a1/招工"}
    assert rows(city.send())["p26-a1/招工"]["了结"] == "已解决"
    assert city.collect(city.send()).changes == []


def test_a_word_that_is_no_choice_is_bad_at_its_cell(city):
    file, column = settle(city.send(), p26_a1__招工="办好了")

    result = city.collect(file)

    [bad] = [text for text in result.cells if text.state == "bad"]
    assert (bad.cell.startswith(column), bad.returned, result.changes) == (True, "办好了", [])
    assert "已解决、撤回" in bad.message


def test_a_need_that_became_a_matter_meanwhile_is_a_conflict(city):
    file, _ = settle(city.send(), p26_a1__招工="已解决")
    matter = (
        "text: 示例·招工\nsample: true\norigin: 周填报\nraised: {on: 2026-11-16}\nlead: 市发改委\ndue: 2026-12-05\n"
    )
    (city.root / "data/matters").mkdir()
    (city.root / "data/matters/x26-a1.yaml").write_text(matter, "utf-8")
    text = EARLIER.replace("{text: 招工}]}\n  p26-b2", "{text: 招工, matter: x26-a1}]}\n  p26-b2")
    (city.root / "data/returns/2026-W46/hengnan.yaml").write_text(text, "utf-8")

    result = city.collect(file)

    assert [(result_cell.state, result_cell.now) for result_cell in result.cells] == [("conflict", "已不在未解决之列")]


def test_settled_and_raised_again_in_one_form_is_refused(city):
    file, _ = settle(city.send(), p26_a1__招工="已解决")
    book = openpyxl.load_workbook(file)
    page = book["项目"]
    [head] = [row for row in page.iter_rows(max_row=10) if row[0].value == "编号"]
    [column] = [cell.column for cell in head if cell.value == "需协调的问题"]
    row = next(row[0].row for row in page.iter_rows() if row[0].value == "p26-a1")
    page.cell(row, column).value = "招工"
    book.save(file)

    result = city.collect(file)

    assert [text.message for text in result.cells if text.state == "bad"] == [
        "选了了结，又写在“需协调的问题”里；留一样"
    ]
    assert isinstance(city.session(), Session)
