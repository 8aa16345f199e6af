"""A spreadsheet that was mended comes again: drafts follow it where nobody touched them; our own lists come back."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from hyzs.model.change import Set
from hyzs.reports.list_ import list_
from hyzs.session import Session
from support.fuzz import examples
from support.spreadsheets import book_of, cell_results, import_book
from support.stores import make_store

HEAD = ["项目名称", "级别", "总投资（亿元）", "所属县市区", "签约时间", "备注"]
FIRST = ["示例·丙", "一般", "1.2", "衡南县", "2026-05-11", "待供地"]


@pytest.fixture
def session(tmp_path):
    session = Session(str(make_store(tmp_path / "store", "")), "2026-11-20T09:00", quiet=True)
    yield session
    session.close()


def bring(session, *rows, file="台账.xlsx", write=True, **more):
    return import_book(session, book_of(*rows, head=HEAD, file=file), write=write, **more)


def stored(session, id):
    [path] = [
        row["path"]
        for row in session.index.rows(
            "SELECT f.path FROM record r JOIN file f ON f.id = r.file WHERE r.id = :id", id=id
        )
    ]
    return (session.root / "data" / path).read_text("utf-8"), path


def draft(result) -> str:
    [id] = result.drafts["project"]
    return id


def test_the_same_spreadsheet_again_is_the_same_once_it_was_compared(session):
    id = draft(bring(session, FIRST))
    second = bring(session, FIRST)

    assert second.changes == [] and second.is_whole
    assert cell_results(second, "same") == [("表!A4", f"和库里的 {id} 一样（比了 5 项）")]


def test_where_the_spreadsheet_was_mended_its_drafts_follow(session):
    id = draft(bring(session, FIRST))
    second = bring(session, ["示例·丙", "重点", "1.5", "衡南县", "2026-05-12", "待供地"])

    assert [(cell.cell, cell.now, cell.value) for cell in second.cells if cell.state == "changed"] == [
        ("表!B4", "一般", "重点"),
        ("表!C4", "12000", "15000"),
        ("表!E4", "2026-05-11", "2026-05-12"),
    ]
    text, _ = stored(session, id)
    assert "tier: 重点\n" in text and "total: 15000" in text and "签约: 2026-05-12" in text
    assert bring(session, ["示例·丙", "重点", "1.5", "衡南县", "2026-05-12", "待供地"]).changes == []


def test_what_was_changed_here_stays_and_what_changed_on_both_sides_is_a_conflict(session):
    id = draft(bring(session, FIRST))
    _, path = stored(session, id)
    session.apply([Set(path, ("note",), "已供地"), Set(path, ("tier",), "重大")])

    second = bring(session, ["示例·丙", "重点", "1.5", "衡南县", "2026-05-11", "待供地"])

    assert [(cell.path, cell.value, cell.now) for cell in second.cells if cell.state == "conflict"] == [
        ("tier", "重点", "重大")
    ]
    text, _ = stored(session, id)
    assert "tier: 重大\n" in text and "note: 已供地\n" in text and "total: 15000" in text
    assert not second.is_whole


def test_a_part_that_says_more_keeps_what_it_says(session):
    id = draft(bring(session, FIRST))
    _, path = stored(session, id)
    session.apply([Set(path, ("milestones", "签约"), {"on": "2026-05-11", "evidence": "合同"})])

    bring(session, ["示例·丙", "一般", "1.2", "衡南县", "2026-05-20", "待供地"])

    assert "签约: {on: 2026-05-20, evidence: 合同}" in stored(session, id)[0]


def test_what_the_spreadsheet_does_not_say_any_more_stays_and_is_told(session):
    first = bring(session, FIRST, ["示例·丁", "一般", "", "", "", ""])
    first_id, second_id = first.drafts["project"]

    second = bring(session, ["示例·丙", "一般", "1.2", "衡南县", "2026-05-11", ""])

    assert cell_results(second, "remark")[-2:] == [
        ("表!A4", f"台账里没有了：备注；{first_id} 里还留着，要去掉用 hyzs set"),
        ("", f"上次从这份台账收的 {second_id}“示例·丁”，台账里没有了；改了名就先用 hyzs rename"),
    ]


def test_a_new_version_of_the_file_is_the_same_spreadsheet_and_another_file_is_told(session):
    id = draft(bring(session, FIRST))
    mended = ["示例·丙", "重点", "1.2", "衡南县", "2026-05-11", "待供地"]

    other = bring(session, mended, file="县里的表.xlsx")
    with_previous = bring(session, mended, file="县里的表.xlsx", previous="台账.xlsx", write=False)
    newer = bring(session, mended, file="台账（修订）20261120.xlsx")

    assert cell_results(other, "differs") == [
        ("表!B4", f"库里是“一般”，{id} 是从 台账.xlsx 收的，没有动；这份是它的新版就加 --replaces 台账.xlsx")
    ]
    assert other.changes == [] and with_previous.changes and newer.changes


def test_a_project_that_is_no_draft_any_more_is_never_overwritten(session):
    id = draft(bring(session, FIRST))
    _, path = stored(session, id)
    session.apply([Set(path, ("draft",), False)])

    second = bring(session, ["示例·丙", "重点", "1.2", "衡南县", "2026-05-11", "待供地"])

    assert second.changes == []
    assert cell_results(second, "differs") == [("表!B4", f"库里是“一般”，{id} 已不是草稿，没有动；要改用 hyzs set")]


def test_a_clone_of_the_store_knows_where_its_drafts_came_from(session, tmp_path):
    id = draft(bring(session, FIRST))
    text, path = stored(session, id)
    clone = Session(str(make_store(tmp_path / "clone", f"== data/{path}\n{text}")), "2026-11-27T09:00", quiet=True)

    second = bring(clone, ["示例·丙", "重点", "1.2", "衡南县", "2026-05-11", "待供地"])
    clone.close()

    assert [cell.path for cell in second.cells if cell.state == "changed"] == ["tier"]


PROJECT = st.fixed_dictionaries(
    {
        "tier": st.sampled_from(["重大", "重点", "一般"]),
        "content": st.text("①②（）建设、厂房 \n，x1%", min_size=1, max_size=12).filter(str.strip),
        "total": st.decimals(0, 10**7, places=2),
        "county": st.sampled_from(["衡南县", "衡山县", "衡东县"]),
        "responsible": st.lists(st.sampled_from(["市商务局", "市发改委", "市工信局"]), min_size=1, unique=True),
        "signed": st.dates(date(1990, 1, 1), date(2089, 12, 31)).map(str),
        "draft": st.booleans(),
        "jobs": st.integers(0, 10**6),
    }
)
COLUMNS = "id,name,tier,content,investment.total,county,responsible,milestones.签约,draft,expected.jobs"


def as_file(number: int, project: dict) -> str:
    """The project as a record file."""
    text = project["content"].replace("\\", "\\\\").replace("\n", "\\n")
    return (
        f"== data/projects/p26-z{number}.yaml\nname: 示例·项目{number}（一期）\nsample: true\ntier: {project['tier']}\n"
        + ("draft: true\n" if project["draft"] else "")
        + f'content: "{text}"\ninvestment: {{total: {project["total"]}}}\ncounty: {project["county"]}\n'
        + f"responsible: [{', '.join(project['responsible'])}]\nmilestones: {{签约: {project['signed']}}}\n"
        + f"expected: {{jobs: {project['jobs']}}}\n"
    )


@pytest.mark.slow
@settings(max_examples=examples(12), deadline=None, phases=[Phase.generate])
@given(st.lists(PROJECT, min_size=1, max_size=4), st.sampled_from(["xlsx", "csv"]), st.sampled_from([None, COLUMNS]))
def test_a_list_of_ours_comes_back_as_the_same_projects(projects, ending, chosen):
    with tempfile.TemporaryDirectory() as folder:
        files = "".join(as_file(number, project) for number, project in enumerate(projects))
        session = Session(str(make_store(Path(folder) / "store", files)), "2026-11-20T09:00", quiet=True)
        out = str(Path(folder) / f"x.{ending}")
        session.show(list_(session.index, "project", session.now, None, None, chosen, every=False), None, out)

        result = import_book(session, out)
        session.close()

    assert cell_results(result, "bad", "differs", "conflict", "changed", "new") == []
    assert len(cell_results(result, "same")) == len(projects)


def test_drafts_of_investors_follow_their_spreadsheet_too(session):
    head = ["企业名称", "注册地"]
    import_book(session, book_of(["示例甲公司", "长沙"], head=head), kind="investor", write=True)
    second = import_book(session, book_of(["示例甲公司", "深圳"], head=head), kind="investor", write=True)

    assert [(cell.path, cell.now, cell.value) for cell in second.cells if cell.state == "changed"] == [
        ("region", "长沙", "深圳")
    ]
