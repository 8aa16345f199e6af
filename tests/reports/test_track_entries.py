"""Silence, figures, needs and promises of the tracking list."""

from hyzs.reports.track import track
from support.track_stories import MONDAY, PLAIN, row_of

# -- silence


def test_silence_counts_from_the_last_entry(store):
    """
    {in play}
    == data/returns/2026-W45/hengnan.yaml
    submitted: 2026-11-06T09:00
    projects: {p26-a1: {progress: 打桩}}
    """
    rows = [row_of(store, f"2026-W{week}") for week in (44, 45, 46, 47)]

    assert [row["weeks_silent"] for row in rows] == [1, 0, 1, 2]
    assert [row["last_week"] for row in rows] == [None, "2026-W45", "2026-W45", "2026-W45"]


def test_silence_counts_from_the_week_it_is_tracked_when_there_is_no_entry(store):
    """
    {in play}
    """
    assert row_of(store)["weeks_silent"] == 4


def test_a_week_that_is_not_yet_due_adds_no_silence(store):
    """
    {in play}
    """
    row = row_of(store, "本周")

    assert (row["status"], row["weeks_silent"]) == ("pending", 4)


def test_a_late_entry_counts_as_the_entry_of_its_week(store):
    """
    {in play}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-19T16:00
    projects: {p26-a1: {progress: 补报, late: 漏报}}
    """
    rows = [row_of(store, week) for week in ("2026-W46", "2026-W47")]

    assert [(row["status"], row["weeks_silent"], row["last_week"]) for row in rows] == [
        *[("late", 0, "2026-W46"), ("owed", 1, "2026-W46")]
    ]


def test_an_exempt_week_adds_no_silence(store):
    """
    {plain}
    tracked: {since: 2026-02-02}
    == data/returns/2026-W06/hengnan.yaml
    submitted: 2026-02-06T09:00
    projects: {p26-a1: {progress: 打桩}}
    """
    assert [row_of(store, f"2026-W{week:02}")["weeks_silent"] for week in (7, 8, 9)] == [1, 1, 2]


# -- nothing new


def test_no_change_and_the_same_words_again_are_weeks_without_change(store):
    """
    {in play}
    == data/returns/2026-W44/hengnan.yaml
    submitted: 2026-10-30T09:00
    projects: {p26-a1: {progress: 打桩}}
    == data/returns/2026-W45/hengnan.yaml
    submitted: 2026-11-06T09:00
    projects: {p26-a1: {no_change: true, reason: 停工}}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T09:00
    projects: {p26-a1: {progress: 打桩}}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 打桩完成}}
    """
    assert [row_of(store, f"2026-W{week}")["weeks_unchanged"] for week in (44, 45, 46, 47)] == [0, 1, 2, 0]


def test_six_weeks_on_end_without_change_are_six(stores):
    text = PLAIN + "tracked: {since: 2026-10-12}\n"
    for week, day in zip(range(42, 48), ("10-16", "10-23", "10-30", "11-06", "11-13", "11-20"), strict=True):
        text += f"== data/returns/2026-W{week}/hengnan.yaml\nsubmitted: 2026-{day}T09:00\n"
        text += "projects: {p26-a1: {no_change: true, reason: 等待批复}}\n"

    answer = track(stores(text), None, MONDAY)

    assert (answer.rows[0]["weeks_unchanged"], answer.rows[0]["weeks_silent"]) == (6, 0)
    assert [block.columns[1].value(answer.rows[0]) for block in answer.blocks if hasattr(block, "columns")] == [
        "无变化 6 周"
    ]


# -- what is said


def test_figures_are_the_last_known_up_to_the_week(store):
    """
    {in play}
    investment: {total: 9000}
    == data/returns/2026-W45/hengnan.yaml
    submitted: 2026-11-06T09:00
    projects: {p26-a1: {progress: 打桩, figures: {invested: 300, paid_in: 100}}}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T09:00
    projects: {p26-a1: {progress: 承台, figures: {invested: 450.5}}}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {no_change: true, reason: 停工}}
    """
    rows = [row_of(store, f"2026-W{week}") for week in (44, 45, 46, 47)]

    assert [(row["invested"], row["paid_in"]) for row in rows] == [
        *[(None, None), (300, 100), (450.5, 100), (450.5, 100)]
    ]
    assert {row["total"] for row in rows} == {9000}


def test_needs_stay_from_week_to_week_and_next_is_that_of_the_week(store):
    """
    {in play}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T09:00
    projects:
      p26-a1: {progress: 打桩, needs: [{text: 增容, to: 发改委, due: 2026-12-05}, {text: 招工}], next: 浇筑}
    == data/units/more.yaml
    - {id: dianli, name: 电力公司, aliases: [发改委], type: 政府部门}
    """
    before, now = row_of(store, "2026-W46"), row_of(store)

    raised = {
        "week": "2026-W46",
        "last_week": "2026-W46",
        "matter": None,
        "overdue_days": 0,
        "return": "2026-W46/hengnan",
    }
    assert before["needs"] == [
        {"text": "增容", "to": "电力公司", "due": "2026-12-05", "first_due": "2026-12-05", **raised},
        {"text": "招工", "to": None, "due": None, "first_due": None, **raised},
    ]
    assert (before["next"], now["needs"], now["next"], now["progress"]) == ("浇筑", before["needs"], None, None)


def test_when_two_units_speak_in_one_week_the_one_that_reports_it_counts(store):
    """
    {in play}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T11:00
    projects: {p26-a1: {progress: 县里说, figures: {invested: 300}}}
    == data/returns/2026-W46/gxj.yaml
    submitted: 2026-11-13T09:00
    projects: {p26-a1: {progress: 局里说, figures: {invested: 200, paid_in: 50}}}
    """
    then, now = row_of(store, "2026-W46"), row_of(store)

    assert (then["status"], then["progress"], then["weeks_unchanged"]) == ("late", "县里说", 0)
    assert (now["invested"], now["paid_in"]) == (300, 50)


# -- promises


def test_the_next_node_is_the_next_stage_that_was_promised(store):
    """
    {in play}
    milestones: {签约: 2026-03-02}
    promises: {投产: 2027-06, 竣工: 2026-10}
    """
    row = row_of(store)

    assert (row["next_node"], row["next_by"], row["overdue_days"]) == ("竣工", "2026-10", 22)


def test_without_a_promise_the_next_node_is_the_next_stage(store):
    """
    {in play}
    milestones: {签约: 2026-03-02}
    """
    row = row_of(store)

    assert (row["stage"], row["next_node"], row["next_by"], row["overdue_days"]) == ("签约", "开工", None, 0)


def test_stage_node_and_promise_are_as_of_the_week(store):
    """
    {in play}
    milestones: {签约: 2026-03-02, 开工: 2026-11-17}
    promises:
      开工: [{by: 2026-10, set: 2026-03-02}, {by: 2026-12, set: 2026-11-10, why: 用地}]
    """
    rows = [row_of(store, f"2026-W{week}") for week in (45, 46, 47)]

    assert [(row["stage"], row["next_node"], row["next_by"], row["overdue_days"]) for row in rows] == [
        *[("签约", "开工", "2026-10", 8), ("签约", "开工", "2026-12", 0), ("开工", "竣工", None, 0)]
    ]


def test_a_week_that_is_not_over_counts_overdue_days_up_to_today(store):
    """
    {in play}
    promises: {签约: 2026-11-20}
    """
    assert row_of(store, "本周")["overdue_days"] == 3
