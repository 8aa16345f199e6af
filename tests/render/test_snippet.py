"""The lines of a finding: cut round its place, with marks that stand below it on any screen."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hyzs.checking.tree_findings import check_tree
from hyzs.render import render
from hyzs.render.context import FindingSources
from hyzs.render.layout.cell_text import clean
from hyzs.render.snippet import snippet_lines
from hyzs.reports.check import check
from hyzs.store.source_lines import masked_lines
from support.stores import index_of, make_store

CHINESE = st.text("市商务局，。“”ab 12\t\u200b\U0001f600e\u0301", min_size=1, max_size=300)


def at(line, column, end_line, end_column):
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}


def snippet_of(row, lines, width=80):
    return "\n".join(text for pair in snippet_lines(row, lines, width) for text in pair if text)


def test_marks_are_as_wide_as_what_stands_above_them():
    assert snippet_of(at(1, 7, 1, 11), ["lead: 市商物局 # 待定"]) == ("1 | lead: 市商物局 # 待定\n  |       ^^^^^^^^")


def test_an_empty_place_gets_one_mark_even_at_the_end_of_a_line():
    assert snippet_of(at(2, 6, 2, 6), ["x: 1", "name:"]) == "2 | name:\n  |      ^"


def test_a_finding_about_a_whole_file_quotes_nothing():
    assert snippet_of(at(1, 1, 1, 1), ["name: 甲"]) == ""


def test_a_place_of_several_lines_is_marked_line_by_line_without_indentation():
    texts = ["land:", "  area_mu: 3", "", "  type: 新增用地", "x: 1"]

    assert snippet_of(at(1, 1, 5, 1), texts) == (
        "1 | land:\n  | ^^^^^\n2 |   area_mu: 3\n  |   ^^^^^^^^^^\n4 |   type: 新增用地\n  |   ^^^^^^^^^^^^^^"
    )


def test_of_a_long_place_three_lines_are_shown():
    assert snippet_of(at(8, 1, 12, 2), ["x"] * 12).splitlines()[-3:] == ["10 | x", "   | ^", "   | ..."]


def test_lines_that_a_file_has_no_more_are_not_shown():
    assert snippet_of(at(7, 1, 7, 3), ["x: 1"]) == ""


@given(CHINESE, st.data(), st.integers(24, 120))
def test_however_long_the_line_the_place_is_in_sight_and_the_marks_below_it(line, data, width):
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, len(line)))

    [(text, marks)] = snippet_lines(at(1, start + 1, 1, end + 1), [line], width)

    first = len(marks) - len(marks.lstrip(" |")) if "^" in marks else 0
    marked_text = column_of(text, first)
    assert max(cell_len(text), len(marks)) <= width
    assert marked_text == (clean(line[start]) or "\ufffd").strip() or not cell_len(line[start].strip())


def column_of(text, cells):
    """The character that stands at that column of the screen."""
    used = 0
    for char in text:
        if used == cells and cell_len(char):
            return char.strip()
        used += cell_len(char)
    return ""


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xef\xbb\xbfid: x\r\nname: y\r\n", ["id: x", "name: y", ""]),
        (b"a: 1\rb: 2\n", ["a: 1", "b: 2", ""]),
        ("name: 市\n".encode("gb18030"), ["name: \ufffd\ufffd", ""]),
        ("tel: 13912345678 # 再打 139 0000 0000\n".encode(), ["tel: *********** # 再打 *************", ""]),
        ("x: 甲\u2028乙\n".encode(), ["x: 甲\u2028乙", ""]),
    ],
)
def test_lines_are_those_that_places_count_and_private_numbers_are_struck_out(tmp_path, data, expected):
    root = make_store(tmp_path)
    (root / "data/units/x.yaml").write_bytes(data)

    assert masked_lines(index_of(root).tree, "data/units/x.yaml") == expected


def test_a_file_that_is_none_has_no_line(tmp_path):
    assert masked_lines(index_of(make_store(tmp_path)).tree, "data/units/nowhere.yaml") == [""]


def test_every_example_of_a_rule_is_quoted_at_its_place(tmp_path):
    """
    == data/units/x.yaml
    - {id: x, name: 示例局, type: 政府部门, tel: 139 0000 0000}
    """
    root = make_store(tmp_path, test_every_example_of_a_rule_is_quoted_at_its_place.__doc__.replace("\n    ", "\n")[1:])
    index = index_of(root)
    answer = check(index, check_tree(index, date(2026, 11, 23)))

    out = render(answer, "text", store={}, sources=FindingSources(lambda path: masked_lines(index.tree, path)))

    assert "139" not in out and "*************" in out
    assert out.splitlines()[-1] == answer.blocks[-1].text
