"""Lists of units in cells of ledgers, where the store knows the names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.documents.clause_segments import LEAD, RESPONSIBLE
from hyzs.documents.ownership import parse_ownership

NAMES = {"市发改委", "市财政局", "市商务局", "市自然资源和规划局", "各县（市、区）人民政府", "市政府驻广(深)办事处"}


ROLES = {LEAD: "/牵头", RESPONSIBLE: "/配合", "": ""}


def ownership(text):
    return parse_ownership(text, default="", is_name=NAMES.__contains__)


def names(text):
    return [f"{name}{ROLES[part.role]}" for part in ownership(text).parts for name in part.named]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市发改委、各县（市、区）人民政府", ["市发改委", "各县（市、区）人民政府"]),
        ("市政府驻广(深)办事处、市商务局等", ["市政府驻广(深)办事处", "市商务局"]),
        ("市发改委牵头，市财政局、市商务局配合", ["市发改委/牵头", "市财政局/配合", "市商务局/配合"]),
        ("牵头单位：市发改委；配合单位：市财政局、市商务局", ["市发改委/牵头", "市财政局/配合", "市商务局/配合"]),
        ("市发改委（牵头）、市商务局", ["市发改委/牵头", "市商务局"]),
        ("市发改委和市财政局", ["市发改委", "市财政局"]),
        ("市自然资源和规划局、市商务局按职责分工负责", ["市自然资源和规划局", "市商务局"]),
        ("市发改委、市财政局等按职责分工负责", ["市发改委", "市财政局"]),
        ("市发改委 市财政局", ["市发改委", "市财政局"]),
        ("市发改委\n市财政局", ["市发改委", "市财政局"]),
        ("市发改委和市商物局", ["市发改委", "市商物局"]),
        ("市发改委，市财政局，市商务局", ["市发改委", "市财政局", "市商务局"]),
        ("市工信局（市国防科工办、市中小企业局）、市商务局", ["市工信局（市国防科工办、市中小企业局）", "市商务局"]),
    ],
)
def test_a_list_is_split_outside_of_brackets_and_knows_roles(text, expected):
    assert names(text) == expected


def test_words_that_name_nobody_are_remarked():
    assert ownership("市发改委、市财政局等按职责分工负责").manners == ("按职责分工负责", "等")


@given(st.lists(st.sampled_from(sorted(NAMES)), min_size=1, max_size=5, unique=True), st.sampled_from("、，；\n"))
def test_known_names_between_any_signs_come_back(names_given, sign):
    assert names(sign.join(names_given)) == names_given


@given(st.text(max_size=40))
def test_any_text_is_some_list(text):
    ownership(text)
