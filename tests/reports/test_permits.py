"""Permits: clocks, what waits for what, papers still owed; projects examined by the rules of the settings."""

from datetime import datetime

from hyzs.query.flows import FlowBook
from hyzs.query.todo import todo_items
from hyzs.reports.checkup import checkup
from hyzs.reports.permits import permits
from support.stores import index_of, make_store

NOW = datetime(2026, 11, 23, 9)
PROJECT = """\
== data/projects/2026/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
investment: {total: 5000}
milestones: {签约: 2025-09-05}
tracked: {since: 2025-09-05}
"""


def store_index(tmp_path, permit="", settings=""):
    store = make_store(tmp_path, PROJECT + (f"permits:\n{permit}" if permit else ""))
    if settings:
        file = store / "data/settings.yaml"
        file.write_text(file.read_text("utf-8") + settings, "utf-8")
    return index_of(store)


def permit_of(index, name, day=NOW):
    return next(row for row in permits(index, day, "p26-a1").rows if row["permit"] == name)


PERMIT = """\
  施工许可:
    events:
      - {on: 2026-11-02, do: 申请}
      - {on: 2026-11-04, do: 补正, note: 缺资金安排}
      - {on: 2026-11-09, do: 受理}
"""


def test_the_days_of_a_correction_do_not_count(tmp_path):
    """受理 on 2026-11-09 and seven days: due on 2026-11-16."""
    row = permit_of(store_index(tmp_path, PERMIT), "施工许可", datetime(2026, 11, 12, 9))

    assert (row["status"], row["step"], row["due"], row["overdue_days"]) == ("在办", "办结", "2026-11-16", 0)


def test_one_that_is_past_its_day_is_overdue_and_one_done_in_time_is_done(tmp_path):
    index = store_index(tmp_path, PERMIT + "      - {on: 2026-11-18, do: 办结, number: 示例1号}\n")
    late, item = (permit_of(index, "施工许可", datetime(2026, 11, day, 9)) for day in (17, 20))

    assert (late["status"], late["overdue_days"]) == ("在办", 1)
    assert (item["status"], item["done_on"]) == ("已办", "2026-11-18")


def test_what_waits_for_another_may_not_start_and_what_waits_for_nothing_may(tmp_path):
    rows = permits(store_index(tmp_path, "  立项备案: {status: 已办, on: 2025-10-11}\n"), NOW, "p26-a1").rows

    assert [(row["permit"], row["status"], row["waits_for"], row["may_start"]) for row in rows] == [
        ("立项备案", "已办", [], False),
        ("用地预审", "未办", [], True),
        ("施工许可", "未办", ["用地预审"], False),
    ]


def test_the_list_of_all_says_how_many_it_leaves_out(tmp_path):
    answer = permits(store_index(tmp_path, "  立项备案: {status: 已办, on: 2025-10-11}\n"), NOW)

    assert [row["permit"] for row in answer.rows] == ["用地预审"]
    assert "其余 2 项没有列" in answer.blocks[0].text


def test_a_project_is_drawn_from_its_first_act_to_its_end(tmp_path):
    [chart] = [
        block for block in permits(store_index(tmp_path, PERMIT), NOW, "p26-a1").blocks if hasattr(block, "series")
    ]

    assert (chart.kind, list(chart.labels)) == ("gantt", ["施工许可"])
    assert [list(series.values) for series in chart.series] == [["2026-11-02"], ["2026-11-16"]]


LACKING = """\
  用地预审:
    agent: 衡南县
    events:
      - {on: 2026-11-09, do: 申请}
      - {on: 2026-11-10, do: 容缺受理, papers: [勘界图, 承诺书], due: 2026-11-20}
"""


def test_papers_that_were_not_there_stay_owed_until_they_are_brought(tmp_path):
    def owed(text):
        index = store_index(tmp_path, text)
        return [item for item in todo_items(index, FlowBook(index), NOW) if item["what"] == "容缺材料"]

    [item] = owed(LACKING)

    assert (item["key"], item["who"], item["due"], item["overdue_days"], item["note"]) == (
        *("用地预审", ["衡南县"], "2026-11-20", 3, "勘界图、承诺书"),
    )
    assert owed(LACKING + "      - {on: 2026-11-19, do: 补齐}\n") == []


def test_a_look_that_runs_out_within_a_month_is_on_the_list_once_it_was_not_renewed(tmp_path):
    checks = (
        "checks:\n  - {item: 投资实力, phase: 事前, on: 2026-01-05, by: 市发改委, result: 通过, until: 2026-12-15}\n"
    )
    newer = "  - {item: 投资实力, phase: 事前, on: 2026-11-05, by: 市发改委, result: 通过, until: 2027-12-15}\n"

    def looks(text):
        questions = index_of(make_store(tmp_path, PROJECT + text))
        return [
            (i["step"], i["who"], i["due"])
            for i in todo_items(questions, FlowBook(questions), NOW)
            if i["what"] == "研判"
        ]

    assert looks(checks) == [("复查投资实力", ["市发改委"], "2026-12-15")]
    assert looks(checks + newer) == []


RULES = """\
checkups:
  - {name: 签约一年未开工, where: days_since.签约>365 and is_at.开工=0, source: 示例}
  - {name: 三个月没有新到位, scope: is_at.签约=1, where: unmoved.paid_in>90, weeks: 13, source: 示例}
"""


def test_a_rule_finds_the_projects_that_meet_it_and_says_by_what(tmp_path):
    """Signed on 2025-09-05, 444 days ago."""
    index = store_index(tmp_path, settings=RULES)
    answer = checkup(index, NOW)

    assert [(row["rule"], row["id"], row["note"]) for row in answer.rows if row["verdict"] == "found"] == [
        ("签约一年未开工", "p26-a1", "签约以来天数(天) 444")
    ]


def test_too_few_weeks_of_returns_are_unknown_and_not_in_order(tmp_path):
    answer = checkup(store_index(tmp_path, settings=RULES), NOW)

    assert [(row["rule"], row["id"], row["note"]) for row in answer.rows if row["verdict"] == "unknown"] == [
        ("三个月没有新到位", "p26-a1", "只有 0 周填报，要 13 周")
    ]
    assert answer.summary["unknown"] == 1
