"""The manual: one source for the page and for the sheet in each workbook, readable in every format."""

import re

import openpyxl
import pypdf
import pytest

from hyzs.cli.main import run
from hyzs.model.errors import NotFound
from hyzs.reports.results.manual_result import manual_page
from hyzs.reports.return_form import SPARE
from hyzs.scaffold.manual import FILLING_IN, filling_in_notes, manual_pages
from support.forms import City
from support.stores import make_store


def test_the_sheet_of_a_workbook_says_what_the_manual_says(tmp_path):
    city = City(tmp_path)
    page = openpyxl.load_workbook(city.send())["说明"]
    city.close()
    *lines, due = [row[0].value for row in page.iter_rows(max_col=1)]

    assert lines == [f"{number}. {note}" for number, note in enumerate(filling_in_notes(), 1)]
    assert "截止：" in due and page.page_setup.paperSize == 9


def test_the_manual_says_how_many_empty_rows_there_are():
    assert f"{SPARE} 行空行" in manual_pages()[FILLING_IN]


def test_filling_in_is_one_sheet_of_paper(tmp_path):
    make_store(tmp_path / "store")

    run(["--store", str(tmp_path / "store"), "manual", FILLING_IN, "-o", str(tmp_path / "a.pdf")])

    assert len(pypdf.PdfReader(tmp_path / "a.pdf").pages) == 1


@pytest.mark.parametrize("name", sorted(manual_pages()))
def test_a_page_is_whole_in_its_blocks(name):
    text = manual_pages()[name]
    words = "".join(block.text for block in manual_page(name, text).blocks)
    lines = [re.sub(r"^#+ |`", "", line) for line in text.splitlines()[1:] if not line.startswith("```")]

    assert [line for line in lines if line not in words] == []


def test_an_unknown_page_names_those_there_are(capsys):
    assert run(["manual", "局长"]) == NotFound.code
    assert "分析员" in capsys.readouterr().err
