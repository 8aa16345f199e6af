"""Evaluation: planned against actual, verified or 待核; the three lists, the board, the rewards."""

from datetime import date, datetime

import pytest

from hyzs.model.errors import BadUsage
from hyzs.reports.assessment.cloud_dispatch_sheet import cloud_sheet
from hyzs.reports.assessment.evaluation import evaluation
from hyzs.reports.assessment.matter_lists import matter_lists
from hyzs.reports.assessment.scoreboard import incentive, process, scoreboard
from support.score_stories import A, C, story
from support.stores import repo_index

RULES = (
    "evaluation:\n  phases:\n    - {phase: 事前, where: is_at.开工=0}\n"
    "    - {phase: 事中, where: is_at.开工=1 and is_at.投产=0}\n"
    "    - {phase: 事后, where: is_at.投产=1}\n"
    "  landing: 开工\n  invested: invested\n  output: output\n  tax: tax_local\n  jobs: output\n  source: 示例\n"
)
NOW = datetime(2029, 2, 1, 9)


def working(verified):
    """A project of 150 亩 at capacity, which promised 6000 of tax a year."""
    store_text = (
        "== data/projects/p26-e1.yaml\nname: 示例·达产项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"
        "investment: {total: 120000, fixed: 80000}\nland: {area_mu: 150}\n"
        "expected: {jobs: 300, output: 200000, tax: 6000}\n"
        "promises: {开工: [{by: 2026-03, set: 2025-09-05}, {by: 2026-12, set: 2026-03-02, why: 用地}]}\n"
        "milestones: {签约: 2025-09-05, 开工: 2026-12-31, 投产: 2026-12-31}\n"
    )
    if verified:
        verified_by = "verified_by: 市发改委, verified_on: 2029-01-20"
        store_text += f"figures:\n  tax_local: [{{value: 4500, as_of: 2028-12-31, by: 税务, {verified_by}}}]\n"
    return store_text


def by_item(folder, text, phase, period="2028"):
    index = story(folder, text, is_reported=False, settings=RULES)
    return {row["item"]: row for row in evaluation(index, NOW, phase, period).rows if row["id"] == "p26-e1"}


def test_what_a_project_brings_is_compared_with_what_it_promised(tmp_path):
    rows = by_item(tmp_path, working(verified=True), "事后")

    assert (rows["实际贡献"]["planned"], rows["实际贡献"]["actual"]) == ("6000 万元", "4500 万元")
    assert (str(rows["实际贡献"]["ratio"]), rows["实际贡献"]["source"]) == ("75.0", "市发改委核定 2029-01-20")
    assert (rows["落地时限"]["planned"], rows["落地时限"]["actual"]) == ("2026-03", "2026-12-31")
    assert rows["落地时限"]["note"] == "晚 275 天"


def test_what_nobody_verified_waits(tmp_path):
    row = by_item(tmp_path, working(verified=False), "事后")["实际贡献"]

    assert (row["actual"], row["ratio"], row["waiting"]) == (None, None, True)
    assert row["note"].endswith("待核：没有核定数")


def test_before_the_start_only_what_was_planned_is_known():
    """p26-k7m3: 80000 on 150 亩; the start was put off by 275 days."""
    rows = {
        row["item"]: row
        for row in evaluation(repo_index(), datetime(2026, 11, 23, 9), "事前").rows
        if row["id"] == "p26-k7m3"
    }

    assert rows["投资强度"]["planned"] == "533.3 万元/亩"
    assert rows["亩均产出"]["planned"] == "1333.3 万元/亩"
    assert rows["实际贡献"]["note"] == "亩均 40 万元"
    assert rows["落地时限"]["note"].startswith("推迟 275 天")


@pytest.mark.parametrize(("phase", "period"), [("事", "2026"), ("事前", "2026-Q3")])
def test_a_phase_or_year_that_is_none_is_refused(phase, period):
    with pytest.raises(BadUsage):
        evaluation(repo_index(), datetime(2026, 11, 23, 9), phase, period)


def test_what_is_open_makes_three_lists():
    answer = matter_lists(repo_index(), date(2026, 11, 23))

    assert [row["id"] for row in answer.rows] == ["x26-d4gx", "x26-x7fs"]
    assert (answer.summary["overdue"], answer.summary["without_measure"]) == (1, 1)


def test_the_sheet_to_paste_has_a_row_a_project():
    answer = cloud_sheet(repo_index(), datetime(2026, 11, 23, 9))

    assert answer.summary["projects"] == len({row["id"] for row in answer.rows}) > 30


EDITION = (
    "== data/editions/2026/zbpj-2026-q2.yaml\nname: 示例·结果\nsample: true\nof: zbpj-2026\nperiod: 2026-Q2\n"
    "data: {commit: 3f2a, hyzs: 0.4.0, day: 2026-07-10, sha256: 9c41}\n"
    "subjects: [{of: 衡南县, rank: 1, total: 90}, {of: 衡东县, rank: 2, total: 80}]\n"
    "events: [{on: 2026-07-10, do: 草案}, {on: 2026-07-12, do: 公示, until: 2026-07-16}, {on: 2026-07-20, do: 发布}]\n"
)


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    return story(tmp_path_factory.mktemp("board"), EDITION)


def test_the_board_shows_what_was_published_as_it_was(board):
    answer = scoreboard(board, datetime(2026, 10, 20, 9))
    rows = {row["unit"]: row for row in answer.rows}

    assert (rows[C]["places"]["2026-Q2"]["rank"], rows[C]["places"]["2026-Q3"]["rank"], rows[C]["change"]) == (2, 1, 1)
    assert rows[A]["places"]["2026-Q2"]["published"]
    assert "2026-Q2" not in answer.summary["computed"]


def test_rewards_are_listed_and_not_given(board):
    answer = incentive(board, datetime(2026, 10, 20, 9))

    assert (answer.summary["published"], answer.summary["with_reward"]) == (False, 0)


def test_without_a_scheme_of_the_process_nothing_is_guessed(board):
    with pytest.raises(BadUsage, match="没有评过程的办法"):
        process(board, datetime(2026, 10, 20, 9))
