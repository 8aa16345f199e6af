"""Tables on a terminal and in a pipe: nothing is cut, nothing is wider than the screen."""

import re
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, Group, Heading, Pairs, Table, Text
from hyzs.render.layout.cell_text import clean, plain_text
from hyzs.render.layout.text_wrap import wrap
from support.format_samples import ANSWER, COLUMNS, ROWS, SOME_TEXT, TABLE, show

LONG_CHINESE = st.text("市商务局示例、，。；（）《》“”ab 12", max_size=200)


def screen(*blocks, width=80, **more):
    return show(Answer("x", blocks=blocks, **more), tty=True, width=width)


# On a terminal


def test_numbers_stand_to_the_right_and_wide_characters_align():
    lines = screen(Table(COLUMNS[:3], ROWS)).splitlines()

    assert lines == [
        "项目  状态  总投资(万元)",
        "─" * 24,
        "甲    未报        120000",
        "乙    已报        8000.5",
    ]


def test_running_text_stands_below_its_row_where_it_does_not_fit():
    lines = screen(TABLE, width=60).splitlines()

    assert lines[2].split() == ["甲", "未报", "120000"]
    assert lines[3].startswith("    本周进展：土地平整")
    assert lines[4].startswith(" " * 14)


def test_an_empty_running_text_is_left_out():
    assert screen(TABLE, width=60).count("本周进展") == 1


def test_a_narrow_column_has_its_unit_below_the_label():
    columns = [Column("name", "项目"), Column("total", "累计完成总投资", "number", "万元")]
    lines = screen(Table(columns, [{"name": "某" * 14, "total": 1}]), width=40).splitlines()

    assert lines[0].endswith("累计完成总投资")
    assert lines[1].endswith("(万元)")


def test_groups_stand_above_their_rows():
    lines = screen(Table(COLUMNS[:1], ROWS, [Group("重大", 1), Group("一般", 1)])).splitlines()

    assert lines[2:] == ["重大", "甲", "", "一般", "乙"]


def test_sentences_of_a_list_stand_on_their_own_lines():
    lines = screen(Table([Column("a", "甲", "list")], [{"a": ["先做，再看", "后办"]}])).splitlines()

    assert lines[2:] == ["先做，再看；", "后办"]


def test_a_table_without_rows_says_so():
    assert "（无）" in screen(Table(COLUMNS, []))


def test_the_title_stands_first_once_and_the_stamp_last():
    stamp = Stamp(period="2026-W47", data_date="2026-11-20")
    lines = screen(Heading("清单"), Text("一句话。"), title="清单", stamp=stamp).splitlines()

    assert lines == ["清单", "", "一句话。", "", "2026-W47 · 数据截至 2026-11-20"]


def test_colour_is_there_only_when_asked_for():
    answer = replace(ANSWER, blocks=[Heading("清单"), Text("注意", "warn"), TABLE])

    assert "\x1b" not in show(answer, tty=True, width=80)
    coloured = show(answer, tty=True, width=80, color=True)
    assert all(text in coloured for text in ("\x1b[1m清单\x1b[0m", "\x1b[33m注意\x1b[0m", "\x1b[31m未报\x1b[0m"))


def test_colour_changes_no_character():
    coloured = show(ANSWER, tty=True, width=60, color=True)

    assert re.sub("\x1b\\[[0-9]*m", "", coloured) == show(ANSWER, tty=True, width=60)


@given(LONG_CHINESE, st.integers(10, 60))
def test_no_line_begins_or_ends_with_the_wrong_mark(text, width):
    text = text.replace(" ", "，")
    while (single := re.sub("[，。、；）》”]{2,}|[（《“]{2,}", "，", text)) != text:
        text = single
    lines = wrap(text, width)

    assert not any(line[:1] in set("，。、；）》”") for line in lines[1:])
    assert not any(line[-1:] in set("（《“") for line in lines[:-1])


@given(SOME_TEXT | LONG_CHINESE, st.integers(2, 60), st.booleans())
def test_wrapping_loses_nothing_and_keeps_the_width(text, width, by_item):
    lines = wrap(clean(text), width, by_item)

    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())


CELLS = SOME_TEXT | LONG_CHINESE | st.none() | st.integers() | st.lists(LONG_CHINESE, max_size=4)
TABLES = st.integers(1, 7).flatmap(
    lambda size: st.tuples(
        st.lists(
            st.tuples(SOME_TEXT, st.sampled_from(["text", "number", "date", "list", "light"]), st.booleans()),
            min_size=size,
            max_size=size,
        ),
        st.lists(st.lists(CELLS, min_size=size, max_size=size), min_size=1, max_size=3),
    )
)


def table_of(drawn):
    columns = [Column(str(n), label, type, wide=wide) for n, (label, type, wide) in enumerate(drawn[0])]
    return Table(columns, [{str(n): cell for n, cell in enumerate(row)} for row in drawn[1]])


@settings(deadline=None)
@given(TABLES, st.integers(40, 130))
def test_no_line_of_a_table_is_wider_than_the_screen_and_no_text_is_lost(drawn, width):
    table = table_of(drawn)
    out = screen(table, width=width)

    assert all(cell_len(line) <= width for line in out.split("\n"))
    text = "".join(plain_text(column.value(row)) for row in table.rows for column in table.columns)
    assert (
        not Counter(text.replace("；", "")) - Counter(out) - Counter({char: 10**6 for char in text if char.isspace()})
    )


@settings(deadline=None)
@given(st.lists(st.tuples(SOME_TEXT, CELLS), max_size=5), st.integers(40, 130))
def test_pairs_keep_the_width(pairs, width):
    assert all(cell_len(line) <= width for line in screen(Pairs(pairs), width=width).split("\n"))


# In a pipe


def test_a_pipe_gets_records_and_sentences_and_never_a_cut_or_a_colour():
    answer = replace(ANSWER, blocks=[Heading("清单"), Text("话"), Table(COLUMNS[:2], ROWS), Pairs([("应报", 2)])])

    assert show(answer, color=True) == "话\n项目\t状态\n甲\t未报\n乙\t已报\n\n应报\t2\n"


def test_in_a_pipe_groups_are_a_first_column():
    answer = Answer("x", blocks=[Table(COLUMNS[:1], ROWS, [Group("重大", 1), Group("一般", 1)])])

    assert show(answer) == "分组\t项目\n重大\t甲\n一般\t乙\n"


def test_in_a_pipe_words_are_told_when_there_is_nothing_else():
    assert show(Answer("x", blocks=[Heading("清单"), Text("都好。")])) == "清单\n都好。\n"
