"""Who may not see a field may not ask by it: a filtered or sorted list tells what the field holds."""

import pytest

from hyzs.cli.main import run
from support.stores import make_store


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A store with a map file for another platform."""
    root = make_store(tmp_path_factory.mktemp("store"))
    (root / "map.yaml").write_text("columns: {编号: id}\n", encoding="utf-8")
    return root


HIDDEN = [
    "引资额>1",
    "名称=示例·甲",
    "not 引资额>1",
    "属地=甲县 and (类型=新引进 or 引资额>1)",
    "逾期天数>3",
    "本周进展~示例",
    "investors=示例集团",
]


@pytest.mark.parametrize("condition", HIDDEN)
@pytest.mark.parametrize(
    "words",
    [["list", "projects"], ["report", "register"], ["report", "catalogue"], ["export", "--map", "map.yaml"]],
    ids=" ".join,
)
def test_the_public_filters_by_nothing_hidden(root, monkeypatch, capsys, words, condition):
    monkeypatch.chdir(root)
    code = run([*words, "--where", condition, "--audience", "public"])
    output = capsys.readouterr()

    assert (code, output.out) == (2, "")
    assert "不对外公开，不能按它筛选、排序，也不能列出" in output.err


@pytest.mark.parametrize("option", ["--sort", "--columns"])
@pytest.mark.parametrize("fields", ["引资额", "id,investment.attracted", "本周进展", "id, 名称"])
def test_nor_sorts_or_lays_out_by_it(root, monkeypatch, capsys, option, fields):
    monkeypatch.chdir(root)

    assert run(["list", "projects", option, fields, "--audience", "public"]) == 2
    assert "不对外公开" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["list", "projects", "--where", "项目类别=重大 and 未报周数>=0", "--sort", "-属地", "--columns", "id,tier"],
        ["report", "register", "--where", "项目类别=重大"],
        ["list", "projects"],
    ],
    ids=" ".join,
)
def test_what_is_public_may_be_asked_by(root, monkeypatch, words):
    monkeypatch.chdir(root)

    assert run([*words, "--audience", "public"]) == 0


def test_our_own_readers_ask_by_anything_but_what_is_secret(root, monkeypatch, capsys):
    monkeypatch.chdir(root)

    assert run(["list", "projects", "--where", "引资额>1", "--audience", "internal"]) == 0
    assert run(["list", "matters", "--where", "投诉对象=甲县", "--audience", "internal"]) == 2
    assert "不给内部的读者看" in capsys.readouterr().err
