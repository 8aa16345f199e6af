"""Conditions: what they mean, and that no text at all gets past the parser into SQL."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hyzs.fields.filter_lexer import FilterSyntaxError
from hyzs.reports.list_ import list_
from support.fuzz import examples
from support.stores import Watched, index_of, make_store

NOW = datetime(2026, 11, 23, 23, 59)
STORE = """
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 重大
type: 新引进
industrial: true
investors: [{of: 示例电气集团, share: 60}]
investment: {total: 120000}
yearly: {2026: {invested: 3000}}
county: [{unit: 衡山县, until: 2026-11-08}, {unit: 衡南县, since: 2026-11-09}]
lead: 市商务局
responsible: [市工信局, 衡南县]
claims: [{unit: 衡东县, on: 2025-07-20}]
milestones: {在谈: 2025-07-20, 签约: 2025-09-05, 开工: 2027-01-05}
promises: {开工: [{by: 2026-03, set: 2025-09-05}, {by: 2026-12, set: 2026-02-01, why: 雨}], 投产: 2027-Q2}
permits: {立项备案: {status: 已办, on: 2025-10-11}, 用地预审: {status: 在办}}
codes: {省平台: A-1}
== data/projects/p26-b1.yaml
name: 示例·乙项目(二期)
sample: true
draft: true
tier: 一般
investment: {total: 9000.5}
county: 衡东县
milestones: {线索: 2026-02-10}
promises: {签约: 2026}
== data/returns/2026-W47/hengnan.yaml
submitted: 2026-11-20T09:42
projects:
  p26-a1: {progress: 土地平整完成, figures: {invested: 900}, needs: [{text: 用电, to: 市发改委}]}
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return index_of(make_store(tmp_path_factory.mktemp("where"), STORE))


def ids(index, condition, kind="projects"):
    return [row["id"].removeprefix("p26-") for row in list_(index, kind, NOW, condition).rows]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("tier=重大", ["a1"]),
        ("项目类别 = 重大", ["a1"]),
        ("tier != 重大", ["b1"]),
        ("tier in (重大, 一般)", ["a1", "b1"]),
        ("tier not in (重大、重点)", ["b1"]),
        ("（tier＝重大 或 tier＝一般） 且 county＝衡南县", ["a1"]),
        ("tier=重大 or tier=一般 and county=衡南县", ["a1"]),
        ("(tier=重大 or tier=一般) and not county=衡南县", ["b1"]),
        ("not not tier=重大", ["a1"]),
        ("name='示例·乙项目(二期)'", ["b1"]),
        ("name = “示例·甲项目”", ["a1"]),
        ("name ~ 乙", ["b1"]),
        ("industrial=true", ["a1"]),
        ("草稿 = 是", ["b1"]),
    ],
)
def test_words_mean_what_they_say(index, condition, expected):
    assert ids(index, condition) == expected


@pytest.mark.parametrize("name", ["衡南县", "hengnan", "属地"])
def test_a_dated_field_is_asked_as_of_today(index, name):
    if name != "属地":
        assert ids(index, f"county={name}") == ["a1"]
    assert ids(index, "属地=衡山县") == []


def test_names_resolve_through_aliases(index):
    for name in ("swj", "市商务局", "衡阳市商务局", "市商粮局"):
        assert ids(index, f"lead={name}") == ["a1"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("investment.total > 10000", ["a1"]),
        ("总投资 >= 9000.5", ["a1", "b1"]),
        ("投资.总投资 < 10000", ["b1"]),
        ("investment.total in (120000, 7)", ["a1"]),
        ("yearly.2026.invested = 3000", ["a1"]),
        ("年度计划.2026 > 1", ["a1"]),
        ("investors.share >= 60", ["a1"]),
        ("总投资 > 0.95亿", ["a1"]),
        ("总投资<1.2亿元", ["b1"]),
        ("总投资>=12亿元", ["a1"]),
        ("总投资 = '90,005,000元'", ["b1"]),
        ("总投资 in (9000.5万元, 13亿)", ["b1"]),
        ("investment.fixed = null", ["a1", "b1"]),
        ("investment.fixed < 1", []),
    ],
)
def test_numbers_compare_as_numbers(index, condition, expected):
    assert ids(index, condition) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("milestones.签约 >= 2025-09", ["a1"]),
        ("milestones.签约 > 2025-09", []),
        ("milestones.签约 <= 2025-Q3", ["a1"]),
        ("milestones.签约 < 2025-09-05", []),
        ("节点.签约 = 2025", ["a1"]),
        ("milestones.开工 > 今天", ["a1"]),
        ("milestones >= 2027", ["a1"]),
        ("promises.开工 = 2026-12", ["a1"]),
        ("promises.开工 = 2026-03", []),
        ("promises.开工 < 2026-12", []),
        ("promises.开工 <= 2026-12", ["a1"]),
        ("promises.投产 > 2027-05", ["a1"]),
        ("promises.投产 = 2027", ["a1"]),
        ("promises.投产 = 2027-06", []),
        ("promises.签约 = 2026", ["b1"]),
        ("promises.签约 = 2026-12", []),
        ("promises.签约 = null", ["a1"]),
        ("promises.开工.why = 雨", ["a1"]),
    ],
)
def test_dates_compare_as_precisely_as_they_are_written(index, condition, expected):
    assert ids(index, condition) == expected


def test_the_time_of_a_return_lies_in_its_day(index):
    for condition in ("submitted = 2026-11-20", "submitted <= 2026-11-20", "submitted > 2026-11-20T09:00"):
        assert [row["id"] for row in list_(index, "returns", NOW, condition).rows] == ["2026-W47/hengnan"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("responsible = 市工信局", ["a1"]),
        ("responsible != 市工信局", ["b1"]),
        ("responsible ~ 工信", ["a1"]),
        ("responsible = null", ["b1"]),
        ("investors = 示例电气集团", ["a1"]),
        ("investors.of ~ 电气", ["a1"]),
        ("claims.unit = 衡东县", ["a1"]),
        ("permits.立项备案 = 已办", ["a1"]),
        ("permits.status = 在办", ["a1"]),
        ("permits.用地预审.on = null", ["a1", "b1"]),
        ("codes.省平台 = A-1", ["a1"]),
    ],
)
def test_of_many_values_one_is_enough(index, condition, expected):
    assert ids(index, condition) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("stage = 签约", ["a1"]),
        ("stage >= 在谈", ["a1"]),
        ("阶段 < 签约", ["b1"]),
        ("stage > 达产", []),
        ("tier <= 重点", ["a1"]),
    ],
)
def test_words_of_the_settings_have_an_order_and_the_stage_is_derived(index, condition, expected):
    assert ids(index, condition) == expected


@pytest.mark.parametrize("week", ["2026-W47", "第47周", "w47", "2026年第47周", "本期"])
def test_a_week_may_be_written_as_people_say_it(index, week):
    assert len(list_(index, "returns", NOW, f"week='{week}'").rows) == 1
    assert list_(index, "returns", NOW, f"week<'{week}'").rows == []


def test_the_leads_of_measures_and_what_stands_in_returns_are_asked_alike(index):
    assert ids(index, "lead=市商务局 and responsible=市直相关单位", "measures") == ["m01"]
    assert ids(index, "projects.p26-a1.progress ~ 平整", "returns") == ["2026-W47/hengnan"]
    assert ids(index, "projects.figures.invested > 800", "returns") == ["2026-W47/hengnan"]
    assert list_(index, "needs", NOW, "project=p26-a1 and to=市发改委").summary["count"] == 1


@pytest.mark.parametrize(
    ("condition", "column", "hint"),
    [
        ("tier=重大 and 项目类另=重大", 12, "tier(项目类别)"),
        ("tier=重太", 5, "重大、重点、一般"),
        ("county=衡男县", 7, "衡"),
        ("investment.total>12亿美元", 17, "万元"),
        ("investors.share>1亿元", 16, "半角"),
        ("milestones.签月=null", 11, "签约"),
        ("investment.totl>1", 11, "investment.total"),
        ("land=1", 0, "land.area_mu"),
        ("county > 衡南县", 9, ""),
        ("industrial=yes", 11, ""),
        ("investment.total ~ 1", 19, ""),
        ("promises.开工<明年", 12, "2026-Q2"),
        ("tier=重大 county=衡南县", 8, "and"),
        ("(tier=重大", 0, ""),
        ("tier=重大)", 7, ""),
        ("tier='重大", 5, "引号"),
        ("tier", 4, "字段=值"),
        ("tier in 重大", 8, "("),
        ("tier in (重大 一般)", 12, ""),
        ("", 0, "字段=值"),
        ("tier=", 5, ""),
        ("tier=and", 5, "引号"),
        ("tier < null", 7, ""),
        ("a=\udcff", 2, ""),
    ],
)
def test_an_error_points_at_its_place(index, condition, column, hint):
    with pytest.raises(FilterSyntaxError) as caught:
        ids(index, condition)

    assert (caught.value.position, caught.value.code) == (column, 2)
    assert hint in caught.value.hint


def test_the_caret_stands_below_the_place_where_wide_characters_take_two_cells(index):
    with pytest.raises(FilterSyntaxError) as caught:
        ids(index, "属地=衡南县 and 阶断=签约")

    assert caught.value.message.split("\n") == ["没有字段“阶断”", "  属地=衡南县 and 阶断=签约", " " * 18 + "^^^^"]


@pytest.mark.parametrize(
    "condition",
    [
        'name = "x\'; DROP TABLE all_project; --"',
        'name ~ "\' OR 1=1 --"',
        '"codes.x\'y" = 1',
        "'codes.x\"y' = 1",
        "responsible ~ '%'",
        "name = ':day'",
    ],
)
def test_values_and_keys_stay_values(index, condition):
    assert ids(index, condition) == []
    assert ids(index, "name != null") == ["a1", "b1"]


def test_long_and_deep_conditions_are_refused_before_sql(index):
    for condition in (
        "(" * 500 + "tier=重大" + ")" * 500,
        "not " * 500 + "tier=重大",
        " or ".join(["tier=重大"] * 500),
    ):
        with pytest.raises(FilterSyntaxError):
            ids(index, condition)
    many = ", ".join(str(n) for n in range(499))
    assert ids(index, f"investment.total in ({many}, 120000)") == ["a1"]
    assert ids(index, " and ".join(["milestones.签约 = 2025"] * 200)) == ["a1"]


WORDS = """
tier 项目类别 county 属地 investment.total promises.开工 milestones 节点.签约 responsible stage claims.unit yearly.2026
permits.status codes.x draft lead.x . = != < <= > >= ~ in not and or 且 或 ( ) （ ） ＝ , 、 null 重大 衡南县
12 -3.5 2026-03 2026-Q2 2026-02-30 true '甲' “乙” ' " ; -- 今天 \x00 \u200b 🀄
"""
PIECES = st.sampled_from(WORDS.split())
ANY = st.one_of(
    st.text(max_size=40), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=8).map("".join)
)


@pytest.mark.slow
@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=ANY, kind=st.sampled_from(["projects", "returns", "tasks", "units", "measures"]))
def test_any_text_is_a_condition_or_an_error_inside_it(index, text, kind):
    try:
        assert list_(index, kind, NOW, text).summary["count"] >= 0
    except FilterSyntaxError as error:
        assert 0 <= error.position <= len(text)


def test_of_the_values_under_one_key_the_last_is_found_within_its_file(tmp_path):
    watched = Watched(index_of(make_store(tmp_path)))

    list_(watched, "projects", NOW, None, None, None)

    steps = [
        step for sql in watched.selects_with("AND w.pos >") for step in watched.plans[sql] if step.startswith("SEARCH")
    ]
    assert steps and [step for step in steps if "_together_" in step] == []


@pytest.mark.parametrize(
    ("day", "condition"),
    [
        ("2025-09-04", "promises.开工 = null"),
        ("2025-09-05", "promises.开工 = 2026-03"),
        ("2026-01-31", "promises.开工 = 2026-03"),
        ("2026-02-01", "promises.开工 = 2026-12"),
    ],
)
def test_of_a_promise_the_one_in_force_on_the_day_is_asked(index, day, condition):
    rows = list_(index, "project", datetime.fromisoformat(day), f"id=p26-a1 and {condition}").rows

    assert [row["id"] for row in rows] == ["p26-a1"]
