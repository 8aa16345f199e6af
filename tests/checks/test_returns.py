"""Rules about weekly returns and rulings: the stories they must get right, and what they say."""

import pytest

from hyzs.checking.tree_findings import findings
from hyzs.index.index import Index
from hyzs.store.trees import WorkingTree
from support.rule_stories import TODAY
from support.stores import make_store

PROJECT = "name: 示例·甲项目\nsample: true\ntier: 一般\n"


def test_a_figure_may_reach_the_total_and_a_project_without_one_has_no_limit(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    investment: {total: 5000}
    == data/projects/p26-b2.yaml
    {project}
    county: 衡南县
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:42
    projects:
      p26-a1: {progress: 一, figures: {invested: 5000}}
      p26-b2: {progress: 二, figures: {invested: 99999}}
    """
    assert found_at("money-over") == []


def test_a_fall_is_seen_across_weeks_without_a_figure_and_over_new_year(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    == data/returns/2025-W52/hengnan.yaml
    submitted: 2025-12-26T09:00
    projects: {p26-a1: {progress: 一, figures: {paid_in: 900.5}}}
    == data/returns/2026-W01/hengnan.yaml
    submitted: 2025-12-31T09:00
    projects: {p26-a1: {progress: 二}}
    == data/returns/2026-W02/hengnan.yaml
    submitted: 2026-01-09T09:00
    projects: {示例·甲项目: {progress: 三, figures: {paid_in: 900, invested: 3}}}
    """
    [(path, line, message)] = found_at("money-falls")

    assert (path, line) == ("returns/2026-W02/hengnan.yaml", 2)
    assert message == "示例·甲项目 的累计到位资金 900 万元，比 2025-W52 报的 900.5 万元少"


def test_a_fall_that_is_revised_rightly_is_fine(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T09:00
    projects: {p26-a1: {progress: 一, figures: {paid_in: 900}}}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects:
      p26-a1:
        progress: 二
        figures: {paid_in: 800}
        revised: [{on: 2026-11-19, field: paid_in, from: 900, to: 800, why: 重复计入}]
    """
    assert found_at("money-falls") + found_at("revised-wrong") == []


def test_a_revision_of_one_figure_does_not_excuse_another(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T09:00
    projects: {p26-a1: {progress: 一, figures: {paid_in: 900, invested: 50}}}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects:
      p26-a1:
        progress: 二
        figures: {paid_in: 800, invested: 40}
        revised: [{on: 2026-11-19, field: paid_in, from: 900, to: 800, why: 重复计入}]
    """
    [(_, line, message)] = found_at("money-falls")

    assert (line, message) == (5, "p26-a1 的累计完成投资 40 万元，比 2026-W46 报的 50 万元少")


def test_a_revision_without_the_new_figure_is_wrong(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects:
      p26-a1:
        progress: 二
        revised: [{on: 2026-11-19, field: paid_in, from: 900, to: 800, why: 重复计入}]
    """
    [(_, line, message)] = found_at("revised-wrong")

    assert line == 5
    assert message == "p26-a1 的累计到位资金更正对不上：写的是 900→800，上次报数：没有，这次报数：没有"


def test_a_review_due_today_or_of_a_project_that_was_resumed_is_not_past(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    states: [{state: 暂缓, since: 2026-08-01, approved_by: 市商务局, review: 2026-11-23}]
    == data/projects/p26-b2.yaml
    {project}
    states:
      - {state: 暂缓, since: 2026-08-01, approved_by: 市商务局, review: 2026-09-01}
      - {state: 在推, since: 2026-09-01}
    """
    assert found_at("pause-review") == []


def test_the_week_of_the_end_and_weeks_after_a_new_start_may_be_reported(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    states: [{state: 终止, since: 2026-10-28}, {state: 在推, since: 2026-11-18}]
    == data/returns/2026-W44/hengnan.yaml
    submitted: 2026-10-30T09:00
    projects: {p26-a1: {progress: 企业撤资}}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T09:00
    projects: {p26-a1: {progress: 又在接触}}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 重新启动}}
    """
    assert [path for path, _, _ in found_at("entry-ended")] == ["returns/2026-W46/hengnan.yaml"]


def test_the_week_in_which_tracking_begins_is_not_early(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    tracked: {since: 2026-11-22}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 首次会见}}
    """
    assert found_at("entry-early") == []


def test_the_running_week_may_be_reported_from_its_monday_on(found_at):
    """
    == data/returns/2026-W48/hengnan.yaml
    submitted: 2026-11-23T00:00
    nil: true
    """
    assert found_at("week-future") + found_at("week-submitted") == []


def test_late_returns_are_fine_and_times_to_come_are_not_for_entries_either(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-23T23:59
    projects: {p26-a1: {progress: 补报, submitted: 2026-11-24T08:00, late: 交接}}
    """
    [(_, line, message)] = found_at("week-submitted")

    assert (line, message) == (2, "填报时间 2026-11-24T08:00 还没有到")


@pytest.mark.parametrize("entry", ["next: 报批", "figures: {invested: 0}", "needs: [{text: 用电}]", "no_change: true"])
def test_any_one_thing_said_fills_an_entry(tmp_path, entry):
    store_text = f"== data/projects/p26-a1.yaml\n{PROJECT}county: 衡南县\n== data/returns/2026-W47/hengnan.yaml\n"
    store_text += f"submitted: 2026-11-20T09:00\nprojects: {{p26-a1: {{{entry}}}}}\n"
    index = Index(make_store(tmp_path, store_text), keep=False)
    index.show_tree(WorkingTree(tmp_path))

    assert [f for f in findings(index, TODAY) if f.code == "entry-empty"] == []


def test_task_entries_answer_to_the_same_rules(found_at):
    """
    {tasks}
    == data/returns/2026-W46/swj.yaml
    submitted: 2026-11-13T09:00
    tasks: {m01-1: {no_change: true}}
    == data/returns/2026-W47/swj.yaml
    submitted: 2026-11-20T09:00
    tasks:
      m01-1: {}
    """
    assert [line for _, line, _ in found_at("no-change-reason") + found_at("entry-empty")] == [2, 3]


def test_a_bureau_that_reports_its_tasks_or_helps_another_need_not_be_a_filer(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    {tasks}
    == data/returns/2026-W47/swj.yaml
    submitted: 2026-11-20T09:00
    tasks: {m01-1: {progress: 调度一次}}
    == data/returns/2026-W47/gxj.yaml
    submitted: 2026-11-20T09:00
    notes: {p26-a1: 已对接供电公司}
    """
    assert found_at("not-filer") == []


def test_text_of_two_weeks_ago_may_come_back(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    == data/returns/2026-W45/hengnan.yaml
    submitted: 2026-11-06T09:00
    projects: {p26-a1: {progress: 主体施工}}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T09:00
    projects: {p26-a1: {no_change: true, reason: 停工避雨}}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 主体施工}}
    """
    assert found_at("same-text") == []


def test_one_project_under_two_names_in_one_return_has_two_entries(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡南县
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects:
      p26-a1: {progress: 打桩}
      示例·甲项目: {progress: 打桩完成}
    """
    [(_, line, message)] = found_at("two-entries")

    assert (line, message) == (4, "示例·甲项目 在 2026-W47 已有衡南县的填报")


def test_a_ruling_without_claims_on_record_is_not_doubted(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    ruling: {unit: 衡南县, by: 市商务局, on: 2026-09-01}
    """
    assert found_at("claim-ruling") == []


def test_a_transfer_may_go_to_a_park_and_one_that_is_only_asked_for_moves_nothing(found_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    county: 衡山县
    park: [{unit: 绿色食品产业园, since: 2026-11-09}]
    transfers:
      - {on: 2026-10-20, do: 申请, from: 衡山县, to: 衡东县}
      - {on: 2026-11-09, do: 已流转, from: 衡山县, to: 绿色食品产业园}
    """
    assert found_at("transfer-holder") == []
