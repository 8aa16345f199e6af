"""One record whole: its fields, its parts, what happened to it, and who met the investor first."""

import inspect
import json
from datetime import datetime
from itertools import chain

import pytest

from hyzs.model.blocks import Heading, Pairs, Text
from hyzs.model.errors import NotFound
from hyzs.render import render
from hyzs.reports.show import show
from support.fuzz import in_formats, some
from support.stores import index_of, make_store, repo_index

NOW = datetime(2026, 11, 23, 9, 0)
PROJECT = """\
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: [{tier: 一般, until: 2026-06-30}, {tier: 重大, since: 2026-07-01, basis: 会议纪要}]
investment: {total: 120000}
county: 衡南县
lead: 市商粮局
claims: [{unit: 衡南县, on: 2025-07-20, evidence: 纪要}, {unit: 衡东县, on: 2025-07-19}]
agreements: [{type: 正式合同, on: 2025-09-05, amount: 120000}]
milestones: {在谈: 2025-07-20, 签约: 2025-09-05}
promises: {开工: [{by: 2026-03, set: 2025-09-05}, {by: 2026-12, set: 2026-02-01, why: 雨}], 投产: 2027-Q2}
states: [{state: 暂缓, since: 2026-05-01, reason: 等}, {state: 在推, since: 2026-05-20}]
tracked: {since: 2025-07-21}
== data/returns/2026-W46/hengnan.yaml
submitted: 2026-11-13T09:00
projects:
  示例·甲项目:
    progress: 平整七成
    figures: {invested: 900}
    needs: [{text: 用电, to: 市发改委, due: 2026-12-05}]
    next: 报批
== data/returns/2026-W47/hengdong.yaml
submitted: 2026-11-20T09:00
notes: {p26-a1: 移交资料}
"""


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


def lines(answer):
    return dict(next(block for block in answer.blocks if isinstance(block, Pairs)).items)


def table(answer, heading):
    at = next(n for n, block in enumerate(answer.blocks) if isinstance(block, Heading) and block.text == heading)
    block = answer.blocks[at + 1]
    return [tuple(column.value(row) for column in block.columns) for row in block.rows]


def test_the_record_has_all_its_fields_nested_as_they_are(store):
    """
    {project}
    """
    [row] = show(store, "p26-a1", NOW).rows

    assert row["investment"] == {"total": 120000, "attracted": None, "fixed": None}
    assert (row["company"], row["investors"], row["codes"], row["note"]) == (None, [], {}, None)
    assert (row["lead"], row["stage"], row["draft"]) == ("市商务局", "签约", False)
    assert row["tier"][1] == {"since": "2026-07-01", "basis": "会议纪要", "tier": "重大"}
    assert row["promises"]["投产"] == "2027-Q2"


def test_people_read_labels_units_and_holders_with_their_days(store):
    """
    {project}
    """
    answer = show(store, "示例·甲项目", NOW)

    assert lines(answer)["投资"] == "总投资 120000 万元"
    assert lines(answer)["项目类别"] == ["一般（起初 至 2026-06-30）", "重大（2026-07-01 至 今，会议纪要）"]
    assert lines(answer)["节点"] == ["在谈 2025-07-20", "签约 2025-09-05"]
    assert "公开名称" not in lines(answer)
    assert table(answer, "承诺时限")[1] == ("开工", "2026-12", "2026-02-01", "雨")


def test_the_timeline_tells_parts_states_moves_and_entries_newest_first(store):
    """
    {project}
    """
    events = show(store, "p26-a1", NOW).extra["timeline"]

    assert [(event["date"], event["label"], event["key"], event["by"]) for event in events] == [
        ("2027-Q2", "承诺时限", "投产", None),
        ("2026-11-20", "协同情况", None, "衡东县"),
        ("2026-11-13", "周填报", None, "衡南县"),
        ("2026-07-01", "项目类别", None, None),
        ("2026-05-20", "状态", None, None),
        ("2026-05-01", "状态", None, None),
        ("2026-02-01", "承诺时限", "开工", None),
        ("2025-09-05", "协议", None, None),
        ("2025-09-05", "节点", "签约", None),
        ("2025-09-05", "承诺时限", "开工", None),
        ("2025-07-21", "跟踪", None, None),
        ("2025-07-20", "首谈申报", None, None),
        ("2025-07-20", "节点", "在谈", None),
        ("2025-07-19", "首谈申报", None, None),
    ]


def test_an_event_says_what_happened_and_where_it_is_written(store):
    """
    {project}
    """
    events = {(e["label"], e["date"]): e for e in show(store, "p26-a1", NOW).extra["timeline"]}

    entry = events["周填报", "2026-11-13"]
    assert (entry["week"], entry["path"]) == ("2026-W46", "data/returns/2026-W46/hengnan.yaml")
    assert entry["text"] == (
        "平整七成；指标 累计完成投资 900 万元；诉求 用电（承办单位 市发改委，限期 2026-12-05）；下步打算 报批"
    )
    assert events["协同情况", "2026-11-20"]["text"] == "移交资料"
    assert events["承诺时限", "2026-02-01"]["text"] == "2026-12；调整原因 雨"
    assert events["协议", "2025-09-05"]["text"] == "正式合同；协议金额 120000 万元"
    assert events["协议", "2025-09-05"]["path"] == "data/projects/p26-a1.yaml"


def test_the_earliest_claim_was_first_contact(store):
    """
    {project}
    """
    answer = show(store, "p26-a1", NOW)

    assert answer.extra["first_contact"] == {"unit": "衡东县", "on": "2025-07-19", "by": "claim", "ruled_by": None}
    assert lines(answer)["首谈单位"] == "衡东县（2025-07-19 最早申报，未经裁定）"


def test_a_ruling_goes_before_the_earliest_claim(store):
    """
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: 一般
    claims: [{unit: 衡南县, on: 2025-07-20}, {unit: 衡东县, on: 2025-07-19}]
    ruling: {unit: 衡南县, by: 市商务局, on: 2025-08-01}
    """
    answer = show(store, "p26-a1", NOW)

    assert answer.extra["first_contact"]["unit"] == "衡南县"
    assert lines(answer)["首谈单位"] == "衡南县（市商务局 2025-08-01 裁定）"


def test_a_matter_says_where_it_stands_and_until_when_it_was_put_off(store):
    """
    == data/matters/x26-a1.yaml
    text: 示例·专线接入
    sample: true
    origin: 周填报
    raised: {by: 衡南县, on: 2026-10-26}
    lead: 市发改委
    due: 2026-11-01
    events: [{on: 2026-10-26, do: 交办}, {on: 2026-10-27, do: 签收}, {on: 2026-10-30, do: 延期, due: 2026-11-10}]
    """
    answer = show(store, "x26-a1", NOW)

    assert answer.extra["standing"]["status"] == "在办"
    late = answer.extra["standing"]["overdue_days"]
    assert (lines(answer)["状态"], lines(answer)["现期限"]) == (f"在办，逾期 {late} 天", "2026-11-10")


def test_without_claims_nobody_was_first(plan):
    assert show(plan, "m01", NOW).extra["first_contact"] is None


def test_a_draft_says_so_first(store):
    """
    == data/projects/p26-a1.yaml
    {name: 示例·甲项目, sample: true, tier: 一般, draft: true}
    """
    assert show(store, "p26-a1", NOW).blocks[0] == Text(
        "尚未纳入跟踪：草稿，不计数，不欠报；核对以后 hyzs admit p26-a1", "warn"
    )


def test_a_unit_shows_its_duties_and_a_group_its_members(plan):
    unit, group = show(plan, "衡阳市科学技术局", NOW), show(plan, "各县市区", NOW)

    assert unit.extra["duties"]["lead"] == 1
    assert "任务" in unit.blocks[0].text
    assert len(lines(group)["成员"]) == 12


def test_a_return_shows_its_entries_with_the_names_of_projects(store):
    """
    {project}
    """
    answer = show(store, "2026-W46/hengnan", NOW)

    assert answer.title == "周填报 衡南县 2026-W46"
    assert table(answer, "项目")[0][:2] == ("示例·甲项目", "平整七成")


def test_a_task_is_shown_by_itself(plan):
    answer = show(plan, "m09-1", NOW)

    counts = {"count": "活动", "where": "类型 in (组团招商, 产业链考察, 校地合作)", "source": "示例"}
    target = {"at_least": 20, "unit": "场", "per": "年", "as_written": "20余场", "yearly": {}}
    by_key = {**answer.rows[0]["target"]}
    assert {key: value for key, value in by_key.pop("counts").items() if value is not None} == counts
    assert by_key == target
    assert (answer.rows[0]["measure"], answer.extra["path"]) == ("开展组团招商", "data/measures/m09.yaml")


def test_the_tasks_of_a_measure_are_a_table(plan):
    assert [row[0] for row in table(show(plan, "m09", NOW), "具体举措")] == ["m09-1", "m09-2", "m09-3"]


@pytest.mark.parametrize(("text", "hint"), [("市科局", "是不是：市科技局"), ("", ""), ("zzzz", ""), ("\udcff", "")])
def test_a_wrong_id_gets_a_near_name(plan, text, hint):
    with pytest.raises(NotFound) as caught:
        show(plan, text, NOW)

    assert (caught.value.hint, caught.value.code) == (hint, 66)


@pytest.mark.slow
def test_every_record_of_the_store_can_be_shown_and_is_json(plan):
    ids: dict[str, list[str]] = {}
    for row in plan.rows("SELECT kind, id FROM record ORDER BY id"):
        ids.setdefault(row["kind"], []).append(row["id"])
    for id in chain.from_iterable(some(of_kind, 8) for of_kind in ids.values()):
        answer = show(plan, id, NOW)

        assert json.dumps([answer.rows, answer.extra], ensure_ascii=False)
        assert isinstance(answer.title, str)


@pytest.mark.parametrize(("id", "format"), in_formats(["p26-k7m3", "m10", "衡南县", "2026-W47/hengnan", "hengyang"]))
def test_a_record_is_shown_in_every_format(plan, id, format):
    assert render(show(plan, id, NOW), format, store={"id": "x"}, width=80, tty=True)


def test_a_spreadsheet_of_a_record_has_a_label_and_a_value_a_line(plan):
    text = render(show(plan, "m09", NOW), "csv", store={"id": "x"})

    assert text.split("\n")[1] == "编号,m09"
