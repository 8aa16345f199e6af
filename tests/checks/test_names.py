"""Rules about names and ids: what they leave alone, and what they say."""

import pytest

from hyzs.checking.tree_findings import findings
from support.rule_stories import TODAY
from support.stores import index_of, make_store

PROJECT = "name: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"


def test_a_key_that_names_nothing_is_pointed_at_and_its_vocabulary_named(hinted_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    milestones:
      在谈: 2026-02-01
      签约了: 2026-03-01
    """
    [(path, line, message, hint)] = hinted_at("unknown-name")

    assert (path, line) == ("projects/p26-a1.yaml", 7)
    assert (message, hint) == ("没有叫“签约了”的阶段", "是不是：签约")


def test_a_return_on_an_unknown_project_points_at_the_key(hinted_at):
    """
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:42
    projects:
      p26-zz: {progress: 开工}
    """
    [(_, line, message, hint)] = hinted_at("unknown-name")

    assert (line, message, hint) == (3, "没有叫“p26-zz”的项目", "改成库里已有的名称，或先登记它")


def test_full_name_alias_former_name_and_id_are_all_known(hinted_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    lead: swj
    responsible: [衡阳市发展和改革委员会, 市商粮局]
    """
    assert hinted_at("unknown-name") == []


def test_two_kinds_may_share_a_word(hinted_at):
    """
    == data/investors/z.yaml
    - {id: qt, name: 其他}
    """
    assert hinted_at("ambiguous-name") == []


def test_a_record_may_call_itself_the_same_twice(hinted_at):
    """
    == data/investors/z.yaml
    - {id: jt, name: 甲集团, full_name: 甲集团, aliases: [甲集团]}
    """
    assert hinted_at("ambiguous-name") == []


def test_two_plans_may_each_have_a_first_section(hinted_at):
    """
    == data/plans/sz-2026-2.yaml
    name: 示例方案之二
    number: 示政办发〔2026〕2号
    issuer: 示例市人民政府办公室
    issued: 2026-02-05
    sections: [{number: 一, title: 另一个第一部分}]
    """
    assert hinted_at("ambiguous-name") == []


def test_a_plan_has_no_two_sections_of_one_number(hinted_at):
    """
    == data/plans/sz-2026-2.yaml
    name: 示例方案之二
    number: 示政办发〔2026〕2号
    issuer: 示例市人民政府办公室
    issued: 2026-02-05
    sections:
      - {number: 一, title: 甲}
      - {number: 一, title: 乙}
    """
    assert [row[:2] for row in hinted_at("ambiguous-name")] == [("plans/sz-2026-2.yaml", 7)]


def test_a_former_name_is_not_free_for_another_unit(hinted_at):
    """
    == data/units/z.yaml
    - {id: lsj, name: 市商粮局, type: 政府部门, files: true}
    """
    assert [row[:3] for row in hinted_at("ambiguous-name")] == [
        ("units/z.yaml", 1, "“市商粮局”已经是 swj 的叫法，见 data/units/units.yaml")
    ]


@pytest.mark.parametrize(
    "name",
    [
        "市商务局 ",
        "市商务局\\u00a0",
        "市商务局\\u3164",
        "市\\U000E0100商务局",
        "市商务\\u034f局",
        "市 商务局",
        "ＳＷＪ",
        "SWJ",
    ],
    ids=ascii,
)
def test_names_that_look_alike_are_one(tmp_path, name):
    text = f'- {{id: lsj, name: "{name}", type: 政府部门, files: true}}\n'
    index = index_of(make_store(tmp_path, f"== data/units/z.yaml\n{text}"))
    [message] = [f.message for f in findings(index, TODAY) if f.code == "ambiguous-name"]

    assert "看上去和“" in message
    assert "已经是 swj 的叫法，见 data/units/units.yaml" in message


def test_a_task_may_not_take_the_id_of_a_measure(hinted_at):
    """
    == data/measures/m02.yaml
    name: 示例举措
    plan: 示政办发〔2026〕1号
    number: 2
    section: 一
    lead: [市商务局]
    summary: 略
    tasks:
      - {id: m01, text: 示例任务}
    """
    assert [row[:3] for row in hinted_at("duplicate-id")] == [
        ("measures/m02.yaml", 8, "编号“m01”已经用在 data/measures/m01.yaml")
    ]


def test_two_folders_may_not_hold_a_project_of_one_id(hinted_at):
    """
    == data/projects/2025/p26-a1.yaml
    {project}
    == data/projects/2026/p26-a1.yaml
    {project}
    """
    assert [row[0] for row in hinted_at("duplicate-id")] == ["projects/2026/p26-a1.yaml"]


def test_a_return_filed_under_the_old_name_stays_as_it_was(hinted_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    == data/returns/2023-W50/hengnan.yaml
    submitted: 2023-12-15T09:00
    projects:
      p26-a1: {progress: 开工, needs: [{text: 增容, to: 市商粮局}]}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects:
      p26-a1: {progress: 竣工, needs: [{text: 增容, to: 市商粮局}]}
    """
    assert [row[0] for row in hinted_at("former-name")] == ["returns/2026-W47/hengnan.yaml"]


def test_a_span_that_ended_with_the_old_name_keeps_it(hinted_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    lead: [{unit: 市商粮局, until: 2023-12-31}, {unit: 市商务局, since: 2024-01-01}]
    """
    assert hinted_at("former-name") == []


def test_numbers_may_stand_in_any_order_of_files(hinted_at):
    """
    == data/measures/a.yaml
    {name: 甲, plan: 示政办发〔2026〕1号, number: 3, section: 一, lead: [市商务局], summary: 略}
    == data/measures/b.yaml
    {name: 乙, plan: 示政办发〔2026〕1号, number: 2, section: 一, lead: [市商务局], summary: 略}
    """
    assert hinted_at("number-gap") == hinted_at("number-double") == []


def test_each_plan_counts_from_one(hinted_at):
    """
    == data/plans/sz-2026-2.yaml
    name: 示例方案之二
    number: 示政办发〔2026〕2号
    issuer: 示例市人民政府办公室
    issued: 2026-02-05
    sections: [{number: 一, title: 甲}]
    == data/measures/n01.yaml
    {name: 甲, plan: 示政办发〔2026〕2号, number: 1, section: 一, lead: [市商务局], summary: 略}
    == data/measures/n05.yaml
    {name: 乙, plan: 示例方案之二, number: 5, section: 一, lead: [市商务局], summary: 略}
    """
    assert hinted_at("number-double") == []
    assert [row[2] for row in hinted_at("number-gap")] == ["序号 5 前面缺第 2 至 4 条"]
