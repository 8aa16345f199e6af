"""What a unit or a person answers for: directly, through a group, on the day."""

import inspect
from datetime import datetime

import pytest

from hyzs.model.errors import BadUsage, NotFound
from hyzs.reports.who import who
from support.stores import index_of, make_store, repo_index

MONDAY = datetime(2026, 11, 23, 9, 0)
PROJECT = "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\n"


@pytest.fixture
def store(request, tmp_path):
    """The index of the store that the test's docstring tells."""
    store_text = inspect.cleandoc(request.function.__doc__ or "") + "\n"
    index = index_of(make_store(tmp_path, store_text.replace("{project}\n", PROJECT)))
    yield index
    index.close()


@pytest.fixture(scope="module")
def plan():
    return repo_index()


def duties(index, name, now=MONDAY, **options):
    """(role, id, via) of each duty."""
    return [(row["role"], row["id"], row["via"]) for row in who(index, name, now, **options).rows]


# -- the plan


@pytest.mark.parametrize(
    ("unit", "lead", "responsible"),
    [("市商务局", 10, 9), ("市工信局", 0, 15), ("市科技局", 1, 6), ("各县市区", 0, 19), ("衡南县", 0, 19)],
)
def test_units_answer_for_the_measures_that_the_plan_names(plan, unit, lead, responsible):
    summary = who(plan, unit, MONDAY).summary

    assert (summary["lead"], summary["responsible"]) == (lead, responsible)
    assert summary["by_kind"]["measure"] == lead + responsible


def test_the_counties_have_no_part_in_measure_20(plan):
    assert {id for _, id, _ in duties(plan, "各县市区")} >= {"m19"}
    assert "m20" not in {id for _, id, _ in duties(plan, "衡南县")}


def test_a_county_is_reached_through_the_group_and_directly(plan):
    by_via = {(row["kind"], row["via"]) for row in who(plan, "衡南县", MONDAY).rows}

    assert {("measure", "各县市区"), ("project", None)} <= by_via


# -- rows


def test_the_keys_of_rows_params_and_summary_are_pinned(store):
    """
    {project}
    """
    answer = who(store, "swj", MONDAY, role="牵头", direct=True)

    nothing = {"project": None, "project_name": None, "week": None, "state": None, "due": None, "overdue_days": 0}
    nothing |= {"plan": "示例方案"}
    assert answer.rows == [
        {"role": "lead", "kind": "measure", "id": "m01", "name": "构建招商体系", "via": None, "open": False, **nothing}
    ]
    assert answer.params == {"unit": "市商务局", "role": "lead", "direct": True, "plan": None}
    assert answer.summary == {"lead": 1, "responsible": 0, "by_kind": {"measure": 1}, "needs_resting": {}}


def test_only_a_clause_that_ends_in_deng_is_open(store):
    """
    {project}
    """
    opens = [who(store, name, MONDAY).rows for name in ("市发改委", "市自然资源和规划局")]

    assert [[(row["id"], row["open"]) for row in rows] for rows in opens] == [[("m01", True)], [("m01", False)]]


def test_a_unit_named_directly_and_through_a_group_is_one_row_direct(store):
    """
    == data/measures/m01.yaml
    name: 构建招商体系
    plan: 示政办发〔2026〕1号
    number: 1
    section: 一
    lead: [市商务局]
    responsible: [[各县市区], {named: [衡南县], open: true}]
    summary: 测试用举措。
    """
    [row] = who(store, "衡南县", MONDAY).rows

    assert (row["via"], row["open"]) == (None, True)


def test_via_is_the_nearest_group(store):
    """
    == data/units/more.yaml
    - {id: xian, name: 全市各县, type: 群体, members: [各县市区]}
    - {id: nan, name: 南部各县, type: 群体, members: [衡南县]}
    == data/measures/m01.yaml
    name: 构建招商体系
    plan: 示政办发〔2026〕1号
    number: 1
    section: 一
    lead: [市商务局]
    responsible: [[全市各县, 南部各县]]
    summary: 测试用举措。
    == data/measures/m02.yaml
    name: 完善招商网络
    plan: 示政办发〔2026〕1号
    number: 2
    section: 一
    lead: [市商务局]
    responsible: [[全市各县]]
    summary: 测试用举措。
    """
    assert duties(store, "衡南县") == [("responsible", "m01", "南部各县"), ("responsible", "m02", "全市各县")]


def test_groups_that_hold_each_other_are_no_trap(store):
    """
    == data/units/more.yaml
    - {id: yi, name: 甲群, type: 群体, members: [乙群, 衡南县]}
    - {id: er, name: 乙群, type: 群体, members: [甲群]}
    """
    assert duties(store, "衡南县") == [("responsible", "m01", "各县市区")]


def test_a_unit_lists_each_role_it_has_in_a_project(store):
    """
    {project}
    lead: 市工信局
    responsible: [市工信局]
    reporter: 市工信局
    taskforce: {industry: 市工信局, factors: [市工信局]}
    """
    assert duties(store, "市工信局") == [
        ("lead", "p26-a1", None),
        *[("responsible", id, None) for id in ("m01", "p26-a1")],
        *[("report", "p26-a1", None), ("taskforce", "p26-a1", None)],
    ]


def test_a_task_is_listed_where_it_names_the_unit_itself(store):
    """
    == data/measures/m01.yaml
    name: 构建招商体系
    plan: 示政办发〔2026〕1号
    number: 1
    section: 一
    lead: [市商务局]
    summary: 测试用举措。
    tasks: [{id: m01-1, text: 每周调度, due: 长期}, {id: m01-2, text: 建库, lead: [市工信局], due: 长期}]
    """
    assert duties(store, "市商务局") == [("lead", "m01", None)]
    assert [(row["kind"], row["name"]) for row in who(store, "市工信局", MONDAY).rows] == [("task", "建库")]


# -- the day


def test_a_member_answers_only_while_it_is_one(store):
    """
    == data/units/more.yaml
    - {id: xin, name: 新区, type: 县市区}
    - {id: qu, name: 各区, type: 群体, members: [{unit: 新区, since: 2026-06-01, until: 2026-11-22}]}
    == data/measures/m01.yaml
    name: 构建招商体系
    plan: 示政办发〔2026〕1号
    number: 1
    section: 一
    lead: [市商务局]
    responsible: [[各区]]
    summary: 测试用举措。
    """
    days = [datetime(2026, 5, 31), datetime(2026, 6, 1), datetime(2026, 11, 22), MONDAY]

    assert [len(duties(store, "新区", day)) for day in days] == [0, 1, 1, 0]


def test_a_project_belongs_to_whoever_holds_it_today(store):
    """
    {project}
    county: [{unit: 衡山县, until: 2026-11-08}, {unit: 衡东县, since: 2026-11-09}]
    """
    by_key = {
        name: [("p26-a1" in str(duties(store, name, day))) for day in (datetime(2026, 11, 8, 23), MONDAY)]
        for name in ("衡山县", "衡东县")
    }

    assert by_key == {"衡山县": [True, False], "衡东县": [False, True]}


def test_a_need_is_a_duty_from_its_week_on(store):
    """
    {project}
    county: 衡南县
    tracked: {since: 2026-05-11}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 打桩, needs: [{text: 临时用电增容, to: 市发改委}]}}
    """
    needs = [
        [row["name"] for row in who(store, "市发改委", day).rows if row["role"] == "handle"]
        for day in (datetime(2026, 11, 15), MONDAY, datetime(2026, 11, 26))
    ]

    assert needs == [[], ["临时用电增容"], ["临时用电增容"]]


def test_drafts_are_nobodys_duty(store):
    """
    {project}
    draft: true
    lead: 市工信局
    """
    assert "p26-a1" not in str(duties(store, "市工信局"))


@pytest.mark.parametrize(("day", "is_listed"), [("2026-11-04", True), ("2026-11-05", False), ("2026-11-17", True)])
def test_an_ended_project_is_nobodys_duty_until_it_is_taken_up_again(store, day, is_listed):
    """
    {project}
    lead: 市工信局
    states: [{state: 终止, since: 2026-11-05, reason: 撤资}, {state: 在推, since: 2026-11-17, reason: 重新洽谈}]
    """
    assert ("p26-a1" in str(duties(store, "市工信局", datetime.fromisoformat(day)))) is is_listed


# -- what is asked


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("lead", ["lead"]),
        ("牵头", ["lead"]),
        ("责任", ["responsible"]),
        ("taskforce", ["taskforce"]),
        ("专班", ["taskforce"]),
        ("承办", []),
    ],
)
def test_one_role_can_be_asked_for_in_english_and_chinese(store, role, expected):
    """
    {project}
    lead: 市发改委
    taskforce: {industry: 市发改委}
    """
    assert [row["role"] for row in who(store, "市发改委", MONDAY, role=role).rows] == expected


def test_what_is_held_through_a_group_can_be_left_out(store):
    """
    {project}
    county: 衡南县
    """
    assert {via for _, _, via in duties(store, "衡南县")} == {None, "各县市区"}
    assert {via for _, _, via in duties(store, "衡南县", direct=True)} == {None}


def test_a_person_answers_for_what_he_patronises_and_the_units_he_is_in_charge_of(store):
    """
    {project}
    patron: li
    == data/units/more.yaml
    - {id: xj, name: 某局, type: 政府部门, officers: [{role: 分管负责人, person: 示例·李副市长}]}
    """
    assert [(row["role"], row["kind"], row["name"]) for row in who(store, "示例·李副市长", MONDAY).rows] == [
        *[("patron", "project", "示例·甲项目"), ("officer", "unit", "某局")]
    ]


@pytest.mark.parametrize("name", ["市商务局", "swj", "衡阳市商务局", "市商粮局", "商务局"])
def test_a_unit_is_found_by_id_name_full_name_former_name_and_alias(store, name):
    """
    == data/units/units.yaml
    - id: swj
      name: 市商务局
      full_name: 衡阳市商务局
      aliases: [商务局]
      former_names: [{name: 市商粮局, until: 2023-12-31}]
      type: 政府部门
    """
    answer = who(store, name, MONDAY)

    assert (answer.params["unit"], [row["id"] for row in answer.rows]) == ("市商务局", ["m01"])


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("市商物局", "没有这个单位或人员：市商物局", "是不是：市商务局"),
        ("海关总署", "没有这个单位或人员：海关总署", ""),
        ("", "没有这个单位或人员：(空)", ""),
        ("同名", "“同名”不止一个：er(单位 乙局)、yi(单位 甲局)", "改用编号"),
    ],
)
def test_who_cannot_be_found_is_refused_with_the_near_name(store, name, message, hint):
    """
    {project}
    == data/units/more.yaml
    - {id: yi, name: 甲局, aliases: [同名], type: 政府部门}
    - {id: er, name: 乙局, aliases: [同名], type: 政府部门}
    """
    with pytest.raises(NotFound) as raised:
        who(store, name, MONDAY)

    assert (raised.value.message.replace("er、yi", "yi、er"), raised.value.hint) == (message, hint)


def test_a_role_that_there_is_not_is_refused(store):
    """
    {project}
    """
    with pytest.raises(BadUsage) as raised:
        who(store, "市商务局", MONDAY, role="领导")

    assert raised.value.message == "没有“领导”这种责任"
    assert raised.value.hint.startswith("可以写：牵头(lead)、责任(responsible)")


# -- the page


@pytest.mark.parametrize(
    ("question", "totals", "groups"),
    [
        ({}, "牵头 0  责任 1  项目 1", ["牵头(1)", "责任(1)"]),
        ({"role": "责任"}, "责任 1", ["责任(1)"]),
        ({"role": "牵头"}, "项目 1", ["牵头(1)"]),
        ({"role": "填报"}, "没有查到责任", []),
    ],
)
def test_the_page_counts_what_it_lists(store, question, totals, groups):
    """
    {project}
    lead: 市工信局
    """
    text, table = who(store, "市工信局", MONDAY, **question).blocks

    assert text.text == totals
    assert [group.label for group in table.groups] == groups


@pytest.mark.parametrize(
    ("question", "expected"),
    [({}, ""), ({"role": "lead"}, "牵头"), ({"role": "lead", "direct": True}, "牵头、只看点名的")],
)
def test_the_page_says_what_was_left_out(store, question, expected):
    """
    {project}
    """
    assert who(store, "市工信局", MONDAY, **question).stamp.filter == expected


def test_a_need_that_was_handed_over_counts_once_as_the_matter_it_became(tmp_path):
    store_text = """
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
lead: 市商务局
tracked: {since: 2026-05-11}
== data/matters/x26-a1b2.yaml
text: 示例·用电增容
sample: true
origin: 周填报
raised: {by: 衡南县, on: 2026-11-18}
project: p26-a1
lead: 市发改委
due: 2026-12-05
events: [{on: 2026-11-18, do: 交办}]
== data/returns/2026-W47/hengnan.yaml
submitted: 2026-11-20T09:00
projects:
  p26-a1:
    progress: 谈地块
    needs:
      - {text: 用电增容, to: 市发改委, due: 2026-12-05, matter: x26-a1b2}
      - {text: 用水, to: 市发改委, due: 2026-12-05}
"""
    index = index_of(make_store(tmp_path, store_text.lstrip()))

    rows = who(index, "市发改委", datetime(2026, 11, 23, 9, 0)).rows

    texts = {(row["kind"], row["name"]) for row in rows if row["kind"] in ("need", "matter")}
    assert texts == {("matter", "示例·用电增容"), ("need", "用水")}
