"""Transfers in three parts with their clocks; rulings that are passed over; foreign projects, complaints, credits."""

from datetime import datetime

import pytest

from hyzs.reports.outreach.foreign import foreign
from hyzs.reports.transfers import transfers
from support.stores import index_of, make_store, repo_index

NOW = datetime(2026, 11, 23, 9)


def test_the_shipped_transfer_was_on_time_at_every_step():
    rows = {row["id"]: row for row in transfers(repo_index(), NOW).rows}
    steps = {step["do"]: (step["due"], step["on"], step["late"]) for step in rows["p26-w4j6"]["steps"]}

    assert steps["受理"] == ("2026-10-22", "2026-10-22", 0)
    assert steps["对接"] == ("2026-11-05", "2026-10-30", 0)
    assert steps["已流转"] == ("2026-11-20", "2026-11-09", 0)
    assert (rows["p26-w4j6"]["part"], rows["p26-w4j6"]["working_days"]) == ("ended", 15)


def test_a_project_without_change_for_six_weeks_is_suggested():
    assert [row["id"] for row in transfers(repo_index(), NOW).rows if row["part"] == "suggested"] == ["p26-g3w6"]


FLOW = """
flows:
  - name: 流转
    source: 示例
    steps:
      - {do: 申请, first: true}
      - {do: 受理, after: [申请], limit: {days: 3}, by: 市商务局}
      - {do: 已流转, after: [受理], limit: {days: 15}, by: 市商务局, ends: true}
"""
PROJECT = """\
== data/projects/2026/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
"""


def store_index(tmp_path, more, settings=""):
    store = make_store(tmp_path, PROJECT + more)
    file = store / "data/settings.yaml"
    file.write_text(file.read_text("utf-8") + settings, "utf-8")
    return index_of(store)


def test_one_on_its_way_says_who_is_late_by_how_many_working_days(tmp_path):
    index = store_index(tmp_path, "transfers: [{on: 2026-11-16, do: 申请, from: 衡南县, to: 衡东县}]\n", FLOW)
    [row] = transfers(index, NOW).rows

    assert (row["part"], row["step"], row["who"], row["due"], row["overdue_days"]) == (
        *("under_way", "受理", "市商务局", "2026-11-19", 2),
    )


def test_both_places_are_said_though_two_acts_name_them(tmp_path):
    acts = "{on: 2026-11-02, do: 申请, from: 衡南县, to: 衡山县}, {on: 2026-11-03, do: 受理, by: 市商务局}"
    index = store_index(tmp_path, f"transfers: [{acts}, {{on: 2026-11-09, do: 已流转, to: 衡东县}}]\n", FLOW)
    [row] = transfers(index, NOW).rows

    assert (row["from"], row["to"]) == ("衡南县", "衡东县")


# -- foreign projects

COMPLAINT = """\
== data/matters/x26-a1.yaml
text: 示例·外企投诉
sample: true
origin: 外企投诉
raised: {on: 2026-11-09}
project: p26-a1
lead: 市商务局
due: 2026-12-30
"""


def test_a_complaint_is_accepted_within_seven_working_days_and_closed_within_sixty(tmp_path):
    events = "events: [{on: 2026-11-10, do: 交办}, {on: 2026-11-16, do: 签收, by: 市商务局}]\n"
    [row] = foreign(store_index(tmp_path, COMPLAINT + events), datetime(2026, 11, 28, 9)).extra["complaints"]

    assert (row["accept_by"], row["accepted_on"], row["close_by"]) == ("2026-11-18", "2026-11-16", "2027-02-08")


@pytest.mark.parametrize(
    ("more", "credit", "hold", "note"),
    [
        ("on: 2026-05-01, encouraged: 全国", "100.00", "2031-05-01", "以税务机关核定为准"),
        ("on: 2026-05-01, encouraged: 全国, treaty_rate: 5", "50.00", "2031-05-01", "以税务机关核定为准"),
        ("on: 2026-05-01, encouraged: 中西部", None, None, "暂不征收，没有抵免"),
        ("on: 2024-12-31, encouraged: 全国", None, None, "不在抵免期间"),
    ],
)
def test_reinvested_profit_is_estimated_and_never_decided(tmp_path, more, credit, hold, note):
    text = f"foreign:\n  origin: 示例地\n  reinvestments: [{{amount: 1000, {more}}}]\n"
    [row] = foreign(store_index(tmp_path, text), NOW).rows

    assert row["reinvestments"] == [
        {"on": more[4:14], "amount": 1000, "credit": credit, "hold_until": hold, "note": note}
    ]


def test_the_estimate_is_for_nobody_outside(tmp_path):
    text = "foreign:\n  origin: 示例地\n  reinvestments: [{amount: 1000, on: 2026-05-01, encouraged: 全国}]\n"
    answer = foreign(store_index(tmp_path, text), NOW)
    tables = [block for block in answer.blocks if hasattr(block, "columns")]

    assert {column.level for column in tables[-1].columns if column.key != "id"} == {"敏感"}
