"""Lint by words: what touches an article, what only forbids it, what is excepted; hostile lexicons are bounded."""

import sqlite3
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.index.lint_lexicon import load_lexicon
from hyzs.model.lint import Article, Lexicon


def packaged() -> Lexicon:
    """The lexicon that comes with the program."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE body (kind, id, json)")
    return load_lexicon(db)


LEXICON = packaged()
#: Texts invented after what authorities correct, each with the article that they should be looked at for.
TOUCHING = [
    ("须对本企业在上市成功后5年内注册地不迁出我县向县政府作出书面承诺。", "fc-8-4"),
    ("申报企业须在本市注册，方可享受奖励。", "fc-9-2"),
    ("工程招标中，同等条件下优先选择本市企业。", "fc-9-3"),
    ("购买本地产品的，每台给予五百元补贴。", "fc-9-4"),
    ("外地企业承接业务须到主管部门备案。", "fc-9-5"),
    ("按企业地方经济贡献的百分之五十给予奖励。", "fc-10-1"),
    ("对列入白名单的企业给予一百万元奖励。", "fc-10-2"),
    ("对落户企业一企一策给予扶持。", "fc-10-2"),
    ("对链主企业减收城市基础设施配套费。", "fc-10-3"),
    ("学校校服统一由指定企业供应。", "fc-8-3"),
    ("协会组织会员统一定价。", "fc-11-1"),
]


def outcomes(text: str, of: str = "policy") -> list[tuple[str, str]]:
    return [(hit.article.id, hit.outcome) for hit in LEXICON.hits(text, of)]


@pytest.mark.parametrize(("text", "article"), TOUCHING)
def test_a_sentence_that_touches_an_article_is_a_hit(text, article):
    assert (article, "命中") in outcomes(text)


def test_one_finding_and_at_the_words():
    text = "企业在享受奖励政策前，须对本企业在上市成功后5年内注册地不迁出我县向县政府作出书面承诺"
    [hit] = LEXICON.hits(text)

    assert (hit.article.id, text[hit.start : hit.end]) == ("fc-8-4", "不迁出")


@pytest.mark.parametrize(
    "text",
    [
        "清理和废除以在本地注册为条件享受奖励的规定。",
        "不得要求企业承诺注册地不迁出我县。",
        "严禁对名录库企业给予奖励，不得以任何形式返还税收。",
        "按企业地方经济贡献给予奖励的政策一律废止。",
        "规范财政奖补，清理违规的税费优惠、土地优惠。",
    ],
)
def test_a_sentence_that_forbids_is_no_hit(text):
    assert {outcome for _, outcome in outcomes(text)} == {"否定"}


def test_a_new_predicate_ends_what_is_forbidden():
    assert ("fc-10-2", "命中") in outcomes("清理过期政策，对列入白名单的企业给予奖励。")


def test_what_the_state_council_has_approved_is_excepted():
    assert outcomes("经国务院批准，对入区企业免征行政事业性收费。") == [("fc-10-1", "除外")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("返投不低于出资额的1.2倍", [("fund-return", "命中", 120)]),
        ("返投比例不低于80%", [("fund-return", "命中", 80)]),
        ("被投企业须迁入本市注册", [("fund-register", "命中", None)]),
        ("不设返投和注册地要求", [("fund-return", "否定", None), ("fund-register", "否定", None)]),
        ("不设招商任务……返投不低于1.2倍", [("fund-return", "命中", 120)]),
        ("返投……其余各项一律取消", [("fund-return", "命中", None)]),
    ],
)
def test_terms_of_funds(text, expected):
    assert [(hit.article.id, hit.outcome, hit.percent) for hit in LEXICON.hits(text, "fund")] == expected


def test_many_articles_under_common_words_cost_bounded_time():
    articles = [Article(f"a{n}", "policy", "", "", "", [["奖励", f"词{n}甲"], [f"条件{n}"]]) for n in range(10_000)]
    text = "对企业给予奖励，条件77。" * 500
    begin = time.monotonic()
    hits = list(Lexicon(articles).hits(text))

    assert (len(hits), time.monotonic() - begin < 20) == (1000, True)


@pytest.mark.parametrize(
    "groups", [[], [[]], [["奖励"], []], [["", ""]], [["奖励"]] * 10_000, [["奖励", *map(str, range(10_000))]]]
)
def test_an_article_without_words_or_with_too_many_touches_nothing(groups):
    assert list(Lexicon([Article("a", "policy", "", "", "", groups)]).hits("给予奖励。")) == []


@given(st.text("不得清理，对给予奖励白名单。；本地注册须经国务院批准1.2倍%", max_size=60))
def test_spans_are_those_of_the_first_word(text):
    for hit in LEXICON.hits(text):
        assert text[hit.start : hit.end] in {word for group in hit.article.all for word in group}
