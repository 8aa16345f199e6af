"""A division of tasks that others keep becomes measures: who leads, who is responsible, what is due when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.cli.main import run
from hyzs.model.change import Set
from hyzs.model.column_mapping import ColumnMapping
from hyzs.model.errors import BadUsage
from hyzs.model.name_list import clauses_in
from hyzs.model.numbered import numbered_items, split_target
from hyzs.model.spreadsheet import Spreadsheet, SpreadsheetSheet
from hyzs.query.duties import UNITS
from hyzs.reports.division import division
from hyzs.reports.gaps import gaps
from hyzs.reports.list_ import list_
from hyzs.reports.progress import progress
from hyzs.session import Session
from spreadsheets import columns, taken, told, trees
from stores import make_store

STORE = """
== data/plans/yshj.yaml
name: 优化营商环境示例方案
number: 示政办发〔2026〕9号
issuer: 示例市人民政府办公室
issued: 2026-02-05
sections: [{number: 一, title: 政务服务}, {number: 二, title: 要素保障}]
"""
TITLE = ["《优化营商环境示例方案》任务分工表"]
HEAD = ["序号", "重点任务", "具体举措", "牵头单位", "责任单位", "完成时限", "成果形式"]
#: One measure over three rows, one over a single row, in two sections; 合计 at the end.
ROWS = [
    ["一、政务服务"],
    [
        "1",
        "压减审批时限",
        "梳理事项清单（不少于200项）",
        "市发改委",
        "市工信局等市直相关单位，各县市区",
        "2026年3月底前",
        "清单",
    ],
    ["", "", "开展联合踏勘", "市自然资源和规划局", "市商务局按职责分工负责", "长期，每年", "记录"],
    ["", "", "办件满意率测评", "市发改委", "市工信局", "每年", "报告"],
    ["二、要素保障"],
    ["2", "降低用电成本", "落实电价政策", "工信局牵头", "市商务局、市城发集团", "2026年底", "台账"],
    ["合计", "", "4项"],
]
MERGED = [((2, 0), (2, 6)), ((3, 0), (5, 0)), ((3, 1), (5, 1)), ((6, 0), (6, 6))]


def table(*rows, head=HEAD, title=TITLE, merged=(), file="分工表.xlsx"):
    return Spreadsheet(file, "", {"分工表": SpreadsheetSheet.of_texts([title, head, *map(list, rows)], merged)})


@pytest.fixture
def session(tmp_path):
    one = Session(str(make_store(tmp_path / "store", STORE.lstrip())), "2026-11-20T09:00", quiet=True)
    yield one
    one.close()


def measures(session, book, **more):
    result = taken(session, book, kind="measure", **more)
    return trees(result), result


def test_the_headings_of_a_division_of_tasks_mean_fields(session):
    assert dict(columns(session, table(*ROWS, merged=MERGED), kind="measure").fields) == {
        "序号": "number",
        "重点任务": "name",
        "具体举措": "tasks.text",
        "牵头单位": "lead",
        "责任单位": "responsible",
        "完成时限": "tasks.due",
        "成果形式": "tasks.deliverable",
    }


def test_a_measure_over_several_rows_has_a_task_a_row(session):
    made, result = measures(session, table(*ROWS, merged=MERGED))
    measure = made["压减审批时限"]

    assert (measure["plan"], measure["section"], measure["number"]) == ("优化营商环境示例方案", "一", "1")
    assert measure["lead"] == ["市发改委", "市自然资源和规划局"]
    assert [task["text"] for task in measure["tasks"]] == ["梳理事项清单", "开展联合踏勘", "办件满意率测评"]
    assert [task.get("due") for task in measure["tasks"]] == ["2026-03", "长期", None]
    assert [task.get("cadence") for task in measure["tasks"]] == [None, "每年", "每年"]
    assert measure["tasks"][0]["target"] == {"at_least": "200", "unit": "项"}
    assert [task["lead"] for task in measure["tasks"]] == [["市发改委"], ["市自然资源和规划局"], ["市发改委"]]
    assert dict(result.rows) == {"section": 2, "record": 2, "continued": 2, "total": 1}
    assert result.is_whole


@pytest.mark.parametrize("merged", [MERGED, ()])
def test_rows_go_on_whether_their_name_is_merged_or_left_out(session, merged):
    made = measures(session, table(*ROWS, merged=merged))[0]

    assert [len(measure["tasks"]) for measure in made.values()] == [3, 1]
    assert [measure["section"] for measure in made.values()] == ["一", "二"]


def test_a_name_that_is_written_in_each_row_is_one_measure(session):
    rows = [["压减审批时限", "甲"], ["压减审批时限", "乙"], ["降低用电成本", "丙"]]
    made = measures(
        session,
        table(*[[*row, "市发改委"] for row in rows], head=["重点任务", "具体举措", "牵头单位"]),
        besides=["section=一"],
    )[0]

    assert {name: [task["text"] for task in m["tasks"]] for name, m in made.items()} == {
        "压减审批时限": ["甲", "乙"],
        "降低用电成本": ["丙"],
    }


@pytest.mark.parametrize(
    ("path", "hint"), [("tasks", "tasks.text"), ("tasks.0.text", "写 tasks.text"), ("tasks.x", "schema")]
)
def test_a_map_names_fields_of_items_and_not_their_places(session, path, hint):
    wanted = ColumnMapping({"重点任务": "name", "具体举措": path})

    with pytest.raises(BadUsage) as error:
        measures(session, table(*ROWS), columns=wanted)
    assert hint in error.value.hint


def test_responsible_units_are_read_clause_by_clause(session):
    made = measures(session, table(*ROWS, merged=MERGED))[0]

    assert made["压减审批时限"]["responsible"] == [
        {"named": ["市工信局"], "of": "市直相关单位", "open": "true"},
        ["各县市区"],
        ["市商务局"],
        ["市工信局"],
    ]
    assert made["降低用电成本"]["lead"] == ["市工信局"]


def test_every_value_is_told_with_its_cell(session):
    _, result = measures(session, table(*ROWS, merged=MERGED))
    cells = {(cell.path, cell.cell, cell.value) for cell in result.cells if cell.subject == "压减审批时限"}

    assert {
        ("plan", "分工表!A1", "优化营商环境示例方案"),
        ("section", "分工表!A3", "一"),
        ("tasks.1.text", "分工表!C5", "开展联合踏勘"),
        ("tasks.1.due", "分工表!F5", "长期"),
        ("tasks.0.target.at_least", "分工表!C4", "200"),
    } <= cells


def test_a_task_of_many_lines_in_one_cell_is_several_tasks(session):
    row = ["1", "压减审批时限", "（1）甲\n（2）乙\n（3）丙", "市发改委", "", "（1）2026年3月\n（2）—（3）长期", "台账"]
    made = measures(session, table(row), besides=["section=一"])[0]

    assert [(task["text"], task["due"], task["deliverable"]) for task in made["压减审批时限"]["tasks"]] == [
        ("甲", "2026-03", "台账"),
        ("乙", "长期", "台账"),
        ("丙", "长期", "台账"),
    ]


def test_a_flat_table_gives_each_measure_the_task_that_it_is(session):
    head = ["序号", "主要任务", "牵头单位", "责任单位", "完成时限"]
    made, result = measures(
        session, table(["1", "制定方案", "市商务局", "市发改委等", "2026年6月"], head=head), besides=["section=一"]
    )

    assert made["制定方案"]["tasks"] == [
        {"id": f"{result.drafts['measure'][0]}-1", "text": "制定方案", "due": "2026-06"}
    ]
    assert ("分工表!B3", "没有另写，照名称写") in told(result, "changed")


def test_a_due_that_nobody_understands_costs_itself(session):
    made, result = measures(
        session, table(["1", "制定方案", "甲", "市商务局", "", "尽快", "稿"]), besides=["section=一"]
    )

    assert made["制定方案"]["tasks"][0]["deliverable"] == "稿" and "due" not in made["制定方案"]["tasks"][0]
    [(cell, message)] = told(result, "bad")
    assert cell == "分工表!F3" and "尽快" in message


def test_a_section_that_the_plan_has_not_is_told_at_its_row(session):
    _, result = measures(
        session, table(["九、没有的部分"], ["1", "制定方案", "甲", "市商务局", "", "", ""], merged=[((2, 0), (2, 6))])
    )

    assert tuple(cell for cell, _ in told(result, "bad")) == ("分工表!A3", "分工表!B4")


def test_unknown_units_become_drafts_beside_their_measures(session):
    row = ["1", "制定方案", "甲", "示例市政务局", "各有关单位、示例怪名", "2026", ""]
    made, result = measures(session, table(row), besides=["section=一"])

    assert made["示例市政务局"]["type"] == "政府部门" and made["各有关单位"]["open"] == "true"
    assert made["制定方案"]["lead"] == ["示例市政务局"]
    assert [cell for cell, _ in told(result, "bad")] == ["分工表!E3"]
    assert any("作草稿登记" in message and "类型按名称拟为 政府部门" in message for _, message in told(result, "new"))


def test_a_paragraph_as_a_name_gives_its_number_title_and_summary(session):
    row = ["1.压减审批\n时限。对标一流，整合环节。", "市发改委", "2026年"]
    made, result = measures(session, table(row, head=["重点任务", "牵头单位", "完成时限"]), besides=["section=一"])
    measure = made["压减审批时限"]

    assert (measure["number"], measure["summary"]) == ("1", "对标一流，整合环节。")
    assert measure["tasks"][0]["text"] == "压减审批时限"
    assert ("分工表!A3", "写在名称里") in told(result, "changed")


@pytest.mark.parametrize("title", ["优化营商环境示例方案重点任务责任清单", "附件：示政办发〔2026〕9号任务分解表"])
def test_the_plan_stands_in_the_title(session, title):
    made = measures(session, table(*ROWS, title=[title], merged=MERGED))[0]

    assert {measure["plan"] for measure in made.values()} == {"优化营商环境示例方案"}


def test_an_unknown_unit_is_told_once_at_the_cell_that_names_it(session):
    rows = [
        ["1", "压减", "甲", "市发改委", "市工信局", "", ""],
        ["", "", "乙", "市发改委", "示例新局、示例怪名", "", ""],
    ]
    result = measures(session, table(*rows), besides=["section=一"])[1]

    assert [cell for cell, _ in told(result, "bad")] == ["分工表!E4"]
    assert ("分工表!E4", "示例新局") in [(cell.cell, cell.value) for cell in result.cells if cell.state == "new"]


def test_a_section_is_known_by_its_title(session):
    rows = [["政务服务", "压减审批时限", "市发改委"], ["要素保障", "降低用电成本", "市工信局"]]
    made = measures(session, table(*rows, head=["工作类别", "重点任务", "牵头单位"]))[0]

    assert [measure["section"] for measure in made.values()] == ["一", "二"]


def test_numbers_that_count_rows_are_not_those_of_measures(session):
    rows = [["1", "压减审批时限", "甲"], ["2", "", "乙"], ["3", "降低用电成本", "丙"]]
    book = table(*[[*row, "市发改委"] for row in rows], head=["序号", "重点任务", "具体举措", "牵头单位"])
    made, result = measures(session, book, besides=["section=一"])

    assert [measure["number"] for measure in made.values()] == ["1", "2"]
    assert ("", "序号一列数的是行，没有收；新的按先后编") in told(result, "remark")


def test_figures_of_a_task_come_from_their_column(session):
    head = [*HEAD, "指标"]
    row = ["1", "兑现政策", "兑现", "市发改委", "", "长期", "", "兑现件数(件)、平均办理天数(天)"]
    made = measures(session, table(row, head=head), besides=["section=一"])[0]

    assert made["兑现政策"]["tasks"][0]["figures"] == [
        {"name": "f1", "label": "兑现件数", "unit": "件"},
        {"name": "f2", "label": "平均办理天数", "unit": "天"},
    ]


def test_drafts_owe_nothing_and_are_left_out_and_counted(session):
    taken(session, table(*ROWS, merged=MERGED), kind="measure", write=True)

    answer = division(session.index, "示政办发〔2026〕9号")
    assert (answer.rows, answer.summary["drafts"]) == ([], 2)
    assert progress(session.index, session.now, plan="示政办发〔2026〕9号").rows == []
    assert list_(session.index, "measure", session.now).summary["drafts"] == 2


def test_drafts_are_a_gap_until_somebody_looks_them_over(session):
    result = taken(session, table(*ROWS, merged=MERGED), kind="measure", write=True)
    rows = gaps(session.index, session.now.date(), "示政办发〔2026〕9号").rows

    assert {(row["gap"], row["id"]) for row in rows} == {("draft", id) for id in result.drafts["measure"]}


def test_a_measure_of_another_plan_is_not_taken_for_that_of_the_same_name(session):
    result = measures(session, table(["1", "构建招商体系", "甲", "市发改委", "", "", ""]), besides=["section=一"])[1]

    [(cell, message)] = told(result, "bad", "differs", "same")
    assert cell == "分工表!B3" and "“构建招商体系”已经是 m01 的叫法" in message


def test_a_clash_that_shows_at_another_record_is_told_at_its_cell(session):
    """Files are judged in the order of their names: the measure that is there comes after the new one."""
    text = (session.root / "data/measures/m01.yaml").read_text("utf-8")
    later = text.replace("构建招商体系", "示例旧举措").replace("示政办发〔2026〕1号", "示政办发〔2026〕9号")
    (session.root / "data/measures/z01.yaml").write_text(later, "utf-8")
    session.index.refresh()
    row = ["1", "制定方案", "甲", "市发改委", "", "", ""]
    made, result = measures(session, table(row, ["2", *row[1:1], "另一条", *row[2:]]), besides=["section=一"])

    assert list(made) == ["另一条"]
    [(cell, message)] = told(result, "bad")
    assert cell == "分工表!A3" and "data/measures/z01.yaml 里会多一个错误" in message


# 改了再收


def again(session, *rows, **more):
    return taken(session, table(*rows), kind="measure", **more)


def changed(rows, row, column, text):
    return [[text if (n, m) == (row, column) else cell for m, cell in enumerate(line)] for n, line in enumerate(rows)]


def test_the_same_division_again_is_the_same_once_it_was_compared(session):
    again(session, *ROWS, write=True)
    result = again(session, *ROWS)

    assert result.changes == [] and result.is_whole
    assert [message.partition("一样（")[2] for _, message in told(result, "same")] == ["比了 23 项）", "比了 8 项）"]


def test_where_the_division_was_mended_its_tasks_follow(session):
    again(session, *ROWS, write=True)
    mended = changed(changed(ROWS, 2, 5, "2026年6月"), 3, 2, "办件满意率调查")
    result = again(session, *mended, write=True)

    assert sorted((cell.path, cell.now, cell.value) for cell in result.cells if cell.state == "changed") == [
        ("tasks.1.due", "长期", "2026-06"),
        ("tasks.2.text", "办件满意率测评", "办件满意率调查"),
    ]
    assert again(session, *mended).changes == []


def test_a_task_that_the_division_has_besides_is_added_and_what_stands_there_stays(session):
    first = again(session, *ROWS, write=True)
    id = first.drafts["measure"][0]
    path = f"measures/{id}.yaml"
    session.apply([Set(path, ("tasks", 0, "reports"), "each")])
    result = again(
        session, *ROWS[:4], ["", "", "公开办事指南", "市发改委", "市工信局", "2026年", "指南"], *ROWS[4:], write=True
    )

    text = (session.root / "data" / path).read_text("utf-8")
    assert f"id: {id}-4" in text and "text: 公开办事指南" in text
    assert "reports: each" in text and result.records["updated"] == 1


def test_what_was_changed_on_both_sides_is_a_conflict(session):
    first = again(session, *ROWS, write=True)
    session.apply([Set(f"measures/{first.drafts['measure'][0]}.yaml", ("tasks", 1, "due"), "2027")])
    result = again(session, *changed(ROWS, 2, 5, "2026年6月"))

    assert [(cell.path, cell.now, cell.value) for cell in result.cells if cell.state == "conflict"] == [
        ("tasks.1.due", "2027", "2026-06")
    ]


@pytest.mark.parametrize("report", ["list", "division"])
def test_our_own_lists_come_back_as_the_same_measures(session, tmp_path, report):
    file = tmp_path / "out.xlsx"
    answer = (
        list_(session.index, "measure", session.now, every=False)
        if report == "list"
        else division(session.index, "示政办发〔2026〕1号")
    )
    session.show(answer, None, str(file))
    result = taken(session, file, kind="measure")

    assert (result.changes, told(result, "bad", "differs")) == ([], [])
    assert dict(result.records) == {"same": 1}


# 单位和人员


def people(session, *rows, head=("姓名", "单位", "职务", "任职时间", "联系电话"), **more):
    book = Spreadsheet("人员.xlsx", "", {"人员": SpreadsheetSheet.of_texts([list(head), *map(list, rows)])})
    return taken(session, book, kind="person", **more)


def test_people_come_with_their_posts_and_without_their_telephones(session):
    result = people(session, ["示例·钱副主任", "市发改委\n市商务局", "副主任\n党组成员", "2026年3月1日", "13907341234"])

    assert trees(result)["示例·钱副主任"]["posts"] == [
        {"post": "副主任", "unit": "市发改委", "since": "2026-03-01"},
        {"post": "党组成员", "unit": "市商务局", "since": "2026-03-01"},
    ]
    assert ("人员!E1", "联系方式和证件号码不进数据，1 格没有收；要留就放在 private/") in told(result, "remark")
    assert "1390734" not in str(result)


def test_a_map_that_wants_a_column_of_telephones_is_refused_it(session):
    wanted = {"姓名": "name", "职务": "posts.post", "联系电话": "posts.unit"}
    result = people(session, ["示例·钱副主任", "", "副主任", "", "0734-8123456"], columns=ColumnMapping(wanted))

    assert [cell for cell, _ in told(result, "bad")] == ["人员!E1"] and "8123456" not in str(result)


def test_a_person_who_is_there_is_compared_post_by_post(session):
    result = people(session, ["示例·李副市长", "市发改委", "联系市领导", "2025-01-01", ""])

    assert [(cell.path, cell.value, cell.now) for cell in result.cells if cell.state == "differs"] == [
        ("posts.0.unit", "市发改委", "")
    ]


def units(session, *rows, head=("单位名称", "全称", "曾用名", "别名", "是否填报", "单位类型"), **more):
    book = Spreadsheet("单位.xlsx", "", {"单位": SpreadsheetSheet.of_texts([list(head), *map(list, rows)])})
    return taken(session, book, kind="unit", **more)


def test_units_come_with_all_their_names_and_a_type_that_their_name_suggests(session):
    result = units(session, ["示例数据中心", "", "示例信息中心、示例网络中心", "数据中心、示例中心", "否", ""])
    unit = trees(result)["示例数据中心"]

    assert unit["aliases"] == ["数据中心", "示例中心"] and unit["type"] == "政府部门"
    assert unit["former_names"] == [{"name": "示例信息中心"}, {"name": "示例网络中心"}]
    assert ("单位!A2", "类型按名称拟为 政府部门") in told(result, "remark")


def test_a_draft_of_a_unit_files_no_returns(session):
    units(session, ["示例新区", "", "", "", "是", "园区"], write=True)
    assert "示例新区" not in [row["name"] for row in session.index.rows(UNITS)]


@pytest.mark.parametrize("kind", ["unit", "person"])
def test_our_own_lists_come_back_as_the_same_records(session, tmp_path, kind):
    file = tmp_path / "out.xlsx"
    session.show(list_(session.index, kind, session.now, every=False), None, str(file))
    result = taken(session, file, kind=kind)

    assert (result.changes, told(result, "bad", "differs"), set(result.records)) == ([], [], {"same"})


# 一格里的几项


@given(st.lists(st.text("甲乙丙，。2026", min_size=1, max_size=6).filter(str.strip), min_size=2, max_size=9))
def test_numbered_things_come_back(things):
    assert numbered_items("\n".join(f"（{n}）{thing}" for n, thing in enumerate(things, 1))) == dict(
        enumerate(things, 1)
    )


@given(st.text("（）()1234—、.\n甲 ", max_size=30))
def test_any_text_is_some_numbered_things_or_none(text):
    numbered_items(text)
    split_target(text)


@given(
    st.lists(
        st.lists(st.sampled_from(["甲局", "乙委", "丙办", "各县", "园区"]), min_size=1, max_size=3, unique=True),
        min_size=1,
        max_size=4,
    )
)
def test_clauses_come_back(clauses):
    known = {"甲局", "乙委", "丙办", "各县", "园区"}
    text = "，".join("、".join(names) for names in clauses)

    assert [list(clause.names) for clause in clauses_in(text, known.__contains__).clauses] == clauses


# 命令


def test_the_command_previews_by_a_map_that_it_never_writes_over(session, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    session.close()
    (tmp_path / "分工.csv").write_text("\n".join(",".join(row) for row in (TITLE, HEAD, *ROWS[1:3])), "utf-8")
    words = [
        "--store",
        str(session.root),
        "--today",
        "2026-11-20",
        "import",
        "measures",
        "分工.csv",
        "--set",
        "section=一",
    ]

    assert run(words) == 0
    file = tmp_path / "分工.map.yaml"
    edited = file.read_text("utf-8").replace("成果形式: tasks.deliverable", "成果形式: null   # 改了一上午")
    file.write_text(edited, "utf-8")
    capsys.readouterr()

    assert run(words) == 0
    out, err = capsys.readouterr()
    assert file.read_text("utf-8") == edited and "照已有的对照表 分工.map.yaml 预览" in err
    assert "没有收的列：成果形式(2 格)" in out
    assert run([*words, "--map", "分工.map.yaml"]) == 0
    assert file.read_text("utf-8") == edited
