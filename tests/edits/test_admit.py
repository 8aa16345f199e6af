"""Projects are admitted to tracking: what is written, what is said of each, what stays as it is."""

import inspect
from datetime import date, datetime

import pytest

from hyzs.edits.admit import admit
from hyzs.model.errors import NotFound
from hyzs.reports.results.admit_result import admit_result
from hyzs.writing.apply import apply
from support.stores import index_of, make_store

NOW = datetime(2026, 11, 23, 23, 59)


@pytest.fixture
def store(request, tmp_path):
    """The index of the store that the test's docstring tells."""
    index = index_of(make_store(tmp_path, inspect.cleandoc(request.function.__doc__ or "") + "\n"))
    yield index
    index.close()


def text_of(index, name):
    return (index.root / "data" / "projects" / f"{name}.yaml").read_text(encoding="utf-8")


def test_a_draft_that_says_since_when_keeps_the_day_unless_another_is_given(store):
    """
    == data/projects/p26-a1.yaml
    {name: 示例·甲, sample: true, tier: 一般, lead: 市商务局, draft: true, tracked: {since: 2026-10-12}}
    == data/projects/p26-b1.yaml
    {name: 示例·乙, sample: true, tier: 一般, lead: 市商务局, draft: true, tracked: {since: 2026-10-12}}
    """
    tracked, moved = admit(store, ["示例·甲"], None, NOW), admit(store, ["p26-b1"], date(2026, 11, 2), NOW)
    apply(store, NOW.date(), [*tracked.changes, *moved.changes])

    assert "draft" not in text_of(store, "p26-a1") and "2026-10-12" in text_of(store, "p26-a1")
    assert "draft" not in text_of(store, "p26-b1") and "2026-11-02" in text_of(store, "p26-b1")


def test_what_nobody_would_report_lacks_a_reporter(store):
    """
    == data/projects/p26-a1.yaml
    {name: 示例·甲, sample: true, tier: 一般}
    """
    [row] = admit(store, ["p26-a1"], None, NOW).rows

    assert (row["reporter"], row["missing"], row["since"], row["was"]) == (
        None,
        ["填报单位"],
        "2026-11-23",
        "untracked",
    )


def test_what_the_stage_wants_is_named_where_the_store_only_warns(tmp_path):
    root = make_store(
        tmp_path,
        "== data/projects/p26-a1.yaml\n"
        "{name: 示例·甲, sample: true, tier: 一般, county: 衡南县, draft: true, milestones: {签约: 2026-10-12}}\n",
    )
    settings = root / "data" / "settings.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "checks: {required-field: warning}\n", encoding="utf-8")
    index = index_of(root)

    changes = admit(index, ["p26-a1"], None, NOW)
    answer = admit_result(apply(index, NOW.date(), changes.changes), changes.rows, None)

    assert answer.extra["admitted"][0]["missing"] == ["总投资"]
    assert any("总投资" in remark for remark in answer.summary["remarks"])
    assert "draft" not in text_of(index, "p26-a1")


def test_one_project_named_twice_is_admitted_once(store):
    """
    == data/projects/p26-a1.yaml
    {name: 示例·甲, sample: true, tier: 一般, county: 衡南县}
    """
    changes = admit(store, ["p26-a1", "示例·甲"], None, NOW)

    assert (len(changes.rows), len(changes.changes)) == (1, 1)


def test_what_is_over_owes_nothing_and_that_is_said(store):
    """
    == data/projects/p26-a1.yaml
    name: 示例·甲
    sample: true
    tier: 一般
    county: 衡南县
    states: [{state: 终止, since: 2026-10-01, reason: 企业撤资, approved_by: 市商务局}]
    """
    changes = admit(store, ["p26-a1"], None, NOW)
    answer = admit_result(apply(store, NOW.date(), changes.changes, dry=True), changes.rows, None, dry=True)

    assert changes.rows[0]["over"] == "终止"
    assert "纳入跟踪也不欠报：示例·甲(终止)" in [getattr(block, "text", "") for block in answer.blocks]


def test_every_name_that_is_no_project_is_told_in_one_run(store):
    """
    == data/projects/p26-a1.yaml
    {name: 示例·甲项目, sample: true, tier: 一般, county: 衡南县}
    """
    with pytest.raises(NotFound) as raised:
        admit(store, ["示例·甲项日", "p26-a1", "市商务局"], None, NOW)

    assert raised.value.message == "没有这个项目：示例·甲项日\n没有这个项目：市商务局"
    assert raised.value.hint == "是不是：示例·甲项目"
