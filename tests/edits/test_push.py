"""免申即享: who is pushed what, that an unknown fact is never pushed, and confirmations that come back by workbook."""

import openpyxl
import pytest

from hyzs.commands.form_files import read_forms, write_forms
from hyzs.edits.collect import Weeks, collect
from hyzs.edits.forms.collect_options import CollectOptions
from hyzs.edits.matter import EventDetails
from hyzs.edits.push import push_grants
from hyzs.edits.step import step
from hyzs.model.errors import EditRefused
from hyzs.model.private_number import has_private_number
from hyzs.query.form_columns import sheet_columns
from hyzs.query.grants import confirm_by, grant_rows, offer_coverage, push_plan
from hyzs.reports.support.grants import grants
from hyzs.reports.support.push import push_answer, push_workbooks
from hyzs.session import Session
from support.stores import make_store

_CHECK = "item: 失信, phase: 事前, on: 2026-06-01, by: 市商务局, result: 通过"
STORE = f"""
== data/settings.yaml
id: base
name: 测试库
week: {{opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}}
cadence: {{default: weekly}}
tiers: [{{name: 重大}}, {{name: 重点}}, {{name: 一般}}]
stages: [{{name: 线索}}, {{name: 在谈}}]
aspects: [{{name: 失信}}]
firm_labels: [{{name: 高新技术企业, complete_on: 2026-10-31}}]
firm_indicators: [{{name: equipment, label: 设备投资, unit: 万元, keeper: 市商务局}}]
== data/offers/offers.yaml
- id: sb-a1
  name: 示例·高企奖励
  sample: true
  form: 奖补
  unit: 市工信局
  basis: 示例
  mode: 免申即享
  who: labels=高新技术企业 and checks.失信=通过
  amount: {{fixed: 20}}
- {{id: sb-b1, name: 示例·没写条件, sample: true, form: 奖补, unit: 市工信局, basis: 示例, mode: 免申即享}}
== data/investors/firms.yaml
- {{id: firm-a, name: 示例·甲公司, sample: true, labels: [高新技术企业], checks: [{{{_CHECK}}}]}}
- {{id: firm-b, name: 示例·乙公司, sample: true, labels: [高新技术企业]}}
- {{id: firm-c, name: 示例·丙公司, sample: true}}
- {{id: firm-d, name: 示例·丁公司, sample: true, labels: [高新技术企业], checks: [{{{_CHECK}}}]}}
== data/grants/2026/g26-d1d1.yaml
sample: true
firm: 示例·丁公司
offer: 示例·高企奖励
period: 2026
unit: 市工信局
amount: 20
events:
  - {{on: 2026-05-06, do: 推送, by: 市工信局, due: 2026-05-20}}
  - {{on: 2026-05-12, do: 确认, by: 示例·丁公司}}
"""


class Office:
    """A store that pushes, and what comes of the workbook."""

    def __init__(self, root):
        self.root = make_store(root / "store", STORE)
        self.out = root / "forms"
        self.session = Session(str(self.root), "2026-11-23T09:00")

    def plan(self):
        return push_plan(self.session.index, self.session.now, "2026")

    def push(self):
        """The workbook of the one unit, after what is due was pushed."""
        plan, day = self.plan(), self.session.today
        due = [row for row in plan.rows if row["verdict"] == "due"]
        self.session.apply(push_grants(due, "2026", day, confirm_by(self.session.index, day), None))
        [form] = push_workbooks(plan, "2026", day, self.session.about)
        write_forms(self.root, [form], str(self.out))
        return self.out / form.file

    def collect(self, file):
        columns = sheet_columns(self.session.index)
        options = CollectOptions(columns, str(self.session.about["id"]), has_private_number)
        [form] = read_forms(self.root, [str(file)], columns)
        return collect(Weeks(self.session.index, self.session.now), form, options, self.session.apply)

    def statuses(self):
        return {row["firm"][-3:]: row["status"] for row in grant_rows(self.session.index, self.session.today)}


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    yield office
    office.session.close()


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """An office that has pushed, and its workbook: for tests after which nothing is written."""
    office = Office(tmp_path_factory.mktemp("sent"))
    yield office, office.push()
    office.session.close()


def fill_cells(file, **cells):
    """A copy of the workbook with these cells of the only row: answer, on, note."""
    book = openpyxl.load_workbook(file)
    file = file.with_name(f"filled-{file.name}")
    page = book["免申即享"]
    headings = {str(cell.value).partition("(")[0]: cell.column for cell in page[4] if cell.value}
    labels = {"answer": "企业意愿", "on": "确认日期", "note": "说明", "firm": "企业"}
    for key, value in cells.items():
        page.cell(5, headings[labels[key]]).value = value
    book.save(file)
    return file


def test_four_firms_are_four_answers_and_the_coverage_is_one_of_two(office):
    plan = office.plan()

    verdicts = {row["firm"][-3:]: (row["verdict"], row["missing"]) for row in plan.rows if "firm-" in row["firm_id"]}
    offers, total = offer_coverage(plan.rows)
    assert verdicts == {
        "甲公司": ("due", []),
        "乙公司": ("unknown", ["尽调·失信"]),
        "丙公司": ("ineligible", []),
        "丁公司": ("granted", []),
    }
    assert [str(offers[0]["rate"]), offers[0]["granted"], offers[0]["entitled"], offers[0]["unknown"]] == [
        "50.0",
        1,
        2,
        1,
    ]
    assert [total["firms_granted"], total["firms_entitled"], total["firms_unknown"]] == [1, 2, 1]
    assert plan.left_out == [("示例·没写条件", "没有写条件 who")]


def test_a_push_is_recorded_and_asked_once(sent):
    office, _ = sent

    assert office.statuses() == {"甲公司": "已推送", "丁公司": "已确认"}
    assert [row["verdict"] for row in office.plan().rows if row["firm_id"] == "firm-a"] == ["pushed"]


def test_an_empty_cell_is_no_answer(sent):
    office, file = sent
    result = office.collect(file)

    assert (result.changes, office.statuses()["甲公司"]) == ([], "已推送")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"answer": "放弃"}, "要写原因"),
        ({"answer": "同意"}, "不在可选的里面"),
        ({"answer": "确认", "on": "2026-12-20"}, "还没有到"),
        ({"on": "2026-11-20"}, "没有选企业意愿"),
        ({"answer": "确认", "firm": "示例·别家"}, "隐藏的编号是"),
        ({"answer": "异议", "note": "打电话 13812345678"}, "手机号"),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is_written(sent, cells, words):
    office, file = sent
    result = office.collect(fill_cells(file, **cells))

    assert any(words in cell.message for cell in result.cells if cell.state == "bad")
    assert office.statuses()["甲公司"] == "已推送"


def test_the_firm_s_answer_comes_back_through_collect_and_once_more_changes_nothing(office):
    file = fill_cells(office.push(), answer="确认", on="2026-11-20")
    assert office.collect(file).is_accepted
    assert office.statuses()["甲公司"] == "已确认"

    result = office.collect(file)

    assert (result.changes, result.same, result.is_accepted) == ([], 1, True)


def test_money_does_not_move_before_the_firm_has_said_yes(sent):
    office, _ = sent
    grant = next(
        row["id"] for row in grant_rows(office.session.index, office.session.today) if row["firm_id"] == "firm-a"
    )
    changes = step(office.session.index, grant, "兑现", "拨付", EventDetails(office.session.today))

    with pytest.raises(EditRefused) as caught:
        office.session.apply(changes)
    assert "grant-unconfirmed-paid" in {finding.code for finding in caught.value.findings}


def test_a_figure_of_a_firm_is_compared_and_never_written_out(office):
    """The figure stands in private/; neither the list nor the workbook has it."""
    private = office.root / "private" / "figures"
    private.mkdir(parents=True)
    (private / "firm-a.yaml").write_text(
        "equipment: {value: 777123, as_of: 2026-09-30, by: 企业自报}\n", encoding="utf-8"
    )
    offers = office.root / "data" / "offers" / "offers.yaml"
    offers.write_text(offers.read_text("utf-8").replace("checks.失信=通过", "figure.equipment>=500"), encoding="utf-8")
    office.session.close()
    office.session = Session(str(office.root), "2026-11-23T09:00")
    plan = office.plan()

    answer = push_answer(plan, "2026", office.session.today, [], dry=True, folder="")

    assert next(row for row in answer.rows if row["firm_id"] == "firm-a")["verdict"] == "due"
    assert "777123" not in str(answer)
    assert "777123" not in str(push_workbooks(plan, "2026", office.session.today, office.session.about))
    assert next(row for row in answer.rows if row["firm_id"] == "firm-b")["missing"] == ["设备投资(市商务局)"]


def test_the_ledger_counts_what_waits_and_what_is_under_way(sent):
    office, _ = sent

    answer = grants(office.session.index, office.session.today)

    stands = {"grants": 2, "waiting": 1, "under_way": 1, "paid": 0, "ended": 0, "overdue": 1}
    assert answer.summary == {**stands, "over": 0, "uncomputed": 0}
    assert {row["firm"][-3:]: (row["status"], row["step"], row["who"]) for row in answer.rows} == {
        "甲公司": ("已推送", "确认", "示例·甲公司"),
        "丁公司": ("已确认", "审核", "市工信局"),
    }
