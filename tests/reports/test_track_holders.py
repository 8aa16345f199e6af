"""Who answers for a project in the week, also after a move."""

from hyzs.checking.tree_findings import findings
from hyzs.reports.track import TrackFilter, track
from support.track_stories import MONDAY, ids, row_of, unit

# -- who answers, as of the week


def test_officer_and_investors_are_named(store):
    """
    {in play}
    investors: [示例电气集团, {of: 示例二集团, share: 20}]
    content: 建设两条线
    == data/investors/more.yaml
    - {id: er, name: 示例二集团, sample: true}
    """
    row = row_of(store)

    assert (row["investor"], row["content"], row["officer"]) == ("示例电气集团、示例二集团", "建设两条线", None)


def test_the_officer_is_whoever_held_the_post_of_the_lead_in_that_week(store):
    """
    == data/units/more.yaml
    - id: xj
      name: 某局
      type: 政府部门
      officers:
        - {role: 分管负责人, person: li, until: 2026-11-15}
        - {role: 分管负责人, person: 示例·王局长, since: 2026-11-16}
    == data/people/more.yaml
    - {id: wang, name: 示例·王局长, sample: true, posts: [{post: 局长, since: 2026-11-16}]}
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: 一般
    county: 衡南县
    lead: xj
    {since W44}
    """
    assert [row_of(store, f"2026-W{week}")["officer"] for week in (46, 47)] == ["示例·李副市长", "示例·王局长"]


def test_tier_county_lead_patron_and_reporter_are_those_of_the_week(store):
    """
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: [{tier: 一般, until: 2026-11-10}, {tier: 重点, since: 2026-11-11}]
    county: [{unit: 衡山县, until: 2026-11-15}, {unit: 衡东县, since: 2026-11-16}]
    lead: [{unit: 市商粮局, until: 2026-11-12}, {unit: 市工信局, since: 2026-11-13}]
    patron: [{person: li, since: 2026-11-20}]
    {since W44}
    """
    rows = [row_of(store, f"2026-W{week}") for week in (45, 46, 47)]

    assert [[row[key] for key in ("tier", "county", "lead", "patron", "reporter")] for row in rows] == [
        ["一般", "衡山县", "市商务局", None, "衡山县"],
        ["重点", "衡山县", "市工信局", None, "衡山县"],
        ["重点", "衡东县", "市工信局", "示例·李副市长", "衡东县"],
    ]


def test_a_park_that_files_reports_its_projects(store):
    """
    {in play}
    park: 绿色食品产业园
    == data/units/more.yaml
    - {id: smy, name: 松木园, type: 园区, files: true}
    == data/projects/p26-b1.yaml
    name: 示例·乙项目
    sample: true
    tier: 一般
    county: 衡南县
    park: 松木园
    {since W44}
    """
    rows = track(store, None, MONDAY).rows

    assert [(row["id"], row["park"], row["reporter"]) for row in rows] == [
        *[("p26-a1", "绿色食品产业园", "衡南县"), ("p26-b1", "松木园", "松木园")]
    ]


def test_a_named_reporter_goes_before_park_and_county_and_the_lead_comes_last(store):
    """
    {in play}
    reporter: 市商务局
    == data/projects/p26-b1.yaml
    name: 示例·乙项目
    sample: true
    tier: 一般
    lead: 市工信局
    {since W44}
    """
    assert [row["reporter"] for row in track(store, None, MONDAY).rows] == ["市商务局", "市工信局"]


# -- the story of the move


def test_after_a_move_check_finds_nothing_wrong_with_the_old_returns(store):
    """
    {move}
    """
    assert [f for f in findings(store, MONDAY.date()) if f.path.startswith(("data/returns", "data/projects"))] == []


def test_after_a_move_the_new_county_owes_and_the_old_one_owes_nothing_on_it(store):
    """
    {move}
    """
    row, answer = row_of(store, "2026-W46"), track(store, "2026-W46", MONDAY)

    assert [row[key] for key in ("county", "reporter", "status", "weeks_silent")] == ["衡东县", "衡东县", "owed", 1]
    assert [r["id"] for r in answer.rows if "衡山县" in (r["county"], r["reporter"])] == []
    assert ids(track(store, "2026-W46", MONDAY, TrackFilter(unit="衡山县"))) == []


def test_before_a_move_the_old_county_is_heard(store):
    """
    {move}
    """
    answer = track(store, "2026-W45", MONDAY)

    assert (answer.rows[0]["county"], answer.rows[0]["status"]) == ("衡山县", "heard")
    assert unit(answer, "衡山县")["status"] == "heard"


def test_a_county_that_files_and_holds_no_project_owes_a_nil_return(store):
    """
    {move}
    == data/returns/2026-W47/hengshan.yaml
    submitted: 2026-11-20T09:00
    nil: true
    """
    states = [unit(track(store, f"2026-W{week}", MONDAY), "衡山县") for week in (46, 47)]

    assert [(row["status"], row["nil"], row["weeks_silent"]) for row in states] == [
        *[("owed", False, 1), ("heard", True, 0)]
    ]
