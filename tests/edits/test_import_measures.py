"""A division of tasks that others keep becomes measures: who leads, who is responsible, what is due when."""

import pytest

from hyzs.model.column_mapping import ColumnMapping
from hyzs.model.errors import BadUsage
from hyzs.reports.division import division
from hyzs.reports.gaps import gaps
from hyzs.reports.list_ import list_
from hyzs.reports.progress import progress
from hyzs.session import Session
from support.measure_ledgers import HEAD, ROWS, STORE, measures, table
from support.spreadsheets import cell_results, columns, import_book
from support.stores import make_store

MERGED = [((2, 0), (2, 6)), ((3, 0), (5, 0)), ((3, 1), (5, 1)), ((6, 0), (6, 6))]


@pytest.fixture
def session(tmp_path):
    session = Session(str(make_store(tmp_path / "store", STORE.lstrip())), "2026-11-20T09:00", quiet=True)
    yield session
    session.close()


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
    item, result = measures(session, table(*ROWS, merged=MERGED))
    measure = item["压减审批时限"]

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
    result = measures(session, table(*ROWS, merged=merged))[0]

    assert [len(measure["tasks"]) for measure in result.values()] == [3, 1]
    assert [measure["section"] for measure in result.values()] == ["一", "二"]


def test_a_name_that_is_written_in_each_row_is_one_measure(session):
    rows = [["压减审批时限", "甲"], ["压减审批时限", "乙"], ["降低用电成本", "丙"]]
    result = measures(
        session,
        table(*[[*row, "市发改委"] for row in rows], head=["重点任务", "具体举措", "牵头单位"]),
        besides=["section=一"],
    )[0]

    assert {name: [task["text"] for task in m["tasks"]] for name, m in result.items()} == {
        "压减审批时限": ["甲", "乙"],
        "降低用电成本": ["丙"],
    }


@pytest.mark.parametrize(
    ("path", "hint"), [("tasks", "tasks.text"), ("tasks.0.text", "写 tasks.text"), ("tasks.x", "schema")]
)
def test_a_map_names_fields_of_items_and_not_their_places(session, path, hint):
    expected = ColumnMapping({"重点任务": "name", "具体举措": path})

    with pytest.raises(BadUsage) as error:
        measures(session, table(*ROWS), columns=expected)
    assert hint in error.value.hint


def test_responsible_units_are_read_clause_by_clause(session):
    result = measures(session, table(*ROWS, merged=MERGED))[0]

    assert result["压减审批时限"]["responsible"] == [
        {"named": ["市工信局"], "of": "市直相关单位", "open": "true"},
        ["各县市区"],
        ["市商务局"],
        ["市工信局"],
    ]
    assert result["降低用电成本"]["lead"] == ["市工信局"]


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
    result = measures(session, table(row), besides=["section=一"])[0]

    assert [(task["text"], task["due"], task["deliverable"]) for task in result["压减审批时限"]["tasks"]] == [
        ("甲", "2026-03", "台账"),
        ("乙", "长期", "台账"),
        ("丙", "长期", "台账"),
    ]


def test_a_flat_table_gives_each_measure_the_task_that_it_is(session):
    head = ["序号", "主要任务", "牵头单位", "责任单位", "完成时限"]
    item, result = measures(
        session, table(["1", "制定方案", "市商务局", "市发改委等", "2026年6月"], head=head), besides=["section=一"]
    )

    assert item["制定方案"]["tasks"] == [
        {"id": f"{result.drafts['measure'][0]}-1", "text": "制定方案", "due": "2026-06"}
    ]
    assert ("分工表!B3", "没有另写，照名称写") in cell_results(result, "changed")


def test_a_due_that_nobody_understands_costs_itself(session):
    item, result = measures(
        session, table(["1", "制定方案", "甲", "市商务局", "", "尽快", "稿"]), besides=["section=一"]
    )

    assert item["制定方案"]["tasks"][0]["deliverable"] == "稿" and "due" not in item["制定方案"]["tasks"][0]
    [(cell, message)] = cell_results(result, "bad")
    assert cell == "分工表!F3" and "尽快" in message


def test_a_section_that_the_plan_has_not_is_told_at_its_row(session):
    _, result = measures(
        session, table(["九、没有的部分"], ["1", "制定方案", "甲", "市商务局", "", "", ""], merged=[((2, 0), (2, 6))])
    )

    assert tuple(cell for cell, _ in cell_results(result, "bad")) == ("分工表!A3", "分工表!B4")


def test_unknown_units_become_drafts_beside_their_measures(session):
    row = ["1", "制定方案", "甲", "示例市政务局", "各有关单位、示例怪名", "2026", ""]
    item, result = measures(session, table(row), besides=["section=一"])

    assert item["示例市政务局"]["type"] == "政府部门" and item["各有关单位"]["open"] == "true"
    assert item["制定方案"]["lead"] == ["示例市政务局"]
    assert [cell for cell, _ in cell_results(result, "bad")] == ["分工表!E3"]
    assert any(
        "作草稿登记" in message and "类型按名称拟为 政府部门" in message for _, message in cell_results(result, "new")
    )


def test_a_paragraph_as_a_name_gives_its_number_title_and_summary(session):
    row = ["1.压减审批\n时限。对标一流，整合环节。", "市发改委", "2026年"]
    item, result = measures(session, table(row, head=["重点任务", "牵头单位", "完成时限"]), besides=["section=一"])
    measure = item["压减审批时限"]

    assert (measure["number"], measure["summary"]) == ("1", "对标一流，整合环节。")
    assert measure["tasks"][0]["text"] == "压减审批时限"
    assert ("分工表!A3", "写在名称里") in cell_results(result, "changed")


@pytest.mark.parametrize("title", ["优化营商环境示例方案重点任务责任清单", "附件：示政办发〔2026〕9号任务分解表"])
def test_the_plan_stands_in_the_title(session, title):
    result = measures(session, table(*ROWS, title=[title], merged=MERGED))[0]

    assert {measure["plan"] for measure in result.values()} == {"优化营商环境示例方案"}


def test_an_unknown_unit_is_told_once_at_the_cell_that_names_it(session):
    rows = [
        ["1", "压减", "甲", "市发改委", "市工信局", "", ""],
        ["", "", "乙", "市发改委", "示例新局、示例怪名", "", ""],
    ]
    result = measures(session, table(*rows), besides=["section=一"])[1]

    assert [cell for cell, _ in cell_results(result, "bad")] == ["分工表!E4"]
    assert ("分工表!E4", "示例新局") in [(cell.cell, cell.value) for cell in result.cells if cell.state == "new"]


def test_a_section_is_known_by_its_title(session):
    rows = [["政务服务", "压减审批时限", "市发改委"], ["要素保障", "降低用电成本", "市工信局"]]
    result = measures(session, table(*rows, head=["工作类别", "重点任务", "牵头单位"]))[0]

    assert [measure["section"] for measure in result.values()] == ["一", "二"]


def test_numbers_that_count_rows_are_not_those_of_measures(session):
    rows = [["1", "压减审批时限", "甲"], ["2", "", "乙"], ["3", "降低用电成本", "丙"]]
    book = table(*[[*row, "市发改委"] for row in rows], head=["序号", "重点任务", "具体举措", "牵头单位"])
    item, result = measures(session, book, besides=["section=一"])

    assert [measure["number"] for measure in item.values()] == ["1", "2"]
    assert ("", "序号一列数的是行，没有收；新的按先后编") in cell_results(result, "remark")


def test_figures_of_a_task_come_from_their_column(session):
    head = [*HEAD, "指标"]
    row = ["1", "兑现政策", "兑现", "市发改委", "", "长期", "", "兑现件数(件)、平均办理天数(天)"]
    result = measures(session, table(row, head=head), besides=["section=一"])[0]

    assert result["兑现政策"]["tasks"][0]["figures"] == [
        {"name": "f1", "label": "兑现件数", "unit": "件"},
        {"name": "f2", "label": "平均办理天数", "unit": "天"},
    ]


def test_drafts_owe_nothing_and_are_left_out_and_counted(session):
    import_book(session, table(*ROWS, merged=MERGED), kind="measure", write=True)

    answer = division(session.index, "示政办发〔2026〕9号")
    assert (answer.rows, answer.summary["drafts"]) == ([], 2)
    assert progress(session.index, session.now, plan="示政办发〔2026〕9号").rows == []
    assert list_(session.index, "measure", session.now).summary["drafts"] == 2


def test_drafts_are_a_gap_until_somebody_looks_them_over(session):
    result = import_book(session, table(*ROWS, merged=MERGED), kind="measure", write=True)
    rows = gaps(session.index, session.now.date(), "示政办发〔2026〕9号").rows

    assert {(row["gap"], row["id"]) for row in rows} == {("draft", id) for id in result.drafts["measure"]}


def test_a_measure_of_another_plan_is_not_taken_for_that_of_the_same_name(session):
    result = measures(session, table(["1", "构建招商体系", "甲", "市发改委", "", "", ""]), besides=["section=一"])[1]

    [(cell, message)] = cell_results(result, "bad", "differs", "same")
    assert cell == "分工表!B3" and "“构建招商体系”已经是 m01 的叫法" in message


def test_a_clash_that_shows_at_another_record_is_told_at_its_cell(session):
    """Files are judged in the order of their names: the measure that is there comes after the new one."""
    text = (session.root / "data/measures/m01.yaml").read_text("utf-8")
    later = text.replace("构建招商体系", "示例旧举措").replace("示政办发〔2026〕1号", "示政办发〔2026〕9号")
    (session.root / "data/measures/z01.yaml").write_text(later, "utf-8")
    session.index.refresh()
    row = ["1", "制定方案", "甲", "市发改委", "", "", ""]
    item, result = measures(session, table(row, ["2", *row[1:1], "另一条", *row[2:]]), besides=["section=一"])

    assert list(item) == ["另一条"]
    [(cell, message)] = cell_results(result, "bad")
    assert cell == "分工表!A3" and "data/measures/z01.yaml 里会多一个错误" in message
