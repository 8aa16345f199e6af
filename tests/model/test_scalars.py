"""The scalars that every kind shares: what they read, and what they refuse in a Chinese sentence."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from hyzs.diagnostics.registry import rules_by_code
from hyzs.model.act import Act
from hyzs.model.holdings import DatedPerson, DatedTier, DatedUnit
from hyzs.model.money import Money
from hyzs.model.partial_date import PartialDate
from hyzs.model.promise import Promise
from hyzs.model.scalars import Count, Day, Flag, Id, Moment, Number, Text, Url, quoted

CHINESE = re.compile("[\u4e00-\u9fff]")


def read(kind, value):
    return TypeAdapter(kind).validate_python(value)


def refused(kind, value) -> tuple[str, str]:
    """The code and the sentence with which ``kind`` refuses ``value``."""
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    [error] = caught.value.errors()
    return error["type"].replace("_", "-"), error["ctx"]["message"]


# Scalars


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Text, "市商务局", "市商务局"),
        (Text, "一行\n又一行\n", "一行\n又一行\n"),
        (Text, "012", "012"),
        (Text, "no", "no"),
        (Text, "全角　空格", "全角　空格"),
        (Number, "0", Decimal(0)),
        (Number, "-12.5", Decimal("-12.5")),
        (Number, "1.10", Decimal("1.10")),
        (Number, "999999999999999.999999", Decimal("999999999999999.999999")),
        (Count, "20", 20),
        (Count, "20.0", 20),
        (Flag, "true", True),
        (Flag, "false", False),
        (Day, "2024-02-29", date(2024, 2, 29)),
        (Moment, "2026-11-20T09:42", datetime(2026, 11, 20, 9, 42)),
        (Id, "p26-k7m3", "p26-k7m3"),
        (Id, "0", "0"),
        (Url, "https://www.hengyang.gov.cn/a?b=1", "https://www.hengyang.gov.cn/a?b=1"),
    ],
)
def test_a_scalar_is_read_from_its_text(kind, text, value):
    assert read(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "code", "texts"),
    [
        (Text, "bad-text", ["", " ", "\n", "　", "a\tb", "a\x1b[2J", "a\x85b", "a\u200bb", "\u202ea"]),
        (Text, "bad-text", ["a\u2028b", "a\u2029b", "\ufffe", "\uffff"]),
        (Number, "bad-number", ["", "１２", "1_000", "1,000", "1e3", "nan", "inf", "-inf", ".5", "5.", "+5", "012"]),
        (Number, "bad-number", ["12亿", "0x10", "一千", "1 000", " 1", "1\n", "٤٧", "0.0000001", "1" * 16, "²"]),
        (Count, "bad-number", ["-1", "1.5", "20余", "", "1e3"]),
        (Flag, "bad-flag", ["True", "yes", "no", "on", "1", "0", "是", "", "TRUE", "true "]),
        (Day, "bad-date", ["2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "0000-01-01", "2026-1-5"]),
        (Day, "bad-date", ["2026/01/05", "2026-01-05T00:00", "1767571200", "20260105", "２０２６-01-05", "2026-W01-1"]),
        (Moment, "bad-date", ["2026-11-20", "2026-11-20 09:42", "2026-11-20T24:00", "2026-11-20T09:60"]),
        (Moment, "bad-date", ["2026-02-30T09:00"]),
        (Moment, "bad-date", ["2026-11-20T09:42:00", "2026-11-20T09:42Z", "2026-11-20T09:42+08:00", "2026-11-20T9:42"]),
        (Id, "bad-id", ["", "P26", "-a", "a_b", "a b", "T１", "../x", "a/b", "a\n", "编号", "a.b"]),
        (Url, "bad-text", ["", "www.gov.cn", "ftp://x", "https://", "https://a b", "javascript:x", "https://x\x1b[2J"]),
    ],
)  # fmt: skip
def test_what_could_be_misread_is_refused(kind, code, texts):
    assert {refused(kind, text)[0] for text in texts} == {code}


@pytest.mark.parametrize("kind", [Text, Number, Count, Flag, Day, Moment, Id, Url, PartialDate])
@pytest.mark.parametrize(("value", "form"), [([], "一个列表"), (["1"], "一个列表"), ({"a": "1"}, "一组“键: 值”")])
def test_where_one_value_belongs_no_list_or_mapping_is_read(kind, value, form):
    assert refused(kind, value) == ("bad-form", f"这里要写一个值，写成了{form}")


@pytest.mark.parametrize(("text", "near"), [("１２００", "1200"), ("1,200", "1200"), ("1_200", "1200"), ("12 ", "12")])
def test_a_number_that_is_nearly_one_is_told_how_to_be_written(text, near):
    assert refused(Number, text) == ("bad-number", f"“{quoted(text)}”不是数，应写 {near}")


def test_a_day_that_the_calendar_has_not_is_told_so():
    assert refused(Day, "2026-02-30")[1] == "日历上没有 2026-02-30 这一天"


@given(st.text(max_size=80))
def test_what_a_sentence_quotes_is_short_and_on_one_line(text):
    assert len(quoted(text)) <= 30
    assert quoted(text).isprintable()


@pytest.mark.parametrize(
    "kind", [Text, Number, Count, Flag, Day, Moment, Id, Url, PartialDate, Money, Promise, DatedUnit]
)
@given(value=st.text(max_size=20) | st.from_regex(r"\A-?[0-9_,.]{1,9}(-[0-9Q]{1,2}){0,2}(T[0-9:]{1,5})?\Z"))
def test_any_text_is_read_or_refused_with_a_chinese_sentence(kind, value):
    try:
        read(kind, value)
    except ValidationError as error:
        for item in error.errors():
            assert item["type"].replace("_", "-") in rules_by_code()
            assert CHINESE.search(item["ctx"]["message"])
            assert item["ctx"]["message"].isprintable()


@given(st.dates())
def test_a_day_is_read_as_it_is_written(day):
    assert read(Day, day.isoformat()) == day


@given(st.datetimes())
def test_a_moment_is_read_as_it_is_written(moment):
    moment = moment.replace(second=0, microsecond=0)

    assert read(Moment, moment.isoformat(timespec="minutes")) == moment


@given(st.decimals(min_value=-(10**15) + 1, max_value=10**15 - 1, places=6))
def test_a_number_is_read_exactly(number):
    assert read(Number, f"{number:f}") == number


# When


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q2", "2026-04-01", "2026-06-30"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2100-02", "2100-02-01", "2100-02-28"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_a_time_goes_from_its_first_to_its_last_day(text, first, last):
    when = PartialDate.parse(text)

    assert (str(when.first), str(when.last), str(when)) == (first, last, text)


@pytest.mark.parametrize(
    "text",
    ["2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-q1", "2026Q1", "0000", "0000-Q1", "26",
     "2026-3", "2026-1-5", "2026年", "明年上半年", "长期", "2026-", "2026-Q1-01", "２０２６", "2026-W03", "20260315"],
)  # fmt: skip
def test_what_is_no_time_is_refused(text):
    assert refused(PartialDate, text)[0] == refused(PartialDate, f"{text}\n")[0] == "bad-when"


def test_a_day_of_a_time_must_be_on_the_calendar():
    assert refused(PartialDate, "2025-02-29") == ("bad-date", "日历上没有 2025-02-29 这一天")


@given(st.dates(), st.sampled_from(["year", "quarter", "month", "day"]))
def test_a_day_lies_in_the_year_quarter_and_month_that_it_is_of(day, form):
    full = day.isoformat()
    texts = {"year": full[:4], "quarter": f"{full[:4]}-Q{(day.month + 2) // 3}", "month": full[:7], "day": full}
    when = read(PartialDate, texts[form])

    assert when.first <= day <= when.last
    assert str(when) == texts[form]


# Promises


MOVED = [
    {"by": "2026-03", "set": "2025-09-05", "unit": "衡南县"},
    {"by": "2026-06", "set": "2026-02-27", "why": "用地报批延后"},
]


def messages_of(value) -> list[tuple[str, tuple]]:
    return [(problem.code, problem.route) for problem in value.problems(("x",))]


def test_every_wording_of_a_promise_is_kept():
    assert [(str(step.by), step.why) for step in read(Promise, MOVED).root] == [
        ("2026-03", None),
        ("2026-06", "用地报批延后"),
    ]


def test_a_bare_time_is_a_promise_with_one_wording():
    promise = read(Promise, "2026-03")

    assert ([step.by for step in promise.root], messages_of(promise)) == ([PartialDate.parse("2026-03")], [])


def test_a_promise_that_moves_without_a_reason_is_told_at_the_later_wording():
    [problem] = read(Promise, ["2026-03", "2026-06", {"by": "2026-09", "why": "等批复"}]).problems(("promises", "开工"))

    assert (problem.code, problem.route) == ("promise-no-reason", ("promises", "开工", 1))
    assert problem.message == "承诺时限从 2026-03 改为 2026-06，没有写明原因"


def test_wordings_stand_in_the_order_in_which_they_were_set():
    promise = read(Promise, [MOVED[0], {**MOVED[1], "set": "2025-09-04"}])

    assert messages_of(promise) == [("promise-order", ("x", 1, "set"))]


def test_two_wordings_of_one_day_are_in_order():
    assert messages_of(read(Promise, [MOVED[0], {**MOVED[1], "set": "2025-09-05"}])) == []


@pytest.mark.parametrize("kind", [Promise, DatedUnit, DatedPerson, DatedTier])
def test_an_empty_list_promises_nothing_and_holds_nothing(kind):
    assert refused(kind, []) == ("bad-form", "这里至少要写一项；没有就删去这一行")


# Holders


HANDED = [{"unit": "衡山县", "until": "2026-11-08"}, {"unit": "衡东县", "since": "2026-11-09", "basis": "区划调整"}]


def test_a_gap_is_a_finding():
    dated = read(DatedUnit, [HANDED[0], {"unit": "衡东县", "since": "2026-11-12"}])

    [gap] = dated.problems(("county",))
    assert (gap.code, gap.route) == ("dated-gap", ("county", 1))
    assert gap.message == "2026-11-08 之后到 2026-11-12 之前没有人接上“衡山县”"
    assert gap.hint == "前一段写 until: 2026-11-11"


@pytest.mark.parametrize(
    ("earlier", "later", "hint"),
    [
        ({"until": "2026-11-08"}, {"since": "2026-11-08"}, "前一段写 until: 2026-11-07"),
        ({}, {"since": "2026-11-09"}, "前一段写 until: 2026-11-08"),
        ({"until": "2026-11-08"}, {}, "这一段写 since: 2026-11-09"),
        ({}, {}, "每一段都写明起止，首尾相接"),
        ({}, {"since": "0001-01-01"}, "每一段都写明起止，首尾相接"),
        ({"until": "9999-12-31"}, {}, "每一段都写明起止，首尾相接"),
    ],
)
def test_two_who_hold_on_one_day_overlap(earlier, later, hint):
    [overlap] = read(DatedUnit, [{"unit": "甲", **earlier}, {"unit": "乙", **later}]).problems(())

    assert (overlap.code, overlap.route, overlap.hint) == ("dated-overlap", (1,), hint)


def test_a_span_runs_forward():
    [reversed_] = read(DatedUnit, [{"unit": "甲", "since": "2026-05-02", "until": "2026-05-01"}]).problems(("lead",))

    assert (reversed_.code, reversed_.route) == ("dated-overlap", ("lead", 0))
    assert reversed_.message == "“甲”的止 2026-05-01 早于起 2026-05-02"


@pytest.mark.parametrize(("kind", "key"), [(DatedUnit, "unit"), (DatedPerson, "person"), (DatedTier, "tier")])
@pytest.mark.parametrize(
    "form", [lambda key: "某", lambda key: ["某"], lambda key: {key: "某"}, lambda key: [{key: "某"}]]
)
def test_a_bare_name_holds_for_ever(kind, key, form):
    dated = read(kind, form(key))

    assert ([(h.value, h.since, h.until) for h in dated.root], messages_of(dated)) == ([("某", None, None)], [])


@given(st.lists(st.dates(date(2000, 1, 2), date(2040, 1, 1)), unique=True, max_size=5).map(sorted))
def test_holders_who_hand_over_day_to_day_have_neither_gap_nor_overlap(days):
    starts = [None, *days]
    ends = [*(day - timedelta(days=1) for day in days), None]
    spans = [
        {"unit": f"单位{n}"} | ({"since": str(a)} if a else {}) | ({"until": str(b)} if b else {})
        for n, (a, b) in enumerate(zip(starts, ends, strict=True))
    ]
    dated = read(DatedUnit, spans)

    assert messages_of(dated) == []


def test_an_event_is_what_somebody_did_on_a_day():
    event = read(Act, {"on": "2026-11-02", "do": "交办", "by": "市政府督查室"})

    assert (event.on, event.do, event.by, event.note) == (date(2026, 11, 2), "交办", "市政府督查室", None)


# Money


@pytest.mark.parametrize(
    ("value", "wan"),
    [
        ("120000", "120000"),
        ("0", "0"),
        ({"amount": "0.5"}, "0.5"),
        ({"amount": "500", "currency": "万美元", "rate": "7.1", "on": "2026-03-01"}, "3550.0"),
        ({"amount": "5000000", "currency": "元", "rate": "0.0001"}, "500.0000"),
    ],
)
def test_money_is_told_in_wan(value, wan):
    assert read(Money, value).wan == Decimal(wan)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("-1", "金额不能是负数：-1"),
        ({"amount": "5", "currency": "万美元"}, "万美元要写大于 0 的折合率 rate，才能合计成万元"),
        ({"amount": "5", "currency": "万美元", "rate": "0"}, "万美元要写大于 0 的折合率 rate，才能合计成万元"),
        ({"amount": "5", "currency": "万美元", "rate": "-7"}, "万美元要写大于 0 的折合率 rate，才能合计成万元"),
        ({"amount": "5", "rate": "7.1"}, "万元不用折合率 rate；如果是外币，写明币种 currency"),
    ],
)
def test_money_that_cannot_be_totalled_is_refused(value, sentence):
    assert refused(Money, value) == ("bad-money", sentence)
