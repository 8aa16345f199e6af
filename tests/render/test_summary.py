"""The summary for a job or a pull request: counts, links to lines, and data that is never more than text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from hyzs.cli.main import run
from hyzs.diagnostics.registry import rules_by_code
from hyzs.model.answer import Answer
from hyzs.model.blocks import Findings, Text
from hyzs.render import render
from hyzs.render.context import FindingSources
from hyzs.render.formats.summary import summary_value
from hyzs.render.layout.cell_text import plain_text
from hyzs.store.git_hosting import blob_url, repository_prefix
from support.stores import make_store

ROW = {
    **{"code": "unknown-name", "severity": "error", "path": "data/projects/p26-a1.yaml"},
    **{"line": 5, "column": 7, "end_line": 5, "end_column": 11},
    **{"message": "没有叫“市商物局”的单位", "hint": "是不是：市商务局", "record": "p26-a1", "field": "lead"},
}
GITHUB = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "hy/data", "GITHUB_SHA": "a1b2"}
GITLAB = {"CI_PROJECT_URL": "https://git.example.cn/hy/data", "CI_COMMIT_SHA": "a1b2"}
MARKUP = st.text("@#!~%&$*_`<>[]()|\\:/\"'ab1市 \n-.w", max_size=40)


def summary(*rows, **sources):
    results = list(rows)
    answer = Answer("check", rows=results, blocks=[Findings((), results), Text("3 个文件，1 个错误")], title="数据校验")
    return render(answer, "summary", store={}, sources=FindingSources(rules=rules_by_code, **sources))


def tokens(markdown):
    return [
        token
        for block in MarkdownIt("commonmark").enable("table").parse(markdown)
        for token in [block, *(block.children or [])]
    ]


def test_it_counts_by_code_and_lists_by_place():
    lines = summary(ROW, {**ROW, "severity": "warning", "code": "bom"}, ROW).splitlines()

    assert lines[:3] == ["## 数据校验", "", "3 个文件，1 个错误"]
    assert "| 错误 | unknown-name | 2 | 引用的名称在库里找不到。 |" in lines
    assert "| data/projects/p26-a1.yaml:5 | 错误 | 没有叫“市商物局”的单位 | 是不是：市商务局 |" in lines


def test_without_findings_it_is_a_sentence():
    assert summary() == "## 数据校验\n\n3 个文件，1 个错误\n\n\n"


def test_places_are_links_where_the_address_is_known():
    row = {**ROW, "path": "data/projects/甲 (1).yaml"}
    [link] = [
        token
        for token in tokens(summary(row, blob_url="https://x.cn/b/", repository_prefix="hy/"))
        if token.type == "link_open"
    ]

    assert link.attrs["href"] == "https://x.cn/b/hy/data/projects/%E7%94%B2%20%281%29.yaml#L5"


def test_of_very_many_findings_the_first_are_listed():
    text = summary(*[ROW] * 130)

    assert text.count("p26-a1.yaml:5") == 100 and "另有 30 条没有列出。" in text
    assert "| 错误 | unknown-name | 130 |" in text


@given(MARKUP, MARKUP)
def test_data_is_text_and_nothing_else(message, hint):
    text = tokens(summary({**ROW, "message": message, "hint": hint}))
    cells = [token for token in text if token.type == "inline"][-2:]

    assert {token.type for token in text} & {"link_open", "image", "code_inline", "em_open", "strong_open"} == set()
    assert {token.content for token in text if token.type == "html_inline"} <= {"<!-- -->", "<br>"}
    assert [words(cell) for cell in cells] == [squeezed(plain_text(message)), squeezed(plain_text(hint))]


def words(cell):
    return squeezed(
        "".join(
            "\n" if t.content == "<br>" else t.content
            for t in cell.children
            if (t.type, t.content) != ("html_inline", "<!-- -->")
        )
    )


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize(
    "text", ["@lisi", "看 @lisi", "#12", "!12", "~标签", "%5", "&3", "$1", "https://x.cn", "www.x.cn", "a@b.cn"]
)
def test_nobody_is_called_and_nothing_is_linked_by_the_site(text):
    assert re.search(r"(@|#|!|~|%|&amp;|\$|:|w)<!-- -->", summary_value(text))


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        (GITHUB, "https://github.com/hy/data/blob/a1b2/"),
        (GITLAB, "https://git.example.cn/hy/data/-/blob/a1b2/"),
        ({}, ""),
        ({"GITHUB_SHA": "a1b2"}, ""),
        ({**GITHUB, "GITHUB_SERVER_URL": "javascript:alert(1)//"}, ""),
        ({**GITLAB, "CI_PROJECT_URL": "https://x.cn/a) [b](https://y.cn"}, ""),
    ],
)
def test_the_address_of_files_is_what_the_runner_says(environment, expected):
    assert blob_url(environment) == expected


def test_a_store_that_is_its_repository_stands_below_nothing(tmp_path):
    (tmp_path / ".git").mkdir()

    assert (repository_prefix(tmp_path), repository_prefix(tmp_path / "a" / "b")) == ("", "a/b/")


def test_the_command_writes_it_and_the_exit_code_stays(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(make_store(tmp_path, "== data/projects/p26-a1.yaml\nname: 甲 @lisi\nsample: true\ntier: 特大\n"))
    for name, value in GITHUB.items():
        monkeypatch.setenv(name, value)

    assert run(["check", "--summary", "md"]) == 1
    assert "(https://github.com/hy/data/blob/a1b2/data/projects/p26-a1.yaml#L3)" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--summary", "pdf"], ["--summary", "md", "-f", "json"]])
def test_what_is_no_summary_is_bad_usage(tmp_path, monkeypatch, capsys, words):
    monkeypatch.chdir(make_store(tmp_path))

    assert run(["check", *words]) == 2
