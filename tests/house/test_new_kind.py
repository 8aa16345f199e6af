"""A new kind is one file: what it declares is all that lists, pages, completion, rules and edits know of it."""

import json
from typing import Any, NamedTuple

import pytest

from support.additions import Ran, run_with
from support.new_kind import MODULES, STORE
from support.stores import make_store

NEW = ["new", "pledges", "--set", "text=示例承诺·招工", "--set", "unit=衡山县", "--set", "made=2026-11-01"]
COMMANDS = {
    "list": ["list", "pledges"],
    "where": ["list", "招商承诺", "--where", "承诺单位=衡东县 and 兑现期限<2026-11-01", "-f", "jsonl"],
    "ceiling": ["list", "pledges", "--columns", "id,ceiling", "--audience", "internal"],
    "page": ["list", "pledges", "-f", "html"],
    "show": ["show", "厂房租金"],
    "check": ["check", "-f", "json"],
    "explain": ["explain", "pledge-order"],
    "codes": ["explain", "-f", "json"],
    "select": ["check", "--select", "pledge-unpaid", "-f", "concise"],
    "who": ["who", "衡东县", "-f", "json"],
    "holders": ["who", "c26-a1", "-f", "json"],
    "schema": ["schema", "pledge"],
    "kinds": ["schema", "-f", "json"],
    "fields": ["schema", "pledges", "--fields", "-f", "jsonl"],
    "history": ["history", "c26-a1", "-f", "json"],
    "complete record": "hyzs show c26-",
    "complete kind": "hyzs list ple",
    "complete field": "hyzs set c26-a1 兑现",
    "half": NEW,
    "new": [*NEW, "--set", "due=2027-06-30", "--set", "sample=true"],
    "set": ["set", "c26-a1", "due=2026-12-31"],
    "rename": ["rename", "c26-a1", "c26-a9"],
    "after": ["list", "pledges", "-f", "jsonl"],
}


class CommandOutputs(NamedTuple):
    """The commands that were run, by name."""

    ran: dict[str, Ran]

    def text(self, name: str) -> str:
        return self.ran[name].out

    def document(self, name: str) -> Any:
        return json.loads(self.ran[name].out)

    def rows(self, name: str) -> list[Any]:
        return [json.loads(line) for line in self.ran[name].out.splitlines()]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kind")
    store = make_store(folder / "store", STORE)
    ran = run_with(MODULES, folder, store, COMMANDS.values())
    return CommandOutputs(dict(zip(COMMANDS, ran, strict=True)))


def test_its_list_shows_the_columns_that_it_declares(outputs):
    assert outputs.text("list").splitlines()[:3] == [
        "招商承诺 2 条",
        "编号\t承诺内容\t承诺单位\t兑现期限",
        "c26-a1\t示例承诺·厂房租金减半\t衡东县\t2026-10-31",
    ]


def test_its_records_are_asked_for_by_the_labels_of_its_fields(outputs):
    assert [row["id"] for row in outputs.rows("where")] == ["c26-a1"]


def test_its_list_comes_in_formats_that_know_no_kind(outputs):
    assert "<td" in outputs.text("page") and "示例承诺·厂房租金减半" in outputs.text("page")


def test_a_record_of_it_is_shown_whole_by_a_part_of_what_it_is_called(outputs):
    text = outputs.text("show")

    assert "招商承诺 示例承诺·厂房租金减半" in text and "上限\t77.5 万元" in text
    assert "兑付日期\t兑付金额\n2026-06-30\t40 万元" in text


def test_a_field_without_a_level_is_for_few(outputs):
    assert outputs.ran["ceiling"].code == 2 and "“上限”不给内部的读者看" in outputs.ran["ceiling"].err


def test_its_fields_are_judged_as_its_marks_and_its_own_rules_say(outputs):
    assert [(row["code"], row["record"]) for row in outputs.document("check")["rows"]] == [
        ("unknown-name", "c26-b2"),
        ("pledge-order", "c26-b2"),
        ("pledge-unpaid", "c26-b2"),
    ]


def test_its_rules_are_explained(outputs):
    assert "承诺的期限早于作出的日期。" in outputs.text("explain")


def test_a_rule_of_it_is_a_file_too(outputs):
    assert outputs.text("select") == "data/pledges/c26-b2.yaml:5:6: warning: 衡东区到期没有兑付 [pledge-unpaid]\n"
    assert {"pledge-order", "pledge-unpaid"} <= {row["code"] for row in outputs.document("codes")["rows"]}


def test_who_answers_for_it_is_known_from_both_sides(outputs):
    assert ("handle", "pledge", "c26-a1") in {(r["role"], r["kind"], r["id"]) for r in outputs.document("who")["rows"]}
    assert [(row["role"], row["name"]) for row in outputs.document("holders")["rows"]] == [("handle", "衡东县")]


def test_it_has_a_schema_and_is_listed_among_the_kinds(outputs):
    assert outputs.document("schema")["properties"]["ceiling"]["x-level"] == "敏感"
    assert "data/pledges/**/{id}.yaml" in {row["path"] for row in outputs.document("kinds")["rows"]}
    assert "兑付" in {row["label"] for row in outputs.rows("fields")}


def test_its_dated_parts_make_its_history(outputs):
    assert [row["label"] for row in outputs.document("history")["rows"]] == ["作出日期", "兑付", "兑现期限"]


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("complete record", "c26-a1 c26-b2"),
        ("complete kind", "pledges"),
        ("complete field", "兑现期限="),
    ],
)
def test_shells_complete_it(outputs, name, offered):
    assert outputs.text(name).split() == offered.split()


def test_a_new_record_must_have_what_it_requires(outputs):
    assert outputs.ran["half"].code == 2 and "招商承诺还要有：兑现期限(due)" in outputs.ran["half"].err


def test_records_of_it_are_made_edited_and_renamed(outputs):
    rows = {row["id"]: row for row in outputs.rows("after")}

    assert (outputs.ran["new"].code, len(rows)) == (0, 3)
    assert rows["c26-a9"]["due"] == "2026-12-31"
