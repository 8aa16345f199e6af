"""The official sentence of ownership is written back exactly from lead and responsible."""

import re

import pytest

from hyzs.query.ownership_clause import ownerships
from support.stores import REPO, index_of, make_store, repo_index

CORPUS = REPO.parent / "shared" / "corpus" / "hzbf-2025-11.txt"
_SENTENCE = re.compile(r"[(（]牵头单位.*?(?=\n|$)")
#: Full width and half width are one and the same.
_HALF = str.maketrans("（），：；", "(),:;")
UNITS = """
== data/units/z.yaml
- {id: bj, name: 市政府驻北京办事处, type: 政府部门}
- {id: gs, name: 市政府驻广(深)办事处, type: 政府部门}
"""


def sentence(tmp_path, store_text):
    return ownerships(index_of(make_store(tmp_path, UNITS.lstrip() + store_text)))["m02"].sentence


def measure(owners):
    return (
        f"== data/measures/m02.yaml\nname: 乙\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\nsummary: 略\n{owners}"
    )


def test_all_twenty_sentences_of_the_plan_are_written_back():
    if not CORPUS.is_file():
        pytest.skip(f"没有方案原文 {CORPUS}，无从对照")
    official = _SENTENCE.findall(CORPUS.read_text(encoding="utf-8").translate(_HALF))
    ours = ownerships(repo_index())

    assert [ours[f"m{n:02d}"].sentence for n in range(1, 21)] == official


def test_brackets_in_a_name_stay(tmp_path):
    owners = "lead: [市商务局]\nresponsible: [[市政府驻北京办事处, 市政府驻广(深)办事处], [各县市区, 园区]]\n"

    assert sentence(tmp_path, measure(owners)) == (
        "(牵头单位:市商务局;责任单位:市政府驻北京办事处、市政府驻广(深)办事处,各县市区、园区)"
    )


def test_two_leads_stand_between_enumeration_commas(tmp_path):
    owners = "lead: [市发改委, 市商务局]\nresponsible: [[市工信局]]\n"

    assert sentence(tmp_path, measure(owners)) == "(牵头单位:市发改委、市商务局;责任单位:市工信局)"


def test_an_open_list_ends_in_the_group_that_it_belongs_to(tmp_path):
    owners = (
        "lead: [市商务局]\nresponsible: [{named: [市发改委, 市工信局], of: 市直相关单位, open: true}, [各县市区]]\n"
    )

    assert (
        sentence(tmp_path, measure(owners)) == "(牵头单位:市商务局;责任单位:市发改委、市工信局等市直相关单位,各县市区)"
    )


def test_an_open_list_need_not_say_of_what(tmp_path):
    owners = "lead: [市商务局]\nresponsible: [{named: [市发改委], open: true}]\n"

    assert sentence(tmp_path, measure(owners)) == "(牵头单位:市商务局;责任单位:市发改委等)"


def test_a_measure_may_have_nobody_responsible(tmp_path):
    assert sentence(tmp_path, measure("lead: [市商务局]\n")) == "(牵头单位:市商务局)"


def test_a_name_stays_as_the_plan_wrote_it(tmp_path):
    assert sentence(tmp_path, measure("lead: [市商粮局]\n")) == "(牵头单位:市商粮局)"


def test_the_tenth_unit_does_not_slip_before_the_second(tmp_path):
    names = ["市商务局", "市发改委", "市工信局", "市自然资源和规划局", "市城发集团", "衡南县", "衡山县", "衡东县"]
    names += ["绿色食品产业园", "市政府驻北京办事处", "市政府驻广(深)办事处"]
    owners = f"lead: [市商务局]\nresponsible: [[{', '.join(names)}]]\n"

    assert "、".join(names) in sentence(tmp_path, measure(owners))
