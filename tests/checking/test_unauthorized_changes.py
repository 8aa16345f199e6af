"""``check --changed --as``: each change is the keeper's own, by the older rules; and a server that asks."""

import os
import shutil
import subprocess

import pytest

from hyzs.cli.main import run
from support import program
from support.stores import make_store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("git") is None, reason="没有 git"),
]
KEEPERS = """keepers:
  - {unit: 市商务局, paths: ["*"]}
  - {unit: 市工信局, of: 项目, fields: [land]}
  - {unit_field: county, of: 项目, fields: [content, milestones]}
  - {unit: 市发改委, of: 企业, where: 所在地~广东}
"""
STORE = """== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
lead: 市工信局
content: 厂房
land: {area_mu: 20}
milestones: {在谈: 2026-01-05}
== data/investors/firms.yaml
- {id: f-a, name: 示例甲厂, sample: true, region: 广东}
- {id: f-b, name: 示例乙厂, sample: true, region: 湖南}
"""


def git(root, *words, check=True, env=None):
    """git as a person runs it, with an empty configuration."""
    own = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, **(env or {})}
    command = ["git", "-c", "user.name=甲", "-c", "user.email=a@b", *words]
    return subprocess.run(command, cwd=root, env=own, capture_output=True, text=True, check=check, encoding="utf-8")


@pytest.fixture(scope="module")
def committed(tmp_path_factory):
    """A store with keepers, in a commit; nobody changes it."""
    root = make_store(tmp_path_factory.mktemp("kept"), STORE)
    settings = root / "data" / "settings.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + KEEPERS, encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "开始")
    return root


@pytest.fixture
def store(committed, tmp_path):
    return shutil.copytree(committed, tmp_path / "store")


def edit(root, path, old, new):
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def foreign(root, unit, capsys):
    """The places of ``not-yours`` in a run, with what is said."""
    code = run(["--store", str(root), "check", "--changed", "HEAD", "--as", unit, "-f", "concise"])
    lines = [line for line in capsys.readouterr().out.splitlines() if "not-yours" in line]
    assert code or not lines
    return [line.removesuffix(" [not-yours]").replace("error: ", "") for line in lines]


def test_a_field_is_its_keepers_and_the_finding_stands_at_it(store, capsys):
    edit(store, "data/projects/p26-a1.yaml", "area_mu: 20", "area_mu: 30")

    assert foreign(store, "市工信局", capsys) == []
    assert foreign(store, "衡南县", capsys) == [
        "data/projects/p26-a1.yaml:7:17: 项目“示例·甲项目”的“用地面积”由市工信局管"
    ]


def test_each_county_keeps_its_own_by_the_field_that_names_it(store, capsys):
    edit(store, "data/projects/p26-a1.yaml", "content: 厂房", "content: 新厂房")

    assert foreign(store, "衡南县", capsys) == []
    assert foreign(store, "衡东县", capsys) == [
        "data/projects/p26-a1.yaml:6:10: 项目“示例·甲项目”的“建设内容及规模”由衡南县管"
    ]


def test_nobody_takes_a_record_over_by_the_very_change(store, capsys):
    edit(store, "data/projects/p26-a1.yaml", "county: 衡南县", "county: 衡东县")
    edit(store, "data/projects/p26-a1.yaml", "content: 厂房", "content: 新厂房")
    edit(store, "data/settings.yaml", "{unit: 市发改委, of: 企业", "{unit: 衡东县, of: 企业")

    places = [line.partition(" ")[0] for line in foreign(store, "衡东县", capsys)]
    assert places == ["data/projects/p26-a1.yaml:4:9:", "data/projects/p26-a1.yaml:6:10:", place_of_rule(store)]


def place_of_rule(root):
    """The place at which the rule of the last keeper names its unit."""
    lines = (root / "data" / "settings.yaml").read_text(encoding="utf-8").splitlines()
    row = next(n for n, line in enumerate(lines, 1) if "unit: 衡东县" in line)
    return f"data/settings.yaml:{row}:{lines[row - 1].index('衡东县') + 1}:"


def test_whoever_keeps_whole_records_makes_and_deletes_them(store, capsys):
    edit(store, "data/investors/firms.yaml", "- {id: f-b, name: 示例乙厂, sample: true, region: 湖南}\n", "")
    with (store / "data/investors/firms.yaml").open("a", encoding="utf-8") as file:
        file.write("- {id: f-c, name: 示例丙厂, sample: true, region: 广东}\n")

    assert foreign(store, "市发改委", capsys) == [
        "data/investors/firms.yaml:1:1: 删去了企业“示例乙厂”，设置里没有写由谁管"
    ]


@pytest.mark.parametrize("text", ["# 注释\n", "# hyzs: allow bad-id\n"])
def test_a_comment_in_anothers_file_is_a_change_too(store, text, capsys):
    edit(store, "data/projects/p26-a1.yaml", "name: 示例", f"{text}name: 示例")

    assert [line.partition(" ")[0] for line in foreign(store, "衡南县", capsys)] == ["data/projects/p26-a1.yaml:1:1:"]
    assert foreign(store, "市商务局", capsys) == []


def test_files_that_are_no_records_are_kept_by_path(store, capsys):
    (store / "templates").mkdir()
    (store / "templates" / "a.j2").write_text("x", encoding="utf-8")

    assert foreign(store, "市商务局", capsys) == []
    assert foreign(store, "市发改委", capsys) == [
        "templates/a.j2:1:1: 改动了 templates/a.j2，设置里没有写市发改委可以改它"
    ]


def test_neither_settings_nor_comments_turn_it_off(store, capsys):
    edit(store, "data/settings.yaml", "keepers:", "checks: {not-yours: off}\nkeepers:")
    edit(store, "data/projects/p26-a1.yaml", "content: 厂房", "content: 新厂房  # hyzs: allow not-yours")

    assert len(foreign(store, "衡东县", capsys)) > 1


def test_it_needs_a_revision_and_keepers_in_it(store, tmp_path, capsys):
    assert run(["--store", str(store), "check", "--as", "衡南县"]) == 2
    assert "--as 要和 --changed 一起用" in capsys.readouterr().err

    bare = make_store(tmp_path / "bare")
    git(bare, "init", "-q")
    git(bare, "add", "-A")
    git(bare, "commit", "-qm", "开始")
    assert run(["--store", str(bare), "check", "--changed", "HEAD", "--as", "衡南县"]) == 2
    assert "没有写谁管什么" in capsys.readouterr().err


@pytest.mark.slow
def test_a_server_refuses_a_push_by_the_wrong_keeper(store, tmp_path):
    """The hook that ``init --hooks`` writes, with real git: by nobody, by the wrong one, by the right one."""
    server = tmp_path / "server.git"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(server))
    assert program.run(["init", "--hooks", str(server)], store, {}, encoding="utf-8").returncode == 0
    git(server, "config", "hyzs.pusher", "WHO")
    git(server, "config", "hyzs.jia.unit", "衡南县")
    git(server, "config", "hyzs.yi.unit", "市工信局")

    def push(who, *words):
        process = git(store, "push", "-q", str(server), *(words or ("main",)), check=False, env={"WHO": who})
        return process.returncode, process.stderr

    assert push("bing")[0] == 1
    assert push("jia")[0] == 0  # the first push: nobody keeps anything yet
    edit(store, "data/projects/p26-a1.yaml", "area_mu: 20", "area_mu: 30")
    git(store, "commit", "-qam", "改用地")
    code, text = push("jia")
    assert code == 1
    assert "“用地面积”由市工信局管" in text
    assert "没有收：衡南县推到 main 的提交有 1 个错误" in text
    assert push("jia", "main:elsewhere")[0] == 1
    assert push("yi")[0] == 0
    assert push("yi", ":main")[0] == 1
    assert program.run(["init", "--hooks", "."], store, {}, encoding="utf-8").returncode == 0
    owners = (store / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    assert [line for line in owners if not line.startswith("#")] == [
        "* @swj",
        "/data/investors/firms.yaml @fgw @swj",
        "/data/projects/ @gxj @swj",
        "/data/projects/p26-a1.yaml @gxj @hengnan @swj",
    ]
