"""Rosters of 专班 by industry: five parts, officers, vacancies, ended posts; a project's own stays its own."""

from datetime import datetime

import pytest

from hyzs.model.blocks import Text
from hyzs.reports.outreach.roster import roster
from support.stores import index_of, make_store, repo_index

NOW = datetime(2026, 11, 23, 9)
TASKFORCE = "taskforce: {industry: 市工信局, commerce: 市商务局, factors: [市发改委], local: 衡南县"
STORE = f"""\
== data/industries/industries.yaml
- {{id: sbd, name: 输变电装备, {TASKFORCE}}}}}
- {{id: dzxx, name: 电子信息}}
- {{id: xp, name: 芯片, parent: 电子信息}}
- {{id: tc, name: 陶瓷}}
== data/people/p.yaml
- {{id: shi-jia, name: 示例·甲, sample: true, posts: [{{post: 副局长, unit: 市工信局, until: 2026-10-31}}]}}
- {{id: shi-yi, name: 示例·乙, sample: true, posts: [{{post: 副局长, unit: 市商务局}}]}}
== data/units/units.yaml
- {{id: gxj, name: 市工信局, type: 政府部门, officers: [{{role: 分管, person: 示例·甲}}]}}
- {{id: swj, name: 市商务局, type: 政府部门, officers: [{{role: 分管, person: 示例·乙}}]}}
- {{id: fgw, name: 市发改委, type: 政府部门, officers: [{{role: 分管, person: 示例·乙, until: 2026-03-31}}]}}
- {{id: hengnan, name: 衡南县, type: 县市区, until: 2026-06-30}}
== data/projects/2026/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
industry: 输变电装备
milestones: {{在谈: 2026-05-11}}
tracked: {{since: 2026-05-11}}
== data/projects/2026/p26-a2.yaml
name: 示例·乙项目
sample: true
tier: 一般
industry: 芯片
milestones: {{在谈: 2026-05-11}}
tracked: {{since: 2026-05-11}}
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    store = make_store(tmp_path_factory.mktemp("roster") / "store", STORE)
    index = index_of(store)
    yield index
    index.close()


def test_each_seat_says_who_sits_in_it_and_what_is_wrong_with_it(index):
    assert [(row["part_label"], row["unit"], row["officer"], row["note"]) for row in roster(index, NOW).rows] == [
        ("行业主管", "市工信局", "示例·甲", "任职到 2026-10-31，已离任"),
        ("商务", "市商务局", "示例·乙", None),
        ("要素保障", "市发改委", "示例·乙", "责任人任期到 2026-03-31，没有接任的"),
        ("属地", "衡南县", None, "单位已于 2026-06-30 撤销"),
        ("市属国企", None, None, "这一方没有单位"),
    ]


def test_an_industry_without_one_is_named_if_it_has_projects_and_counted_if_not(index):
    answer = roster(index, NOW)
    texts = [block.text for block in answer.blocks if isinstance(block, Text)]

    assert answer.extra["without"] == ["电子信息", "陶瓷"]
    assert answer.extra["waiting"] == [{"industry": "电子信息", "projects": 1}]
    assert texts[1:3] == [
        "有在推项目、还没有组建专班的产业 1 个：电子信息 1 个项目",
        "另有 1 个产业没有在推项目，也没有专班",
    ]


def test_a_project_has_not_the_taskforce_of_its_industry(index):
    [row] = roster(index, NOW).extra["projects"]

    assert (row["id"], row["missing"]) == ("p26-a1", ["行业主管", "商务", "要素保障", "属地", "市属国企"])


def test_of_one_unit_its_seats_only(index):
    assert [row["part"] for row in roster(index, NOW, "市商务局").rows] == ["commerce"]


def test_the_shipped_roster_has_one_vacant_part():
    assert [(row["industry"], row["part_label"]) for row in roster(repo_index(), NOW).rows if not row["unit"]] == [
        ("有色金属", "市属国企")
    ]
