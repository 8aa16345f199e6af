"""Handovers: every dated duty moves from a day on, whatever field holds it; what was before stays."""

from datetime import date, datetime

import pytest

from hyzs.checking.tree_findings import findings
from hyzs.edits.handover import handover
from hyzs.model.errors import BadUsage
from hyzs.reports.handover import handover as handover_list
from hyzs.reports.who import who
from hyzs.session import Session
from support.stores import index_of, make_store

STORE = """== data/people/people.yaml
- {id: zhao, name: 示例·赵副市长, sample: true, posts: [{post: 副市长, until: 2026-11-20}]}
- {id: qian, name: 示例·钱副市长, sample: true, posts: [{post: 副市长, since: 2026-11-21}]}
== data/industries/chains.yaml
- {id: lian, name: 示例链, chief: 示例·赵副市长}
== data/units/offices.yaml
- {id: ban, name: 市招商办, type: 政府部门, officers: [{role: 分管负责人, person: 示例·赵副市长, since: 2026-01-01}]}
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
responsible: [衡南县]
patron: 示例·赵副市长
milestones: {在谈: 2026-03-02}
== data/projects/p26-b2.yaml
name: 示例·乙项目
sample: true
tier: 一般
county: 衡山县
patron:
  - {person: 示例·钱副市长, until: 2026-06-30}
  - {person: 示例·赵副市长, since: 2026-07-01, basis: 分工文件}
== data/projects/p26-c3.yaml
name: 示例·丙项目
sample: true
tier: 一般
county: 衡山县
patron: [{person: 示例·钱副市长, until: 2026-12-31}, {person: 示例·赵副市长, since: 2027-01-01}]
== data/projects/p26-d4.yaml
name: 示例·丁项目
sample: true
tier: 一般
county: 衡山县
patron: 示例·赵副市长
states: [{state: 终止, since: 2026-05-01, reason: 投资方放弃}]
"""
OLD, NEW = "示例·赵副市长", "示例·钱副市长"
ON = date(2026, 12, 1)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("handover"), STORE)


@pytest.fixture(scope="module")
def index(store):
    return index_of(store)


def spans(index, **options):
    """The texts that the handover writes, by file."""
    return {change.path: change.value for change in handover(index, OLD, NEW, ON, **options).changes}


def test_the_old_holder_stays_up_to_the_day_before_and_the_new_one_follows(index):
    spans_now = spans(index)
    until, since = {"until": "2026-11-30"}, {"since": "2026-12-01"}

    assert spans_now["projects/p26-a1.yaml"] == [{"person": OLD, **until}, {"person": NEW, **since}]
    assert spans_now["industries/chains.yaml"] == [{"person": OLD, **until}, {"person": NEW, **since}]
    assert spans_now["units/offices.yaml"] == [
        {"role": "分管负责人", "person": OLD, "since": "2026-01-01", **until},
        {"role": "分管负责人", "person": NEW, **since},
    ]


def test_spans_that_ended_before_stay_and_those_that_begin_later_are_all_of_the_new_one(index):
    spans_now = spans(index)

    assert [(span["person"], span.get("basis")) for span in spans_now["projects/p26-b2.yaml"]] == [
        (NEW, None),
        (OLD, "分工文件"),
        (NEW, None),
    ]
    assert spans_now["projects/p26-c3.yaml"][-1] == {"person": NEW, "since": "2027-01-01"}


def test_what_is_over_stays_and_is_named(index):
    moved = handover(index, OLD, NEW, ON)

    assert (moved.moved, "projects/p26-d4.yaml" in spans(index)) == (5, False)
    assert moved.notes == ("1 项的记录已经完结或终止，没有动：示例·丁项目（联系）",)


def test_a_unit_keeps_what_is_not_dated_and_says_so(index):
    """衡南县 has 甲项目 by its county, a field with days; among the responsible it stands without."""
    moved = handover(index, "衡南县", "衡东县", ON)

    assert [change.route for change in moved.changes] == [("county",)]
    assert moved.notes == ("1 项没有起止，没有动，要改用 hyzs set：示例·甲项目（责任）",)


def test_a_coordinator_without_days_is_named_among_what_stays(tmp_path):
    """A duty like any other: in the list to be signed, under ``who``, and said where it is not moved."""
    store_text = "== data/investors/a.yaml\n- {id: jt, name: 示例集团, sample: true, coordinator: 市工信局}\n"
    index = index_of(make_store(tmp_path, store_text))

    assert handover_list(index, datetime(2026, 11, 23, 9), "市工信局").summary["coordinate"] == 1
    assert [row["id"] for row in who(index, "市工信局", datetime(2026, 11, 23, 9), role="统筹").rows] == ["jt"]
    (note,) = handover(index, "市工信局", "市商务局", ON).notes
    assert note.startswith("2 项没有起止，没有动，要改用 hyzs set：示例集团（统筹）、")
    index.close()


def test_only_the_duties_of_a_unit_are_moved(index):
    assert list(spans(index, unit="市招商办")) == ["units/offices.yaml"]
    assert list(spans(index, unit="衡南县")) == ["projects/p26-a1.yaml"]


@pytest.mark.parametrize(("giver", "taker"), [(OLD, OLD), (OLD, "衡南县")])
def test_only_people_hand_over_to_other_people(index, giver, taker):
    with pytest.raises(BadUsage):
        handover(index, giver, taker, ON)


def test_the_list_to_be_signed_has_every_duty_and_how_its_record_stands(index):
    answer = handover_list(index, datetime(2026, 11, 23, 9), OLD)

    assert answer.summary == {"patron": 3, "chief": 1, "officer": 1, "over": 1}
    assert [(row["id"], row["stage"]) for row in answer.rows if row["kind"] == "project"] == [
        ("p26-a1", "在谈"),
        ("p26-b2", None),
        ("p26-c3", None),
        ("p26-d4", None),
    ]


def test_a_post_that_ended_leaves_no_duty_once_it_is_handed_over(tmp_path):
    """Found where the duties stand now; moved at once in one edit; the second time there is nothing to move."""
    session = Session(str(make_store(tmp_path, STORE)), "2026-11-23", quiet=True)

    def ended():
        return {f.record for f in findings(session.index, session.today) if f.code == "post-ended"}

    assert ended() == {"lian", "p26-a1", "p26-b2"}
    session.apply(handover(session.index, OLD, NEW, date(2026, 11, 21)).changes)

    assert ended() == set()
    assert handover(session.index, OLD, NEW, date(2026, 11, 21)).changes == []
    assert {row["id"] for row in who(session.index, OLD, datetime(2026, 11, 20, 9)).rows} >= {"p26-a1", "lian"}
    session.close()
