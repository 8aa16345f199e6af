"""git with our helpers: two branches become one by keys and items; a change is told in words. With real git."""

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.gitdrivers.drivers import install, is_missing
from hyzs.gitdrivers.semantic_diff import describe_changes
from hyzs.model.child_process import CHILD_FLAG, python_command
from hyzs.yamldoc.document import read
from hyzs.yamldoc.merge3 import merge3
from support.stores import make_store

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="没有 git")
RETURN = "data/returns/2026-W46/hengnan.yaml"
BASE = """\
# 衡南县
submitted: 2026-11-13T09:00
filed_by: 示例甲
projects:
  # 老项目
  p26-a1: {progress: 谈地块}   # 一
"""


def git(root: Path, *words: str, ok: bool = True) -> str:
    names = {f"GIT_{who}_{action}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for action in ("NAME", "EMAIL")}
    process = subprocess.run(["git", *words], cwd=root, env=os.environ | names, capture_output=True, check=False)
    assert not ok or process.returncode == 0, process.stderr.decode()
    return process.stdout.decode()


@pytest.fixture
def repo(tmp_path):
    """A store in git with the helpers set up, and one return."""
    make_store(tmp_path, f"== {RETURN}\n{BASE}")
    git(tmp_path, "init", "-q", "-b", "main")
    install(tmp_path)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "一")
    return tmp_path


def branches(repo: Path, ours: str, theirs: str, path: str = RETURN) -> bool:
    """Whether git merges two branches in which the file says that."""
    for name, text in (("theirs", theirs), ("main", ours)):
        git(repo, "checkout", "-q", "-B", name, "main" if name == "theirs" else name)
        (repo / path).write_text(text, "utf-8", newline="")
        git(repo, "commit", "-qam", name)
        git(repo, "checkout", "-q", "main")
    process = subprocess.run(["git", "merge", "-q", "--no-edit", "theirs"], cwd=repo, capture_output=True, check=False)
    return process.returncode == 0


@pytest.mark.slow
def test_two_branches_that_add_projects_to_one_return_merge(repo):
    ours = BASE + "  p26-b2:\n    progress: 乙   # 我方\n"
    theirs = BASE + "  # 他方加的\n  p26-c3: {no_change: true, reason: 等批复}\n"

    assert branches(repo, ours, theirs)
    assert (repo / RETURN).read_text("utf-8") == (
        BASE + "  # 他方加的\n  p26-c3: {no_change: true, reason: 等批复}\n  p26-b2:\n    progress: 乙   # 我方\n"
    )


@pytest.mark.slow
def test_both_sides_change_different_fields_of_one_line(repo):
    ours = BASE.replace("{progress: 谈地块}", "{progress: 谈地块, next: 签约}")
    theirs = BASE.replace("{progress: 谈地块}", "{progress: 地块谈定}")

    assert branches(repo, ours, theirs)
    assert "p26-a1: {progress: 地块谈定, next: 签约}   # 一" in (repo / RETURN).read_text("utf-8")


@pytest.mark.slow
def test_a_true_conflict_stays_one_with_both_sides_to_be_read(repo):
    ours, theirs = BASE.replace("谈地块", "谈定"), BASE.replace("谈地块", "谈崩")
    theirs += "  p26-c3: {progress: 丙}\n"

    assert not branches(repo, ours, theirs)
    text = (repo / RETURN).read_text("utf-8")
    assert (
        "<<<<<<< ours\n  p26-a1: {progress: 谈定}   # 一\n=======\n  p26-a1: {progress: 谈崩}   # 一\n>>>>>>> theirs\n"
        in text
    )
    assert "  p26-c3: {progress: 丙}\n" in text


@pytest.mark.slow
def test_lists_of_records_merge_by_id(repo):
    path = "data/units/units.yaml"
    base = (repo / path).read_text("utf-8")
    ours = base + "- {id: xa, name: 甲局, type: 政府部门}\n"
    theirs = base.replace("name: 衡南县", "name: 衡南", 1) + "- {id: xb, name: 乙局, type: 政府部门}\n"

    assert branches(repo, ours, theirs, path)
    names = [item["name"] for item in read((repo / path).read_bytes()).tree]
    assert {"甲局", "乙局", "衡南"} <= set(names)


@pytest.mark.slow
def test_git_diff_tells_the_change_in_words(repo):
    (repo / RETURN).write_text(
        BASE.replace("谈地块", "地块谈定") + "  p26-b2: {no_change: true, reason: 等}\n", "utf-8"
    )

    output = git(repo, "diff")

    assert output == (
        f"{RETURN}\n"
        "  周填报\n"
        "    项目 p26-a1 本周进展：谈地块 → 地块谈定\n"
        "    项目 p26-b2 无变化：（无） → true\n"
        "    项目 p26-b2 无变化原因：（无） → 等\n"
    )


@pytest.mark.slow
def test_a_new_file_and_one_that_is_gone_are_told_whole(repo):
    (repo / RETURN).unlink()
    (repo / "data/projects").mkdir()
    (repo / "data/projects/p26-a1.yaml").write_text("name: 示例·甲\nsample: true\ntier: 一般\n", "utf-8")
    git(repo, "add", "-A")

    output = git(repo, "diff", "--cached")

    assert "新增项目 示例·甲\n    项目名称：（无） → 示例·甲" in output
    assert "删去周填报" in output


@pytest.mark.slow
def test_a_clone_without_the_helpers_is_told_so(repo, tmp_path_factory):
    clone = tmp_path_factory.mktemp("clone") / "store"
    git(repo, "clone", "-q", str(repo), str(clone))

    before = is_missing(clone)
    install(clone)

    assert (before, is_missing(clone)) == (True, False)


KEYS = st.sampled_from(["p1", "p2", "p3", "p4"])
ENTRIES = st.dictionaries(
    KEYS, st.fixed_dictionaries({"progress": st.sampled_from("甲乙丙")}, optional={"next": st.sampled_from("丁戊")})
)


def return_bytes(entries: dict, style: str) -> bytes:
    """A return with these entries, between brackets or on lines of their own."""
    lines = ["submitted: 2026-11-13T09:00", "projects:" if entries else "projects: {}"]
    for key, entry in entries.items():
        inner = [f"{field}: {value}" for field, value in entry.items()]
        lines += (
            [f"  {key}: {{{', '.join(inner)}}}"]
            if style == "flow"
            else [f"  {key}:", *(f"    {item}" for item in inner)]
        )
    return "\n".join([*lines, "notes: {}", ""]).encode()


@given(ENTRIES, ENTRIES, ENTRIES, st.sampled_from(["flow", "block"]))
def test_what_only_one_side_did_is_in_the_result(base, ours, theirs, style):
    result = merge3(*(return_bytes(side, style) for side in (base, ours, theirs)))

    if result is None or result.conflicts:
        return
    tree = read(result.text.encode()).tree["projects"]
    for key in {*base, *ours, *theirs}:
        old, our_side, their_side = base.get(key), ours.get(key), theirs.get(key)
        if our_side == old:
            assert tree.get(key) == their_side
        elif their_side in (old, our_side):
            assert tree.get(key) == our_side


@given(ENTRIES, ENTRIES)
def test_a_change_of_one_side_alone_is_taken_as_it_is(base, side):
    for style in ("flow", "block"):
        our_side, their_side = return_bytes(base, style), return_bytes(side, style)
        assert merge3(our_side, our_side, their_side).text.encode() == their_side
        assert merge3(our_side, their_side, our_side).text.encode() == their_side


def test_what_belongs_to_no_kind_is_compared_as_lines():
    assert describe_changes("elsewhere/x.yaml", b"a: 1\n", b"a: 2\n") is None


COMMENTED = [
    *("# 头", "submitted: 2026-11-13T09:00   # 早", "projects:   # 项目", "  # 老项目", "  p26-a1:"),
    *(
        "    progress: 谈地块   # 二",
        "    # hyzs: allow entry-empty 理由",
        "    next: 签约",
        "  p26-b2: {progress: 乙}   # 五",
        "# 尾",
    ),
]
EDITS = st.lists(
    st.tuples(
        st.integers(0, len(COMMENTED) - 1), st.sampled_from(["add", "drop", "reword", "value"]), st.sampled_from("甲乙")
    ),
    max_size=3,
)


def with_edits(edits) -> str:
    lines = list(COMMENTED)
    for at, action, word in edits:
        line = lines[at % len(lines)]
        code, sign, _ = line.partition("#")
        indent = line[: len(line) - len(line.lstrip())]
        if action == "add":
            lines.insert(at % len(lines), f"{indent}# 添{word}")
        elif sign and action == "reword":
            lines[at % len(lines)] = f"{code}# 改{word}"
        elif sign and action == "drop" and not code.strip():
            lines.pop(at % len(lines))
        elif action == "value":
            lines[at % len(lines)] = line.replace("progress: ", f"progress: {word}")
    return "\n".join([*lines, ""])


@given(EDITS, EDITS)
def test_no_comment_is_lost_in_a_merge_without_conflicts(ours, theirs):
    sides = [with_edits(edits) for edits in ([], ours, theirs)]
    outcome = merge3(*(side.encode() for side in sides))

    if outcome is None or outcome.conflicts:
        return
    base, our_side, their_side, result = (Counter(read(text.encode()).comments()) for text in (*sides, outcome.text))
    for comment in our_side | their_side:
        remaining = our_side[comment] == base[comment] and their_side[comment] < base[comment]
        lost = their_side[comment] == base[comment] and our_side[comment] < base[comment]
        assert result[comment] or remaining or lost, comment


@pytest.mark.slow
def test_git_leaves_line_ends_as_they_are(repo):
    assert git(repo, "config", "--local", "core.autocrlf").strip() == "false"


@pytest.mark.slow
def test_the_drivers_of_a_frozen_program_start_its_own_executable(repo, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None if name == "hyzs" else f"/usr/bin/{name}")
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", "/opt/催办/hyzs")

    install(repo)

    assert git(repo, "config", "merge.hyzs.driver").strip() == '"/opt/催办/hyzs" git merge %O %A %B %P'
    assert python_command("hyzs.workbooks.reader_process") == [
        "/opt/催办/hyzs",
        CHILD_FLAG,
        "hyzs.workbooks.reader_process",
    ]
