"""The matrix: which measure names which unit, and as what."""

import json
from datetime import date

import pytest

from hyzs.render import render
from hyzs.reports.matrix import matrix
from support import program
from support.stores import index_of, make_store, repo_index, repo_store

TODAY = date(2026, 11, 23)
AREA = "== data/units/z.yaml\n- {{id: pian, name: 片区, type: 群体, members: [{}]}}\n"
MEASURE = (
    "== data/measures/m02.yaml\nname: 乙\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\nsummary: 略\n"
    "lead: [{}]\nresponsible: [[{}]]\n"
)


def matrix_of(tmp_path, store_text="", *, expand=False):
    return matrix(index_of(make_store(tmp_path, store_text)), TODAY, expand)


def test_a_row_names_the_units_of_a_measure_in_the_order_of_its_sentence(tmp_path):
    [row] = matrix_of(tmp_path).rows

    assert (row["number"], row["name"]) == (1, "构建招商体系")
    assert list(row["units"].items()) == [
        ("市商务局", "lead"),
        *(
            (name, "responsible")
            for name in ("市发改委", "市工信局", "市直相关单位", "市自然资源和规划局", "市城发集团")
        ),
        *((name, "responsible") for name in ("各县市区", "园区")),
    ]


def test_a_group_stands_for_itself(tmp_path):
    assert "衡南县" not in matrix_of(tmp_path).rows[0]["units"]


def test_a_group_gives_way_to_its_members_when_asked(tmp_path):
    units = matrix_of(tmp_path, expand=True).rows[0]["units"]

    assert {"衡南县", "衡山县", "衡东县", "绿色食品产业园"} < units.keys()
    assert not {"各县市区", "园区"} & units.keys()
    assert units["市直相关单位"] == "responsible"


def test_a_group_inside_a_group_is_opened_too(tmp_path):
    text = AREA.format("各县市区") + MEASURE.format("市商务局", "片区")

    assert list(matrix_of(tmp_path, text, expand=True).rows[1]["units"]) == ["市商务局", "衡南县", "衡山县", "衡东县"]


def test_a_member_of_former_days_does_not_stand_for_its_group(tmp_path):
    text = AREA.format("{unit: 衡南县, until: 2026-06-30}, 衡山县") + MEASURE.format("市商务局", "片区")

    assert list(matrix_of(tmp_path, text, expand=True).rows[1]["units"]) == ["市商务局", "衡山县"]


def test_who_leads_is_not_counted_as_responsible_through_a_group(tmp_path):
    assert matrix_of(tmp_path, MEASURE.format("衡南县", "各县市区"), expand=True).rows[1]["units"]["衡南县"] == "lead"


def test_people_see_the_units_down_and_the_measures_across(tmp_path):
    table = matrix_of(tmp_path).blocks[1]

    assert [column.heading for column in table.columns] == ["单位", "1"]
    assert [tuple(column.value(row) for column in table.columns) for row in table.rows][:2] == [
        ("市商务局", "牵"),
        ("市发改委", "责"),
    ]
    assert table.note == "1 构建招商体系"


def test_the_summary_counts_for_each_unit(tmp_path):
    assert matrix_of(tmp_path).summary["units"]["市商务局"] == {"lead": 1, "responsible": 0}


def test_the_whole_plan_fits_on_eighty_columns():
    text = render(matrix(repo_index(), TODAY), "text", store={}, width=80, tty=True)
    lines = text.splitlines()
    [head] = [line for line in lines if line.startswith("单位")]

    assert head.split() == ["单位", *map(str, range(1, 21))]
    assert "17：" not in text


@pytest.mark.parametrize(
    ("unit", "lead", "responsible"), [("市商务局", 10, 9), ("市工信局", 0, 15), ("各县市区", 0, 19)]
)
def test_the_plan_has_its_golden_counts(unit, lead, responsible):
    assert matrix(repo_index(), TODAY).summary["units"][unit] == {"lead": lead, "responsible": responsible}


def test_a_store_without_measures_has_an_empty_matrix(tmp_path):
    make_store(tmp_path)
    (tmp_path / "data/measures/m01.yaml").unlink()

    answer = matrix(index_of(tmp_path), TODAY)

    assert (answer.rows, answer.blocks[1].rows) == ([], [])


def test_the_command_prints_a_row_a_measure():
    document = json.loads(program.run(["matrix", "--groups", "-f", "json"], repo_store(), check=True).stdout)

    assert (document["params"], len(document["rows"])) == ({"groups": True, "plan": None}, 20)
    assert document["rows"][0]["units"]["衡南县"] == "responsible"
