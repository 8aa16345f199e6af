"""Every kind whose records say where they are from comes in from a spreadsheet: its labels are the headings."""

import pytest

from hyzs.edits.import_ import importable_kind
from hyzs.kinds import kinds
from hyzs.model.errors import BadUsage
from hyzs.model.field_shapes import shapes
from hyzs.model.origin import SpreadsheetOrigin
from hyzs.session import Session
from support.spreadsheets import book_of, taken, trees
from support.stores import make_store


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """Nothing is written: every test only judges."""
    told = Session(str(make_store(tmp_path_factory.mktemp("kinds") / "store", "")), "2026-11-20T09:00", quiet=True)
    yield told
    told.close()


KEPT = [kind.kind for kind in kinds().values() if any(shape.part is SpreadsheetOrigin for shape in shapes(kind))]


@pytest.mark.parametrize("kind", KEPT)
def test_a_kind_is_known_by_its_name_its_folder_and_its_label(session, kind):
    model = kinds()[kind]

    assert {importable_kind(session.index, text) for text in (kind, model.label)} == {model}


def test_a_kind_whose_records_cannot_say_where_they_are_from_is_refused_with_those_that_can(session):
    with pytest.raises(BadUsage) as refusal:
        importable_kind(session.index, "设置")

    assert "industries(产业)" in refusal.value.hint


def test_a_list_of_nodes_becomes_drafts_below_their_industry(session):
    book = book_of(["绝缘纸板", "输变电装备", "上游", "2239"], head=["环节名称", "产业链", "上中下游", "行业代码"])

    tree = trees(taken(session, book, kind="industry"))["绝缘纸板"]

    assert (tree["parent"], tree["position"], tree["codes"], tree["draft"]) == ("输变电装备", "上游", ["2239"], "true")


def test_a_list_of_firms_says_their_nodes_and_labels(session):
    book = book_of(["示例·甲公司", "是", "输变电装备"], head=["企业名称", "是否在衡", "所属产业链"])

    tree = trees(taken(session, book, kind="investor"))["示例·甲公司"]

    assert (tree["local"], tree["nodes"]) == ("true", ["输变电装备"])
