"""Derived fields: worked out by the reports that know them, and asked for as stored ones are."""

import inspect

import pytest

from hyzs.model.errors import BadUsage
from hyzs.query.matters import matters
from hyzs.query.open_needs import needs_now
from hyzs.reports.list_ import list_
from hyzs.reports.open_matters import open_matters
from hyzs.reports.progress import progress
from hyzs.reports.track import TrackFilter, track
from support.derived_rows import NOW, ids, rows
from support.stores import index_of, make_store, repo_index


@pytest.fixture(scope="module")
def city():
    return repo_index()


@pytest.fixture
def store(request, tmp_path):
    """The index of the store that the test's docstring tells."""
    index = index_of(make_store(tmp_path, inspect.cleandoc(request.function.__doc__ or "") + "\n"))
    yield index
    index.close()


def test_a_project_is_as_the_tracking_list_has_it(city):
    same = [
        "status",
        "exempt_reason",
        "weeks_silent",
        "weeks_unchanged",
        "last_week",
        "next_node",
        "next_by",
        "overdue_days",
        "progress",
        "officer",
        "invested",
        "paid_in",
    ]
    listed = {row["id"]: row for row in rows(city, "projects", columns=",".join(("id", "light", "open_needs", *same)))}

    tracked = track(city, None, NOW, TrackFilter(all=True)).rows

    assert len(listed) == len(tracked) > 20
    for row in tracked:
        result = listed[row["id"]]
        assert {key: result[key] for key in same} == {key: row[key] for key in same}
        assert (result["light"], result["open_needs"]) == (
            row["light"]["name"],
            len([need for need in row["needs"] if not need["matter"]]),
        )


def test_a_matter_is_as_its_events_make_it(city):
    listed = rows(city, "matters", columns="id,status,effective_due,overdue_days")

    by_key = {row["id"]: row for row in matters(city, NOW.date())}

    assert {row["id"]: tuple(row.values())[1:] for row in listed} == {
        id: (row["status"], row["due"], row["overdue_days"]) for id, row in by_key.items()
    }


def test_a_unit_is_as_the_week_has_it(city):
    units = {row["unit"]: row for row in track(city, None, NOW).extra["units"]}

    listed = rows(city, "units", "填报状态=未报", columns="name,status,weeks_silent")

    owing = [name for name, row in units.items() if row["status"] == "owed"]
    assert {row["name"]: row["weeks_silent"] for row in listed} == {name: units[name]["weeks_silent"] for name in owing}


def test_a_need_is_open_where_it_was_said_last(city):
    open_ = rows(city, "needs", "状态=未解决", columns="project,text,首提周,week,现限期,逾期天数")
    needs_by_text = {need["text"]: need for need in needs_now(city, NOW)}

    assert {row["text"] for row in open_} == set(needs_by_text)
    assert len(open_) == len(needs_by_text)
    for row in open_:
        need = needs_by_text[row["text"]]
        assert tuple(row.values())[2:] == tuple(need[key] for key in ("week", "last_week", "due", "overdue_days"))


def test_a_need_that_was_settled_or_handed_over_says_so(store):
    """
    == data/projects/p26-a1.yaml
    {name: 示例·甲, sample: true, tier: 一般, county: 衡南县, tracked: {since: 2026-05-11}}
    == data/matters/x26-a1.yaml
    text: 示例·用水
    sample: true
    origin: 企业诉求
    raised: {on: 2026-11-02}
    lead: 市商务局
    due: 2026-11-20
    events: [{on: 2026-11-03, do: 交办}]
    == data/returns/2026-W45/hengnan.yaml
    submitted: 2026-11-06T09:00
    projects: {p26-a1: {progress: 略, needs: [{text: 用电增容}, {text: 用水}, {text: 用地}, {text: 用气}]}}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T09:00
    projects:
      p26-a1:
        progress: 略
        needs:
          - {text: 用电 增容。}
          - {text: 用水, matter: x26-a1}
          - {text: 用地, state: 已解决}
          - {text: 用气, state: 撤回}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 略, needs: [{text: 用地}]}}
    """
    results = [
        (row["week"][-2:], row["text"], row["status"]) for row in rows(store, "needs", columns="week,text,status")
    ]

    assert results == [
        ("45", "用电增容", "后来又提"),
        ("45", "用水", "后来又提"),
        ("45", "用地", "已了结"),
        ("45", "用气", "已了结"),
        ("46", "用电 增容。", "未解决"),
        ("46", "用水", "已转交办"),
        ("46", "用地", "已了结"),
        ("46", "用气", "已了结"),
        ("47", "用地", "未解决"),
    ]


def test_a_task_and_its_measure_are_as_the_progress_of_the_plan_has_them(city):
    answer = progress(city, NOW)
    listed = {
        row["id"]: row for row in rows(city, "tasks", columns="id,state,light,overdue_days,weeks_silent,欠报单位")
    }

    assert len(listed) == len(answer.rows) == 96
    for row in answer.rows:
        light = row["light"] and row["light"]["name"]
        owing = "、".join(row["owed"]) or None
        expected = (row["id"], row["state"], light, row["overdue_days"], row["weeks_silent"], owing)
        assert tuple(listed[row["id"]].values()) == expected

    measures = {row["number"]: row for row in answer.extra["measures"]}
    for row in rows(city, "measures", columns="number,tasks_done,tasks_overdue,tasks_owed"):
        counts = measures[row["number"]]
        assert tuple(row.values())[1:] == (counts["by_state"]["完成"], counts["overdue"], counts["owed"])


def test_tasks_of_a_measure_are_asked_through_it(city):
    assert [row["number"] for row in rows(city, "measures", "tasks.逾期天数>0", columns="number")] == [3]


MATTER = """
== data/matters/x26-a{n}.yaml
text: 示例·事项{n}
sample: true
origin: 企业诉求
raised: {{on: 2026-11-02}}
lead: 市商务局
due: {due}
events:
  - {{on: 2026-11-03, do: 交办}}
"""
SIGNED = "  - {on: 2026-11-04, do: 签收}\n"
MATTERS = (
    MATTER.format(n=1, due="2026-11-20")
    + SIGNED
    + MATTER.format(n=2, due="2026-11-10")
    + SIGNED
    + "  - {on: 2026-11-09, do: 延期, due: 2026-11-30}\n"
    + MATTER.format(n=3, due="2026-11-10")
    + SIGNED
    + "  - {on: 2026-11-09, do: 办结}\n"
    + "  - {on: 2026-11-10, do: 销号, by: 市发改委}\n"
    + MATTER.format(n=4, due="2026-11-13")
)


@pytest.fixture(scope="module")
def handed(tmp_path_factory):
    return index_of(make_store(tmp_path_factory.mktemp("handed"), MATTERS))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("状态=在办", ["x26-a1", "x26-a2"]),
        ("状态=在办 and 逾期天数>0", ["x26-a1"]),
        ("状态 != 已销号", ["x26-a1", "x26-a2", "x26-a4"]),
        ("status in (待签收, 已销号)", ["x26-a3", "x26-a4"]),
        ("现期限 = 2026-11", ["x26-a1", "x26-a2", "x26-a3", "x26-a4"]),
        ("期限 != 现期限 or 现期限 > 2026-11-20", None),
        ("现期限 < 今天", ["x26-a1", "x26-a3", "x26-a4"]),
        ("最近动作=延期", ["x26-a2"]),
        ("状态 ~ 销", ["x26-a3"]),
    ],
)
def test_matters_are_asked_by_where_they_stand(handed, condition, expected):
    if expected is None:
        with pytest.raises(BadUsage, match="要和日期比较"):
            ids(handed, "matters", condition)
    else:
        assert ids(handed, "matters", condition) == expected


def test_matters_sort_by_their_way_and_their_lateness(handed):
    assert ids(handed, "matters", None, "-逾期天数,id") == ["x26-a4", "x26-a1", "x26-a2", "x26-a3"]
    assert ids(handed, "matters", None, "状态,-id") == ["x26-a4", "x26-a2", "x26-a1", "x26-a3"]


def test_people_see_where_matters_stand_and_machines_the_fields_of_the_files(handed):
    looked = list_(handed, "matters", NOW, every=False)

    assert [column.key for column in looked.main.columns] == [
        "id",
        "text",
        "status",
        "lead",
        "effective_due",
        "overdue_days",
    ]
    full = list_(handed, "matters", NOW).rows[0]
    assert "due" in full and not {"status", "effective_due", "overdue_days"} & set(full)


def test_open_matters_come_with_the_latest_first(handed):
    answer = open_matters(handed, NOW)

    assert [(row["id"], row["status"], row["overdue_days"]) for row in answer.rows] == [
        ("x26-a4", "待签收", 10),
        ("x26-a1", "在办", 3),
        ("x26-a2", "在办", 0),
    ]
    assert (answer.report, answer.summary) == ("matter", {"open": 3, "overdue": 2})
    assert answer.blocks[0].text == "没有销号的 3 件，逾期 2 件"


def test_a_return_says_whether_it_came_in_time(store):
    """
    == data/returns/2026-W46/hengnan.yaml
    {submitted: 2026-11-13T09:00, nil: true}
    == data/returns/2026-W47/hengnan.yaml
    {submitted: 2026-11-21T09:00, nil: true}
    """
    assert ids(store, "returns", "填报状态=迟报") == ["2026-W47/hengnan"]
