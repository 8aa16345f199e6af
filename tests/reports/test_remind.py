"""The next notice to whoever owes: the ladder counts what was sent and not answered, and the weeks of silence."""

from datetime import datetime

import pytest

from hyzs.edits.notices import record_notices
from hyzs.model.errors import BadConfig
from hyzs.reports.remind import remind
from hyzs.session import Session
from support.stores import BASE, index_of, make_store

MONDAY = datetime(2026, 11, 23, 9, 0)
LADDER = """
ladder:
  - {type: 提醒函, notices: 0, days: 2}
  - {type: 催办单, notices: 1, weeks: 3, days: 2}
  - {type: 督办单, notices: 2, days: 3}
"""
PROJECT = """
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
content: 建一条线
lead: 市商务局
tracked: {since: %s}
"""


def notice(number: int, answered: str = "") -> str:
    store_text = f"== data/notices/n26-s{number}.yaml\ntype: 提醒函\nnumber: 示例〔2026〕{number}号\nsample: true\n"
    return (
        store_text
        + "unit: 衡南县\nsent: 2026-11-17\nanswer_by: 2026-11-19\n"
        + (f"answered: {answered}\n" if answered else "")
    )


def next_one(tmp_path, *notices: str, since: str = "2026-11-16"):
    settings = (BASE / "data" / "settings.yaml").read_text("utf-8") + LADDER
    text = PROJECT.lstrip() % since + "".join(notices) + f"== data/settings.yaml\n{settings}"
    answer = remind(index_of(make_store(tmp_path, text)), "2026-W47", MONDAY)
    return next(row for row in answer.rows if row["unit"] == "衡南县")


def test_who_got_nothing_yet_is_reminded_with_two_working_days(tmp_path):
    row = next_one(tmp_path)

    assert (row["type"], row["projects"], row["answer_by"], row["earlier"]) == ("提醒函", ["p26-a1"], "2026-11-25", [])


def test_each_notice_without_an_answer_leads_a_step_further(tmp_path):
    assert next_one(tmp_path / "a", notice(1))["type"] == "催办单"
    assert next_one(tmp_path / "b", notice(1), notice(2))["type"] == "督办单"
    assert [item["number"] for item in next_one(tmp_path / "c", notice(1))["earlier"]] == ["示例〔2026〕1号"]


def test_what_was_answered_counts_no_more(tmp_path):
    assert next_one(tmp_path, notice(1, "2026-11-18"), notice(2))["type"] == "催办单"


def test_a_store_without_a_ladder_says_so(tmp_path):
    with pytest.raises(BadConfig, match="催办的梯次"):
        remind(index_of(make_store(tmp_path, PROJECT.lstrip() % "2026-11-16")), "2026-W47", MONDAY)


PARTLY = (
    "".join(
        PROJECT.lstrip().replace("a1", f"{id}1") % since for id, since in (("a", "2026-11-09"), ("b", "2026-11-02"))
    )
    + "== data/returns/2026-W46/hengnan.yaml\nsubmitted: 2026-11-13T09:00\nprojects: {p26-a1: {progress: 打桩}}\n"
    + "== data/returns/2026-W47/hengnan.yaml\nsubmitted: 2026-11-20T09:00\nprojects: {p26-a1: {progress: 承台}}\n"
).replace("示例·甲项目", "示例·项目")


def test_a_unit_that_reported_partly_is_reminded_of_what_is_missing_by_its_longest_silence(tmp_path):
    settings = (BASE / "data" / "settings.yaml").read_text("utf-8") + LADDER
    answer = remind(index_of(make_store(tmp_path, f"{PARTLY}== data/settings.yaml\n{settings}")), "2026-W47", MONDAY)

    row = next(row for row in answer.rows if row["unit"] == "衡南县")
    assert [row[key] for key in ("type", "projects", "items_in", "items_due", "weeks_silent")] == [
        *("催办单", ["p26-b1"], 1, 2, 3)
    ]
    assert row["weeks"] == ["2026-W45", "2026-W46", "2026-W47"]
    [text] = [text for block in answer.blocks if "【催办单】" in (text := getattr(block, "text", ""))]
    assert "2026-W47 周填报应报 2 项，已报 1 项，下列 1 项未报，最长的已连续 3 周。" in text


MATTER = """
== data/matters/x26-a1b2.yaml
text: 示例·用电增容
sample: true
origin: 企业诉求
raised: {by: 示例电气集团, on: 2026-11-02}
lead: 市商务局
due: 2026-11-13
events: [{on: 2026-11-02, do: 交办}]
"""


def test_a_matter_past_its_deadline_is_reminded_of_too(tmp_path):
    settings = (BASE / "data" / "settings.yaml").read_text("utf-8") + LADDER
    text = PROJECT.lstrip() % "2026-11-16" + MATTER.lstrip() + f"== data/settings.yaml\n{settings}"

    answer = remind(index_of(make_store(tmp_path, text)), "2026-W47", MONDAY)

    row = next(row for row in answer.rows if row["unit"] == "市商务局")
    assert (row["type"], row["matters"], row["projects"]) == ("提醒函", ["x26-a1b2"], [])
    assert any("有 1 件交办事项逾期未办结" in getattr(block, "text", "") for block in answer.blocks)


def recorded(root, today: str):
    """The reminder of W47, with its notices numbered and recorded that day."""
    session = Session(str(root), today, quiet=True)
    answer = remind(session.index, "2026-W47", session.now, numbered=True)
    changes = record_notices(session.index, answer.rows, session.today)
    result = session.apply(changes) if changes else None
    session.close()
    return answer, result


def test_notices_are_numbered_and_recorded_once_and_the_ladder_rises_when_nobody_answers(tmp_path):
    numbering = "notice_number: 示例〔{year}〕{n}号\n"
    settings = (BASE / "data" / "settings.yaml").read_text("utf-8") + LADDER + numbering
    root = make_store(tmp_path, PROJECT.lstrip() % "2026-11-16" + notice(7) + f"== data/settings.yaml\n{settings}")

    first, item = recorded(root, "2026-11-23")
    second, nothing = recorded(root, "2026-11-24")
    later, _ = recorded(root, "2026-11-30")

    assert [row["number"] for row in first.rows] == [f"示例〔2026〕{n}号" for n in (8, 9, 10)]
    assert len(item.lines) == 3 and nothing is None
    assert [row["already"]["number"] for row in second.rows] == [row["number"] for row in first.rows]
    assert any("已经发过，不重发 3：" in getattr(block, "text", "") for block in second.blocks)
    assert [row["number"] for row in later.rows] == [row["number"] for row in first.rows]  # W47 has its notice


def test_the_next_week_climbs_a_step(tmp_path):
    settings = (BASE / "data" / "settings.yaml").read_text("utf-8") + LADDER + "notice_number: 示例〔{year}〕{n}号\n"
    root = make_store(tmp_path, PROJECT.lstrip() % "2026-11-16" + f"== data/settings.yaml\n{settings}")
    recorded(root, "2026-11-23")

    session = Session(str(root), "2026-11-30", quiet=True)
    rows = {row["unit"]: row for row in remind(session.index, "2026-W48", session.now, numbered=True).rows}
    session.close()

    row = rows["衡南县"]
    assert (row["type"], row["already"], len(row["earlier"])) == ("催办单", None, 1)
    assert {row["number"] for row in rows.values()} == {f"示例〔2026〕{n}号" for n in (4, 5, 6)}


def test_numbers_need_a_way_to_write_them(tmp_path):
    settings = (BASE / "data" / "settings.yaml").read_text("utf-8") + LADDER
    index = index_of(make_store(tmp_path, PROJECT.lstrip() % "2026-11-16" + f"== data/settings.yaml\n{settings}"))

    with pytest.raises(BadConfig, match="没有催办文书的文号"):
        remind(index, "2026-W47", MONDAY, numbered=True)
