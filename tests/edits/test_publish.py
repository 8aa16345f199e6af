"""Editions: drafts frozen with their commit, shown, published, corrected by a new one; recomputed, never rewritten."""

import json
import os
import shutil
import subprocess

import pytest

from support.program import run
from support.score_stories import A, scheme, story

AUTHOR = ["-c", "user.name=示例", "-c", "user.email=a@example.org"]
EDITION = "data/editions/2026/zbpj-2026-q3.yaml"
TOLERANCE = (
    "- id: rc26-01\n  sample: true\n  unit: 衡南县\n  projects: [p26-a1]\n  ground: 客观条件变化\n"
    "  decided: {by: 市商务局, number: 示例〔2026〕3号, on: 2026-10-28}\n"
    "  effect: {schemes: [zbpj-2026], items: [late, start], from: 2026-Q3}\n"
)


def git(store, *words):
    subprocess.run(["git", *AUTHOR, *words], cwd=store, check=True, capture_output=True)


def commit(store):
    git(store, "add", "-A")
    git(store, "commit", "-qm", "改动")


def hyzs(store, *words, today="2026-10-12"):
    process = run(
        ["--store", str(store), "--today", today, *words], env={**os.environ, "HYZS_TODAY": ""}, encoding="utf-8"
    )
    return process.returncode, process.stdout + process.stderr


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    """A committed store with the draft of the third quarter."""
    store = tmp_path_factory.mktemp("drafted")
    story(store, scheme_text=scheme(edit=[("period:", "notice: {days: 5}\nperiod:")]), is_reported=False).close()
    git(store, "init", "-q")
    commit(store)
    assert hyzs(store, "publish", "zbpj-2026", "--period", "2026-Q3", today="2026-10-10")[0] == 0
    commit(store)
    return store


@pytest.fixture
def store(drafted, tmp_path):
    return shutil.copytree(drafted, tmp_path / "store")


def verified(store, today="2026-11-23"):
    code, text = hyzs(store, "publish", "--verify", "-f", "json", today=today)
    return code, json.loads(text[text.index("{") : text.rindex("}") + 1])["rows"]


def publish_all(store):
    for day, act, *more in (("2026-10-12", "公示", "--until", "2026-10-16"), ("2026-10-22", "发布")):
        assert hyzs(store, "step", "zbpj-2026-q3", "发布", act, *more, today=day)[0] == 0
    commit(store)


def test_a_draft_holds_its_rows_its_commit_and_the_blob_of_the_scheme(store):
    body = json.loads((store / EDITION).with_suffix(".json").read_text("utf-8"))
    blob = subprocess.run(
        ["git", "hash-object", "data/schemes/zbpj-2026.yaml"], cwd=store, capture_output=True, check=True
    )

    assert body["rows"][0]["unit"] == "衡东县"
    assert f"scheme: {blob.stdout.decode().strip()}" in (store / EDITION).read_text("utf-8")


@pytest.mark.slow
def test_what_was_published_stays_and_a_later_record_changes_nothing_of_it(store):
    publish_all(store)
    (store / "data/tolerances").mkdir()
    (store / "data/tolerances/a.yaml").write_text(TOLERANCE, "utf-8")
    commit(store)

    assert verified(store)[1][0]["status"] == "same"
    code, text = hyzs(store, "publish", "zbpj-2026", "--period", "2026-Q3", today="2026-11-01")
    assert (code, "已经发布" in text) == (2, True)


@pytest.mark.slow
def test_a_correction_is_a_new_edition(store):
    publish_all(store)
    nothing = hyzs(store, "publish", "zbpj-2026", "--period", "2026-Q3", "--note", "容错", today="2026-11-01")
    assert (nothing[0], "没有可更正的" in nothing[1]) == (2, True)
    (store / "data/tolerances").mkdir()
    (store / "data/tolerances/a.yaml").write_text(TOLERANCE, "utf-8")
    commit(store)
    words = ("publish", "zbpj-2026", "--period", "2026-Q3", "--note", "容错")
    assert hyzs(store, *words, today="2026-11-01")[0] == 0
    old, new = ((store / EDITION).with_stem(name).read_text("utf-8") for name in ("zbpj-2026-q3", "zbpj-2026-q3-2"))

    assert "do: 更正, note: 容错" in old
    assert "supersedes: zbpj-2026-q3" in new


@pytest.mark.slow
def test_a_result_that_is_not_shown_or_is_appealed_against_is_not_published(store):
    assert "没有公示就发布了" in hyzs(store, "step", "zbpj-2026-q3", "发布", "发布")[1]
    assert hyzs(store, "step", "zbpj-2026-q3", "发布", "公示", "--until", "2026-10-16")[0] == 0
    appeal = ("step", "zbpj-2026-q3", A, "提出")
    assert "要写明是什么异议" in hyzs(store, *appeal, today="2026-10-14")[1]
    assert hyzs(store, *appeal, "--note", "漏算一个项目", today="2026-10-14")[0] == 0
    code, text = hyzs(store, "step", "zbpj-2026-q3", "发布", "发布", today="2026-10-22")

    assert (code, f"{A}的异议还没有办完" in text) == (1, True)
    for act in ("受理", "采纳"):
        assert hyzs(store, "step", "zbpj-2026-q3", A, act, "--note", "核对过", today="2026-10-20")[0] == 0
    assert hyzs(store, "step", "zbpj-2026-q3", "发布", "发布", today="2026-10-22")[0] == 0


@pytest.mark.slow
def test_a_notice_lasts_as_long_as_the_scheme_asks_and_says_until_when(store):
    """Five working days from Monday 2026-10-12 on, which is the first of them; then 发布 is refused up to the 16th."""
    code, text = hyzs(store, "step", "zbpj-2026-q3", "发布", "公示", "--until", "2026-10-15")
    assert (code, "公示期 5 个工作日，2026-10-12 起要到 2026-10-16，写的是 2026-10-15" in text) == (1, True)

    assert "do: 公示, until: 2026-10-16" in hyzs(store, "step", "zbpj-2026-q3", "发布", "公示")[1]
    code, text = hyzs(store, "step", "zbpj-2026-q3", "发布", "发布", today="2026-10-16")
    assert (code, "最早 2026-10-17" in text) == (1, True)


@pytest.mark.slow
def test_data_that_changes_while_it_is_shown_makes_it_a_draft_again(store):
    assert hyzs(store, "step", "zbpj-2026-q3", "发布", "公示", "--until", "2026-10-16")[0] == 0
    project = store / "data/projects/p26-a1.yaml"
    project.write_text(project.read_text("utf-8").replace("value: 6000", "value: 7000"), "utf-8")
    commit(store)
    assert hyzs(store, "publish", "zbpj-2026", "--period", "2026-Q3", today="2026-10-14")[0] == 0

    assert "do: 草案, note: 重新计算，要再公示" in (store / EDITION).read_text("utf-8")


def test_a_file_that_somebody_changed_is_found(store):
    file = (store / EDITION).with_suffix(".json")
    file.write_text(file.read_text("utf-8").replace("衡东县", "衡山县"), "utf-8")

    code, [row] = verified(store)
    assert (code, row["status"]) == (1, "tampered")


def test_what_is_not_committed_is_not_published(store):
    (store / "data/tolerances").mkdir()
    (store / "data/tolerances/a.yaml").write_text(TOLERANCE, "utf-8")

    code, text = hyzs(store, "publish", "zbpj-2026", "--period", "2026-Q3")
    assert (code, "先 hyzs save" in text) == (2, True)
