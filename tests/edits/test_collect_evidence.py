"""Files called 编号_名称 beside a form: attached to what the form reports, or to what its unit answers for."""

import pytest

from hyzs.commands.evidence_intake import collect_evidence, handed_in_evidence
from hyzs.edits.forms.result import FormResult
from hyzs.model.errors import NotFound
from hyzs.session import Session
from support.stores import make_store

STORE = """
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
milestones: {在谈: 2026-05-11}
tracked: {since: 2026-05-11}
== data/matters/x26-a1.yaml
text: 临时用电增容
sample: true
origin: 企业诉求
raised: {on: 2026-11-02}
lead: 市自然资源和规划局
due: 2026-11-20
events: [{on: 2026-11-03, do: 交办}]
== data/returns/2026-W47/hengnan.yaml
submitted: 2026-11-20T09:00
projects: {p26-a1: {progress: 桩基过半}}
"""
FORMS = [FormResult("衡南县.xlsx", "衡南县", "2026-W47")]


@pytest.fixture
def session(tmp_path, monkeypatch):
    monkeypatch.setenv("HYZS_CONFIG", str(tmp_path / "config"))
    session = Session(str(make_store(tmp_path / "store", STORE)), "2026-11-20", quiet=True)
    yield session
    session.close()


def hand_in(session, tmp_path, *names, forms=FORMS, dry=False):
    folder = tmp_path / "交来"
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(f"%PDF {name}".encode())
    return collect_evidence(session, handed_in_evidence(session, [str(folder)]), forms, dry=dry)


def message_of(result):
    return result.cells[0].message


def test_a_file_goes_beside_the_line_of_the_week_and_once(session, tmp_path):
    [preview] = hand_in(session, tmp_path, "p26-a1_现场照片.pdf", dry=True)
    assert (len(preview.changes), (session.root / "evidence").exists()) == (1, False)

    [return_] = hand_in(session, tmp_path)
    assert (return_.unit, message_of(return_)) == ("衡南县", "周填报 衡南县 2026-W47")
    text = (session.root / "data/returns/2026-W47/hengnan.yaml").read_text("utf-8")
    assert "name: 现场照片.pdf" in text and "level: 敏感" in text
    [second] = hand_in(session, tmp_path)
    assert (second.changes, second.same) == ([], 1)


def test_a_line_that_the_form_would_bring_counts_in_a_preview(session, tmp_path):
    (session.root / "data/returns/2026-W47/hengnan.yaml").unlink()
    session.close()
    [refused] = hand_in(session, tmp_path, "p26-a1_照片.pdf", dry=True)
    assert "这一周没有报" in message_of(refused)

    form = FormResult("衡南县.xlsx", "衡南县", "2026-W47", changes=["进展"])
    form.add_remark("B5", "收下", "p26-a1")
    [return_] = hand_in(session, tmp_path, forms=[form], dry=True)
    assert return_.is_accepted


def test_what_no_form_beside_it_answers_for_is_refused(session, tmp_path):
    [matter] = hand_in(session, tmp_path, "x26-a1_回函.pdf")
    assert "由市自然资源和规划局负责" in message_of(matter)
    owner = [FormResult("局.xlsx", "市自然资源和规划局", "2026-W47")]
    [return_] = hand_in(session, tmp_path, forms=owner)
    assert return_.is_accepted

    tampered = FormResult("衡南县.xlsx", "衡南县", "2026-W47")
    tampered.refuse_file("隐藏的内容被改动过，不能信")
    assert all("旁边没有收下的表" in message_of(file) for file in hand_in(session, tmp_path, forms=[tampered]))


def test_only_names_that_begin_with_an_id_of_the_store_are_evidence(session, tmp_path):
    assert hand_in(session, tmp_path, "p99-zz_a.pdf", "p26-a1.pdf", "p26-a1_", "衡南县_p26-a1_a.pdf") == []
    with pytest.raises(NotFound):
        handed_in_evidence(session, [str(tmp_path / "无")])
