"""The division of tasks: rows pinned for scripts, eight columns for people."""

import json

import pytest

from hyzs.model.errors import NotFound
from hyzs.reports.division import division
from support import program
from support.stores import index_of, make_store, repo_store


def division_of(tmp_path, store_text="", plan=None):
    return division(index_of(make_store(tmp_path, store_text)), plan)


def table_text(answer, number=-1):
    return {column.key: column.value(answer.rows[number]) for column in answer.main.columns}


def measure(rest):
    return (
        f"== data/measures/m02.yaml\nname: 乙\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\nsummary: 略\n{rest}"
    )


OWNERS = (
    "lead: [市商务局]\nresponsible: [{named: [市发改委, 市工信局], of: 市直相关单位, open: true}, [各县市区, 园区]]\n"
)
TASKS = """tasks:
  - {id: m02-1, text: 建专班, due: 2026-12, deliverable: 名单}
  - {id: m02-2, text: 办活动, lead: [市发改委], responsible: [市工信局, 各县市区], due: 长期, cadence: 每年,
     target: {at_least: 20, unit: 场, per: 年, as_written: 20余场}}
"""


def test_a_row_has_the_keys_of_the_contract_and_no_other(tmp_path):
    row = division_of(tmp_path, measure(OWNERS + TASKS)).rows[1]

    assert row == {
        "number": 2,
        "section": "第一部分",
        "name": "乙",
        "tasks": [
            {
                **{"id": "m02-1", "text": "建专班", "lead": ["市商务局"], "responsible": [], "due": "2026-12"},
                **{"cadence": None, "target": None, "deliverable": "名单"},
            },
            {
                **{"id": "m02-2", "text": "办活动", "lead": ["市发改委"], "responsible": ["市工信局", "各县市区"]},
                **{"due": "长期", "cadence": "每年", "deliverable": None},
                "target": {"at_least": 20, "unit": "场", "per": "年", "as_written": "20余场"},
            },
        ],
        "lead": ["市商务局"],
        "responsible": ["市发改委", "市工信局"],
        "groups": ["市直相关单位", "各县市区", "园区"],
        "open": True,
        "due": "长期",
        "plan": "示例方案",
    }


def test_people_read_the_list_with_its_end_and_the_counties_apart(tmp_path):
    row = table_text(division_of(tmp_path, measure(OWNERS)))

    assert (row["responsible"], row["groups"]) == (["市发改委、市工信局等市直相关单位"], ["各县市区", "园区"])


def test_a_measure_without_counties_shows_a_dash(tmp_path):
    assert table_text(division_of(tmp_path, measure("lead: [市商务局]\nresponsible: [[市发改委]]\n")))["groups"] == "—"


def test_tasks_are_numbered_and_say_what_they_have_to_reach(tmp_path):
    row = table_text(division_of(tmp_path, measure(OWNERS + TASKS)))

    assert row["tasks"] == ["（1）建专班", "（2）办活动（每年20余场）"]
    assert row["due"] == ["（1）2026年12月", "（2）长期，每年"]
    assert row["deliverable"] == ["（1）名单", "（2）—"]


def test_what_holds_for_several_tasks_is_said_once(tmp_path):
    tasks = "".join(
        f"  - {{id: m02-{n}, text: 事{n}, due: {due}}}\n" for n, due in enumerate(["2026", *["长期"] * 3], 1)
    )

    assert table_text(division_of(tmp_path, measure(OWNERS + "tasks:\n" + tasks)))["due"] == [
        "（1）2026年",
        "（2）—（4）长期",
    ]


def test_what_holds_for_all_tasks_has_no_number(tmp_path):
    tasks = "tasks: [{id: m02-1, text: 甲, due: 2026-Q2}, {id: m02-2, text: 乙, due: 2026-Q2}]\n"

    assert table_text(division_of(tmp_path, measure(OWNERS + tasks)))["due"] == ["2026年第二季度"]


@pytest.mark.parametrize(
    ("dues", "last"),
    [
        (["2026-12", "长期"], "长期"),
        (["2026", "2026-12-30"], "2026"),
        (["2026-Q2", "2026-05"], "2026-Q2"),
        (["2026-06-15", "2026-Q2"], "2026-Q2"),
        (["2027-01", "2026-Q4"], "2027-01"),
        ([], None),
    ],
)
def test_a_measure_is_due_when_its_last_task_is(tmp_path, dues, last):
    tasks = "".join(f"  - {{id: m02-{n}, text: 事{n}, due: {due}}}\n" for n, due in enumerate(dues, 1))

    row = division_of(tmp_path, measure(OWNERS + ("tasks:\n" + tasks if tasks else ""))).rows[1]

    assert row["due"] == last


def test_a_unit_has_the_name_it_bears_now(tmp_path):
    assert division_of(tmp_path, measure("lead: [市商粮局]\n")).rows[1]["lead"] == ["市商务局"]


def test_the_measures_stand_under_the_sections_of_the_plan(tmp_path):
    text = measure(OWNERS).replace("section: 一", "section: 二")

    groups = division_of(tmp_path, text).main.groups

    assert [(group.label, group.size) for group in groups] == [("一、第一部分", 1), ("二、第二部分", 1)]


SECOND_PLAN = """
== data/plans/sz-2026-9.yaml
name: 第二方案
number: 示政办发〔2026〕9号
issuer: 示例市人民政府办公室
issued: 2026-09-05
sections: [{number: 一, title: 头一章}]
== data/measures/n01.yaml
{name: 丙, plan: 示政办发〔2026〕9号, number: 1, section: 一, lead: [市工信局], summary: 略}
"""


def test_of_two_plans_the_latest_is_told(tmp_path):
    answer = division_of(tmp_path, SECOND_PLAN.lstrip())

    assert answer.title == "《第二方案》任务分工表"
    assert [(row["name"], row["section"]) for row in answer.rows] == [("丙", "头一章")]


def test_an_older_plan_can_be_asked_for_by_its_number(tmp_path):
    assert [row["name"] for row in division_of(tmp_path, SECOND_PLAN.lstrip(), "示政办发〔2026〕1号").rows] == [
        "构建招商体系"
    ]


def test_a_store_without_plans_says_so(tmp_path):
    make_store(tmp_path)
    (tmp_path / "data/plans/sz-2026-1.yaml").unlink()

    with pytest.raises(NotFound, match="还没有方案"):
        division(index_of(tmp_path))


def run(*words, cwd=None):
    return program.run(words, cwd or repo_store(), encoding="utf-8")


@pytest.mark.slow
def test_the_command_prints_one_document_of_the_real_plan():
    document = json.loads(run("report", "division", "-f", "json").stdout)

    assert (document["report"], document["params"]) == ("division", {"plan": "衡政办发〔2025〕11号"})
    assert document["summary"] == {"measures": 20, "tasks": 96, "drafts": 0}


def test_a_page_is_written_with_title_number_and_sections(tmp_path):
    file = tmp_path / "任务分工表.html"
    run("report", "division", "-o", str(file))
    page = file.read_text(encoding="utf-8")

    for text in (
        "《推进招商引资机制改革实施方案》任务分工表",
        "衡政办发〔2025〕11号",
        "一、重塑组织体系，构建招商新格局",
    ):
        assert text in page
    assert "含示例" not in page  # the store says that it stands still, the page not that its rows are samples


def test_report_alone_lists_the_reports_also_outside_a_store(tmp_path):
    process = run("report", "-f", "json", cwd=tmp_path)

    assert "division" in [row["name"] for row in json.loads(process.stdout)["rows"]]


def test_a_report_misspelt_is_told_the_near_one():
    process = run("report", "divison")

    assert (process.returncode, process.stderr) == (2, "错误：没有“divison”这种报表\n提示：是不是：division\n")


def test_an_unknown_plan_is_not_found():
    assert run("report", "division", "没有的方案").returncode == 66


LATER = """== data/plans/b.yaml
name: 提升方案
number: 示政办发〔2026〕9号
issuer: 示例市人民政府办公室
issued: 2026-11-01
continues: 示例方案
sections: [{number: 一, title: 提升}]
== data/measures/b01.yaml
name: 再建体系
plan: 示政办发〔2026〕9号
number: 1
section: 一
summary: 略
lead: [市商务局]
continues: m01
"""


def test_several_plans_are_printed_one_behind_the_other_with_what_continues_what(tmp_path):
    answer = division_of(tmp_path, LATER, plan="示例方案，提升方案")

    assert [row["plan"] for row in answer.rows] == ["示例方案", "提升方案"]
    assert [group.label for group in answer.main.groups] == ["《示例方案》一、第一部分", "《提升方案》一、提升"]
    assert "《提升方案》接续《示例方案》；第1条 再建体系 接续《示例方案》第1条 构建招商体系" in answer.blocks[1].text
