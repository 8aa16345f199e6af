"""Commitments: kept or not by their limit, the rate with what it leaves out, who owes them, letters, leftovers."""

from datetime import date, datetime

import pytest

from hyzs.query.flows import FlowBook
from hyzs.query.todo import todo_items
from hyzs.reports.commitment_letters import commitment_letters
from hyzs.reports.commitments import commitments_report, legacy
from hyzs.reports.who import who
from support.stores import index_of, make_store

DAY = date(2026, 11, 30)
FIRM = "== data/investors/a.yaml\n- {id: jia, name: 示例·甲公司, sample: true}\n"


def commitment(id, due, *more, by="衡南县", to="示例·甲公司", source="投资协议"):
    lines = [
        f"== data/commitments/2026/{id}.yaml",
        f"text: 示例·承诺{id}",
        "sample: true",
        f"by: {by}",
        f"to: {to}",
        "category: 基础设施",
        f"source: {{type: {source}, on: 2025-01-05}}",
        f"due: {due}",
        *more,
    ]
    return "\n".join(lines) + "\n"


def acts(*events):
    return "events:\n" + "\n".join(f"  - {{{event}}}" for event in events)


def store_index(tmp_path, *texts, settings=""):
    store = make_store(tmp_path, FIRM + "".join(texts))
    if settings:
        file = store / "data/settings.yaml"
        file.write_text(file.read_text("utf-8") + settings, "utf-8")
    return index_of(store)


def twenty():
    """Twenty commitments due by 2026-11-30: 17 kept, one lawfully changed, two overdue; and one not due yet."""
    remaining = [commitment(f"c26-k{n}", "2026-06", acts("on: 2026-05-06, do: 兑现, by: 衡南县")) for n in range(17)]
    changed = commitment("c26-v1", "2026-06", acts("on: 2026-05-07, do: 变更, note: 依法变更"))
    late = [commitment("c26-x1", "2026-09"), commitment("c26-x2", "2026-10", acts("on: 2026-10-08, do: 部分兑现"))]
    return (*remaining, changed, *late, commitment("c26-z1", "2027-03"))


def test_the_rate_leaves_out_what_was_lawfully_changed_and_names_it(tmp_path):
    side = commitments_report(store_index(tmp_path, *twenty()), DAY).summary["government"]

    assert (side["kept"], side["due"], side["rate"]) == (17, 19, "89.5")
    assert side["taken_out"] == {"c26-v1": "依法变更"}
    assert (side["overdue"], side["not_due"]) == (2, 1)


def test_the_settings_may_count_what_was_changed(tmp_path):
    index = store_index(tmp_path, *twenty(), settings="commitments: {changed: counts}\n")
    side = commitments_report(index, DAY).summary["government"]

    assert (side["kept"], side["due"], side["rate"]) == (17, 20, "85.0")


def findings(tmp_path, *texts):
    from hyzs.session import Session

    make_store(tmp_path, FIRM + "".join(texts))
    return [(finding.code, str(finding.severity)) for finding in Session(str(tmp_path), str(DAY)).findings()]


UNLAWFUL = "legality: {opinion: 违规, by: 市发改委, on: 2026-02-03}"


def test_an_unlawful_commitment_that_is_kept_is_an_error(tmp_path):
    text = commitment("c26-a1", "2026-06", UNLAWFUL, acts("on: 2026-05-06, do: 兑现, by: 衡南县"))

    assert findings(tmp_path, text) == [("commitment-unlawful-kept", "error")]


def test_an_unlawful_one_that_was_changed_and_struck_off_is_closed_and_not_kept(tmp_path):
    events = acts("on: 2026-05-06, do: 变更, note: 协商变更", "on: 2026-06-01, do: 销号, by: 市商务局")
    answer = commitments_report(store_index(tmp_path, commitment("c26-a1", "2026-06", UNLAWFUL, events)), DAY)

    assert answer.rows[0]["status"] == "已销号"
    assert (answer.summary["government"]["kept"], answer.summary["government"]["due"]) == (0, 0)
    assert answer.summary["government"]["taken_out"] == {"c26-a1": "违规承诺"}


def test_a_spoken_commitment_is_held_against_nobody_before_it_was_examined(tmp_path):
    texts = commitment("c26-a1", "2026-06", source="口头")
    examined = commitment("c26-a2", "2026-06", "legality: {opinion: 合法, by: 市发改委}", source="口头")
    side = commitments_report(store_index(tmp_path, texts, examined), DAY).summary["government"]

    assert (side["due"], side["taken_out"]) == (1, {"c26-a1": "口头承诺，没有审核"})


def test_governments_and_firms_are_counted_apart(tmp_path):
    firm = commitment("c26-a1", "2026-06", acts("on: 2026-05-06, do: 兑现"), by="示例·甲公司", to="衡南县")
    summary = commitments_report(store_index(tmp_path, firm, commitment("c26-a2", "2026-06")), DAY).summary

    assert (summary["firm"]["rate"], summary["government"]["rate"]) == ("100.0", "0.0")


@pytest.mark.parametrize(
    ("day", "status", "overdue"),
    [("2026-06-01", "未到期", 0), ("2026-07-10", "未到期", 0), ("2026-11-30", "逾期", 30), ("2026-12-10", "已兑现", 0)],
)
def test_a_commitment_stands_by_the_limit_and_the_acts_of_the_day(tmp_path, day, status, overdue):
    due = "[{by: 2026-06, set: 2025-01-05}, {by: 2026-10, set: 2026-06-02, why: 走廊调整}]"
    index = store_index(tmp_path, commitment("c26-a1", due, acts("on: 2026-12-05, do: 兑现, by: 衡南县")))
    row = commitments_report(index, date.fromisoformat(day)).rows[0]

    assert (row["status"], row["overdue_days"]) == (status, overdue)


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        (["events: [{on: 2026-05-06, do: 兑现}, {on: 2026-05-09, do: 销号, by: 衡南县}]"], ["commitment-self-closed"]),
        (["events: [{on: 2026-05-06, do: 销号, by: 市商务局}]"], ["flow-order"]),
        (["events: [{on: 2026-05-06, do: 变更}]"], ["flow-note"]),
    ],
)
def test_acts_that_cannot_be_are_findings(tmp_path, more, codes):
    assert [code for code, _ in findings(tmp_path, commitment("c26-a1", "2026-06", *more))] == codes


def test_money_without_an_opinion_is_a_warning(tmp_path):
    text = commitment("c26-a1", "2026-06").replace("基础设施", "政策资金")

    assert findings(tmp_path, text) == [("commitment-no-legality", "warning")]


def test_who_lists_what_is_still_owed_and_todo_by_when(tmp_path):
    remaining = commitment("c26-a2", "2026-06", acts("on: 2026-05-06, do: 兑现"))
    index = store_index(tmp_path, commitment("c26-a1", "2026-10"), remaining)
    now = datetime(2026, 11, 30, 9)
    rows = [row for row in who(index, "衡南县", now).rows if row["kind"] == "commitment"]
    items = [item for item in todo_items(index, FlowBook(index), now) if item["kind"] == "commitment"]

    assert [(row["id"], row["due"], row["overdue_days"]) for row in rows] == [("c26-a1", "2026-10-31", 30)]
    assert [(item["id"], item["step"], item["who"], item["due"]) for item in items] == [
        ("c26-a1", "兑现", ["衡南县"], "2026-10-31")
    ]


def test_a_letter_goes_to_each_unit_that_owes(tmp_path):
    texts = (
        commitment("c26-a1", "2026-10"),
        commitment("c26-a2", "2026-09"),
        commitment("c26-a3", "2026-09", source="口头"),
    )
    answer = commitment_letters(store_index(tmp_path, *texts), DAY)

    assert [(letter.unit, letter.facts["count"], letter.facts["earliest"]) for letter in answer.letters] == [
        ("衡南县", 2, "2026年9月30日")
    ]
    assert answer.summary["unexamined"] == 1


def test_leftovers_are_grouped_by_their_age(tmp_path):
    left = commitment("c26-a1", "2023-12", "legacy: {before: 2024-08-01, group: 土地}").replace(
        "2025-01-05", "2021-04-12"
    )
    ages = "legacy_ages: [{less_than: 5, label: 五年以内}, {label: 五年以上}]\n"
    answer = legacy(store_index(tmp_path, left, settings=ages), DAY)

    assert (answer.summary["left"], answer.summary["by_age"]) == (1, {"五年以上": 1})
