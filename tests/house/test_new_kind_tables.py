"""A new kind is one file: tables that people fill in take its records out and bring them back."""

import json

import openpyxl
import pytest

from support.additions import run_with
from support.new_kind import MODULES, STORE
from support.stores import BASE, make_store

#: The program is begun anew with a kind that it does not have.
pytestmark = pytest.mark.slow

SHEET = "招商承诺台账"
KEEPERS = "keepers: [{unit_field: unit, of: pledge, every: 1, source: 示例}]\n"
SETTINGS = f"== data/settings.yaml\n{(BASE / 'data/settings.yaml').read_text('utf-8')}{KEEPERS}"
LEDGER = "序号,承诺内容,承诺单位,作出日期,兑现期限,上限(万元)\n1,示例承诺·修路,衡山县,2026-03-02,2026年12月31日,20\n"
FORM = "forms/衡东县_周填报_2026第47周.xlsx"
BEFORE = {
    "list": ["list", "pledges", "-o", "list.xlsx"],
    "propose": ["import", "pledges", "ledger.csv"],
    "import": ["import", "pledges", "ledger.csv", "--map", "ledger.map.yaml"],
    "dispatch": ["dispatch", "-o", "forms"],
}
AFTER = {
    "collect": ["collect", FORM, "-f", "json"],
    "listed": ["list", "pledges", "--columns", "text,due,ceiling", "-f", "jsonl"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("tables")


@pytest.fixture(scope="module")
def ran(folder):
    """The commands: out, then the form is filled in, then back."""
    store = make_store(folder / "store", STORE + SETTINGS)
    (folder / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    ran = dict(zip(BEFORE, run_with(MODULES, folder, store, BEFORE.values()), strict=True))
    book = openpyxl.load_workbook(folder / FORM)
    heads = {cell.value: cell.column for cell in book[SHEET][4]}
    book[SHEET].cell(5, heads["兑现期限"]).value = "2026-12-31"
    book.save(folder / FORM)
    return ran | dict(zip(AFTER, run_with(MODULES, folder, store, AFTER.values()), strict=True))


def test_its_list_is_a_workbook(ran, folder):
    book = openpyxl.load_workbook(folder / "list.xlsx")

    assert "示例承诺·厂房租金减半" in {cell.value for row in book["招商承诺清单"].iter_rows() for cell in row}


def test_it_is_a_sheet_in_the_workbook_of_its_keeper(ran, folder):
    page = openpyxl.load_workbook(folder / FORM)[SHEET]

    assert [cell.value for cell in page[5] if cell.value] == [
        *("c26-a1", "c26-a1", "示例承诺·厂房租金减半", "衡东县", "示例·甲项目", "2026-03-01", "2026-12-31", 77.5),
    ]


def test_the_sheet_comes_back_as_a_change_of_the_record(ran):
    assert [(row["field"], row["state"]) for row in json.loads(ran["collect"].out)["rows"]] == [("兑现期限", "changed")]


def test_records_of_it_are_taken_from_ledgers_of_others(ran):
    rows = {row["text"]: row for row in map(json.loads, ran["listed"].out.splitlines())}

    assert ran["import"].code == 0, ran["import"].err
    assert rows["示例承诺·修路"] == {"text": "示例承诺·修路", "due": "2026-12-31", "ceiling": 20}
    assert rows["示例承诺·厂房租金减半"]["due"] == "2026-12-31"
