"""The page of a meeting: what the last one decided, then what this one has to speak about."""

from datetime import datetime

from hyzs.reports.meeting import meeting
from support.stores import index_of, make_store, repo_index

NOW = datetime(2026, 11, 23, 23, 59)
MATTER = """== data/matters/{id}.yaml
text: {text}
origin: 会议议定
source: {{type: 纪要, number: 示阅〔2026〕{number}号, on: {on}, by: 示例调度会, clause: {clause}, text: {text}}}
raised: {{on: {on}}}
lead: 市商务局
due: {due}
events: [{{on: {on}, do: 交办}}]
"""


def matter(id, text, number=12, on="2026-11-18", clause="一", due="2026-12-10"):
    return MATTER.format(**locals())


def meeting_of(tmp_path, *matters):
    return meeting(index_of(make_store(tmp_path, "".join(matters))), NOW)


def test_the_last_meeting_is_listed_item_by_item_and_older_ones_only_where_they_are_late(tmp_path):
    answer = meeting_of(
        tmp_path,
        matter("x26-a1", "办电", clause="十"),
        matter("x26-a2", "办证", clause="二", due="2026-11-20"),
        matter("x26-a3", "修路", number=11, on="2026-11-04", due="2026-11-10"),
        matter("x26-a4", "建库", number=11, on="2026-11-04"),
    )

    decided = [(row["clause"], row["text"], row["overdue_days"]) for row in answer.rows]
    assert decided == [("二", "办证", 3), ("十", "办电", 0)]
    assert [row["text"] for row in answer.extra["agenda"]["overdue"]] == ["修路"]
    assert answer.extra["last"] == {"number": "示阅〔2026〕12号", "on": "2026-11-18", "by": "示例调度会"}


def test_a_store_without_minutes_says_so(tmp_path):
    answer = meeting_of(tmp_path)

    assert answer.rows == [] and answer.extra["last"] is None
    assert any("还没有纪要" in getattr(block, "text", "") for block in answer.blocks)


def test_the_agenda_of_the_sample_has_its_red_projects_and_overdue_matters():
    answer = meeting(repo_index(), NOW)

    assert answer.summary["red"] == len(answer.extra["agenda"]["red"]) > 0
    assert all(row["light"]["colour"] == "red" for row in answer.extra["agenda"]["red"])
    assert answer.one_page
