"""Reading YAML: the tree, the places, and every refusal, with both parsers."""

import contextlib
import re
import subprocess
import sys

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hyzs.diagnostics.file_rules import RULES
from hyzs.model.finding import TextSpan
from hyzs.yamldoc.decoding import MAX_BYTES
from hyzs.yamldoc.document import Absent, Document, Tree, read
from support.fuzz import examples
from support.stores import MARKS, files_of, marked_span
from support.yaml_parsers import BOTH, parser, without_libyaml

__all__ = ["parser"]

NOT_READERS = {"file-type", "file-unreadable", "path-unknown", "bad-id"}
SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck))


def codes(text: str | bytes) -> list[str]:
    return [f.code for f in read(text.encode() if isinstance(text, str) else text).problems]


def routes(tree: Tree | None, base=()):
    yield base
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, child in steps:
        yield from routes(child, (*base, step))


def typed_tree(tree: Tree | None):
    """The tree with the kind of every scalar told, since ``Absent`` equals the same text in quotes."""
    if isinstance(tree, dict):
        return {key: typed_tree(value) for key, value in tree.items()}
    return [typed_tree(value) for value in tree] if isinstance(tree, list) else (type(tree).__name__, tree)


def tree_of(text: str):
    """All that a caller can learn of a file."""
    doc = read(text.encode())
    places = [(route, doc.span_of(route), doc.span_of(route, key=True)) for route in routes(doc.tree)]
    return typed_tree(doc.tree), sorted((f.code, f.span) for f in doc.problems), places


def at(doc: Document, *route, key: bool = False) -> tuple[int, ...]:
    return tuple(doc.span_of(route, key=key))


# Trees


@BOTH
def test_every_scalar_is_text_and_knows_whether_it_says_nothing():
    """
    no: 012
    '2026': "1.10"
    text: |
      一行
    nothing:
    list: [~, 'null']
    """
    doc = read(re.sub(r"(?m)^    ", "", test_every_scalar_is_text_and_knows_whether_it_says_nothing.__doc__).encode())

    assert typed_tree(doc.tree) == {
        "no": ("str", "012"),
        "2026": ("str", "1.10"),
        "text": ("str", "一行\n"),
        "nothing": ("Absent", ""),
        "list": [("Absent", "~"), ("str", "null")],
    }


@BOTH
@pytest.mark.parametrize(
    "text", ["---\na: 1\n", "# 注释\n--- # x\na: 1\n", "a: 1\n...\n", "a: 1\r\n", "a: 1", "{a: 1}"]
)
def test_one_document_is_read_with_or_without_its_marks(text):
    doc = read(text.encode())

    assert (doc.tree, doc.problems) == ({"a": "1"}, [])


def test_of_a_duplicate_key_the_first_value_stays():
    assert read(b"a: 1\nb: 2\na: {c: 3}\n").tree == {"a": "1", "b": "2"}


# Places


STORY = """\
name: 某局
empty:
list:
  - {id: x, 名: "值"}
  -
  - text: |
      一
      二

# 末尾
"""


@BOTH
@pytest.mark.parametrize(
    ("route", "place"),
    [
        ((), (1, 1, 8, 8)),
        (("name",), (1, 7, 1, 9)),
        (("name", "unit", 3), (1, 7, 1, 9)),
        (("empty",), (2, 1, 2, 6)),
        (("list",), (4, 3, 8, 8)),
        (("list", 0), (4, 5, 4, 20)),
        (("list", 0, "名"), (4, 16, 4, 19)),
        (("list", 1), (5, 3, 5, 4)),
        (("list", 2), (6, 5, 8, 8)),
        (("list", 2, "text"), (6, 11, 8, 8)),
        (("list", 0, "lead"), (4, 6, 4, 8)),
        (("list", 7), (3, 1, 3, 5)),
        (("lead",), (1, 1, 1, 5)),
    ],
    ids=str,
)
def test_a_place_is_that_of_the_value_or_of_the_nearest_thing(route, place):
    assert at(read(STORY.encode()), *route) == place


@BOTH
@pytest.mark.parametrize(
    ("route", "place"),
    [(("name",), (1, 1, 1, 5)), (("list", 0, "名"), (4, 13, 4, 14)), (("list", 0), (4, 5, 4, 20))],
    ids=str,
)
def test_the_place_of_a_key(route, place):
    assert at(read(STORY.encode()), *route, key=True) == place


def test_columns_are_characters_whatever_the_line_ends():
    doc = read("a: 😀\r\nb: [市, 局]\r\n".encode())

    assert (at(doc, "a"), at(doc, "b", 1)) == ((1, 4, 1, 5), (2, 8, 2, 9))


def test_a_file_that_cannot_be_read_has_a_place_all_the_same():
    assert read(b"a: [").span_of(("a", 0)) == TextSpan()


# Refusals


@BOTH
@pytest.mark.parametrize("rule", [r for r in RULES if r.example and r.code not in NOT_READERS], ids=lambda r: r.code)
def test_the_example_of_a_rule_breaks_it_at_the_marked_place(rule):
    path, place = marked_span(rule.example)
    text = files_of(rule.example)[path]
    for mark in MARKS:
        text = text.replace(mark, "")
    doc = read(text.encode())

    assert [tuple(f.span) for f in doc.problems if f.code == rule.code] == [place]


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"x" * (MAX_BYTES + 1), "file-size", (1, 1, 1, 1)),
        (b"", "file-empty", (1, 1, 1, 1)),
        ("a: 1\nb: 市".encode("gb18030"), "encoding", (2, 4, 2, 5)),
        (b"\xef\xbb\xbfa: 1\n", "bom", (1, 1, 1, 1)),
        ("a: 1\nb: x\u200b\u202ey\n".encode(), "control-char", (2, 5, 2, 7)),
        ("a: x\u2028y\n".encode(), "line-separator", (1, 5, 1, 6)),
        (b"a: 1\rb: 2\n", "line-ending", (1, 5, 1, 6)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_text_cannot_show_is_refused_too(data, code, place):
    doc = read(data)

    assert [(f.code, tuple(f.span)) for f in doc.problems] == [(code, place)]


@BOTH
def test_a_private_use_character_written_as_an_escape_is_told_where_it_is_one():
    text = 'a: "x\\uE863\\\\uE863"\nb: \\uE863\nc: \'\\uE863\'\nd: "\\U000F0000"\n'
    faults = read(text.encode()).problems

    assert [(f.code, tuple(f.span)) for f in faults] == [
        ("private-char", (1, 6, 1, 12)),
        ("private-char", (4, 5, 4, 15)),
    ]
    assert "“䶮”" in faults[0].hint and "--fix" not in faults[0].hint


def test_every_rule_of_reading_is_told_in_full():
    codes_ = [rule.code for rule in RULES]

    assert len(codes_) == len(set(codes_))
    assert all(rule.summary and rule.why and rule.fix for rule in RULES)


@BOTH
def test_one_run_shows_several_faults():
    text = "a: &x 1\na: 2\nb: *x\n~: 3\nphone: 13900000000\n"

    assert codes(text) == ["yaml-anchor", "yaml-duplicate-key", "yaml-alias", "yaml-key", "private-number"]


@BOTH
def test_every_full_width_colon_of_a_broken_file_is_told_where_it_stands():
    doc = read("id: x\nname：某\nlead： 甲\na: 1\na: 2\n".encode())

    assert [(f.code, f.span.line, f.span.column) for f in doc.problems] == [
        ("fullwidth-colon", 2, 5),
        ("fullwidth-colon", 3, 5),
        ("yaml-duplicate-key", 5, 1),
    ]


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        'a: "x\n  name：y"\n',
        "a: |\n  name：y\n",
        "a: 备注：见附件\n",
        "a: 第一段\n  备注：见附件\n",
        "a: |\n  　　段首空两格\n",
        "a: PPP：公私合作\n",
        "# name：x\na: 1\n",
        '"<<": 1\n"null": 2\n',
        "a: 'x\ty' # 制\t表\nb: |\n  x\ty\n",
        "a: |\n  \n      x\n",
    ],
)
def test_running_text_is_left_alone(text):
    assert codes(text) == []


@BOTH
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name：值\n", "fullwidth-colon"),
        ("- name：值\n", "fullwidth-colon"),
        ("a: x\n  number：3\n", "fullwidth-colon"),
        ("name:　值\n", "fullwidth-space"),
        ("a: 1\n　　\n", "fullwidth-space"),
        ("-\tx\n", "yaml-tab"),
        ("a:\t1\n", "yaml-tab"),
        ("a: [b,\n\tc]\n", "yaml-tab"),
        ("a: *重要*\n", "yaml-alias"),
        ("a: !市 x\n", "yaml-tag"),
        ("%FOO\n---\na: 1\n", "yaml-directive"),
        ("<<: x\n", "yaml-key"),
        ("'': x\n", "yaml-key"),
        (": x\n", "yaml-key"),
        ("? [a]\n: b\n", "yaml-key"),
        ("{a: b}: c\n", "yaml-key"),
        ("? |\n  a\n: b\n", "yaml-key"),
        ("a: 1\n...\nb: 2\n", "yaml-documents"),
        ("---\n", "file-empty"),
        ("|\n  x\n", "yaml-syntax"),
        ('a: "\\ud800"\n', "yaml-syntax"),
        ('a: "\\UFFFFFFFF"\n', "yaml-syntax"),
        ("a: 'x\n", "yaml-syntax"),
        ("a: [x\n", "yaml-syntax"),
        ("a: b\n- c\n", "yaml-syntax"),
    ],
)
def test_a_refusal_has_its_code(text, code):
    assert codes(text) == [code]


@BOTH
@pytest.mark.parametrize("text", ["[" * 200_000, "{a: " * 200_000, "- " * 200_000], ids=["[", "{", "-"])
def test_depth_is_refused_at_once(text):
    assert codes(text) == ["yaml-depth"]


BROKEN = [
    "a: 'x",
    'a: "x',
    "a: [",
    "a: {",
    "a: b: c",
    "a: @x",
    "a: - b",
    "a: |x",
    "a: 1\nb",
    "a: 1\n- b",
    "[a,,b]",
    "a: 'b'c",
]


@BOTH
@pytest.mark.parametrize("text", [*BROKEN, "[a]\nb: 1", '"\\q"', "%", "a: }", "{a:[b]}", "a: 1\n  b: 2", "- a\nb: 1"])
def test_no_english_of_a_parser_is_shown(text):
    for fault in read(text.encode()).problems:
        assert not re.search("[a-z]{4}", fault.message), fault.message


def test_the_pure_parser_is_not_loaded_beside_the_other():
    program = (
        "import sys; from hyzs.yamldoc.document import read; assert not {'yaml', 'ruamel'} & set(sys.modules);"
        "read(b'a: [1'); sys.exit('yaml' not in sys.modules or 'ruamel' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_without_libyaml_the_pure_parser_reads():
    program = "import sys; from hyzs.yamldoc.document import read; import yaml; yaml.__with_libyaml__ = False;"
    program += "assert read(b'a: [').problems; sys.exit('ruamel' not in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# Properties

#: What YAML is made of, and what goes wrong in it; parted by bars.
PIECES = re.split(
    r"\|",
    "a|b|name|id| |  |\n|\n  |\n    |\n- |\n  - |: |:|- |? |[|]|{|}|, |,| # c|>-\n  |'|\"|\"x\"|'y'|&a |*a|!t |%"
    "|\n---\n|\n...\n|：|~|\u3000|市商务局|。|\t|\n\t|\r\n|\r|\\|\\u4e2d|\\ud800|@|<<|2026|😀|\ufeff",
)
YAMLISH = st.lists(st.sampled_from([*PIECES, "|\n  "]), max_size=16).map("".join)


@SLOW
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda t: t.encode("utf-8", "surrogatepass")), st.booleans())
def test_reading_never_raises(data, is_pure):
    with without_libyaml() if is_pure else contextlib.nullcontext():
        doc = read(data)

    assert doc.tree is not None or doc.problems


@settings(SLOW, max_examples=examples(600), derandomize=True)
@given(YAMLISH)
def test_the_two_parsers_see_the_same(text):
    with without_libyaml():
        pure = tree_of(text)

    assert tree_of(text) == pure


GOOD = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u00a0"),
    min_size=1,
    max_size=12,
)
JSONISH = st.recursive(
    GOOD, lambda kids: st.lists(kids, max_size=3) | st.dictionaries(GOOD, kids, max_size=3), max_leaves=8
)


@SLOW
@given(st.dictionaries(GOOD, JSONISH, min_size=1, max_size=4), st.sampled_from(["'", '"']))
def test_what_is_dumped_in_quotes_is_read_back(tree, quote):
    text = yaml.safe_dump(tree, allow_unicode=True, default_style=quote, width=1000)

    assert read(re.sub("!!\\w+ (?=[\"'])", "", text).encode()).tree == tree


@SLOW
@given(st.dictionaries(GOOD, JSONISH, min_size=1, max_size=4), st.sampled_from([None, "'"]))
def test_the_place_of_a_scalar_holds_its_text(tree, quote):
    text = yaml.safe_dump(tree, allow_unicode=True, default_style=quote, width=1000)
    doc = read(text.encode())

    lines = text.split("\n")
    for route in routes(doc.tree):
        value = tree
        for step in route:
            value = value[step]
        if isinstance(value, str):
            place = doc.span_of(route)
            piece = lines[place.line - 1][place.column - 1 : place.end_column - 1]
            assert place.line == place.end_line
            assert yaml.load(piece, yaml.BaseLoader) == value


@pytest.mark.parametrize("value", ["x", "''", "'~'", '"null"', "|\n  x\n", "~", "null", "", "# x"])
def test_nothing_is_said_only_without_quotes(value):
    tree = read(f"a: {value}".encode()).tree

    assert isinstance(tree, dict)
    assert (type(tree["a"]) is Absent) is (value in ("~", "null", "", "# x"))
