"""What only follows from an unknown name or from a file that cannot be read is counted, and not told."""

import re
from datetime import date

import pytest

from hyzs.checking.known_findings import check_run
from hyzs.checking.tree_findings import check_tree
from hyzs.cli.main import run
from hyzs.diagnostics.baseline import baseline_text, read_baseline
from hyzs.model.fuzzy_names import NearNames
from hyzs.reports.check import check
from support.stores import index_of, make_store

TODAY = date(2026, 11, 23)
PROJECT = "name: 示例·甲项目\nsample: true\ntier: 一般\n"
RETURN = (
    "== data/returns/2026-W47/hengnan.yaml\nsubmitted: 2026-11-20T09:00\nprojects:\n  p26-a1: {progress: 平整场地}\n"
)


@pytest.fixture
def index(tmp_path, request):
    """The base store with the files that the test tells."""
    index = index_of(make_store(tmp_path, re.sub("^ {4}", "", request.function.__doc__, flags=re.M).lstrip()))
    yield index
    index.close()


def listed_findings(index) -> list[tuple[str, str]]:
    return [(f.code, f.path.removeprefix("data/")) for f in check_tree(index, TODAY).findings]


def consequences(index) -> list[tuple[str, str]]:
    return [(f.code, f.path.removeprefix("data/")) for f in check_tree(index, TODAY).consequences]


def test_who_reports_a_project_follows_from_a_county_that_is_unknown(index):
    """
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: 一般
    county: 衡南现
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects:
      p26-a1: {progress: 平整场地}
    """
    assert listed_findings(index) == [("unknown-name", "projects/p26-a1.yaml")]
    assert consequences(index) == [("wrong-reporter", "returns/2026-W47/hengnan.yaml")]


def test_who_reports_a_project_does_not_follow_from_another_unknown_name(index):
    """
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: 一般
    county: 衡东县
    responsible: [市商物局]
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects:
      p26-a1: {progress: 平整场地}
    """
    assert listed_findings(index) == [
        ("unknown-name", "projects/p26-a1.yaml"),
        ("wrong-reporter", "returns/2026-W47/hengnan.yaml"),
    ]
    assert consequences(index) == []


def test_transfers_claims_and_rulings_follow_from_places_that_are_unknown(index):
    """
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: 一般
    county: 衡东现
    transfers: [{on: 2026-06-01, do: 已流转, to: 衡东县, from: 衡南县}]
    claims: [{unit: 衡南现, on: 2026-03-01, evidence: 会议纪要}]
    ruling: {unit: 衡南县, by: 市商务局, on: 2026-04-01, basis: 示例}
    """
    assert {code for code, _ in listed_findings(index)} == {"unknown-name"}
    assert sorted(consequences(index)) == [
        ("claim-ruling", "projects/p26-a1.yaml"),
        ("ruling-ignored", "projects/p26-a1.yaml"),
        ("transfer-holder", "projects/p26-a1.yaml"),
    ]


def test_names_that_a_broken_file_may_have_follow_from_it(index):
    """
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: 一般
    county: 衡南县
    lead: 市新设局
    patron: 示例·无此人
    == data/units/new.yaml
    <<<<<<< HEAD
    - {id: xsj, name: 市新设局, type: 政府部门}
    =======
    - {id: xsj, name: 市新局, type: 政府部门}
    >>>>>>> theirs
    """
    assert listed_findings(index) == [("unknown-name", "projects/p26-a1.yaml"), ("merge-conflict", "units/new.yaml")]
    assert consequences(index) == [("unknown-name", "projects/p26-a1.yaml")]


def test_a_private_number_or_character_takes_no_name_away(index):
    """
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: 一般
    county: 衡南县
    lead: 市商物局
    == data/units/new.yaml
    - {id: xsj, name: 市新设局, type: 政府部门, files: true}   # \ue863 139 0000 0000
    """
    assert sorted(listed_findings(index)) == [
        ("private-char", "units/new.yaml"),
        ("private-number", "units/new.yaml"),
        ("unknown-name", "projects/p26-a1.yaml"),
    ]


def test_a_gap_of_numbers_follows_from_a_measure_that_cannot_be_read(index):
    """
    == data/measures/m02.yaml
    name: [
    == data/measures/m03.yaml
    name: 示例举措
    plan: 示政办发〔2026〕1号
    number: 3
    section: 一
    lead: [市商务局]
    responsible: [[市发改委]]
    summary: 测试用举措。
    """
    assert [code for code, _ in listed_findings(index)] == ["yaml-syntax"]
    assert [code for code, _ in consequences(index)] == ["number-gap"]


INVESTED = f"{PROJECT}county: 衡南县\ninvestors: [{{of: 示例·无此企业}}]\n"
MANY = "".join(
    f"== data/projects/p26-a{n}.yaml\n{INVESTED.replace('甲', f'甲{n}').replace('无此企业', f'无此企业{n % 7}')}"
    for n in range(12)
)


def without_investors(tmp_path, more: str = ""):
    root = make_store(tmp_path, MANY + more)
    (root / "data" / "investors" / "investors.yaml").unlink()
    return index_of(root)


def test_a_kind_that_is_missing_is_one_finding_and_the_first(tmp_path):
    index = without_investors(tmp_path, "== data/industries/broken.yaml\nx: [\n")
    findings = check_tree(index, TODAY).findings

    assert [(f.code, f.path, tuple(f.span)) for f in findings][:1] == [("kind-missing", "data/investors", (1, 1, 1, 1))]
    assert "12 处引用了 7 个名称，例如“示例·无此企业6”" in findings[0].message
    assert len(findings) == 2 and len(consequences(index)) == 12


def test_a_few_names_of_a_kind_that_has_no_record_are_told_one_by_one(tmp_path):
    root = make_store(
        tmp_path, f"== data/projects/p26-a1.yaml\n{PROJECT}county: 衡南县\ninvestors: [{{of: 示例·无此企业}}]\n"
    )
    (root / "data" / "investors" / "investors.yaml").unlink()

    assert listed_findings(index_of(root)) == [("unknown-name", "projects/p26-a1.yaml")]


def test_the_summary_and_the_sentence_count_what_is_held_back(tmp_path):
    index = without_investors(tmp_path)
    answer = check(index, check_tree(index, TODAY))

    assert answer.summary["held_back"] == 12
    assert "1 个错误，0 个警告；另有由别的问题引起的 12 个，不计" in answer.blocks[-1].text


def test_what_is_held_back_is_the_same_when_it_was_judged_before(tmp_path):
    index = without_investors(tmp_path)

    assert consequences(index) == consequences(index) != []


ALLOWED = f"""== data/projects/p26-a1.yaml
{PROJECT}county: 衡南现
== data/returns/2026-W47/hengnan.yaml
submitted: 2026-11-20T09:00
projects:
  p26-a1: {{progress: 平整场地}}   # hyzs: allow wrong-reporter 示例
"""


def test_an_allowance_for_what_is_held_back_is_of_use(tmp_path):
    assert listed_findings(index_of(make_store(tmp_path, ALLOWED))) == [("unknown-name", "projects/p26-a1.yaml")]


def test_a_baseline_entry_for_what_is_held_back_is_not_gone(tmp_path):
    right = f"== data/projects/p26-a1.yaml\n{PROJECT}county: 衡东县\n{RETURN}"
    index = index_of(make_store(tmp_path, right))
    file = tmp_path / "check-baseline.yaml"
    file.write_text(baseline_text(check_tree(index, TODAY).findings), encoding="utf-8")
    assert [entry.key[0] for entry in read_baseline(file)] == ["wrong-reporter"]

    index = index_of(make_store(tmp_path, right.replace("衡东县", "衡东现")))
    assert [f.code for f in check_run(index, TODAY, None, file).findings] == ["unknown-name"]


def test_an_edit_that_mends_a_name_is_not_refused_for_what_that_name_held_back(tmp_path, monkeypatch, capsys):
    root = make_store(tmp_path, f"== data/projects/p26-a1.yaml\n{PROJECT}county: 衡东现\n{RETURN}")
    monkeypatch.setenv("HYZS_TODAY", str(TODAY))

    assert run(["--store", str(root), "set", "p26-a1", "county=衡东县"]) == 0
    assert listed_findings(index_of(root)) == [("wrong-reporter", "returns/2026-W47/hengnan.yaml")]


def test_a_name_that_is_unknown_in_many_files_is_looked_up_once(tmp_path, monkeypatch):
    files = "".join(
        f"== data/projects/p26-a{n}.yaml\n{PROJECT.replace('甲', f'甲{n}')}county: 衡南县\nlead: 市商物局\n"
        for n in range(30)
    )
    texts = []
    lookup = NearNames._nearest
    monkeypatch.setattr(NearNames, "_nearest", lambda self, text: texts.append(text) or lookup(self, text))
    findings = check_tree(index_of(make_store(tmp_path, files)), TODAY).findings

    assert [f.hint for f in findings] == ["是不是：市商务局"] * 30
    assert texts == ["市商物局"]


CONFIRMED = """== data/measures/m02.yaml
name: 示例举措
plan: 示政办发〔2026〕1号
number: 2
section: 一
lead: [{lead}]
responsible: [[市发改委]]
summary: 略
tasks: [{{id: m02-1, text: 示例任务, due: 2026-12, confirmation: {{by: 市发改委, on: 2026-11-21}}}}]
== data/returns/2026-W47/swj.yaml
submitted: 2026-11-20T09:42
{broken}tasks: {{m02-1: {{state: {state}, progress: 已印发, result: {{name: 示例办法}}}}}}
"""


@pytest.mark.parametrize(
    ("lead", "broken", "state", "code"),
    [
        ("市工信局", "", "完成", "task-reporter"),
        ("市商务局", "", "推进", "confirmed-unreported"),
    ],
)
def test_who_reports_a_task_and_what_is_confirmed_follow_too(tmp_path, lead, broken, state, code):
    right = CONFIRMED.format(lead=lead, broken=broken, state=state)
    assert [f[0] for f in listed_findings(index_of(make_store(tmp_path / "a", right)))] == [code]

    unknown = CONFIRMED.format(lead=f"{lead}, 市商物局", broken="x: [\n", state=state)
    if code == "task-reporter":
        unknown = unknown.replace("x: [\n", "")
    assert code not in [f[0] for f in listed_findings(index_of(make_store(tmp_path / "b", unknown)))]
