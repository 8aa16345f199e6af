"""The matrix: who leads and who is responsible for each measure, as the sentences name them."""

from pathlib import Path

import pytest

from hyzs.reports.matrix import matrix
from hyzs.store.index import Index
from hyzs.store.tree import WorkingTree
from stores import make_store

ROOT = Path(__file__).parent.parent
DAY = "2026-11-23"


def asked(root):
    index = Index(root, keep=False)
    index.see(WorkingTree(root))
    return index


@pytest.fixture(scope="module")
def plan():
    return matrix(asked(ROOT), DAY)


def test_every_measure_has_a_row_in_the_plans_order(plan):
    assert [row["number"] for row in plan.rows] == list(range(1, 21))


def test_two_units_may_lead(plan):
    assert [name for name, role in plan.rows[19]["units"].items() if role == "lead"] == ["市委督查室", "市政府督查室"]


def test_the_units_stand_as_the_sentence_names_them(plan):
    assert list(plan.rows[1]["units"])[:4] == ["市商务局", "市委外事办", "市侨联", "市贸促会"]


@pytest.mark.parametrize(
    ("unit", "lead", "responsible"), [("市商务局", 10, 9), ("市工信局", 0, 15), ("各县市区", 0, 19), ("市发改委", 5, 8)]
)
def test_the_totals_of_a_unit(plan, unit, lead, responsible):
    assert plan.summary["units"][unit] == {"lead": lead, "responsible": responsible}


def test_a_group_can_be_told_by_its_members(tmp_path):
    answer = matrix(asked(make_store(tmp_path)), DAY, expand=True)

    assert list(answer.rows[0]["units"]) == [
        *("市商务局", "市发改委", "市工信局", "市直相关单位", "市自然资源和规划局", "市城发集团"),
        *("衡南县", "衡山县", "衡东县", "绿色食品产业园"),
    ]


def test_people_see_a_line_a_unit(plan):
    table = plan.blocks[1]
    line = next(row for row in table.rows if row["unit"] == "市数据局")

    assert [column.heading for column in table.columns if column.value(line) == "责"] == ["17"]
