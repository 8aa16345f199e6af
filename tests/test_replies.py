"""The same question, while nothing has changed, gets the same reply without being thought about again."""

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone

import pytest

from hyzs.ahead import _command
from hyzs.store import replies
from hyzs.store.replies import Question, Reply
from stores import make_store
from test_index_faults import change

#: Runs a command, and says on the last line of stderr which rooms of the program it entered.
SPY = """
import atexit, sys
atexit.register(lambda: print(" ".join(sorted(sys.modules)), file=sys.stderr))
from hyzs.__main__ import main
main()
"""
TRACK = ("track", "--week", "2026-W47", "-f", "json")
ZONE = timezone(timedelta(hours=8))


@pytest.fixture
def root(tmp_path):
    """A store in git whose files are old enough to be known for good."""
    make_store(tmp_path)
    old = time.time() - 3600
    for file in (tmp_path / "data").rglob("*.yaml"):
        os.utime(file, (old, old))
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    return tmp_path


def git(root, *words):
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)


def commit(root):
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")


def said(root, *words, cwd=None, **env):
    """Exit code, stdout, stderr, and whether the command was thought about."""
    env = {**os.environ, "HYZS_TODAY": "2026-11-23", "PYTHONUTF8": "1", **env}
    command = [sys.executable, "-c", SPY, "--store", str(root), *words]
    done = subprocess.run(command, env=env, cwd=cwd or root, capture_output=True, check=False)
    *remarks, modules = done.stderr.decode().splitlines()
    return done.returncode, done.stdout.decode(), remarks, "typer" in modules.split()


@pytest.mark.parametrize(
    "words",
    [TRACK, ("track",), ("check",), ("who", "市商务局"), ("list", "units", "-f", "csv"), ("report", "division")],
    ids=" ".join,
)
def test_asked_again_it_says_the_same_without_thinking(root, words):
    *first, thought = said(root, *words)
    *second, thought_again = said(root, *words)

    assert first == second
    assert (thought, thought_again) == (True, False)


def test_a_failing_check_fails_again_and_says_why(root):
    (root / "data" / "units" / "bad.yaml").write_text("- {id: x\n", encoding="utf-8")
    time.sleep(2.6)  # until the file does not count as just touched
    said(root, "check")

    code, out, _, thought = said(root, "check")

    assert (code, thought) == (1, False)
    assert "bad.yaml" in out


def test_what_was_remarked_is_remarked_again(root):
    (root / "data" / "units" / "bad.yaml").write_text("- {id: x\n", encoding="utf-8")
    said(root, "who", "市商务局")

    _, _, remarks, _ = said(root, "who", "市商务局")

    assert remarks == ["注意：有 1 个文件读不全，运行 hyzs check 查看"]


def test_a_changed_record_is_answered_anew(root):
    said(root, "list", "plans")
    change(root)

    _, out, _, thought = said(root, "list", "plans")

    assert "示例方案二" in out and thought


def test_a_change_taken_back_is_answered_as_before(root):
    _, before, _, _ = said(root, "list", "plans")
    change(root)
    said(root, "list", "plans")
    git(root, "checkout", "-q", "--", ".")

    assert said(root, "list", "plans")[1] == before


def test_another_commit_with_the_same_files_is_named(root):
    said(root, *TRACK)
    git(root, "commit", "-q", "--allow-empty", "-m", "y")
    head = subprocess.run(["git", "-C", str(root), "rev-parse", "HEAD"], capture_output=True, check=True)

    _, out, _, _ = said(root, *TRACK)

    assert json.loads(out)["store"]["commit"] == head.stdout.decode().strip()


def test_a_tree_that_becomes_clean_is_said_to_be_clean(root):
    change(root)
    assert json.loads(said(root, *TRACK)[1])["store"]["dirty"]
    commit(root)

    assert not json.loads(said(root, *TRACK)[1])["store"]["dirty"]


@pytest.mark.parametrize("env", [{"HYZS_TODAY": "2026-11-24"}, {"COLUMNS": "60"}, {"NO_COLOR": "1"}], ids=str)
def test_another_day_or_environment_is_another_question(root, env):
    said(root, "track")

    assert said(root, "track", **env)[3]


def test_another_folder_is_another_question(root):
    said(root, "list", "plans")

    assert said(root, "list", "plans", cwd=root / "data")[3]


def test_whether_a_path_is_there_is_looked_at_each_time(root):
    (root / "x.md").write_text("", encoding="utf-8")
    said(root, "check", "x.md")
    (root / "x.md").unlink()

    assert said(root, "check", "x.md")[0] == 66


@pytest.mark.skipif(os.name == "nt", reason="Windows 的文件夹名都是文字")
def test_a_folder_whose_name_is_no_text_is_one_like_any_other(root):
    folder = root / os.fsdecode(b"\xff")
    folder.mkdir()

    assert [said(root, "list", "plans", cwd=folder)[::3] for _ in range(2)] == [(0, True), (0, False)]


def test_what_templates_of_the_store_have_a_part_in_is_made_each_time(root):
    said(root, "list", "plans", "-f", "md")
    (root / "templates").mkdir()
    page = root / "templates" / "page.md.j2"
    for text in ("我们\n", "他们\n"):
        page.write_text(text, encoding="utf-8")
        os.utime(page, (1, 1))

        assert said(root, "list", "plans", "-f", "md")[1] == text


@pytest.mark.parametrize("word", ["report", "list", "check"])
def test_what_a_folder_is_called_makes_no_command_of_it(root, word):
    said(root, "dispatch", "-o", word)
    shutil.rmtree(root / word)
    said(root, "dispatch", "-o", word)

    assert list((root / word).iterdir())


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (["--store", "report", "undo"], "undo"),
        (["undo", "--store", "report"], "undo"),
        (["--store=x", "--today", "2026-11-23", "track", "--week"], "track"),
        (["--today"], None),
        ([], None),
    ],
)
def test_the_command_is_the_first_word_that_is_no_option_and_no_value(words, command):
    assert _command(words) == command


def test_an_answer_over_which_others_changed_the_records_is_not_kept(root):
    question = Question(root, ["x"])
    question.index.see(question.index.tree)
    question.begin()
    question.index.rest()  # as whoever remembers something meanwhile does
    change(root)
    asked(root, "theirs")

    question.note(None)
    question.keep(Reply(0, "", b"ours"))
    question.index.close()

    assert asked(root, "fresh") == "theirs"


def test_a_backup_laid_over_the_store_brings_up_no_reply_of_its_future(root, tmp_path_factory):
    backup = tmp_path_factory.mktemp("backup") / "store"
    said(root, "check")
    shutil.copytree(root, backup)
    change(root, "甲")
    said(root, "list", "plans")
    shutil.copytree(backup, root, dirs_exist_ok=True)
    change(root, "乙")
    said(root, "check")

    assert "乙" in said(root, "list", "plans")[1]


@pytest.mark.parametrize("words", [("check", "--changed", "HEAD"), ("check", "--baseline"), ("doctor",)], ids=" ".join)
def test_what_comes_from_more_than_the_records_is_thought_about_each_time(root, words):
    (root / "check-baseline.yaml").write_text("", encoding="utf-8")
    said(root, *words)

    assert said(root, *words)[3]


@pytest.mark.parametrize("harm", [b"", b"junk", None], ids=["empty", "junk", "one byte"])
def test_a_damaged_reply_is_not_given(root, harm):
    _, before, _, _ = said(root, "list", "plans")
    [file] = (root / ".hyzs" / "replies").iterdir()
    data = file.read_bytes()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]) if harm is None else harm)

    _, out, _, thought = said(root, "list", "plans")

    assert (out, thought) == (before, True)


def test_an_index_made_anew_knows_no_old_replies(root):
    said(root, "list", "plans")
    (root / ".hyzs" / "index.db").write_bytes(b"junk" * 5000)

    assert said(root, "list", "plans")[3]


def asked(root, text, now=None):
    """The reply to a question, or ``text`` given as one."""
    question = Question(root, ["x"])
    try:
        if reply := question.reply():
            return reply.text.decode()
        question.index.see(question.index.tree)
        question.begin()
        question.note(now)
        question.index.rest()
        question.keep(Reply(0, "", text.encode()))
        return text
    finally:
        question.index.close()


@pytest.mark.parametrize(
    ("made", "later", "holds"),
    [
        ("2026-11-20T09:00", "2026-11-20T09:59", True),
        ("2026-11-20T09:00", "2026-11-20T10:00", False),  # 周五 10:00: the returns are due
        ("2026-11-20T10:00", "2026-11-20T10:01", False),  # at 10:00 they are not late yet
        ("2026-11-20T10:01", "2026-11-20T17:59", True),
        ("2026-11-20T10:01", "2026-11-20T18:00", False),  # 下周三 18:00: a week closes
        ("2026-11-20T19:00", "2026-11-20T23:59", True),
        ("2026-11-20T19:00", "2026-11-21T00:00", False),
        ("2026-11-20T19:00", "2026-11-20T18:59", False),  # a clock that was set back
    ],
)
def test_a_reply_holds_until_a_duty_begins_or_ends(root, monkeypatch, made, later, holds):
    made, later = (datetime.fromisoformat(text).replace(tzinfo=ZONE) for text in (made, later))
    asked(root, "before", made)
    monkeypatch.setattr(replies.time, "time", later.timestamp)

    assert asked(root, "after", later) == ("before" if holds else "after")


def test_replies_to_other_records_go_and_the_rest_are_few(root):
    said(root, "list", "plans")
    change(root)
    for n in range(70):
        said_in(root, str(n))

    kept = list((root / ".hyzs" / "replies").iterdir())

    assert len(kept) == 64
    assert len({file.name.partition("-")[0] for file in kept}) == 1


def test_nothing_but_replies_is_taken_away(root):
    (root / ".hyzs").mkdir()
    (root / ".hyzs" / "replies").symlink_to(root / "data" / "units")
    before = sorted((root / "data" / "units").glob("*.yaml"))
    said(root, "list", "plans")

    assert sorted((root / "data" / "units").glob("*.yaml")) == before


def test_large_replies_make_each_other_go(root, monkeypatch):
    monkeypatch.setattr(replies, "_ROOM", 300_000)
    for word in "abc":
        said_in(root, word, b"." * 100_000)

    assert len(list((root / ".hyzs" / "replies").iterdir())) == 2


def said_in(root, word, text=b""):
    question = Question(root, [word])
    question.index.see(question.index.tree)
    question.begin()
    question.note(None)
    question.keep(Reply(0, "", text))
    question.index.close()
