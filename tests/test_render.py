"""The formats: each shows an answer, and none lets a text do more than be read."""

import csv
import io
import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from hyzs.model.answer import Answer, Column, Group, Heading, Pairs, Stamp, Table, Text
from hyzs.model.errors import BadConfig, BadUsage
from hyzs.model.week import Week
from hyzs.paths import template_folder
from hyzs.render import render
from hyzs.render.format_catalog import listed_formats
from hyzs.render.formats.tsv import tsv_lines
from hyzs.render.layout.cell_text import clean, plain_text
from hyzs.render.layout.text_wrap import wrap
from hyzs.render.template_sandbox import run_job
from hyzs.render.templates import css_string

STORE = {"id": "hengyang", "name": "衡阳市", "commit": None, "dirty": False, "sample": False}
COLUMNS = [
    Column("name", "项目"),
    Column("status", "状态", "light"),
    Column("total", "总投资", "number", "万元"),
    Column("needs", "诉求", "list"),
    Column("progress", "本周进展", wide=True),
]
ROWS = [
    {"name": "甲", "status": "未报", "total": 120000, "needs": [], "progress": "土地平整完成七成。" * 12},
    {"name": "乙", "status": "已报", "total": Decimal("8000.50"), "needs": ["用电", "用水"], "progress": None},
]
TABLE = Table(COLUMNS, ROWS)
ANSWER = Answer("track", {"week": "2026-W47"}, ROWS, {"due": 2}, {"units": []}, [TABLE])
SOME_TEXT = st.text(max_size=60)
LONG_CHINESE = st.text("市商务局示例、，。；（）《》“”ab 12", max_size=200)


def show(answer, format="text", **look):
    return render(answer, format, store=STORE, **look)


def screen(*blocks, width=80, **more):
    return show(Answer("x", blocks=blocks, **more), tty=True, width=width)


# For machines


def test_json_is_one_document_in_the_order_of_the_contract():
    document = json.loads(show(ANSWER, "json"))

    assert list(document) == ["report", "version", "store", "params", "rows", "summary", "units"]
    assert (document["report"], document["version"], document["store"]) == ("track", 1, STORE)


def test_json_writes_weeks_days_and_money_as_json_has_them():
    row = {
        "week": Week(2026, 47),
        "on": date(2026, 11, 20),
        "a": Decimal("8000.0"),
        "b": Decimal("0.5"),
        "c": (1, None),
    }

    [written] = json.loads(show(Answer("x", rows=[row]), "json"))["rows"]

    assert written == {"week": "2026-W47", "on": "2026-11-20", "a": 8000, "b": 0.5, "c": [1, None]}


def test_json_keeps_chinese_and_ends_in_a_line_break():
    assert '"name": "甲"' in show(ANSWER, "json")
    assert show(ANSWER, "json").endswith("}\n")


def test_jsonl_is_a_row_a_line():
    assert [json.loads(line)["name"] for line in show(ANSWER, "jsonl").splitlines()] == ["甲", "乙"]


def test_csv_has_labels_with_units_and_plain_numbers():
    head, _, second = csv.reader(io.StringIO(show(ANSWER, "csv")))

    assert head == ["项目", "状态", "总投资(万元)", "诉求", "本周进展"]
    assert second == ["乙", "已报", "8000.5", "用电、用水", ""]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", " ="])
def test_csv_guards_what_a_spreadsheet_would_run(sign):
    out = show(Answer("x", blocks=[Table([Column("a", "甲")], [{"a": f"{sign}1+1"}])]), "csv")

    assert out.splitlines()[1].lstrip('"').startswith("'")


def test_csv_leaves_a_negative_number_a_number():
    assert show(Answer("x", blocks=[Table([Column("a", "甲")], [{"a": -5}])]), "csv") == "甲\n-5\n"


@given(st.lists(st.lists(SOME_TEXT, min_size=2, max_size=2), max_size=4))
def test_csv_gives_back_the_cells(cells):
    columns = [Column("a", "甲"), Column("b", "乙")]
    out = show(Answer("x", blocks=[Table(columns, [dict(zip("ab", row, strict=True)) for row in cells])]), "csv")

    back = list(csv.reader(io.StringIO(out, newline="")))[1:]

    assert [[cell.removeprefix("'") for cell in row] for row in back] == [
        [clean(cell).removeprefix("'") for cell in row] for row in cells
    ]


@given(st.lists(SOME_TEXT, min_size=2, max_size=2))
def test_tsv_has_as_many_tabs_in_every_line(cells):
    table = Table([Column("a", "甲"), Column("b", "乙")], [dict(zip("ab", cells, strict=True))])

    assert [line.count("\t") for line in show(Answer("x", blocks=[table]), "tsv").split("\n")] == [1, 1, 0]


def test_csv_shows_the_table_of_the_very_rows():
    other = Table([Column("x", "别的")], [{"x": 1}])

    assert show(replace(ANSWER, blocks=[other, TABLE]), "csv").startswith("项目,")
    assert show(replace(ANSWER, blocks=[other]), "csv") == "别的\n1\n"


def test_csv_without_a_table_shows_rows_else_pairs():
    assert show(Answer("x", rows=[{"id": "m01"}]), "csv") == "id\nm01\n"
    assert show(Answer("x", blocks=[Pairs([("牵头", ["甲", "乙"])])]), "csv") == "项目,内容\n牵头,甲、乙\n"


def test_a_format_loads_only_what_it_needs():
    program = (
        "import sys; from hyzs.model.answer import Answer; from hyzs.render import render\n"
        "for name in ('json', 'jsonl', 'csv', 'tsv'): render(Answer('x'), name, store={})\n"
        "sys.exit(bool({'jinja2', 'rich', 'hyzs.render.formats.html'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_unknown_format_is_told_with_those_there_are():
    with pytest.raises(BadUsage) as caught:
        show(ANSWER, "doc")

    assert "doc" in caught.value.message
    assert "html" in caught.value.hint


# Values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (Decimal("1.2E+5"), "120000"),
        (Decimal("8000.50"), "8000.5"),
        (120000.0, "120000"),
        (["甲", None, "乙"], "甲、乙"),
        (["甲、乙等单位", "丙"], "甲、乙等单位；丙"),
        (date(2026, 11, 20), "2026-11-20"),
        (Week(2026, 47), "2026-W47"),
    ],
)
def test_a_value_is_told_plainly(value, text):
    assert plain_text(value) == text


@given(st.text())
def test_clean_leaves_no_control_character(text):
    left = clean(text + "\x1b]8;;http://x\x07\x9b31m\u202e\u2066\u200b\ufeff\x85\r")

    assert {char for char in left if unicodedata.category(char) in {"Cc", "Zl", "Zp"}} <= {"\n"}
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]", left)


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
    told = "".join(plain_text(column.value(row)) for row in table.rows for column in table.columns)
    assert (
        not Counter(told.replace("；", "")) - Counter(out) - Counter({char: 10**6 for char in told if char.isspace()})
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


# Pages


def cells_of(markdown):
    """The texts of the table's cells, row by row, as a reader of GitHub's Markdown understands them."""
    tokens = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).parse(markdown)
    rows = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append("".join(child.content for child in token.children or []))
    return rows


@settings(deadline=None)
@given(st.lists(st.text("|\\`*_[]()<>#&~-+=:1. \n甲a!$\"'", max_size=20) | SOME_TEXT, min_size=4, max_size=4))
def test_a_markdown_table_has_its_cells_and_their_very_text(cells):
    rows = [dict(zip("ab", cells[:2], strict=True)), dict(zip("ab", cells[2:], strict=True))]
    out = show(Answer("x", blocks=[Table([Column("a", "甲"), Column("b", "乙")], rows)]), "md")

    _, *found = cells_of(out)

    assert [len(row) for row in found] == [2, 2]
    bare = ["".join(clean(cell).split()) for cell in cells]
    assert ["".join(cell.replace("<br>", "").split()) for row in found for cell in row] == bare


@pytest.mark.parametrize("text", ["# 一", "- 一", "1. 一", "> 一", "<b>一</b>", "[一](javascript:x)", "*一*", "---"])
def test_a_sentence_in_markdown_is_nothing_but_a_sentence(text):
    out = show(Answer("x", title="题", blocks=[Text(text)]), "md")

    tokens = MarkdownIt("commonmark").parse(out)
    opened = [token.type for token in tokens if token.nesting >= 0]
    assert opened == ["heading_open", "inline", "paragraph_open", "inline"]
    assert "".join(child.content for child in tokens[4].children or []) == text


@pytest.mark.parametrize(
    ("format", "amount", "week"), [("md", "8000.5", "2026-W47"), ("html", "8,000.5", "2026年第47周")]
)
def test_a_page_tells_everything_in_the_writing_of_its_place(format, amount, week):
    stamp = Stamp(store="衡阳", period="2026-W47", sample=True)
    blocks = [Text("有话。", "warn"), replace(TABLE, note="注：略", groups=[Group("重大", 2)]), Pairs([("应报", 2)])]
    out = show(Answer("track", blocks=blocks, title="清单", stamp=stamp), format)

    for text in ("清单", "有话。", "重大", "总投资", "万元", amount, "注：略", "应报", week, "示例"):
        assert text in out


@settings(deadline=None)
@given(SOME_TEXT)
def test_html_shows_any_text_as_text(text):
    evil = f"<script>{text}</script><img src=x onerror=1>\"'"
    stamp = Stamp(filter=f"</style>{evil}")
    blocks = [Heading(evil, 2), Text(evil), Table([Column("a", evil)], [{"a": evil}], note=evil), Pairs([(evil, evil)])]
    out = show(Answer("x", blocks=blocks, title=evil, stamp=stamp), "html")

    assert not re.search("<(script|img)", out)
    assert out.count("</style>") == 1


def test_a_css_string_cannot_end_early():
    assert css_string('甲"\\\n</style>') == '"甲\\22 \\5c \\a \\3c \\2f style\\3e "'


def test_prose_keeps_its_title_headings_and_notes_in_a_pipe_and_its_tables_are_tsv():
    blocks = [
        Text("一句。"),
        Text("又一句。"),
        Heading("一、清单", 2),
        replace(TABLE, note="注：略"),
        Pairs([("应报", 2)]),
    ]
    lines = [*tsv_lines(TABLE)]
    answer = Answer("weekly", blocks=blocks, title="周报", prose=True)

    assert show(answer).split("\n") == [
        *("周报", "", "一句。", "又一句。", "", "一、清单", "", *lines, "注：略", "", "应报\t2", ""),
    ]
    assert show(replace(answer, prose=False)).startswith("一句。\n又一句。\n" + lines[0])


# Templates


def test_a_store_may_tell_a_report_its_own_way(tmp_path):
    own = '{% extends "page.md.j2" %}{% block content %}共 {{ rows | length }} 项{% endblock %}'
    (tmp_path / "track.md.j2").write_text(own, encoding="utf-8")

    assert "共 2 项" in show(ANSWER, "md", templates=[tmp_path])


def test_a_copy_of_our_template_is_ours(tmp_path):
    (tmp_path / "page.md.j2").write_bytes((template_folder() / "page.md.j2").read_bytes())

    assert show(ANSWER, "md", templates=[tmp_path]) == show(ANSWER, "md")


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{% for x in rows %}\n{% endfr %}", "page.html.j2 第 2 行"),
        ("\n\n{{ nothing }}", "page.html.j2 第 3 行"),
        ("{{ rows.clear() }}", "page.html.j2 第 1 行"),
        ("{{ page.__class__.__mro__ }}", "page.html.j2 第 1 行"),
        ("\n{{ 1 / 0 }}", "page.html.j2 第 2 行"),
        ('{% include "none.j2" %}', "none.j2"),
        ("<p>\n<<<<<<< HEAD\n甲\n=======\n乙\n>>>>>>> theirs\n", "page.html.j2 第 2 行写错了：文件里有 1 处合并冲突"),
        (
            "version https://git-lfs.github.com/spec/v1\nsize 12\n",
            "page.html.j2 第 1 行写错了：这里只有 Git LFS 的指针",
        ),
    ],
)
def test_a_wrong_template_is_told_with_its_line(tmp_path, template, line):
    (tmp_path / "page.html.j2").write_text(template)

    with pytest.raises(BadConfig) as caught:
        show(ANSWER, "html", templates=[tmp_path])

    assert line in caught.value.message
    assert caught.value.__cause__ is not None


def test_a_foreign_template_prints_escaped_and_clean_text(tmp_path):
    (tmp_path / "page.html.j2").write_text("{{ rows[0].name }}")
    answer = Answer("x", rows=[{"name": "<b>\x1b"}])

    assert show(answer, "html", templates=[tmp_path]) == "&lt;b&gt;"


def test_every_format_ends_in_one_line_break_at_least():
    assert all(show(ANSWER, name).endswith("\n") for name in listed_formats(binary=False))


def test_short_columns_that_do_not_fit_share_a_line_below_the_row():
    columns = [Column("name", "项目"), *(Column(str(n), f"很长很长的标签{n}", "number", "万元") for n in range(5))]
    lines = screen(Table(columns, [{"name": "甲", **{str(n): n for n in range(5)}}]), width=60).splitlines()

    assert lines[-2].split() == ["甲", "0", "1", "2"]
    assert lines[-1] == "    很长很长的标签3：3 万元 · 很长很长的标签4：4 万元"


def test_a_page_folds_running_texts_into_one_column_where_there_are_too_many():
    columns = [Column(str(n), f"栏{n}", wide=n > 6) for n in range(10)]
    out = show(Answer("x", blocks=[Table(columns, [{"1": "甲", "8": "一句话"}])]), "html")

    assert out.count("<th scope") == 8
    assert "<b>栏8：</b>一句话" in out
    assert "栏9" not in out


def test_a_foreign_template_that_never_ends_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("hyzs.render.template_sandbox._SECONDS", 1)
    loops = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    (tmp_path / "page.html.j2").write_text(loops, encoding="utf-8")

    with pytest.raises(BadConfig, match="太多时间或内存"):
        show(ANSWER, "html", templates=[tmp_path])


def test_what_the_child_finds_wrong_is_told_by_its_parent(tmp_path):
    (tmp_path / "page.html.j2").write_text("{{ nothing }}", encoding="utf-8")
    job = {"folders": [tmp_path], "finalize": plain_text, "names": ["page.html.j2"], "variables": {}}

    assert run_job(job)[1][0].startswith("模板 page.html.j2 第 1 行出错")
    (tmp_path / "page.html.j2").write_text("{{ nothing }}", encoding="utf-8")
    assert run_job({**job, "variables": {"nothing": "有"}}) == ("有", None, "")
