"""Gaps: duties that nobody holds, units that hold none."""

import pytest

from hyzs.reports.gaps import GAPS, gaps
from hyzs.store.index import Index
from hyzs.store.tree import WorkingTree
from stores import make_store


def found(root, told=""):
    index = Index(make_store(root, told), keep=False)
    index.see(WorkingTree(root))
    return [(row["gap"], row["id"], row["note"]) for row in gaps(index, "2026-11-23").rows]


MEASURE = """== data/measures/m02.yaml
name: 完善招商网络
plan: 示政办发〔2026〕1号
number: 2
section: 一
lead: {lead}
responsible: [[各县市区]]
summary: 测试用举措。
"""
PROJECT = """== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tracked: {since: 2026-10-05}
milestones: {在谈: 2026-01-05}
"""


def test_the_base_store_has_none(tmp_path):
    assert found(tmp_path) == []


def test_a_measure_without_a_lead(tmp_path):
    assert found(tmp_path, MEASURE.format(lead="[]")) == [("no-lead", "m02", None)]


def test_a_measure_whose_lead_was_abolished(tmp_path):
    told = MEASURE.format(lead="[市粮油局]")
    told += "== data/units/z.yaml\n- {id: lyj, name: 市粮油局, type: 政府部门, until: 2024-03-31}\n"

    assert ("lead-gone", "m02", "市粮油局") in found(tmp_path, told)


@pytest.mark.parametrize(
    ("task", "note"),
    [("{id: m02-1, text: 建库}", "时限、成果形式"), ("{id: m02-1, text: 建库, due: 长期}", "成果形式"),
     ("{id: m02-1, text: 建库, deliverable: 项目库}", "时限")],
)  # fmt: skip
def test_a_task_that_nobody_can_finish(tmp_path, task, note):
    told = MEASURE.format(lead="[市商务局]") + f"tasks: [{task}]\n"

    assert found(tmp_path, told) == [("task-vague", "m02-1", note)]


def test_a_project_without_lead_and_place(tmp_path):
    assert found(tmp_path, PROJECT + "tier: 一般\ncounty: 衡南县\n") == [("project-vague", "p26-a1", "牵头单位")]


def test_a_major_project_without_a_patron(tmp_path):
    told = PROJECT + "tier: 重大\ncounty: 衡南县\nlead: 市工信局\n"

    assert ("project-no-patron", "p26-a1", "重大") in found(tmp_path, told)


def test_a_terminated_project_lacks_nothing(tmp_path):
    told = PROJECT + "tier: 重大\nstates: [{state: 终止, since: 2026-11-01, reason: 企业放弃}]\n"

    assert found(tmp_path, told) == []


def test_a_unit_without_any_duty(tmp_path):
    told = "== data/units/z.yaml\n- {id: xin, name: 市新局, type: 政府部门}\n"

    assert found(tmp_path, told) == [("unit-idle", "xin", "政府部门")]


def test_a_group_that_reaches_nobody(tmp_path):
    told = MEASURE.format(lead="[市商务局]").replace("各县市区", "各街道")
    told += "== data/units/z.yaml\n- {id: gjd, name: 各街道, type: 群体}\n"

    assert found(tmp_path, told) == [("group-empty", "gjd", "群体")]


def test_every_sort_of_gap_is_counted(tmp_path):
    index = Index(make_store(tmp_path), keep=False)
    index.see(WorkingTree(tmp_path))

    assert gaps(index, "2026-11-23").summary == dict.fromkeys(GAPS, 0)
