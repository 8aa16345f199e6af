"""Rules about projects: the stories they must get right, and what they say."""

import pytest

from hyzs.checking.tree_findings import findings
from hyzs.index.index import Index
from hyzs.store.trees import WorkingTree
from support.rule_stories import TODAY
from support.stores import make_store

PROJECT = "name: 示例·甲项目\nsample: true\ntier: 一般\n"


def test_after_a_move_the_old_county_answers_for_its_weeks_and_no_later_one(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: [{unit: 衡山县, until: 2026-11-08}, {unit: 衡东县, since: 2026-11-09}]
    == data/returns/2026-W44/hengshan.yaml
    submitted: 2026-10-30T09:00
    projects: {p26-a1: {progress: 打桩}}
    == data/returns/2026-W45/hengshan.yaml
    submitted: 2026-11-06T09:00
    projects: {p26-a1: {progress: 浇筑承台}}
    == data/returns/2026-W46/hengdong.yaml
    submitted: 2026-11-13T09:00
    projects: {p26-a1: {progress: 完成交接}}
    == data/returns/2026-W47/hengshan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 主体施工}}
    """
    text = found_at("wrong-reporter")

    assert text == [("returns/2026-W47/hengshan.yaml", 2, "p26-a1 在 2026-W47 不归衡山县填报")]


def test_whoever_held_it_on_any_day_of_the_week_may_report(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: [{unit: 衡山县, until: 2026-11-16}, {unit: 衡东县, since: 2026-11-17}]
    == data/returns/2026-W47/hengshan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 打桩}}
    """
    assert found_at("wrong-reporter") == []


def test_park_lead_and_reporter_may_report_but_a_taskforce_unit_may_not(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    park: 绿色食品产业园
    lead: 市商务局
    reporter: 衡东县
    taskforce: {local: 衡南县}
    == data/returns/2026-W44/lspyy.yaml
    submitted: 2026-10-30T09:00
    projects: {p26-a1: {progress: 一}}
    == data/returns/2026-W45/swj.yaml
    submitted: 2026-11-06T09:00
    projects: {p26-a1: {progress: 二}}
    == data/returns/2026-W46/hengdong.yaml
    submitted: 2026-11-13T09:00
    projects: {p26-a1: {progress: 三}}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 四}}
    """
    assert [path for path, _, _ in found_at("wrong-reporter")] == ["returns/2026-W47/hengnan.yaml"]


def test_two_counties_after_one_investor_are_one_finding_at_the_later_project(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    investors: [示例电气集团]
    claims: [{unit: 衡南县, on: 2026-08-11}]
    == data/projects/p26-b2.yaml
    {project}
    county: 衡东县
    tracked: {since: 2026-05-03}
    investors: [示例电气集团]
    """
    [(path, line, message)] = found_at("claim-clash")

    assert (path, line) == ("projects/p26-a1.yaml", 5)
    assert message == (
        "衡南县(data/projects/p26-a1.yaml，2026-08-11)与衡东县(data/projects/p26-b2.yaml，2026-05-03)在谈同一个投资方，没有首谈裁定"
    )


def test_a_ruling_in_either_project_ends_the_clash(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    investors: [示例电气集团]
    claims: [{unit: 衡南县, on: 2026-08-11}, {unit: 衡东县, on: 2026-05-03}]
    ruling: {unit: 衡东县, by: 市商务局, on: 2026-09-01}
    == data/projects/p26-b2.yaml
    {project}
    county: 衡东县
    investors: [示例电气集团]
    """
    assert found_at("claim-clash") == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("name: 示例光电, credit_code: 示例-7", "name: 示例光能, credit_code: 示例-7"),
        ("name: 示例光电, group: 示例控股", "name: 示例储能, group: 示例控股"),
        ("name: 示例光电集团, foreign: true", "name: 示例光电股份有限公司"),
        ("name: 示例光电集团", "name: 示例储能, group: 示例光电集团有限公司"),
    ],
    ids=["code", "group", "name", "parent"],
)
def test_the_same_investor_is_known_by_code_group_or_bare_name(tmp_path, first, second):
    store_text = f"== data/investors/more.yaml\n- {{id: i-one, {first}}}\n- {{id: i-two, {second}}}\n"
    for county, investor in (("衡南县", "i-one"), ("衡东县", "i-two")):
        store_text += f"== data/projects/p26-{investor}.yaml\n{PROJECT}county: {county}\ninvestors: [{investor}]\n"
    index = Index(make_store(tmp_path, store_text), keep=False)
    index.show_tree(WorkingTree(tmp_path))

    assert [f.code for f in findings(index, TODAY) if f.code == "claim-clash"] == ["claim-clash"]


def test_paused_ended_draft_and_same_county_projects_do_not_clash(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    investors: [示例电气集团]
    == data/projects/p26-a2.yaml
    {project}
    county: [{unit: 衡东县, until: 2026-10-31}, {unit: 衡南县, since: 2026-11-01}]
    investors: [示例电气集团]
    == data/projects/p26-a3.yaml
    {project}
    county: 衡东县
    investors: [示例电气集团]
    states: [{state: 终止, since: 2026-09-01}]
    == data/projects/p26-a4.yaml
    {project}
    county: 衡东县
    draft: true
    investors: [示例电气集团]
    == data/projects/p26-a5.yaml
    {project}
    county: 衡东县
    investors: [示例电气集团]
    milestones: {达产: 2026-06-01}
    """
    assert found_at("claim-clash") == []


def test_a_third_county_clashes_with_the_first_alone(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    tracked: {since: 2026-01-05}
    investors: [示例电气集团]
    == data/projects/p26-b2.yaml
    {project}
    county: 衡东县
    tracked: {since: 2026-02-02}
    investors: [示例电气集团]
    == data/projects/p26-c3.yaml
    {project}
    county: 衡山县
    tracked: {since: 2026-03-02}
    investors: [示例电气集团]
    """
    assert [path for path, _, _ in found_at("claim-clash")] == ["projects/p26-b2.yaml", "projects/p26-c3.yaml"]


def test_a_project_without_any_taskforce_is_told_once_at_its_tier(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    == data/projects/p26-b2.yaml
    name: 示例·乙项目
    sample: true
    tier: [{tier: 重点, until: 2026-10-31}, {tier: 重大, since: 2026-11-01}]
    county: 衡南县
    """
    text = found_at("taskforce-incomplete")

    lacking = "重大项目的专班没有配齐，缺：行业主管、商务、要素保障、属地、市属国企"
    assert text == [("projects/p26-b2.yaml", 3, lacking)]


def test_a_paused_a_draft_and_a_complete_project_need_no_other_taskforce(found_at):
    """
    == data/projects/p26-a1.yaml
    {name: 示例·甲项目, sample: true, tier: 重大, draft: true}
    == data/projects/p26-b2.yaml
    name: 示例·乙项目
    sample: true
    tier: 重大
    states: [{state: 暂缓, since: 2026-10-01, approved_by: 市商务局, review: 2027-01-01}]
    == data/projects/p26-c3.yaml
    name: 示例·丙项目
    sample: true
    tier: 重大
    taskforce: {industry: 市工信局, commerce: 市商务局, factors: [市发改委], local: 衡南县, companies: [市城发集团]}
    """
    assert found_at("taskforce-incomplete") == []


def test_a_taskforce_is_due_only_from_the_day_on_which_the_tier_holds(found_at):
    """
    == data/projects/p26-b2.yaml
    name: 示例·乙项目
    sample: true
    tier: [{tier: 重点, until: 2026-11-30}, {tier: 重大, since: 2026-12-01}]
    """
    assert found_at("taskforce-incomplete") == []


def test_each_field_that_an_earlier_stage_requires_is_asked_for_later_too(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    investment: {fixed: 100}
    milestones: {签约: 2025-09-05, 开工: 2026-01-10}
    """
    text = found_at("required-field")

    assert text == [
        ("projects/p26-a1.yaml", 5, "项目已到“开工”，缺“签约”起必填的属地"),
        ("projects/p26-a1.yaml", 5, "项目已到“开工”，缺“签约”起必填的总投资"),
    ]


def test_a_draft_and_a_project_at_an_earlier_stage_lack_nothing(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    milestones: {在谈: 2025-09-05}
    == data/projects/p26-b2.yaml
    {project}
    draft: true
    milestones: {签约: 2025-09-05}
    """
    assert found_at("required-field") == []


def test_lists_holdings_and_zero_count_as_filled(found_at):
    """
    == data/settings.yaml
    id: base
    name: 测试库
    week: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}
    cadence: {default: weekly}
    tiers: [{name: 一般}]
    stages: [{name: 签约}]
    agreement_types: [{name: 正式合同}]
    required: {签约: [tier, county, investors, agreements, expected, expected.jobs, responsible, industrial]}
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: 一般
    county: [{unit: 衡南县, since: 2025-01-01}]
    investors: [示例电气集团]
    agreements: [{type: 正式合同, on: 2025-09-05}]
    expected: {jobs: 0}
    responsible: [市商务局]
    industrial: false
    milestones: {签约: 2025-09-05}
    """
    assert found_at("required-field") == []


def test_milestones_answer_only_to_the_stage_that_settings_name(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    milestones: {在谈: 2025-12-01, 签约: 2025-09-05, 竣工: 2025-01-01, 投产: 2025-09-05}
    """
    assert found_at("milestone-order") == []
