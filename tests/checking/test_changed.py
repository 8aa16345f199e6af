"""``check --changed``: what a revision had not, from both trees judged whole; and which revision is meant."""

import json
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hyzs.checking.known_findings import check_run
from hyzs.checking.tree_findings import check_tree, findings
from hyzs.cli.main import run
from hyzs.index.index import Index
from hyzs.model.errors import NotFound
from hyzs.store.git_revision import MAIN, commit_of
from hyzs.store.trees import WorkingTree
from support.stores import index_of, make_store

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="没有 git")
_NUMBERS = count(1)
TODAY = date(2026, 11, 23)
EXAMPLES = 200 if os.environ.get("HYZS_FUZZ") else 12

#: Two counties, projects and returns in order, and some things wrong from the start.
BEGINNING = """== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
lead: 市商物局
responsible: [市商物局, 市科技局, 市商物局]
milestones: {在谈: 2026-01-05}
== data/projects/p26-b2.yaml
name: 示例·乙项目
sample: true
tier: 重大
county: 衡东县
lead: 市工信局
investment: {total: 12亿}
== data/returns/2026-W46/hengnan.yaml
submitted: 2026-11-13T09:00
projects:
  p26-a1: {progress: 平整场地, figures: {invested: 300}}
  p26-b2: {progress: 平整场地}
== data/returns/2026-W47/hengnan.yaml
submitted: 2026-11-20T09:00
projects:
  p26-a1: {progress: 平整场地, figures: {invested: 200}}
== data/misc/stray.yaml
name: 放错了
== data/units/old.yml
- {id: old, name: 旧局}
"""


@pytest.fixture(autouse=True)
def isolated_git(monkeypatch, tmp_path):
    """No repository above the tests, and no settings of whoever runs them."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("HYZS_TODAY", str(TODAY))
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GITHUB_ACTIONS", "CI"):
        monkeypatch.delenv(name, raising=False)


def git(root: Path, *words: str) -> str:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    process = subprocess.run(
        ["git", *who, "-c", "core.autocrlf=false", "-C", str(root), *words],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env=env,
    )
    return process.stdout.strip()


def committed(root: Path) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-qm", f"第 {next(_NUMBERS)} 次", "--allow-empty")
    return git(root, "rev-parse", "HEAD")


def repository(root: Path, store_text: str = "") -> Path:
    make_store(root, store_text)
    git(root, "init", "-q", "-b", "main")
    committed(root)
    return root


def check_document(root: Path, *words: str, capsys) -> dict:
    """The document that ``check`` prints in that store."""
    run(["--store", str(root), "check", *words, "-f", "json"])
    return json.loads(capsys.readouterr().out)


# What is told


def test_a_unit_that_goes_shows_every_measure_that_names_it(tmp_path, capsys):
    measures = "".join(
        f"== data/measures/m{n:02}.yaml\nname: 示例举措{n}\nplan: 示政办发〔2026〕1号\nnumber: {n}\nsection: 一\n"
        "lead: [市商务局]\nresponsible: [[市水文局]]\nsummary: 略\n"
        for n in range(2, 11)
    )
    unit = "== data/units/water.yaml\n- {id: sww, name: 市水文局, type: 政府部门}\n"
    root = repository(tmp_path, measures + unit)
    (root / "data" / "units" / "water.yaml").unlink()

    rows = check_document(root, "--changed", capsys=capsys)["rows"]

    assert [row["path"] for row in rows] == [f"data/measures/m{n:02}.yaml" for n in range(2, 11)]
    assert {row["code"] for row in rows} == {"unknown-name"}


def test_what_stood_is_counted_also_when_its_line_moves(tmp_path, capsys):
    root = repository(tmp_path, BEGINNING)
    before = check_document(root, capsys=capsys)["summary"]
    project = root / "data" / "projects" / "p26-a1.yaml"
    project.write_text("# 一行\n\n" + project.read_text("utf-8"), "utf-8")

    document = check_document(root, "--changed", capsys=capsys)

    assert document["rows"] == []
    assert document["summary"]["stood"] == before["errors"] + before["warnings"] > 8


def test_one_more_of_what_stood_is_new(tmp_path, capsys):
    root = repository(tmp_path, BEGINNING)
    project = root / "data" / "projects" / "p26-a1.yaml"
    project.write_text(
        project.read_text("utf-8").replace("市科技局, 市商物局", "市科技局, 市商物局, 市商物局"), "utf-8"
    )

    rows = check_document(root, "--changed", capsys=capsys)["rows"]

    assert [(row["code"], row["line"]) for row in rows] == [("unknown-name", 6)]


def test_another_wrong_name_in_place_of_one_is_new(tmp_path, capsys):
    root = repository(tmp_path, BEGINNING)
    project = root / "data" / "projects" / "p26-a1.yaml"
    project.write_text(project.read_text("utf-8").replace("lead: 市商物局", "lead: 市商户局"), "utf-8")

    rows = check_document(root, "--changed", capsys=capsys)["rows"]

    assert [(row["field"], row["line"]) for row in rows] == [("lead", 5)]


def test_only_what_is_new_fails_the_run(tmp_path, capsys):
    root = repository(tmp_path, BEGINNING)

    assert run(["--store", str(root), "check"]) == 1
    assert run(["--store", str(root), "check", "--changed"]) == 0
    assert "另有原来就有的" in capsys.readouterr().out


def test_a_store_in_a_folder_of_its_repository_is_compared_with_itself(tmp_path, capsys):
    git(tmp_path, "init", "-q", "-b", "main")
    root = make_store(tmp_path / "city", BEGINNING)
    committed(tmp_path)

    assert check_document(root, "--changed", capsys=capsys)["rows"] == []


# Random changes

NAMES = ["衡南县", "衡东县", "市商务局", "市工信局", "市商物局", "重大", "一般", "特大", "p26-a1", "p26-b2", "平整场地"]


@st.composite
def changes(draw):
    """An edit of the text of the n-th file; None for the text takes the file away."""
    kind = draw(st.sampled_from(["drop", "double", "swap", "name", "comment", "delete", "add", "odd"]))
    return kind, draw(st.integers(0, 99)), draw(st.integers(0, 99)), draw(st.sampled_from(NAMES))


def apply(root: Path, change: tuple[str, int, int, str]) -> None:
    kind, which, where, name = change
    files = sorted(file for file in (root / "data").rglob("*.y*ml") if file.is_file())
    file = files[which % len(files)]
    lines = file.read_text("utf-8").splitlines(keepends=True)
    at = where % (len(lines) + 1)
    if kind == "delete":
        file.unlink()
        return
    if kind == "add":
        file = root / "data" / "projects" / f"p26-n{where}.yaml"
        lines, at = [f"name: 示例·新项目\nsample: true\ntier: 一般\ncounty: {name}\n"], 0
    elif kind == "drop":
        del lines[at : at + 1]
    elif kind == "double":
        lines[at:at] = lines[at : at + 1]
    elif kind == "swap":
        lines[at : at + 2] = reversed(lines[at : at + 2])
    elif kind == "name":
        result = next((old for old in NAMES[where % len(NAMES) :] if old in "".join(lines)), name)
        lines = "".join(lines).replace(result, name, 1 + which % 2).splitlines(keepends=True)
    else:
        lines[at:at] = ["# hyzs: allow unknown-name 示例理由\n" if kind == "comment" else "odd: [\n"]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(lines), "utf-8", newline="")


def known_by(root: Path, findings_seen) -> list[tuple[str, ...]]:
    """What the findings are known by, told once more in the plainest way."""
    out = []
    for f in findings_seen:
        line, column, end_line, end_column = f.span
        text = (root / f.path).read_bytes().decode() if f.span[:2] != f.span[2:] else ""
        starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
        text = text[starts[line - 1] + column - 1 : starts[end_line - 1] + end_column - 1] if text else ""
        field = ".".join("*" if step.isdecimal() else step for step in f.field.split("."))
        out.append((f.code, f.record or f.path, field, "".join(text.split())))
    return out


def less_what_follows(findings_seen: Counter, held_back: Counter) -> Counter:
    """The findings without those that stood before too, held back since they followed from another one."""
    left = Counter()
    for mark in findings_seen.elements():
        held_back[mark[:3]] -= 1
        left[mark] += held_back[mark[:3]] < 0
    return +left


@pytest.mark.slow
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(earlier=[("drop", 52, 0, "衡南县")], later=[("delete", 82, 0, "衡南县")])
@given(earlier=st.lists(changes(), max_size=4), later=st.lists(changes(), min_size=1, max_size=6))
def test_the_result_is_the_full_result_less_what_stood(earlier, later):
    folder = Path(tempfile.mkdtemp(prefix="hyzs-changed-"))
    try:
        root = repository(folder / "one", BEGINNING)
        for change in earlier:
            apply(root, change)
        revision = committed(root)
        shutil.copytree(root / "data", folder / "other" / "data")
        for change in later:
            apply(root, change)
        index = Index(root)
        index.show_tree(WorkingTree(root))

        all_findings = check_run(index, TODAY, revision, None)

        now, before = (findings(index_of(folder / name), TODAY) for name in ("one", "other"))
        all_now, old = Counter(known_by(root, now)), Counter(known_by(folder / "other", before))
        held_back = check_tree(index_of(folder / "other"), TODAY).consequences
        new = less_what_follows(all_now - old, Counter(mark[:3] for mark in known_by(folder / "other", held_back)))
        assert Counter(known_by(root, all_findings.findings)) == new
        assert all_findings.preexisting == sum(all_now.values()) - sum(new.values())
        assert set(all_findings.findings) <= set(now)
        assert findings(index, TODAY) == now
        index.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# Which revision


def test_without_a_revision_it_is_where_the_branch_left_the_main_one(tmp_path):
    root = repository(tmp_path)
    base = git(root, "rev-parse", "HEAD")
    git(root, "checkout", "-qb", "work")
    committed(root)
    git(root, "checkout", "-q", "main")
    committed(root)
    git(root, "checkout", "-q", "work")

    assert commit_of(root, MAIN) == base


def test_the_main_branch_of_the_origin_goes_before_ones_own(tmp_path):
    origin = repository(tmp_path / "origin")
    git(origin, "branch", "-m", "trunk")
    root = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(origin), str(root))
    base = git(root, "rev-parse", "HEAD")
    git(root, "checkout", "-qb", "main")
    committed(root)

    assert commit_of(root, MAIN) == base


@pytest.fixture
def shallow(tmp_path):
    """A clone without history, of one branch, as CI makes them."""
    origin = repository(tmp_path / "origin")
    git(origin, "checkout", "-qb", "work")
    committed(origin)
    git(origin, "checkout", "-q", "main")
    root = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "--branch=work", origin.as_uri(), str(root))
    return root


@pytest.mark.parametrize("revision", [MAIN, "HEAD~1", "main"])
def test_a_shallow_clone_without_the_revision_says_how_to_get_it(shallow, revision):
    with pytest.raises(NotFound) as error:
        commit_of(shallow, revision)

    assert "git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'" in error.value.hint


def test_what_it_says_helps(shallow):
    git(shallow, "fetch", "-q", "--unshallow", "origin", "+refs/heads/*:refs/remotes/origin/*")

    assert commit_of(shallow, MAIN) == commit_of(shallow, "HEAD~1")


def test_a_shallow_clone_that_may_hide_a_nearer_base_is_no_answer(tmp_path):
    """The base is seen only by way of an old merge, while the newer one lies behind the cut."""
    origin = repository(tmp_path / "origin")
    git(origin, "checkout", "-qb", "work")
    committed(origin)
    git(origin, "checkout", "-q", "main")
    committed(origin)
    root = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", "--branch=work", origin.as_uri(), str(root))

    with pytest.raises(NotFound) as error:
        commit_of(root, MAIN)

    assert "浅克隆" in error.value.message


def test_a_shallow_clone_that_has_the_base_answers(tmp_path):
    origin = repository(tmp_path / "origin")
    committed(origin)
    base = committed(origin)
    git(origin, "checkout", "-qb", "work")
    committed(origin)
    git(origin, "checkout", "-q", "main")
    root = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=2", "--no-single-branch", "--branch=work", origin.as_uri(), str(root))

    assert commit_of(root, MAIN) == base


def test_an_unknown_revision_is_not_found(tmp_path, capsys):
    root = repository(tmp_path)

    assert run(["--store", str(root), "check", "--changed", "nowhere"]) == 66
    assert capsys.readouterr().err.startswith("错误：没有这个版本：nowhere\n")


def test_without_git_there_is_nothing_to_compare_with(tmp_path, capsys):
    root = make_store(tmp_path)

    assert run(["--store", str(root), "check", "--changed"]) == 66
    assert "不在 git 里" in capsys.readouterr().err


def test_a_main_branch_by_another_name_must_be_told(tmp_path):
    root = repository(tmp_path)
    git(root, "branch", "-m", "trunk")

    with pytest.raises(NotFound) as error:
        commit_of(root, MAIN)

    assert "--changed" in error.value.hint
