"""Look-ups fold both sides; what is stored is not folded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.model.folding import fold


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("各县（市、区）人民政府", "各县(市、区)人民政府"),
        ("示例·李　明", "示例・李明"),
        ("市 商 务 局", "市商务局"),
        ("市⼯信局", "市工信局"),
        ("⻓沙⻔⼾", "长沙门户"),
        ("示政办发〔2026〕１号", "示政办发（2026）1号"),
        ("ＡＢＣ科技", "abc科技"),
        ("市\u200b商务局", "市商务局"),
        ("一—二", "一-二"),
    ],
)
def test_what_people_take_for_the_same_is_the_same(text, other):
    assert fold(text) == fold(other)


def test_what_differs_in_its_words_stays_apart():
    assert fold("市商务局") != fold("市商物局")


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("other", ["戶", "靑", "黃", "·", "a", "一", "龜"])
def test_what_is_not_looked_at_closely_is_folded_all_the_same(other):
    assert fold(other) == fold(f" {other}")


@pytest.mark.parametrize(
    "ignorable",
    ["\u00ad", "\u034f", "\u115f", "\u200b", "\u2060", "\u3164", "\ufe0f", "\uffa0", "\U000e0100", "\u00a0"],
)
def test_what_is_drawn_as_nothing_makes_no_difference(ignorable):
    assert fold(f"市{ignorable}商务局{ignorable}") == fold("市商务局")
