"""A policy document is taken in: drafts of a plan, its measures and units, and every sentence accounted for."""

import json
from pathlib import Path

import pytest

from hyzs.commands.import_ import heading_words
from hyzs.documents.read_document import read_document
from hyzs.edits.accept import accept
from hyzs.edits.import_plan import PlanRequest, plan_import
from hyzs.model.errors import BadUsage, FileRefused
from hyzs.reports.coverage import ROLES, coverage
from hyzs.reports.results.plan_import_result import plan_import_answer
from hyzs.session import Session
from support.stores import make_store

TEXT = """\
示政办发〔2026〕9号
示例市人民政府办公室
2026年5月6日
示例市展会工作方案
为办好示例展会，制定本方案。
一、办好展会
1.办展。每年举办20余场对接活动，2026年12月底前建成示例展馆。做好接待。（牵头单位：市商务局；责任单位：市发改委、市示例局等市直相关单位，衡南县）
2.办会。办好示例年会。（责任单位：市发改委）
二、保障
3.考核。纳入示例考核。（市商务局牵头，限期办结：示例）
附件：略
"""


@pytest.fixture
def city(tmp_path):
    city = City(tmp_path)
    yield city
    city.close()


class City:
    """A store with a plan already, and a document beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = make_store(folder / "store")
        self.file = folder / "展会方案.txt"
        self.file.write_text(TEXT, "utf-8")
        self._session: Session | None = None

    def close(self):
        if self._session:
            self._session.close()

    @property
    def session(self) -> Session:
        """The store as it is now: a session anew, and the one before it is closed."""
        self.close()
        self._session = Session(str(self.root), "2026-11-20T09:00")
        return self._session

    def imported(self, *, write=True, **head):
        session = self.session
        request = PlanRequest(heading_words(), session.now, besides=[f"{key}={value}" for key, value in head.items()])
        result = plan_import(session.index, read_document(self.file), request)
        if write:
            session.apply(result.changes)
        return result

    def edit(self, old, new):
        self.file.write_text(self.file.read_text("utf-8").replace(old, new), "utf-8")

    def codes(self):
        return sorted((finding.code, finding.record) for finding in self.session.findings())

    def accept(self, *ids):
        session = self.session
        changes, rows = accept(session.index, ids)
        session.apply(changes)
        return {row["id"]: row["was"] for row in rows}

    def coverage(self):
        return coverage(self.session.index, "plan-2026-9")


def test_a_document_becomes_drafts_that_the_store_finds_nothing_wrong_with(city):
    result = city.imported()

    assert [row["id"] for row in result.rows] == ["plan-2026-9-m01", "plan-2026-9-m02", "plan-2026-9-m03"]
    assert city.codes() == []
    assert "draft: true" in (city.root / "data/plans/plan-2026-9.yaml").read_text("utf-8")


def test_a_row_says_what_the_document_says(city):
    row = plan_import_answer(city.imported(write=False), dry=True).rows[0]

    assert {key: row[key] for key in ("number", "section", "name", "lead", "responsible", "groups", "open")} == {
        "number": 1,
        "section": "一",
        "name": "办展",
        "lead": ["市商务局"],
        "responsible": ["市发改委", "市示例局", "衡南县"],
        "groups": ["市直相关单位"],
        "open": True,
    }
    assert row["tasks"][0]["target"] == {"at_least": 20, "unit": "场", "per": "年", "as_written": "20余场"}
    assert row["tasks"][0]["due"] == "2026-12"
    assert json.dumps(row, ensure_ascii=False)


def test_units_that_nobody_knows_become_drafts_once(city):
    units = city.imported().units

    assert [(unit["name"], unit["type"]) for unit in units] == [("市示例局", "政府部门")]


def test_what_names_nobody_is_kept_for_people_to_look_at(city):
    residue = {row["id"][-3:]: row["residue"] for row in city.imported().rows}

    assert residue == {
        "m01": [],
        "m02": ["原文没有写牵头单位，暂以第一个责任单位 市发改委 为牵头"],
        "m03": ["限期办结：示例"],
    }


def test_drafts_owe_nothing_until_they_are_accepted(city):
    city.imported()
    measures = "SELECT count(*) FROM measure WHERE coalesce(draft, 0) = 0 AND id LIKE 'plan-2026-9-%'"
    before = city.session.index.value(measures)
    outcomes = city.accept("plan-2026-9")

    assert (before, city.session.index.value(measures)) == (0, 3)
    assert set(outcomes.values()) == {"draft"}
    assert city.codes() == []


def test_every_sentence_is_accounted_for(city):
    city.imported()
    summary = city.coverage().summary

    assert summary["sentences"] == sum(summary[role] for role in ROLES)
    assert [row["text"] for row in city.coverage().rows if row["role"] == "missing"] == [
        "为办好示例展会，制定本方案。",
        "附件：略",
    ]


def test_a_sentence_that_is_left_out_says_why(city):
    city.imported()
    path = city.root / "data/plans/plan-2026-9.yaml"
    path.write_text(path.read_text("utf-8") + "left_out:\n  - {paragraph: 5, reason: 引言}\n", "utf-8")

    assert [(row["paragraph"], row["reason"]) for row in city.coverage().rows if row["role"] == "left_out"] == [
        (5, "引言")
    ]


def test_the_sentences_of_a_deleted_draft_are_missing(city):
    city.imported()
    (city.root / "data/measures/plan-2026-9-m02.yaml").unlink()

    assert [row["text"] for row in city.coverage().rows if row["role"] == "missing" and row["paragraph"] == 8] == [
        "办会。",
        "办好示例年会。",
        "（责任单位：市发改委）",
    ]


def test_the_same_document_again_changes_nothing(city):
    city.imported()
    second = city.imported(write=False)

    assert ([row["state"] for row in second.rows], second.changes) == (["same"] * 3, [])


def test_a_changed_text_makes_only_the_measure_suspect_whose_words_moved(city):
    city.imported()
    city.accept("plan-2026-9")
    city.edit("办好示例年会", "办好两场示例年会")
    states = [row["state"] for row in city.imported().rows]

    assert states == ["same", "suspect", "same"]
    assert city.codes() == [("plan-suspect", "plan-2026-9-m02")]


def test_a_suspect_measure_takes_the_new_words_when_it_is_accepted(city):
    city.imported()
    city.accept("plan-2026-9")
    city.edit("办好示例年会", "办好两场示例年会")
    city.imported()

    assert city.accept("plan-2026-9-m02") == {"plan-2026-9-m02": "suspect"}
    assert city.codes() == []


def test_a_draft_follows_the_text_where_nobody_changed_it(city):
    city.imported()
    city.edit("（责任单位：市发改委）", "（牵头单位：市商务局；责任单位：市发改委）")
    result = city.imported()

    assert [row["state"] for row in result.rows] == ["same", "changed", "same"]
    assert "lead: [市商务局]" in (city.root / "data/measures/plan-2026-9-m02.yaml").read_text("utf-8")


def test_what_both_changed_is_left_and_told(city):
    city.imported()
    path = city.root / "data/measures/plan-2026-9-m02.yaml"
    path.write_text(path.read_text("utf-8").replace("name: 办会", "name: 办好年会"), "utf-8")
    city.edit("2.办会。", "2.开会。")
    result = city.imported()

    assert result.rows[1]["state"] == "conflict"
    assert any("name 两边都改了" in remark for remark in result.remarks)
    assert "name: 办好年会" in path.read_text("utf-8")


def test_a_document_that_lacks_its_head_says_what_to_add(city):
    city.edit("示政办发〔2026〕9号\n", "")

    with pytest.raises(BadUsage, match="没有写文号") as error:
        city.imported()
    assert error.value.hint == "--set number=…"
    assert city.imported(number="示政办发〔2026〕9号").plan == "plan-2026-9"


def test_words_of_another_field_or_of_none_are_refused(city):
    with pytest.raises(BadUsage, match="收方案不能写“url=https://示例”"):
        city.imported(url="https://示例")
    with pytest.raises(BadUsage, match="没有"):
        city.imported(nothing="x")


def test_a_document_without_items_is_refused(city):
    city.file.write_text("今天天气很好。", "utf-8")

    with pytest.raises(FileRefused, match="没有找到举措"):
        city.imported()
