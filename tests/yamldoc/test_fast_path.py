"""The fast way to read: it gives a tree only where the parsers find the same one, and nothing wrong."""

import os

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hyzs.scaffold.demo_city import demo_files
from hyzs.yamldoc.document import _build
from hyzs.yamldoc.fast_path import parse_simple
from hyzs.yamldoc.nodes import Absent

FUZZ = 20_000 if os.environ.get("HYZS_FUZZ") else 400
#: What lines are made of, tame and wild.
PIECES = [
    *(
        "a",
        "b",
        "名称",
        "x1",
        "~",
        "null",
        "<<",
        "1",
        "2026-11-20",
        "09:00",
        "a:b",
        "https://x.cn/1",
        "示例·某项目",
        "３",
    ),
    *(
        ":",
        ": ",
        " ",
        "  ",
        "-",
        "- ",
        "#",
        " #",
        " # 注",
        ",",
        ", ",
        "?",
        "? ",
        "&a",
        "*a",
        "!t",
        "|",
        ">",
        "%",
        "@",
        "`",
    ),
    *("[", "]", "[]", "{", "}", "{}", "[a, b]", "{a: b, b: c}", '"', "'", '"甲: 乙"', "'# x'", '"\\n"', "\\", "=", "."),
    *("\t", "\r", "\u3000", "\u2028", "\u0085", "\ufeff", "---", "...", "：", "，", "-1", ".5", "+1", "yes", "（一）"),
]
LINES = st.builds(
    lambda indent, pieces: " " * indent + "".join(pieces),
    st.integers(0, 6),
    st.lists(st.sampled_from(PIECES), max_size=6),
)
#: Keys, dashes and values at some indent: most of these are nearly well-formed.
TAME = st.builds(
    lambda indent, dash, key, value: " " * indent + dash + key + value,
    st.sampled_from([0, 0, 2, 2, 4, 3]),
    st.sampled_from(["", "", "- ", "-  "]),
    st.sampled_from(["a:", "b:", "c:", "名称:", "", "a :", "<<:", "null:"]),
    st.sampled_from(
        ["", " 1", " 值", " [a, b]", " {a: b}", " {a: b, a: c}", " '甲'", ' "乙"', " # 注", " a: b", "  x ", "~", " ~"]
    ),
)
#: Brackets inside brackets, closed and not.
FLOW = st.builds(
    lambda head, pieces, tail: head + "".join(pieces) + tail,
    st.sampled_from(["a: [{", "b: {a: [", "- [[", "- {a: {", "c: [", "d: {"]),
    st.lists(
        st.sampled_from(
            [
                "a",
                "值",
                "1",
                "null",
                "~",
                ", ",
                ",",
                "a: ",
                "b: ",
                "c:",
                " ",
                "[",
                "]",
                "{",
                "}",
                "[]",
                "{}",
                "a:b",
                "?",
            ]
        ),
        max_size=8,
    ),
    st.sampled_from(["}]", "]}", "]]", "}}", "}", "]", "", "}] # 注", "}]x"]),
)
TEXTS = st.lists(LINES | TAME | FLOW, max_size=8).map("\n".join)


@settings(max_examples=FUZZ, deadline=None)
@given(TEXTS)
@example("a:\n- b\n- c\nb: 1")
@example("- a:\n  - b\n  c: d\n")
@example("a: b\n  c: d\n")
@example("a:\n  b\n")
@example("a: {b: c, d: }\n")
@example("a: [b,, c]\n")
@example("a: [b, c ,d]\n")
@example("a:~")
@example("needs: [{text: 用地 12 亩, to: 市发改委, due: 2026-12-05}, {text: 用电}]\n")
@example("- {a: {b: [c, d], e: []}, f: null}  # 注\n")
@example('a: [{b: c}] "]\n')
@example("a: [[b] c]\n")
@example("a: [b: c, [d]]\n")
@example("a: {b: [c],}\n")
@example("a: {b: [c], b: d}\n")
@example("a: {b: [c], d: }\n")
@example("a: {[b]: c}\n")
@example("a: b #c\n")
@example("a: b#c\n")
@example("a:    # 注\n  b: 1\n")
def test_a_tree_read_fast_is_the_tree_that_is_there(text):
    if result := parse_simple(text):
        builder, stop = _build(text)

        assert (stop, builder.problems, builder.root.tree) == (None, [], [result.tree])
        assert nothings(result.tree) == nothings(builder.root.tree[0])
        assert result.has_absent or not nothings(result.tree)
        assert result.tree == yaml.load(text, yaml.BaseLoader)


@given(st.data())
@settings(max_examples=FUZZ // 4, deadline=None)
def test_a_slip_in_an_ordinary_file_is_never_overlooked(data):
    text = data.draw(st.sampled_from(ORDINARY))
    at = data.draw(st.integers(0, len(text)))
    slip = data.draw(st.sampled_from(PIECES))
    until = at + data.draw(st.integers(0, 3))

    test_a_tree_read_fast_is_the_tree_that_is_there.hypothesis.inner_test(text[:at] + slip + text[until:])


ORDINARY = [text for _, text in demo_files(30, weeks=2)][:40]


@pytest.mark.parametrize("text", ORDINARY[:10])
def test_what_we_write_ourselves_is_read_fast(text):
    assert parse_simple(text)


def nothings(tree) -> int:
    """How many values say that there is none."""
    if isinstance(tree, dict):
        return sum(map(nothings, tree.values()))
    return sum(map(nothings, tree)) if isinstance(tree, list) else int(isinstance(tree, Absent))
