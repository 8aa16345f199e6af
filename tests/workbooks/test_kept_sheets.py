"""The records that an office keeps go out as sheets of its workbook and come back as three-way changes."""

import json
import shutil

import openpyxl
import pytest

from hyzs.cli.main import run
from support.office import convert, needs_office
from support.stores import make_store

FIRMS = "企业台账"
KEEPERS = """keepers:
  - {unit: 市发改委, of: 企业, every: month, source: 示例}
  - {unit: 市工信局, of: 企业, where: 所在地~广东, fields: [profile], every: 1}
  - {unit_field: lead, of: 活动, every: quarter}
event_types: [{name: 推介会}]
"""
STORE = """== data/investors/firms.yaml
- {id: f-a, name: 示例甲厂, sample: true, region: 广东, full_name: 示例甲厂有限公司, profile: 泵业}
- {id: f-b, name: 示例乙厂, sample: true, region: 湖南, local: true}
== data/events/2026/e26-a1.yaml
name: 示例·推介
sample: true
type: 推介会
on: {from: 2026-09-01, to: 2026-09-02}
lead: 市工信局
place: 深圳
"""


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A store, and the workbooks of its offices; nobody changes them."""
    root = make_store(tmp_path_factory.mktemp("kept"), STORE)
    settings = root / "data" / "settings.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + KEEPERS, encoding="utf-8")
    assert run([*_store(root), "dispatch", "-o", str(root / "out"), "--kind", "企业,活动"]) == 0
    return root


@pytest.fixture
def root(shared, tmp_path):
    return shutil.copytree(shared, tmp_path / "store")


def _store(root):
    return ["--store", str(root), "--today", "2026-11-18"]


def ask(root, capsys, *words):
    capsys.readouterr()
    code = run([*_store(root), *words, "-f", "json"])
    return code, json.loads(capsys.readouterr().out)


def form(root, unit):
    [file] = (root / "out").glob(f"{unit}_*.xlsx")
    return file


def write(file, sheet, key, **cells):
    """Type into the row of that key (empty: the first free one), as another program does; None empties a cell."""
    book = openpyxl.load_workbook(file)
    page = book[sheet]
    heads = {cell.value: n for n, cell in enumerate(page[4])}
    row = next(row for row in page.iter_rows(min_row=5) if (row[0].value or "") == key)
    for label, value in cells.items():
        row[heads[label]].value = value
    book.save(file)
    return file


def collected(root, capsys, file, *options):
    code, answer = ask(root, capsys, "collect", str(file), *options)
    return code, [(row["state"], row["field"], row["message"]) for row in answer["rows"] if row["state"] != "remark"]


def firm(root, id):
    text = (root / "data/investors/firms.yaml").read_text(encoding="utf-8")
    return next(line for line in text.splitlines() if f"id: {id}" in line)


def test_each_office_gets_the_sheets_of_what_it_keeps(root):
    sheets = {unit: openpyxl.load_workbook(form(root, unit)).sheetnames for unit in ("市发改委", "市工信局")}

    assert sheets == {"市发改委": [FIRMS, "说明", "_hyzs"], "市工信局": [FIRMS, "活动台账", "说明", "_hyzs"]}


def test_a_sheet_goes_out_in_the_week_that_its_rule_names(root, capsys):
    code, answer = ask(root, capsys, "dispatch", "-o", str(root / "again"))

    assert code == 0
    assert [row["unit"] for row in answer["rows"] if row["records"]] == ["市工信局"]
    assert answer["waiting"] == ["企业(市发改委，每月末报)", "活动(各条的牵头单位，每季末报)"]


def test_what_came_back_as_it_went_out_changes_nothing(root, capsys):
    assert collected(root, capsys, form(root, "市发改委")) == (0, [])


def test_a_changed_cell_an_emptied_one_and_a_new_row_go_in(root, capsys):
    file = write(form(root, "市发改委"), FIRMS, "f-a", 全称=None, 所在地="广东深圳")
    write(file, FIRMS, "", 名称="示例丙厂", 所在地="江苏", 本地="是")
    before = firm(root, "f-b")

    code, cells = collected(root, capsys, file)

    assert code == 0
    assert cells[:2] == [("changed", "全称", "清空；原来是“示例甲厂有限公司”"), ("changed", "所在地", "原来是“广东”")]
    assert firm(root, "f-a") == "- {id: f-a, name: 示例甲厂, sample: true, region: 广东深圳, profile: 泵业}"
    assert firm(root, "f-b") == before
    _, answer = ask(
        root, capsys, "list", "investors", "--where", "名称=示例丙厂", "--columns", "name,draft,region,local"
    )
    assert answer["rows"] == [{"name": "示例丙厂", "draft": True, "region": "江苏", "local": True}]
    assert collected(root, capsys, file)[0] == 0  # once more: nothing new


def test_the_preview_shows_it_and_writes_nothing(root, capsys):
    file = write(form(root, "市发改委"), FIRMS, "f-a", 简介=None)

    code, cells = collected(root, capsys, file, "--dry-run")

    assert (code, cells) == (0, [("changed", "简介", "清空；原来是“泵业”")])
    assert "profile: 泵业" in firm(root, "f-a")


def test_what_was_changed_here_meanwhile_is_a_conflict(root, capsys):
    assert run([*_store(root), "set", "f-a", "region=广东佛山"]) == 0
    file = write(form(root, "市发改委"), FIRMS, "f-a", 所在地="广东深圳", 简介="阀门")

    code, cells = collected(root, capsys, file, "--partial")

    assert code == 1
    assert [cell[:2] for cell in cells] == [("conflict", "所在地"), ("changed", "简介")]
    assert "region: 广东佛山" in firm(root, "f-a")
    assert "profile: 阀门" in firm(root, "f-a")


def test_a_bad_cell_keeps_the_form_out_unless_it_may_go_in_partly(root, capsys):
    file = write(form(root, "市工信局"), "活动台账", "e26-a1", 开始日期="下个月", 地点="广州")

    assert [cell[:2] for cell in collected(root, capsys, file)[1]] == [("bad", "开始日期"), ("changed", "地点")]
    assert "place: 深圳" in (root / "data/events/2026/e26-a1.yaml").read_text(encoding="utf-8")
    collected(root, capsys, file, "--partial")
    assert "place: 广州" in (root / "data/events/2026/e26-a1.yaml").read_text(encoding="utf-8")


def test_a_needed_value_is_not_emptied_and_the_rest_goes_in(root, capsys):
    file = write(form(root, "市工信局"), "活动台账", "e26-a1", 类型=None, 结束日期=None)

    code, cells = collected(root, capsys, file, "--partial")

    assert code == 1
    assert [cell[:2] for cell in cells] == [("bad", "类型"), ("changed", "结束日期")]
    text = (root / "data/events/2026/e26-a1.yaml").read_text(encoding="utf-8")
    assert "on: {from: 2026-09-01}" in text
    assert "type: 推介会" in text


def test_a_keeper_of_one_field_fills_in_that_one(root, capsys):
    file = write(form(root, "市工信局"), FIRMS, "f-a", 简介="泵业和阀门", 所在地="湖北")
    code, cells = collected(root, capsys, file)

    assert (code, [cell[:2] for cell in cells]) == (0, [("changed", "简介")])
    assert "region: 广东," in firm(root, "f-a")
    keys = [row[0].value for row in openpyxl.load_workbook(file)[FIRMS].iter_rows(min_row=5)]
    assert keys == ["f-a"]


def test_records_that_it_keeps_no_more_are_not_taken(root, capsys):
    file = write(form(root, "市工信局"), "活动台账", "e26-a1", 地点="广州")
    assert run([*_store(root), "set", "e26-a1", "lead=市商务局"]) == 0

    code, cells = collected(root, capsys, file)

    assert code == 1
    assert "现在不归" in cells[0][2]


def test_new_records_are_their_keepers(root, capsys):
    file = write(form(root, "市工信局"), "活动台账", "", 活动名称="示例·又一场", 类型="推介会", 开始日期="2026-12-01")

    assert collected(root, capsys, file)[0] == 0
    _, answer = ask(root, capsys, "list", "events", "--where", "草稿=是", "--columns", "name,lead,on.from")
    assert answer["rows"] == [{"name": "示例·又一场", "lead": "市工信局", "on.from": "2026-12-01"}]


def test_an_import_says_that_an_empty_cell_clears_nothing(root, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    book = openpyxl.Workbook()
    for line in (["编号", "名称", "所在地", "简介"], ["f-a", "示例甲厂", "广东深圳", None]):
        book.active.append(line)
    book.save("firms.xlsx")
    ask(root, capsys, "import", "investors", "firms.xlsx", "--update")

    code, answer = ask(root, capsys, "import", "investors", "firms.xlsx", "--update", "--map", "firms.map.yaml")

    assert code == 0
    assert [row["message"] for row in answer["rows"] if row["state"] == "remark" and row["subject"]] == [
        "台账里空着，f-a 里有：简介；没有清空，要去掉用 hyzs set，或者改发出去的台账"
    ]
    assert "region: 广东深圳" in firm(root, "f-a")


@pytest.mark.slow
@needs_office
def test_office_opens_it_and_gives_it_back_unharmed(root, capsys):
    file = root / "back.ods"
    file.write_bytes(convert(form(root, "市发改委").read_bytes(), "xlsx", "ods"))

    assert collected(root, capsys, file) == (0, [])
