"""Scores: the published arithmetic, what is taken out and why, who has no place, ties, grades, vetoes."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hyzs.model.errors import BadUsage, NotFound
from hyzs.reports.assessment.score import score
from hyzs.reports.assessment.score_why import score_why
from support.score_stories import A, B, C, project, scheme, story

NOW = datetime(2026, 11, 1, 9)
TOLERANCE = (
    "== data/tolerances/a.yaml\n- id: rc26-01\n  sample: true\n  unit: 衡南县\n  projects: [p26-a1]\n"
    "  ground: 客观条件变化\n  decided: {{by: 市商务局, number: 示例〔2026〕3号, on: {on}}}\n"
    "  effect: {{schemes: [zbpj-2026], items: [{items}], from: 2026-Q3}}\n"
)


def ask(index, now=NOW, group=None):
    return score(index, "zbpj-2026", "2026-Q3", now, group)


def totals(answer):
    return {row["unit"]: (row["rank"], row["total"] and str(row["total"])) for row in answer.rows}


def row_of(answer, unit):
    return next(row for row in answer.rows if row["unit"] == unit)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return story(tmp_path_factory.mktemp("score"))


def test_each_item_is_made_of_its_numerator_and_denominator_last(index):
    row = row_of(ask(index), A)
    points = {id: str(item["points"]) for id, item in {**row["items"], **row["adjust"]}.items()}

    assert points == {"start": "30.00", "paid": "40.00", "report": "18.46", "late": "-0.50", "big": "0.00"}
    assert [row["items"]["start"][key] for key in ("numerator", "denominator", "value")] == [3, 4, Decimal("75.0")]


def test_who_signed_nothing_has_no_place_however_well_it_reports(index):
    """With its missing items rescaled 衡山县 would have 97.44 and lead."""
    answer = ask(index)

    assert totals(answer) == {C: (1, "88.00"), A: (2, "87.96"), B: (None, None)}
    assert str(row_of(answer, B)["items"]["report"]["points"]) == "19.49"
    assert row_of(answer, B)["reason"].startswith("未参评：项目开工率")


@pytest.mark.parametrize(
    ("items", "on", "total"),
    [
        ("late, start", "2026-10-28", (1, "98.46")),
        ("late", "2026-10-28", (1, "88.46")),
        ("", "2026-10-28", (1, "98.46")),
        ("paid", "2026-10-28", (2, "87.96")),  # the scheme does not allow it there
        ("late, start", "2026-11-02", (2, "87.96")),  # not decided yet
    ],
)
def test_a_tolerated_project_is_taken_out_of_the_items_that_allow_it(tmp_path, items, on, total):
    answer = ask(story(tmp_path, TOLERANCE.format(items=items, on=on)))

    assert totals(answer)[A] == total


PARTS = """  - id: quality
    name: 项目质量
    points: 10
    how: parts
    parts:
      - id: begun
        name: 开工占比
        weight: 60
        over: [{count: 项目, where: milestones.开工<=期末}, {count: 项目, where: milestones.签约<=期末}]
        how: ratio
        full_at: 100
      - {id: size, name: 万元以上项目, weight: 40, count: 项目, where: contracted>10000, how: ratio, full_at: 2}
"""


def test_an_item_of_parts_is_the_sum_of_theirs_by_weight(tmp_path):
    """衡南县: 3 of 4 begun make 75 ÷ 100 × 6, one contract of two makes 1 ÷ 2 × 4."""
    index = story(tmp_path, scheme_text=scheme(more=PARTS, edit=[("period:", "full: 110\nperiod:")]))
    item = row_of(ask(index), A)["items"]["quality"]
    why = score_why(index, "zbpj-2026", A, "quality", "2026-Q3", NOW, lambda path, route: len(route))

    assert {id: str(part["points"]) for id, part in item["parts"].items()} == {
        "quality.begun": "4.50",
        "quality.size": "2.00",
    }
    assert str(item["points"]) == "6.50"
    assert why.summary["arithmetic"][-1] == "4.50 + 2.00 → 6.50 分"
    assert [row["id"] for row in why.rows if row["part"] == "quality.size"] == ["p26-a1"]


def test_what_is_taken_out_is_named_with_its_reason(tmp_path):
    refused = project("z1", A, started="2026-09-01", more="recognition: {status: 不予认定}\n")
    draft = project("z2", A, more="draft: true\n")
    answer = ask(story(tmp_path, TOLERANCE.format(items="late", on="2026-10-28"), refused, draft))
    start = row_of(answer, A)["items"]["start"]

    assert (start["numerator"], start["denominator"]) == (3, 4)
    assert {(row["id"], row["of"], row["why"]) for row in start["excluded"]} == {
        ("p26-z1", "numerator", "不予认定"),
        ("p26-z1", "denominator", "不予认定"),
        ("p26-z2", "denominator", "草稿"),
    }
    assert (
        "剔除 p26-a1（容错：客观条件变化，市商务局 示例〔2026〕3号（2026-10-28））：超时限未开工"
        in answer.extra["notes"]
    )


@pytest.mark.parametrize(("compare", "points"), [("exact", "28.00"), ("printed", "40.00")])
def test_a_band_is_met_by_the_exact_value_where_the_item_says_so(tmp_path, compare, points):
    index = story(
        tmp_path,
        scheme_text=scheme(edit=[("compare: exact", f"compare: {compare}")]),
        edit_counties=[("value: 2990", "value: 2996")],
    )
    paid = row_of(ask(index), C)["items"]["paid"]

    assert (str(paid["value"]), str(paid["points"])) == ("30.0", points)


@pytest.mark.parametrize(
    ("paid", "places"),
    [("2990", [(C, 1, True), (B, 1, True), (A, 3, False)]), ("2980", [(C, 1, False), (B, 2, False), (A, 3, False)])],
)
def test_equal_totals_share_a_place_unless_an_item_decides(tmp_path, paid, places):
    """Without points for returns both have 88; the rate of payments decides, 29.9 against 29.8."""
    same = project("b1", B, started="2026-09-01", contract="10000", paid=paid)
    points = [
        ("points: 20", "points: 0\n    empty: zero"),
        ('points: 40\n    unit: "%"\n    digits: 1\n    batch', 'points: 60\n    unit: "%"\n    digits: 1\n    batch'),
    ]
    index = story(tmp_path, same, scheme_text=scheme(edit=points), is_reported=False)

    assert [(row["unit"], row["rank"], row["tied"]) for row in ask(index).rows] == places


def edition(*marks):
    values = "".join(f"  - {{{mark}, by: 市商务局, evidence: 观摩评分表}}\n" for mark in marks)
    return (
        "== data/editions/2026/f26-a1.yaml\nname: 示例·评价结果\nsample: true\nof: zbpj-2026\nperiod: 2026-Q3\n"
        "data: {commit: 3f2a, hyzs: 0.4.0, day: 2026-10-10, sha256: 9c41}\n"
        f"given:\n{values}events: [{{on: 2026-10-10, do: 草案}}]\n"
    )


VISIT = "  - {id: visit, name: 现场观摩, points: 5, how: given, cap: 5, missing: wait}\n"
WITH_VISIT = scheme(more=VISIT, edit=[("period:", "full: 105\nperiod:")])


def test_a_mark_that_people_give_waits_until_it_is_given(tmp_path):
    marks = edition("of: 衡南县, item: visit, value: 4.5")
    answer = ask(story(tmp_path, marks, scheme_text=WITH_VISIT))

    assert totals(answer) == {A: (1, "92.46"), B: (None, None), C: (None, None)}
    assert row_of(answer, C)["reason"] == "待核：现场观摩"


def test_a_veto_bars_from_the_best_grades_and_is_named(tmp_path):
    grades = scheme(edit=[("top: 20%", "top: 100%")])
    index = story(tmp_path, edition("of: 衡南县, item: 数据造假"), scheme_text=grades)
    answer = ask(index)

    assert {row["unit"]: row["grade"] for row in answer.rows if row["ranked"]} == {C: "优秀", A: "一般"}
    assert row_of(answer, A)["veto"][0]["evidence"] == "观摩评分表"


def test_a_project_that_is_scored_once_is_not_scored_again(tmp_path):
    second = (
        "  - {id: lead, name: 龙头项目, points: 0, count: 项目, where: tier=重大, how: each, each: 1, once: true}\n"
    )
    big = project("a9", A, started="2026-09-01", contract="1").replace("tier: 一般", "tier: 重大")
    row = row_of(ask(story(tmp_path, big, scheme_text=scheme(more=second))), A)

    assert (row["items"]["lead"]["numerator"], row["adjust"]["big"]["numerator"]) == (1, 0)
    assert row["adjust"]["big"]["excluded"][0]["why"] == "已在“lead”里算过"


@pytest.mark.parametrize(
    ("rule", "points"), [("missing: zero", "0.00"), ("missing: wait", None), ("missing: mean", "28.00")]
)
def test_figures_that_nobody_verified_are_missing(tmp_path, rule, points):
    """衡南县 left one blank: what the mean of the others gives is no more than what is known gives."""
    index = story(
        tmp_path,
        scheme_text=scheme(edit=[("    verified: 市发改委\n", f"    verified: 市发改委\n    {rule}\n")]),
        edit_counties=[
            (
                "verified_by: 市发改委, verified_on: 2026-09-30}]}\npromises",
                "verified_by: 市商务局, verified_on: 2026-09-30}]}\npromises",
            )
        ],
    )
    paid = row_of(ask(index), A)["items"]["paid"]

    assert paid["missing"] == ["p26-a1"]
    assert (None if paid["points"] is None else str(paid["points"])) == points


def test_every_number_of_an_item_is_opened(index):
    answer = score_why(index, "zbpj-2026", A, "start", "2026-Q3", NOW, lambda path, route: len(route))

    assert answer.summary["arithmetic"] == ["项目开工率 = 3 ÷ 4 = 75.0%", "75 ÷ 100 × 40 → 30.00 分"]
    assert [(row["side"], row["id"]) for row in answer.rows] == [
        *(("numerator", f"p26-a{n}") for n in (2, 3, 4)),
        *(("denominator", f"p26-a{n}") for n in (1, 2, 3, 4)),
    ]
    assert {"key": "full_at", "text": "100", "place": "data/schemes/zbpj-2026.yaml:3"} in answer.extra["places"]


def test_weeks_that_were_not_heard_are_named(index):
    rows = score_why(index, "zbpj-2026", A, "report", "2026-Q3", NOW, lambda path, route: 1).rows
    denominators = {(row["id"], row["value"], row["note"]) for row in rows if row["side"] == "denominator"}

    assert denominators == {("p25-ra1", 36, ""), ("p25-ra1", 2, "2026-W39、2026-W40"), ("p25-ra2", 1, "2026-W40")}


def test_a_scheme_without_a_document_number_says_that_it_is_an_example(index, tmp_path):
    issued = story(tmp_path, scheme_text=scheme(basis="衡政办发〔2026〕9号"))

    assert (ask(index).summary["issued"], ask(issued).summary["issued"]) == (False, True)
    assert (ask(index).watermark, ask(issued).watermark) == ("示例", "")


def test_a_period_that_is_not_over_says_so(index):
    answer = ask(index, datetime(2026, 8, 15, 9))

    assert answer.extra["notes"][0] == "2026-Q3 还没有结束，截至 2026-08-15"


@pytest.mark.parametrize(
    ("text", "period", "group", "error"),
    [
        ("zbpj-2026", "2026-09", None, BadUsage),
        ("zbpj-2026", "第三季度", None, BadUsage),
        ("zbpj-2026", "2026-Q3", "园区", BadUsage),
        ("没有", None, None, NotFound),
    ],
)
def test_what_is_not_there_is_refused(index, text, period, group, error):
    with pytest.raises(error):
        score(index, text, period, NOW, group)


COUNTY = st.sampled_from([A, B, C])


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(county=COUNTY, contract=st.sampled_from(["amount: 0", "amount: 5000", ""]), tracked=st.booleans())
def test_a_project_that_reports_nothing_never_raises_a_place(index, tmp_path_factory, county, contract, tracked):
    """Neither its contract, known or left out, nor its weeks help the county that has it."""
    new = project("new", county, more="tracked: {since: 2026-07-02}\n" if tracked else "", paid=None)
    new = new.replace("amount: 0", contract)
    before, after = totals(ask(index)), totals(ask(story(tmp_path_factory.mktemp("after"), new)))

    assert (after[county][0] or 9) >= (before[county][0] or 3)


@settings(max_examples=5, deadline=None)
@given(first=COUNTY, last=COUNTY, on=st.sampled_from(["2026-07-15", "2026-09-30", "2026-10-01"]))
def test_a_project_that_was_passed_on_counts_once_and_the_city_stays_the_same(tmp_path_factory, first, last, on):
    before = date.fromisoformat(on) - timedelta(days=1)
    county = f"[{{unit: {first}, until: {before}}}, {{unit: {last}, since: {on}}}]"
    moved = project("m1", county, started="2026-09-01", contract="100", paid="50")
    rows = ask(story(tmp_path_factory.mktemp("moved"), moved, is_reported=False)).rows
    signed = {row["unit"]: row["items"]["start"]["denominator"] for row in rows}

    assert sum(row["items"]["paid"]["numerator"] for row in rows) == 6000 + 2990 + 50
    assert signed == {A: 4, B: 0, C: 5} | {
        (last if on <= "2026-09-30" else first): signed[last if on <= "2026-09-30" else first]
    }
    assert sum(signed.values()) == 10
