"""The practice store: each handed-in form has its fault, and the state of the store says how it was dealt with."""

import shutil

import pytest

from hyzs.cli.main import run
from hyzs.commands.practice_forms import CALLS, HANDED_IN, write_practice
from hyzs.model.errors import BadUsage, NotFound
from hyzs.output import AnswerWriter
from hyzs.reports.results.practice_result import practice_result
from hyzs.scaffold.new_store import create_store
from hyzs.scaffold.practice import exercises, practice_week
from hyzs.session import Session
from support.stores import make_store

#: Returns in which all is right, by the file of the unit.
RIGHT = {
    "hengnan": "projects:\n  p26-lx01: {progress: 土地成交，正在交地, figures: {invested: 3600}}\n",
    "leiyang": (
        "projects:\n  p26-lx02: {progress: 屋面施工, figures: {paid_in: 13500}}\n"
        "  p26-lx03: {progress: 设备进场, figures: {paid_in: 9800}}\n"
    ),
    "swzzb": "tasks:\n  m03-5: {state: 完成, result: {name: 招商业务骨干名册, on: 2026-11-13}}\n",
    "changning": (
        "projects:\n  p26-lx04: {progress: 基坑开挖, figures: {invested: 1900}}\n"
        "  p26-lx05: {no_change: true, reason: 环评还没有批}\n"
    ),
    "qidong": "projects:\n  p26-lx06: {progress: 桩基完成, figures: {invested: 4600}}\n",
    "hengdong": "projects:\n  p26-lx07: {progress: 供气价格谈定。}\n",
    "hengshan": "projects:\n  p26-lx08: {progress: 施工许可办好，已经开工}\n",
    "hengyangxian": "projects:\n  p26-lx09: {progress: 租赁合同定稿, figures: {invested: 620}}\n",
    "shigu": "projects:\n  p26-lx10: {progress: 冷库在装, figures: {invested: 3100, paid_in: 2400}}\n",
    "zhuhui": "projects:\n  p26-lx11: {progress: 装修进场}\n",
    "yanfeng": "projects:\n  p26-lx12: {progress: 方案批复}\n",
}
NEW = "name: 示例·储能柜体项目\nsample: true\ndraft: true\ntier: 一般\nreporter: 祁东县\n"


def no_picture(self, answer, format, *words):
    if format == "png":
        raise BadUsage("没有装")
    return SHOW(self, answer, format, *words)


SHOW = AnswerWriter.show


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A practice store made where nothing is installed that draws pictures."""
    root = tmp_path_factory.mktemp("practice") / "store"
    create_store(root, practice=True)
    session = Session(str(root), quiet=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AnswerWriter, "show", no_picture)
        write_practice(session)
    session.close()
    return root


@pytest.fixture
def root(fresh, tmp_path):
    """A copy to work in."""
    return shutil.copytree(fresh, tmp_path / "store", ignore=shutil.ignore_patterns(".hyzs"))


def exercise_states(root):
    session = Session(str(root), quiet=True)
    answer = practice_result(session.index, practice_week(), exercises())
    session.close()
    return {row["fault"]: row for row in answer.rows}, answer.summary


def write(root, name, body, week="2026-W47"):
    (root / "data/returns" / week / f"{name}.yaml").write_text(f"submitted: 2026-11-20T10:00\n{body}", "utf-8")


def test_a_fresh_store_is_clean_and_every_fault_is_open(fresh):
    session = Session(str(fresh), quiet=True)
    findings = session.findings()
    session.close()
    rows, summary = exercise_states(fresh)

    assert findings == []
    assert summary == {"exercises": len(RIGHT), "done": 0, "wrong": 0, "open": len(RIGHT)}
    assert all(row["problems"] and row["next"] for row in rows.values())


def test_what_was_dealt_with_rightly_is_done(root):
    for name, body in RIGHT.items():
        write(root, name, body)
    (root / "data/projects/2026/p26-new1.yaml").write_text(NEW, "utf-8")
    project = root / "data/projects/2026/p26-lx08.yaml"
    project.write_text(
        project.read_text("utf-8").replace("签约: 2026-06-15}", "签约: 2026-06-15, 开工: 2026-11-18}"), "utf-8"
    )

    rows, summary = exercise_states(root)

    assert [row for row in rows.values() if row["status"] != "办好了"] == []
    assert summary["done"] == len(RIGHT)


@pytest.mark.parametrize(
    ("fault", "name", "body", "words"),
    [
        (
            "金额写成亿",
            "leiyang",
            RIGHT["leiyang"].replace("9800", "0.98"),
            "p26-lx03 累计到位资金写的是“0.98”，应是“9800”",
        ),
        ("写了别家的项目", "hengdong", RIGHT["hengdong"] + "  p26-lx08: {progress: 我县也在跟}\n", "不是衡东县报的"),
        ("交了两份，写的不一样", "yanfeng", RIGHT["yanfeng"].replace("批复", "待批"), "应是“方案批复”"),
        ("日期格里写字", "swzzb", RIGHT["swzzb"].replace("11-13", "11-20"), "成果日期写的是“2026-11-20”"),
    ],
)
def test_what_was_dealt_with_wrongly_is_said(root, fault, name, body, words):
    write(root, name, body)

    row = exercise_states(root)[0][fault]

    assert row["status"] == "办错了" and words in "；".join(row["problems"])


def test_the_words_of_this_week_in_the_return_of_last_week_are_wrong(root):
    write(root, "hengyangxian", "projects:\n  p26-lx09: {progress: 租赁合同定稿}\n", "2026-W46")

    row = exercise_states(root)[0]["交了上周的表"]

    assert row["status"] == "办错了" and "把上周的盖掉了" in row["problems"][-1]


@pytest.mark.parametrize(
    ("files", "words"),
    [({"p26-n1": NEW, "p26-n2": NEW}, "收了 2 个"), ({"p26-n1": NEW.replace("祁东县", "衡南县")}, "填报单位是衡南县")],
)
def test_a_new_project_is_there_once_and_of_its_unit(root, files, words):
    for id, text in files.items():
        (root / f"data/projects/2026/{id}.yaml").write_text(text, "utf-8")

    assert words in "；".join(exercise_states(root)[0]["整行复制"]["problems"])


def test_who_practises_finds_the_calls_beside_the_forms(fresh):
    calls = (fresh / CALLS).read_text("utf-8")

    assert all(exercise.phone in calls for exercise in exercises())
    assert len(list((fresh / HANDED_IN).iterdir())) == len(exercises()) + 1
    assert (fresh / HANDED_IN / "石鼓区.html").read_text("utf-8").count("冷库开始安装") >= 1


def test_the_exit_code_says_whether_all_is_done(fresh, capsys):
    assert run(["--store", str(fresh), "practice"]) == 1
    assert "还没有办 11" in capsys.readouterr().out


def test_elsewhere_there_is_nothing_to_practise(tmp_path, capsys):
    make_store(tmp_path)

    assert run(["--store", str(tmp_path), "practice"]) == NotFound.code
    assert "不是练习仓库" in capsys.readouterr().err
