"""``hyzs new`` on a terminal: each answer is looked at at once, choices are offered, and no answer is lost."""

import pytest
import typer

from hyzs.cli.main import run
from hyzs.session import Session
from support.stores import make_store


@pytest.fixture
def inside(tmp_path, monkeypatch):
    monkeypatch.chdir(make_store(tmp_path))
    monkeypatch.setenv("HYZS_TODAY", "2026-11-23")
    monkeypatch.setattr(Session, "is_interactive", True)
    return tmp_path


@pytest.fixture
def answer(monkeypatch):
    """Answers given in turn; the questions that were asked. An answer None is ^C."""

    def answer(*texts):
        left, questions = list(texts), []

        def prompt(question, default=None, **_):
            questions.append(question if default is None else f"{question} [{default}]")
            text = left.pop(0)
            if text is None:
                raise typer.Abort
            return text

        monkeypatch.setattr(typer, "prompt", prompt)
        return questions

    return answer


def the_project(root):
    [file] = (root / "data/projects").rglob("*.yaml")
    return file.read_text("utf-8")


def test_what_must_be_there_is_asked_with_its_choices_and_a_number_chooses(inside, answer):
    questions = answer("新厂", "3")

    assert run(["new", "projects", "p26-n1"]) == 0
    assert questions == ["项目名称(name)", "项目类别(tier)：1 重大  2 重点  3 一般"]
    assert the_project(inside).splitlines()[:2] == ["name: 新厂", "tier: 一般"]


def test_a_wrong_answer_is_told_at_once_and_asked_again(inside, answer, capsys):
    questions = answer("联系人13912345678", "新厂", "特大", "9", "一般")

    assert run(["new", "projects"]) == 0
    assert len(questions) == 5
    output = capsys.readouterr().err
    assert "手机号" in output and "没有这个项目类别：特大" in output


def test_what_the_rules_refuse_is_asked_again_with_the_answer_before(inside, answer, capsys):
    questions = answer("示例·新厂", "一般", "新厂")  # a name that says it is a sample, and no mark

    assert run(["new", "projects", "p26-n1"]) == 0
    assert questions[2] == "项目名称(name) [示例·新厂]"
    assert "sample-unmarked" in capsys.readouterr().err
    assert "name: 新厂" in the_project(inside)


def test_what_is_lacking_at_its_stage_is_asked_for(inside, answer):
    questions = answer("衡南", "许多", "1.5亿元")

    words = ["--set", "name=新厂", "--set", "tier=一般", "--set", "milestones.签约=2026-03-01"]
    assert run(["new", "projects", "p26-n1", *words]) == 0
    assert [question.partition("：")[0] for question in questions] == [
        "属地(county)",
        *["总投资(investment.total)"] * 2,
    ]
    assert "county: 衡南县" in the_project(inside) and "total: 15000" in the_project(inside)


def test_names_may_be_written_in_part(inside, answer):
    answer("新厂", "一般")

    assert run(["new", "projects", "p26-n1", "--set", "lead=市商务局"]) == 0
    assert "lead: 市商务局" in the_project(inside)


def test_an_interview_that_is_broken_off_says_the_command_with_all_answers(inside, answer, capsys):
    answer("新 厂", None)

    assert run(["new", "projects", "--set", "content=建厂"]) == 130
    output = capsys.readouterr().err
    assert "接着写：hyzs new projects --set 'content=建厂' --set 'name=新 厂'" in output
    assert not list((inside / "data").glob("projects/**/*.yaml"))


def test_a_kind_whose_ids_people_give_asks_for_one_that_is_free(inside, answer, capsys):
    questions = answer("市商务局", "swj", "kjj", "市科技局", "政府部门")

    assert run(["new", "units"]) == 0
    assert questions[:3] == ["编号"] * 3
    assert "已经有编号 swj" in capsys.readouterr().err
    assert "id: kjj" in (inside / "data/units/units.yaml").read_text("utf-8")
