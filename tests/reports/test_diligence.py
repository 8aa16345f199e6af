"""Due diligence of a firm: items, who looked and when, what is missing or old, its group, its projects."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hyzs.model.credit_code import CHARACTERS, check_character, code_problem
from hyzs.reports.outreach.diligence import diligence
from hyzs.reports.todo import todo
from support.fuzz import examples
from support.rule_stories import TODAY, story_findings
from support.stores import index_of, make_store

NOW = datetime(2026, 11, 23, 9)
STORE = """\
== data/investors/investors.yaml
- id: shi-a
  name: 示例甲公司
  sample: true
  credit_code: 91350100M000100Y43
  group: 示例集团
  checks:
    - {item: 失信, on: 2026-01-05, by: 市商务局, result: 存疑}
    - {item: 失信, on: 2026-04-30, by: 市商务局, result: 通过, until: 2026-10-31}
- {id: shi-b, name: 示例乙公司, sample: true, group: 示例集团}
- {id: shi-c, name: 示例丙公司, sample: true, credit_code: 91350100m000100y43}
- {id: shi-d, name: 示例丁公司, sample: true}
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
investors: [{of: 示例乙公司}]
milestones: {在谈: 2026-05-11}
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    index = index_of(make_store(tmp_path_factory.mktemp("diligence"), STORE))
    yield index
    index.close()


@pytest.fixture(scope="module")
def answer(index):
    return diligence(index, NOW, "示例甲公司")


def test_the_last_look_counts_and_what_nobody_looked_into_is_missing(answer):
    rows = [(row["item"], row["state"], row["result"], row["expires"], row["overdue_days"]) for row in answer.rows]

    assert rows == [("失信", "expired", "通过", "2026-10-31", 23), ("主体登记", "missing", None, None, 0)]


def test_firms_of_the_same_group_or_code_are_named_with_their_projects(answer):
    assert [(row["id"], row["relation"]) for row in answer.extra["kin"]] == [
        ("shi-b", "同一集团"),
        ("shi-c", "同一代码"),
    ]
    assert [(row["id"], row["firm"]) for row in answer.extra["projects"]] == [("p26-a1", "示例乙公司")]


def test_one_that_is_not_known_by_anything_has_no_kin(index):
    assert diligence(index, NOW, "示例丁公司").summary == {
        **{"checked": 0, "missing": 2, "expired": 0, "soon": 0, "kin": 0, "projects": 0}
    }


def test_nothing_of_it_is_for_the_public(answer):
    levels = {column.level for block in answer.blocks for column in getattr(block, "columns", ())}

    assert "公开" not in levels


def test_a_look_whose_time_is_over_is_to_be_done_again(index):
    [row] = [row for row in todo(index, None, NOW).rows if row["what"] == "尽调"]

    assert (row["id"], row["step"], row["who"], row["overdue_days"]) == ("shi-a", "复查失信", ["市商务局"], 23)


def test_without_a_last_day_it_holds_as_long_as_the_settings_say(tmp_path):
    check = "{item: 失信, on: 2026-05-31, by: 市商务局, result: 通过}"
    text = f"== data/investors/investors.yaml\n- {{id: shi-a, name: 示例甲公司, sample: true, checks: [{check}]}}\n"
    index = index_of(make_store(tmp_path, text))
    [row] = [row for row in diligence(index, NOW, "shi-a").rows if row["item"] == "失信"]

    assert (row["state"], row["expires"]) == ("soon", "2026-11-30")


@pytest.mark.parametrize(
    ("states", "reason"),
    [
        ("[{state: 终止, since: 2026-09-01, reason: 示例}]", "终止"),
        ("[{state: 终止, since: 2026-09-01, reason: 示例}, {state: 在推, since: 2026-10-12, reason: 示例}]", None),
    ],
)
def test_a_project_that_was_stopped_is_not_looked_into_until_it_goes_on(tmp_path, states, reason):
    check = "{item: 合法合规, phase: 事前, on: 2026-01-05, by: 市商务局, result: 通过, until: 2026-10-31}"
    project = f"name: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\nstates: {states}\nchecks: [{check}]\n"
    answer = todo(index_of(make_store(tmp_path, f"== data/projects/p26-a1.yaml\n{project}")), None, NOW)

    assert [row["step"] for row in answer.rows] == ([] if reason else ["复查合法合规"])
    assert answer.summary["left_out"] == ({reason: 1} if reason else {})


# -- checks

PROJECT = """\
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 重大
county: 衡南县
investment: {total: 5000}
investors: [{of: 示例甲公司}]
milestones: {签约: 2026-05-06}"""
WORDS = {
    "{project}": PROJECT,
    "{failed}": "{item: 失信, on: 2026-04-20, by: 市商务局, result: 不通过}",
    "{firm}": "== data/investors/a.yaml\n- {id: shi-jia, name: 示例甲公司, sample: true",
}


def test_it_is_missing_until_somebody_has_looked_whenever_that_was(request, tmp_path):
    """
    {firm}, checks: [{item: 失信, on: 2026-11-20, by: 市商务局, result: 存疑}]}
    {project}
    """
    assert story_findings(request, tmp_path, "diligence-missing", TODAY, WORDS) == []


def test_a_failed_one_with_a_reason_is_no_finding(request, tmp_path):
    """
    {firm}, checks: [{item: 失信, on: 2026-04-20, by: 市商务局, result: 不通过, note: 示例纪要，限额合作}]}
    {project}
    """
    assert story_findings(request, tmp_path, "diligence-failed", TODAY, WORDS) == []


def test_a_failed_one_that_was_looked_into_again_is_no_finding(request, tmp_path):
    """
    {firm},
       checks: [{failed}, {item: 失信, on: 2026-05-05, by: 市商务局, result: 通过}]}
    {project}
    """
    assert story_findings(request, tmp_path, "diligence-failed", TODAY, WORDS) == []


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("91350100M000100Y43", None),
        ("91350100M000100Y4A", "末位校验码是 A，照前十七位应当是 3"),
        ("91350100M000100Y4", "有 17 位，应当是 18 位"),
        ("9135010OM000100Y43", "有“O”，代码里只有数字和 I、O、S、V、Z 以外的大写字母"),
    ],
)
def test_a_code_is_known_by_its_last_character(code, problem):
    assert code_problem(code) == problem


def test_an_invented_code_is_no_finding(request, tmp_path):
    """
    {firm}, credit_code: 示例-0001}
    """
    assert story_findings(request, tmp_path, "code-digit", TODAY, WORDS) == []


@settings(max_examples=examples(60), deadline=None)
@given(st.text(CHARACTERS, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(CHARACTERS))
def test_one_wrong_character_is_always_found(body, place, other):
    code = body + check_character(body)
    other_code = code[:place] + other + code[place + 1 :]

    assert code_problem(code) is None
    assert (code_problem(other_code) is None) == (other_code == code)
