"""Every kind whose records say where they are from comes in from a spreadsheet: its labels are the headings."""

import pytest

from hyzs.edits.import_ import importable_kind
from hyzs.kinds import kinds
from hyzs.model.errors import BadUsage
from hyzs.model.field_shapes import shapes
from hyzs.model.spreadsheet_origin import SpreadsheetOrigin
from hyzs.session import Session
from support.spreadsheets import book_of, import_book, trees
from support.stores import make_store


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """Nothing is written: every test only judges."""
    session = Session(str(make_store(tmp_path_factory.mktemp("kinds") / "store", "")), "2026-11-20T09:00", quiet=True)
    yield session
    session.close()


TRACED_KINDS = [
    kind.kind for kind in kinds().values() if any(shape.part is SpreadsheetOrigin for shape in shapes(kind))
]


@pytest.mark.parametrize("kind", TRACED_KINDS)
def test_a_kind_is_known_by_its_name_its_folder_and_its_label(session, kind):
    model = kinds()[kind]

    assert {importable_kind(session.index, text) for text in (kind, model.label)} == {model}


def test_a_kind_whose_records_cannot_say_where_they_are_from_is_refused_with_those_that_can(session):
    with pytest.raises(BadUsage) as refusal:
        importable_kind(session.index, "设置")

    assert "industries(产业)" in refusal.value.hint


def test_a_list_of_nodes_becomes_drafts_below_their_industry(session):
    book = book_of(["绝缘纸板", "输变电装备", "上游", "2239"], head=["环节名称", "产业链", "上中下游", "行业代码"])

    tree = trees(import_book(session, book, kind="industry"))["绝缘纸板"]

    assert (tree["parent"], tree["position"], tree["codes"], tree["draft"]) == ("输变电装备", "上游", ["2239"], "true")


def test_a_list_of_firms_says_their_nodes_and_labels(session):
    book = book_of(["示例·甲公司", "是", "输变电装备"], head=["企业名称", "是否本地", "所属产业链"])

    tree = trees(import_book(session, book, kind="investor"))["示例·甲公司"]

    assert (tree["local"], tree["nodes"]) == ("true", ["输变电装备"])


FIRMS = """
== data/investors/a.yaml
- id: f-a
  name: 示例·甲公司
  sample: true
  region: 江苏
  nodes: [{of: 输变电装备, product: 变压器}]
- {id: f-b, name: 示例·乙公司, sample: true, region: 广东}
""".lstrip()
HEAD = ["编号", "企业名称", "所在地", "所在环节"]


@pytest.fixture
def firms(tmp_path):
    """A store with two firms that are no drafts."""
    session = Session(str(make_store(tmp_path / "store", FIRMS)), "2026-11-20T09:00", quiet=True)
    yield session
    session.close()


def test_a_list_that_its_office_keeps_changes_records_that_are_no_drafts(firms):
    """The list went out by `hyzs list investors`, the office changed a cell, and hands it in again."""
    book = book_of(["f-a", "示例·甲公司", "浙江", "输变电装备"], ["f-b", "示例·乙公司", "广东", ""], head=HEAD)

    text = import_book(firms, book, kind="investor")
    result = import_book(firms, book, kind="investor", wins=True, write=True)

    assert text.changes == [] and [cell.state for cell in text.cells if cell.path == "region"] == ["differs"]
    assert [change.value for change in result.changes] == ["浙江"]
    assert "region: 浙江" in (firms.root / "data/investors/a.yaml").read_text("utf-8")


def test_a_further_item_is_added_and_none_that_says_more_is_lost(firms):
    book = book_of(["f-a", "示例·甲公司", "江苏", "输变电装备、其他"], head=HEAD)
    less = book_of(["f-a", "示例·甲公司", "江苏", "其他"], head=HEAD)

    assert [cell.state for cell in import_book(firms, less, kind="investor", wins=True).cells] == ["conflict"]
    import_book(firms, book, kind="investor", wins=True, write=True)
    assert "nodes: [{of: 输变电装备, product: 变压器}, 其他]" in (firms.root / "data/investors/a.yaml").read_text(
        "utf-8"
    )
