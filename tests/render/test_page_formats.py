"""Pages and templates: none lets a text do more than be read."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, Group, Heading, Pairs, Table, Text
from hyzs.model.errors import BadConfig
from hyzs.paths import template_folder
from hyzs.render.builtin_templates import css_string
from hyzs.render.format_catalog import listed_formats
from hyzs.render.formats.tsv import tsv_lines
from hyzs.render.layout.cell_text import clean, plain_text
from hyzs.render.template_sandbox import run_job
from support.format_samples import ANSWER, SOME_TEXT, TABLE, show


def screen(*blocks, width=80, **more):
    return show(Answer("x", blocks=blocks, **more), tty=True, width=width)


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

    _, *item = cells_of(out)

    assert [len(row) for row in item] == [2, 2]
    bare = ["".join(clean(cell).split()) for cell in cells]
    assert ["".join(cell.replace("<br>", "").split()) for row in item for cell in row] == bare


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


@pytest.mark.slow
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
