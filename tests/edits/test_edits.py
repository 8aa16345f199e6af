"""Acts: what is asked for becomes changes of the files, and the files say it afterwards."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import partial

import pytest

from hyzs.checking.autofix import autofixes
from hyzs.commands.form_files import read_forms, write_forms
from hyzs.edits import matter as matters
from hyzs.edits.advance import advance
from hyzs.edits.collect import Weeks, collect
from hyzs.edits.fmt import fmt
from hyzs.edits.forms.collect_options import CollectOptions
from hyzs.edits.log import find_subject, log, parse_needs, settle_needs
from hyzs.edits.new import find_kind, new
from hyzs.edits.rename import rename
from hyzs.edits.return_entry import EntryUpdate
from hyzs.edits.set_ import set_
from hyzs.fields.reporting_week import load_schedule
from hyzs.gitdrivers.semantic_diff import describe_changes
from hyzs.model.change import Append, Plain, Remove, Set, YamlSource
from hyzs.model.errors import BadUsage, EditRefused, NotFound
from hyzs.model.private_number import has_private_number
from hyzs.model.week import Week
from hyzs.query.form_columns import sheet_columns
from hyzs.query.record_positions import locate_record
from hyzs.reports.dispatch import Dispatch, dispatch, dispatch_result
from hyzs.reports.history import history
from hyzs.reports.results.collect_result import collect_result
from hyzs.reports.results.edit_result import edit_result
from hyzs.session import Session
from hyzs.store.git_history import last_commits
from support.stores import BASE, make_store

NOW = datetime(2026, 11, 20, 9, 0)
STORE = """
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
content: 建一条线
lead: 市商粮局
responsible: [衡南县, 市自然资源和规划局]
milestones: {在谈: 2026-05-11}
promises: {开工: 2026-12}
tracked: {since: 2026-05-11}
== data/measures/m02.yaml
name: 完善招商网络
plan: 市政办发〔2026〕1号
number: 2
section: 一
lead: [市商务局]
responsible: [[衡南县]]
summary: 组团外出
tasks:
  - {id: m02-1, text: 组团活动, cadence: 每周, target: {at_least: 20, unit: 场, per: 年}, reports: each}
== data/returns/2026-W46/hengnan.yaml
submitted: 2026-11-13T09:00
projects:
  p26-a1: {progress: 谈地块, figures: {paid_in: 300}, needs: [{text: 用地, to: 市自然资源和规划局, due: 2026-12-05}]}
tasks:
  m02-1: {done: 1, progress: 一场}
"""
PATH = "projects/p26-a1.yaml"


@pytest.fixture
def session(tmp_path):
    settings = (BASE / "data" / "settings.yaml").read_text("utf-8")
    plan = next((BASE / "data" / "plans").glob("*.yaml")).read_text("utf-8")
    number = next(line.partition(":")[2].strip() for line in plan.splitlines() if line.startswith("number:"))
    extra = f"== data/settings.yaml\n{settings}\ndeadlines: [{{origin: 企业诉求, days: 3}}]\n"
    if "cadences:" not in settings:
        extra += "cadences: [{name: 每年}]\n"
    make_store(tmp_path, STORE.lstrip().replace("市政办发〔2026〕1号", number) + extra)
    session = Session(str(tmp_path), NOW.isoformat())
    yield session
    session.close()


def text(session, path=PATH):
    return (session.root / "data" / path).read_text("utf-8")


def test_words_become_changes(session):
    words = ["项目类别=重点", "responsible+=市商务局", "responsible-=衡南县", "land=", "claims:=[{unit: 衡南县}]"]

    assert set_(session.index, "p26-a1", words) == [
        Set(PATH, ("tier",), "重点"),
        Append(PATH, ("responsible",), "市商务局"),
        Remove(PATH, ("responsible", 0)),
        Remove(PATH, ("land",)),
        Set(PATH, ("claims",), YamlSource("[{unit: 衡南县}]")),
    ]


def test_labels_further_down_and_units_are_understood_as_where_and_log_do(session):
    words = [
        "总投资=1.5亿元",
        "固定资产投资=9,000万元",
        "用地面积=2公顷",
        "承诺时限.投产=2027年6月",
        "年产值=一百",
    ]

    assert set_(session.index, "p26-a1", words) == [
        Set(PATH, ("investment", "total"), Plain("15000")),
        Set(PATH, ("investment", "fixed"), Plain("9000")),
        Set(PATH, ("land", "area_mu"), Plain("30")),
        Set(PATH, ("promises", "投产"), Plain("2027-06")),
        Set(PATH, ("expected", "output"), "一百"),  # for the judge to refuse
    ]


@pytest.mark.parametrize(
    "word, expected",
    [
        ("总投姿=3", "是不是：总投资"),
        ("没有等号", "看不懂"),
        ("contry=衡南县", "没有“contry”"),
        ("responsible-=市教育局", "里没有“市教育局”"),
        ("milestones=2026", "有好几项"),
        ("name.x=1", "没有“x”|不能再分"),
    ],
)
def test_words_that_cannot_be_understood(session, word, expected):
    with pytest.raises(BadUsage) as refused:
        set_(session.index, "p26-a1", [word])
    assert re.search(expected, f"{refused.value.message}{refused.value.hint}")


def test_a_milestone_is_reached_once(session):
    session.apply(advance(session.index, "p26-a1", "线索", "2026-05-08", "登记表"))

    assert "线索: {on: 2026-05-08, evidence: 登记表}" in text(session)
    with pytest.raises(BadUsage, match="已经到过“在谈”"):
        advance(session.index, "p26-a1", "在谈", "2026-06-01")


def test_every_reference_follows_a_new_id_and_a_new_name(session):
    session.apply(rename(session.index, "p26-a1", "p26-z9"))
    session.apply(rename(session.index, "衡南县", "衡南新区"))

    assert "  p26-z9: {progress" in text(session, "returns/2026-W46/hengnan.yaml")
    assert "county: 衡南新区\n" in text(session, "projects/p26-z9.yaml")
    assert "name: 衡南新区" in text(session, "units/units.yaml")


def test_a_unit_s_id_takes_the_names_of_its_returns_along(session):
    session.apply(rename(session.index, "hengnan", "hn"))

    assert "p26-a1" in text(session, "returns/2026-W46/hn.yaml")
    with pytest.raises(BadUsage, match="由它的文件路径给出"):
        rename(session.index, "2026-W46/hn", "x")


def test_a_new_record_needs_what_its_kind_must_have(session):
    kind = find_kind(session.index, "项目")
    with pytest.raises(BadUsage, match="项目类别"):
        new(session.index, kind, ["name=示例·乙"], NOW.date())

    session.apply(
        new(session.index, kind, ["name=示例·乙", "tier=一般", "sample=是", "land.area_mu=12"], NOW.date(), "p26-b2")
    )

    assert text(session, "projects/p26-b2.yaml") == "name: 示例·乙\nsample: true\ntier: 一般\nland: {area_mu: 12}\n"
    with pytest.raises(BadUsage, match="写在别的记录里"):
        find_kind(session.index, "tasks")
    with pytest.raises(BadUsage, match="不这样新建"):
        find_kind(session.index, "returns")
    with pytest.raises(BadUsage, match="要有编号"):
        new(session.index, find_kind(session.index, "units"), ["name=x", "type=群体"], NOW.date())


def test_names_out_of_date_and_aliases_become_the_usual_ones(session):
    item, second = (
        session.apply(fmt(session.index, [*autofixes(session.index, NOW.date())]), tidy=True) for _ in range(2)
    )

    assert "lead: 市商务局\n" in text(session)
    assert edit_result(item).summary["files"] >= 1
    assert edit_result(second).blocks[-1].text.startswith("已经是这样")


def test_a_line_by_hand_goes_into_the_return_of_who_reports_it(session):
    about = find_subject(session.index, "p26-a1", None, None, NOW)
    output = EntryUpdate("地块谈定", "签约", parse_needs(["用电@市商务局<2026-12-10"]), {"paid_in": Decimal(500)})

    session.apply(log(about, output, NOW, "示例甲"))

    assert (about.filing.week, about.before["progress"]) == (Week(2026, 47), "谈地块")
    assert "filed_by: 示例甲\nprojects:\n  p26-a1:\n    progress: 地块谈定\n" in text(session, about.filing.path)


def test_a_task_is_reported_by_its_unit(session):
    about = find_subject(session.index, "m02-1", "W47", None, NOW)

    session.apply(log(about, EntryUpdate(done=Decimal(2), progress="两场"), NOW))

    assert text(session, "returns/2026-W47/swj.yaml").endswith("tasks:\n  m02-1: {progress: 两场, done: 2}\n")


def test_a_need_that_says_nothing_is_refused():
    with pytest.raises(BadUsage, match="看不懂"):
        parse_needs(["@市商务局"])


def test_a_matter_without_a_deadline_gets_the_working_days_of_its_origin(session):
    value = matters.NewMatter("示例·用电", "企业诉求", "市商务局", ["衡南县"], "p26-a1")

    session.apply(
        matters.create_matter(session.index, value, matters.EventDetails(date(2026, 11, 19), "衡南县"), "x26-a1")
    )
    session.apply(
        matters.append_event(
            session.index, "x26-a1", "reassign", matters.EventDetails(date(2026, 11, 20), to="市自然资源和规划局")
        )
    )

    assert "due: 2026-11-24\n" in text(session, "matters/x26-a1.yaml")
    assert "lead: 市自然资源和规划局\n" in text(session, "matters/x26-a1.yaml")
    with pytest.raises(BadUsage, match="没有“forget”"):
        matters.append_event(session.index, "x26-a1", "forget", matters.EventDetails(NOW.date()))
    with pytest.raises(BadUsage, match="没有“领导批示”的办理期限"):
        matters.create_matter(
            session.index, matters.NewMatter("x", "领导批示", "市商务局"), matters.EventDetails(NOW.date())
        )


def test_a_deadline_over_an_unpublished_new_year_is_counted_on_and_says_so(session):
    session.close()
    session = Session(str(session.root), "2026-12-30")
    output = matters.EventDetails(session.today, "衡南县")

    session.apply(
        matters.create_matter(session.index, matters.NewMatter("示例·用电", "企业诉求", "市商务局"), output, "x26-a1")
    )
    session.close()

    assert text(session, "matters/x26-a1.yaml").endswith(
        "due: 2027-01-04\nevents:\n  - {on: 2026-12-30, do: 交办, note: 期限推算：节假日安排未公布，按周一至周五计}\n"
    )


def test_the_frame_of_a_year_has_its_weekends_and_waits_for_the_festivals(session):
    calendar = find_kind(session.index, "calendar")

    session.apply(new(session.index, calendar, [], NOW.date(), "2027"))

    assert text(session, "calendar/2027.yaml") == (
        "title: 国务院办公厅关于2027年部分节假日安排的通知\n"
        "adopted: 2026-11-20\n"
        "holidays: []\n"
        "note: 周六、周日休息。公布后写上 notice，再把放假和调休逐个写进 holidays；在那以前按周一至周五计\n"
    )
    assert load_schedule(session.index).years == {2025, 2026}
    festival = "holidays+={name: 元旦, since: 2027-01-01, until: 2027-01-03}"
    session.apply(set_(session.index, "2027", ["notice=示例〔2026〕1号", festival]))
    assert load_schedule(session.index).years == {2025, 2026, 2027}
    with pytest.raises(EditRefused, match="不是年份"):
        session.apply(new(session.index, calendar, [], NOW.date(), "next"))


def test_a_form_asks_the_tasks_of_each_unit_with_what_is_done_this_year(session, tmp_path):
    [form] = dispatch(session.index, "2026-W47", NOW, ["衡南县"], session.about).forms
    tasks = {sheet.name: sheet.rows for sheet in form.sheets}["任务"]
    write_forms(session.root, [form], str(tmp_path / "out"))
    options = CollectOptions(sheet_columns(session.index), "base", has_private_number)

    [back] = read_forms(session.root, [str(tmp_path / "out")], options.columns)
    result = collect(Weeks(session.index, NOW), back, options, session.apply)

    assert (tasks["m02-1"]["so_far"], tasks["m02-1"]["target"]) == ("1", "每年 20 场以上")
    assert dispatch_result(Dispatch(Week(2026, 47), [form]), "out").rows[0]["tasks"] == 1
    assert collect_result([result], dry=True).summary["taken"] == 0
    with pytest.raises(NotFound, match="没有这个文件"):
        list(read_forms(session.root, [str(tmp_path / "nowhere")], options.columns))


def test_a_figure_and_a_story_through_the_weeks(session):
    [row] = history(session.index, "p26-a1", "paid_in", NOW).rows
    days = [str(event["date"]) for event in history(session.index, "p26-a1", None, NOW).rows]

    assert (row["week"], row["value"], row["unit"]) == ("2026-W46", 300, "衡南县")
    assert days == sorted(days)
    with pytest.raises(BadUsage, match="没有“x”这个指标"):
        history(session.index, "p26-a1", "x", NOW)


def test_a_change_of_records_is_told_in_words():
    old = "- {id: a, name: 甲, aliases: [一, 二]}\n- {id: b, name: 乙}\n".encode()
    new = "- {id: a, name: 甲局, aliases: [一, 三], parent: ~}\n- {id: c, name: 丙}\n".encode()

    assert describe_changes("units/units.yaml", old, new) == [
        "单位 a 甲局",
        "  简称：甲 → 甲局",
        "  别名：去掉 二",
        "  别名：加上 三",
        "  上级或属地：（无） → （无）",
        "删去单位 b 乙",
        "  编号：b → （无）",
        "  简称：乙 → （无）",
        "新增单位 c 丙",
        "  编号：（无） → c",
        "  简称：（无） → 丙",
    ]
    assert describe_changes("projects/p1.yaml", b"promises: {a: [{by: 1}]}\n", b"promises: {a: 2}\n")
    assert describe_changes("projects/p1.yaml", b"a: {b\n", b"a: 1\n") is None


def test_a_figure_is_told_with_the_commit_it_came_in(session):
    import subprocess

    def git(*words: str) -> str:
        quiet = ["git", "-C", str(session.root), "-c", "user.name=t", "-c", "user.email=t@example.invalid"]
        return subprocess.run([*quiet, *words], check=True, capture_output=True, encoding="utf-8").stdout.strip()

    figure = history(session.index, "p26-a1", "paid_in", NOW)
    assert last_commits(session.root, [row["path"] for row in figure.rows]) == {}
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "x")

    [row] = history(session.index, "p26-a1", "paid_in", NOW, partial(last_commits, session.root)).rows

    assert row["commit"] == git("rev-parse", "HEAD")


# -- needs are settled, amended, handed over


def test_an_open_need_is_settled_by_its_words_and_a_near_wording_is_suggested(session):
    about = find_subject(session.index, "p26-a1", None, None, NOW)

    assert settle_needs(about, ["用　地。"], "撤回") == [{"text": "用地", "state": "撤回"}]
    with pytest.raises(BadUsage) as refusal:
        settle_needs(about, ["用地块"], "已解决")
    assert refusal.value.hint == "是不是：用地"


def test_the_same_need_with_another_day_amends_the_entry(session):
    for day in ("2026-12-10", "2026-12-20"):
        about = find_subject(session.index, "p26-a1", None, None, NOW)
        session.apply(log(about, EntryUpdate(progress="谈定", needs=parse_needs([f"用电@市商务局<{day}"])), NOW))

    entry = find_subject(session.index, "p26-a1", None, None, NOW).filing.entry("projects", "p26-a1")
    assert [(need["text"], need["due"]) for need in entry["needs"]] == [("用电", "2026-12-20")]


def test_a_matter_made_of_a_need_has_its_unit_and_day_and_the_need_its_id(session):
    value = matters.NewMatter("用地", None, "", project="p26-a1")
    session.apply(matters.create_matter(session.index, value, matters.EventDetails(NOW.date()), "x26-a1"))

    body = locate_record(session.index, "x26-a1", "matter").body
    assert (body["lead"], body["due"], body["origin"]) == ("市自然资源和规划局", "2026-12-05", "周填报")
    [need] = find_subject(session.index, "p26-a1", None, None, NOW).last["needs"]
    assert need["matter"] == "用地"
    with pytest.raises(BadUsage, match="没有这条未解决的诉求"):
        matters.create_matter(
            session.index,
            matters.NewMatter("x", None, "市商务局", project="p26-a1", need="用地"),
            matters.EventDetails(NOW.date()),
        )
