"""Find: ids, names, first letters, readings, parts of names, texts, and names that are nearly as typed."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.model.errors import BadUsage
from hyzs.model.pinyin import character_readings
from hyzs.reports.find import find
from support import program
from support.stores import index_of, make_store, shipped_index, shipped_store

TODAY = date(2026, 11, 23)
CANARY = "金丝雀"
UNITS = """\
== data/units/jia.yaml
- {id: u-jia, name: 甲县, type: 县市区, level: 县级}
- id: u-yi
  name: 重工局
  full_name: 市重型工业局
  former_names: [{name: 市经贸委, until: 2020-01-01}]
  type: 市直部门
  level: 市级
"""


def hits(*words, index=None, **options):
    answer = find(index or shipped_index(), words, TODAY, **options)
    return [(row["match"], row["id"]) for row in answer.rows]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("swj", ("id", "swj")),
        ("市商务局", ("name", "swj")),
        ("商务局", ("name", "swj")),
        ("衡阳高新", ("prefix", "hygxq")),
        ("xdgxq", ("initials", "xidu")),
        ("lys", ("initials", "leiyang")),
        ("zhangsha", ("pinyin", "zhu-changsha")),
        ("changsha", ("pinyin", "zhu-changsha")),
        ("leiyangs", ("pinyin", "leiyang")),
        ("衡n县", ("initials", "hengnan")),
        ("特高压开关", ("part", "p26-k7m3")),
        ("K7M3", ("part", "p26-k7m3")),
        ("市商物局", ("near", "swj")),
    ],
)
def test_each_way_of_typing_has_its_match(query, first):
    assert hits(query, kind="项目" if first[1].startswith("p26") else "单位")[0] == first


def test_a_word_in_the_middle_of_a_sentence_is_found_with_what_stands_around_it():
    rows = find(shipped_index(), ["带动招引"], TODAY).rows

    assert [(row["id"], row["match"], row["field"]) for row in rows] == [("m04", "text", "摘要")]
    assert "带动招引" in rows[0]["text"]


def test_a_text_of_a_return_says_whose_week_it_is():
    row = find(shipped_index(), ["厂房结构鉴定完成"], TODAY).rows[0]

    assert (row["kind"], row["id"], row["name"], row["week"]) == (
        "return",
        "2026-W39/baishazhou",
        "白沙洲工业园 2026-W39",
        "2026-W39",
    )
    assert row["field"].endswith("·本周进展")


def test_several_words_must_all_be_there():
    both = set(hits("示例", "变压器", limit=0))

    assert both
    assert {id for _, id in both} == {id for _, id in hits("示例", limit=0)} & {id for _, id in hits("变压器", limit=0)}


def test_every_reading_and_every_name_of_a_unit_counts(tmp_path):
    index = index_of(make_store(tmp_path, UNITS))

    for query in ("zgj", "cgj", "zhonggong", "chonggongju", "市重型", "经贸委", "jmw"):
        assert ("u-yi", True) in [(id, match != "near") for match, id in hits(query, index=index)], query


def test_one_and_two_characters_are_enough():
    assert ("name", "tax") not in hits("税")
    assert all(match in ("prefix", "part", "text") for match, _ in hits("税", limit=0))
    assert ("prefix", "leiyang") in hits("耒")


def test_only_the_kind_that_is_asked_for():
    rows = find(shipped_index(), ["示例"], TODAY, kind="单位", limit=0).rows

    assert {row["kind"] for row in rows} <= {"unit"}


def test_what_is_not_listed_is_counted():
    answer = find(shipped_index(), ["示例"], TODAY, limit=3)

    assert answer.summary["listed"] == len(answer.rows) == 3 < answer.summary["count"]
    assert "只列了前 3 条" in answer.blocks[-1].text


def test_weeks_that_are_not_searched_are_counted():
    later = find(shipped_index(), ["厂房结构鉴定完成"], date(2027, 3, 1))
    every = find(shipped_index(), ["厂房结构鉴定完成"], date(2027, 3, 1), every_week=True)

    assert (later.rows, later.summary["weeks_left_out"] > 0, "没有查" in later.blocks[-1].text) == ([], True, True)
    assert [row["id"] for row in every.rows] == ["2026-W39/baishazhou"]


def test_a_sign_of_the_pattern_language_is_itself(tmp_path):
    store_text = "== data/investors/jia.yaml\n- {id: shili-jia, name: 示例甲, sample: true, profile: 完成 100%_!的}\n"
    index = index_of(make_store(tmp_path, store_text))

    assert hits("100%_!", index=index) == [("text", "shili-jia")]
    assert hits("0%的", index=index) == []


def test_readers_find_only_what_they_may_see(tmp_path):
    store_text = (
        f"== data/investors/jia.yaml\n- {{id: shili-jia, name: 示例{CANARY}, sample: true, profile: {CANARY}}}\n"
    )
    index = index_of(make_store(tmp_path, store_text))

    assert ("part", "shili-jia") in hits(CANARY, index=index)
    assert ("part", "shili-jia") in hits(CANARY, index=index, audience="internal")
    assert hits(CANARY, index=index, audience="public") == []


def test_nothing_typed_is_refused():
    with pytest.raises(BadUsage, match="没有写"):
        hits("  ")


UNIT_NAMES = st.deferred(
    lambda: st.sampled_from([row["name"] for row in shipped_index().rows("SELECT name FROM unit ORDER BY id")])
)


@given(UNIT_NAMES, st.data())
def test_any_reading_of_any_name_finds_its_unit(name, data):
    query = "".join(
        data.draw(st.sampled_from([reading, reading[0]]))
        for character in name
        for reading in [data.draw(st.sampled_from(character_readings().get(character, (character,))))]
    )

    assert name in [row["name"] for row in find(shipped_index(), [query], TODAY, kind="单位", limit=0).rows]


def test_the_command_says_how_each_record_was_found():
    process = program.run(["find", "xdgxq", "-f", "json"], shipped_store(), {"HYZS_TODAY": "2026-11-23"})

    assert json.loads(process.stdout)["rows"] == [
        {
            "kind": "unit",
            "kind_label": "单位",
            "id": "xidu",
            "name": "西渡高新区",
            "match": "initials",
            "field": None,
            "text": "西渡高新区",
            "week": None,
        }
    ]
