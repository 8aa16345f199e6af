"""A unit stands once in a list: which lists, and what is no repetition."""

from datetime import date

import pytest

from hyzs.checking.tree_findings import findings
from support.stores import index_of, make_store


def findings_of(tmp_path, text, code):
    return [f for f in findings(index_of(make_store(tmp_path, text)), date(2026, 11, 23)) if f.code == code]


LISTS = {
    "responsible: [市商务局, 市发改委, 市商务局]": ["“市商务局”在同一份名单里列了两次"],
    "responsible: [市发改委, 衡阳市发展和改革委员会]": [
        "“衡阳市发展和改革委员会”和同一份名单里的“市发改委”是同一个单位"
    ],
    "responsible: [市发改委, 市发改委, 市发改委]": ["“市发改委”在同一份名单里列了两次"] * 2,
    "responsible: [衡南县, 各县市区]": [],
    "responsible: [市发改委], taskforce: {factors: [市发改委, 市工信局]}": [],
    "taskforce: {factors: [市发改委, 市工信局, 市发改委], industry: 市工信局}": ["“市发改委”在同一份名单里列了两次"],
    "lead: [{unit: 市发改委, until: 2026-05-31}, {unit: 市商务局, since: 2026-06-01, until: 2026-06-30},"
    " {unit: 市发改委, since: 2026-07-01}]": [],
    "responsible: [没有的局, 没有的局]": [],
}


@pytest.mark.parametrize(("fields", "messages"), LISTS.items(), ids=range(len(LISTS)))
def test_a_unit_stands_once_in_a_list(tmp_path, fields, messages):
    store_text = (
        f"== data/projects/p26-a1.yaml\n{{name: 示例·甲, sample: true, tier: 一般, county: 衡南县, {fields}}}\n"
    )

    assert [f.message for f in findings_of(tmp_path, store_text, "named-twice")] == messages


MEASURE_LISTS = {
    "responsible: [[市发改委, 市工信局], [市发改委]]": ["“市发改委”在同一份名单里列了两次"],
    "responsible: [{named: [市发改委], of: 市直相关单位, open: true},"
    " {named: [市工信局], of: 市直相关单位, open: true}]": [],
    "tasks: [{id: m02-1, text: 甲, responsible: [市发改委]}, {id: m02-2, text: 乙, responsible: [市发改委]}]": [],
    "tasks: [{id: m02-1, text: 甲, responsible: [市发改委, 市发改委]}]": ["“市发改委”在同一份名单里列了两次"],
}


@pytest.mark.parametrize(("fields", "messages"), MEASURE_LISTS.items(), ids=range(len(MEASURE_LISTS)))
def test_a_measure_names_a_unit_once_in_all_its_clauses(tmp_path, fields, messages):
    head = "name: 乙, plan: 示政办发〔2026〕1号, number: 2, section: 一, summary: 略, lead: [市商务局]"

    assert [
        f.message for f in findings_of(tmp_path, f"== data/measures/m02.yaml\n{{{head}, {fields}}}\n", "named-twice")
    ] == messages


def test_a_group_has_each_member_once_at_a_time(tmp_path):
    store_text = (
        "== data/units/x.yaml\n"
        "- {id: xz, name: 某组, type: 群体, members: [衡南县, 衡山县, 衡南县]}\n"
        "- id: yz\n  name: 别组\n  type: 群体\n"
        "  members: [{unit: 衡南县, until: 2025-12-31}, {unit: 衡南县, since: 2026-06-01}]\n"
    )

    assert [f.record for f in findings_of(tmp_path, store_text, "named-twice")] == ["xz"]
