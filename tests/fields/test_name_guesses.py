"""A part of a name, or a name in other letters, is taken for the one record that it fits; and that is said."""

import json
from datetime import datetime

import pytest

from hyzs.cli.main import run
from hyzs.fields.index_reader import resolve_name
from hyzs.model.errors import NotFound
from hyzs.query.holders import has_holders, holders
from hyzs.session import Session
from support.stores import index_of, make_store

NOW = datetime(2026, 11, 23, 9, 0)
PROJECTS = """
== data/measures/m02.yaml
name: 降低要素成本
plan: 示政办发〔2026〕1号
number: 2
section: 一
lead: [市发改委]
responsible: [{named: [市商务局], open: true}, [各县市区]]
summary: 略
tasks:
- {id: m02-1, text: 绿电直供, lead: [市商务局], due: 长期, due_basis: 拟定, deliverable: 略}
- {id: m02-2, text: 土地超市, due: 长期, due_basis: 拟定, deliverable: 略}
== data/projects/p26-k7m3.yaml
{name: 示例·特高压开关, sample: true, tier: 一般, county: 衡南县}
== data/projects/p26-x2c8.yaml
{name: 示例·特种电缆, sample: true, tier: 一般, county: 衡南县}
"""


@pytest.fixture
def root(tmp_path):
    return make_store(tmp_path, PROJECTS)


@pytest.fixture
def index(root):
    result = index_of(root)
    yield result
    result.close()


EVERY = "unit|person|measure|task|project"


@pytest.mark.parametrize(
    ("text", "id", "partial"),
    [
        ("2", "m02", True),
        ("商务局", "swj", True),
        ("特高压", "p26-k7m3", True),
        ("P26-K7M3", "p26-k7m3", False),
        ("k7m3", "p26-k7m3", True),
        ("K7M3", "p26-k7m3", True),
        ("p26-k7", "p26-k7m3", True),
        ("绿电", "m02-1", True),
        ("示例·特高压 开关", "p26-k7m3", False),
    ],
)
def test_what_fits_one_record_is_taken_and_kept_to_be_said(index, text, id, partial):
    assert resolve_name(index, text, EVERY)["id"] == id
    assert [(guess.id, guess.partial) for guess in index.taken] == [(id, partial)]


@pytest.mark.parametrize("text", ["市商务局", "swj", "示例·特高压开关", "土地超市"])
def test_a_name_word_for_word_needs_no_word(index, text):
    resolve_name(index, text, EVERY)

    assert index.taken == []


def test_what_fits_several_is_refused_with_all_of_them(index):
    with pytest.raises(NotFound) as refused:
        resolve_name(index, "示例·特", "project")

    text = "p26-k7m3(项目 示例·特高压开关)、p26-x2c8(项目 示例·特种电缆)"
    assert (refused.value.message, refused.value.code) == (f"“示例·特”不止一个：{text}", 66)
    assert index.taken == []


@pytest.mark.parametrize("text", ["", "特", "99", "特高压电"])
def test_one_character_or_a_longer_text_fits_nothing(index, text):
    with pytest.raises(NotFound, match="没有这个项目"):
        resolve_name(index, text, "project")


# -- on the command line


@pytest.fixture
def inside(root, monkeypatch):
    monkeypatch.chdir(root)
    monkeypatch.setenv("HYZS_TODAY", "2026-11-23")
    return root


def test_an_answer_says_what_was_taken_beside_it_and_in_json(inside, capsys):
    assert run(["show", "特高压", "-f", "json"]) == 0

    output = capsys.readouterr()
    assert output.err == "“特高压”当作 示例·特高压开关(p26-k7m3)\n"
    about = {"text": "特高压", "kind": "project", "id": "p26-k7m3", "name": "示例·特高压开关", "partial": True}
    assert json.loads(output.out)["taken"] == [about]


def test_a_script_edits_no_record_by_a_part_of_its_name(inside, capsys):
    before = (inside / "data/projects/p26-k7m3.yaml").read_bytes()

    assert run(["set", "特高压", "tier=重点"]) == 66
    assert "是不是：示例·特高压开关(p26-k7m3)。脚本里改数据要写编号或全名" in capsys.readouterr().err
    assert (inside / "data/projects/p26-k7m3.yaml").read_bytes() == before
    assert run(["set", "特高压", "tier=重点", "--dry-run"]) == 0
    assert run(["set", "P26-K7M3", "tier=重点"]) == 0


def test_a_person_at_a_terminal_may_and_sees_which_record(inside, capsys, monkeypatch):
    monkeypatch.setattr(Session, "is_interactive", True)

    assert run(["set", "特高压", "tier=重点"]) == 0
    assert "“特高压”当作 示例·特高压开关(p26-k7m3)" in capsys.readouterr().err


# -- who answers for a record


def guesses_of(index, text, **options):
    return [
        (row["role"], row["id"], row["subject_id"], row["via"]) for row in holders(index, text, NOW, **options).rows
    ]


def test_a_measure_is_answered_for_by_those_it_names_and_those_its_tasks_name(index):
    assert guesses_of(index, "m02") == [
        ("lead", "fgw", "m02", None),
        ("lead", "swj", "m02-1", None),
        ("responsible", "swj", "m02", None),
        ("responsible", "gxsq", "m02", None),
    ]


def test_a_task_without_a_lead_has_its_measures(index):
    assert guesses_of(index, "m02-2") == [("lead", "fgw", "m02", "降低要素成本")]
    assert guesses_of(index, "m02-1") == [("lead", "swj", "m02-1", None)]


def test_one_duty_can_be_asked_for(index):
    assert guesses_of(index, "特高压", role="local") == [("local", "hengnan", "p26-k7m3", None)]


@pytest.mark.parametrize(
    ("text", "is_record"),
    [("m02", True), ("2", True), ("特高压", True), ("市商务局", False), ("商务局", False), ("没有", False)],
)
def test_units_go_before_records_where_both_may_be_meant(index, text, is_record):
    assert has_holders(index, text) is is_record


def test_who_takes_a_measure(inside, capsys):
    assert run(["who", "m02", "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["params"] == {
        "unit": None,
        "record": "m02",
        "kind": "measure",
        "role": None,
    }
    assert run(["who", "m02", "--direct"]) == 2
