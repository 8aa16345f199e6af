"""--at: what was known at a commit or on a day; the same as what a checkout of that commit answers."""

import os
import subprocess
from datetime import datetime, timedelta
from random import Random

import pytest

from hyzs.cli.main import run
from support.fuzz import HAS_TIME
from support.shared_index import index_files
from support.stores import make_store

START = datetime(2026, 11, 2, 9)
PROJECT = """\
name: 示例·{name}项目
sample: true
tier: {tier}
county: {county}
lead: 市商务局
content: 建一条线
milestones: {{在谈: 2026-05-11}}
tracked: {{since: 2026-05-11}}
"""
RETURN = """\
submitted: 2026-11-13T09:00
projects:
  p26-a1: {{progress: {progress}, needs: [{{text: 用电, to: 市发改委, due: 2026-11-20}}]}}
"""
#: Twenty commits: what each makes of some files (None: it is deleted).
STORY = [
    {"projects/p26-a1.yaml": PROJECT.format(name="甲", tier="一般", county="衡南县")},
    {"projects/p26-b2.yaml": PROJECT.format(name="乙", tier="重大", county="衡山县")},
    {"returns/2026-W46/hengnan.yaml": RETURN.format(progress="谈地块")},
    {"projects/p26-a1.yaml": PROJECT.format(name="甲", tier="重点", county="衡南县")},
    {"projects/p26-a1.yaml": PROJECT.format(name="甲", tier="重点", county="衡南县") + "agreements: [\n"},
    {"projects/p26-a1.yaml": PROJECT.format(name="甲", tier="重点", county="衡东县")},
    {"projects/p26-b2.yaml": None,
     "projects/2026/p26-b2.yaml": PROJECT.format(name="乙", tier="重大", county="衡山县")},
    {"returns/2026-W46/hengnan.yaml": RETURN.format(progress="谈妥地块")},
    {"projects/p26-c3.yaml": PROJECT.format(name="丙", tier="一般", county="不存在的县")},
    {"projects/p26-c3.yaml": PROJECT.format(name="丙", tier="一般", county="衡南县")},
    {"matters/x26-a1.yaml": "text: 示例·用电\nsample: true\norigin: 周填报\nraised: {by: 衡南县, on: 2026-11-13}\n"
        "project: p26-a1\nlead: 市发改委\ndue: 2026-11-20\nevents: [{on: 2026-11-13, do: 交办}]\n"},
    {"projects/p26-c3.yaml": None},
    {"returns/2026-W47/hengshan.yaml": "submitted: 2026-11-20T09:00\nprojects: {p26-b2: {progress: 开会}}\n"},
    {"projects/p26-a1.yaml": "draft: true\n" + PROJECT.format(name="甲", tier="重点", county="衡东县")},
    {"projects/notes.txt": "不是记录\n"},
    {"projects/p26-d4.yaml": PROJECT.format(name="丁", tier="重大", county="衡南县")},
    {"returns/2026-W47/hengnan.yaml": "submitted: 2026-11-20T09:00\nprojects: {p26-d4: {progress: 动员}}\n"},
    {"projects/p26-d4.yaml": PROJECT.format(name="丁二", tier="重大", county="衡南县")},
    {"projects/p26-a1.yaml": PROJECT.format(name="甲", tier="重点", county="衡东县")},
    {"returns/2026-W47/hengnan.yaml": None},
]  # fmt: skip
QUESTIONS = [
    ["track"], ["check"], ["who", "衡南县"], ["list", "projects"], ["show", "p26-a1"], ["matrix"], ["gaps"], ["slip"],
    ["report", "overview"], ["report", "weekly"], ["report", "remind"], ["report", "division"], ["report", "progress"],
    ["history", "p26-a1"], ["why", "p26-a1"], ["list", "needs"], ["report", "duty", "衡南县"], ["report", "brief"],
    ["list", "units"], ["matter"], ["report", "todo"], ["report", "transfers"], ["report", "roster"],
    ["report", "permits"], ["report", "commitments"], ["report", "foreign"],
]  # fmt: skip


def git(root, *words, on=START):
    moment = f"{on.isoformat()}+08:00"
    author = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "示例")
    author |= dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "a@example.invalid")
    env = {**os.environ, **author, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    return subprocess.run(["git", *words], cwd=root, env=env, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """The store after the story, and its commits, oldest first; one a day from START on."""
    root = make_store(tmp_path_factory.mktemp("at") / "store")
    git(root, "init", "-q", "-b", "main")
    commits = []
    for number, files in enumerate(STORY):
        for path, text in files.items():
            file = root / "data" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink() if text is None else file.write_text(text, "utf-8")
        git(root, "add", "-A")
        git(root, "commit", "-qm", f"第 {number} 次", on=START + timedelta(days=number))
        commits.append(git(root, "rev-parse", "HEAD"))
    return root, commits


def ask(capsys, root, *words):
    code = run(["--store", str(root), "--today", "2026-11-23", *words])
    output = capsys.readouterr()
    return code, output.out, output.err


@pytest.mark.parametrize("number", range(len(STORY)))
def test_a_past_commit_answers_as_a_checkout_of_it_does(story, capsys, tmp_path, number):
    root, commits = story
    git(root, "worktree", "add", "-q", "--detach", str(tmp_path / "then"), commits[number])
    for words in (QUESTIONS[number], QUESTIONS[(number * 7 + 3) % len(QUESTIONS)]):
        assert_same(capsys, root, tmp_path / "then", commits[number], words)


def assert_same(capsys, root, then, commit, words):
    """The question has the same answer of a commit as in a checkout of it."""
    code, out, _ = ask(capsys, then, *words, "-f", "json")

    assert ask(capsys, root, *words, "-f", "json", "--at", commit)[:2] == (code, out)


@pytest.mark.skipif(not HAS_TIME, reason="make fuzz: fifty commits, every question of each")
def test_so_does_each_of_fifty_random_ones_whatever_is_asked(tmp_path, capsys):
    root, random = make_store(tmp_path / "store"), Random(7)
    git(root, "init", "-q", "-b", "main")
    for number in range(50):
        for path, text in random.choice(STORY).items():
            file = root / "data" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink(missing_ok=True) if text is None else file.write_text(f"{text}# {number}\n", "utf-8")
        git(root, "add", "-A")
        git(root, "commit", "-qm", f"第 {number} 次", "--allow-empty", on=START + timedelta(hours=number))
        commit, then = git(root, "rev-parse", "HEAD"), tmp_path / str(number)
        git(root, "worktree", "add", "-q", "--detach", str(then), commit)
        for words in QUESTIONS:
            assert_same(capsys, root, then, commit, words)
        git(root, "worktree", "remove", "--force", str(then))


def test_a_day_is_its_last_commit_and_the_answer_says_how_old_that_is(story, capsys):
    root, commits = story
    _, out, err = ask(capsys, root, "track", "-f", "json", "--at", "2026-11-05")
    assert commits[3] in out and err == f"按提交 {commits[3][:10]}（2026-11-05 09:00）里的数据回答\n"

    _, out, err = ask(capsys, root, "track", "-f", "json", "--at", "2026-12-01")
    assert commits[-1] in out and err.endswith("里的数据回答，比 2026-12-01 早 10 天\n")


def test_a_moment_and_a_week_end_when_they_end(story, capsys):
    root, commits = story

    assert commits[2] in ask(capsys, root, "list", "units", "-f", "json", "--at", "2026-11-05T08:59")[1]
    assert commits[6] in ask(capsys, root, "list", "units", "-f", "json", "--at", "2026-W45")[1]


def test_what_is_not_committed_is_not_known(story, capsys):
    root, _ = story
    file = root / "data/projects/p26-z9.yaml"
    file.write_text(PROJECT.format(name="新", tier="一般", county="衡南县"), "utf-8")
    try:
        assert "p26-z9" in ask(capsys, root, "list", "projects", "-f", "json")[1]
        assert "p26-z9" not in ask(capsys, root, "list", "projects", "-f", "json", "--at", "HEAD")[1]
    finally:
        file.unlink()


def test_asked_again_nothing_is_parsed(story, capsys, monkeypatch):
    root, commits = story
    with index_files():
        ask(capsys, root, "track", "--at", commits[10])
        monkeypatch.setattr("hyzs.index.parallel_parser.parse_files", None)

        assert ask(capsys, root, "track", "--at", commits[10])[0] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--at", "2020-01-01", "track"), "2020-01-01 以前没有提交"),
        (("--at", "没有这个", "track"), "没有这个版本：没有这个"),
        (("--at", "HEAD", "set", "p26-a1", "tier=一般"), "--at 看的是过去，不能改数据"),
        (("--at", "HEAD", "undo"), "--at 看的是过去，不能改数据"),
        (("--at", "HEAD", "check", "--staged"), "--at 看的是过去，--staged 看的是要提交的"),
    ],
)
def test_what_cannot_be_is_a_sentence(story, capsys, words, message):
    code, _, err = ask(capsys, story[0], *words)

    assert code != 0 and message in err


def test_a_shallow_clone_says_how_to_get_the_rest(story, capsys, tmp_path):
    root, commits = story
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "cut")

    assert "浅克隆" in ask(capsys, tmp_path / "cut", "track", "--at", "2026-11-05")[2]
    assert "浅克隆" in ask(capsys, tmp_path / "cut", "track", "--at", commits[3])[2]


@pytest.mark.parametrize("week", ["第46周", "2026年第46周"])
def test_a_week_may_be_written_as_people_say_it(story, capsys, week):
    answers = [ask(capsys, story[0], "list", "projects", "-f", "json", "--at", text) for text in ("2026-W46", week)]

    assert answers[0] == answers[1]
    assert answers[0][0] == 0
