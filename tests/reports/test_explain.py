"""Every code is explained: what, why, how to mend, and where it stands in an example."""

import json
from dataclasses import replace

import pytest

from hyzs.diagnostics.registry import rules_by_code
from hyzs.model.blocks import Pairs, Text
from hyzs.model.errors import NotFound
from hyzs.model.finding import Rule, Severity
from hyzs.reports import explain as reports
from support import program
from support.stores import marked_span

RULES = rules_by_code()
RULE = Rule("a-b", Severity.error, "什么。", "为什么。", "怎么改。", "== data/a.yaml\n市: »衡阳 市«\nx: 1\n")


def explanation(rule):
    answer = reports.explain({rule.code: rule}, rule.code)
    return next((block.text for block in answer.blocks if isinstance(block, Text)), None)


@pytest.mark.parametrize("code", RULES)
def test_every_code_says_what_why_and_how_to_mend(code):
    answer = reports.explain(RULES, code)
    text = dict(next(block for block in answer.blocks if isinstance(block, Pairs)).items)

    assert all(text[label] for label in ("程度", "说明", "为什么", "怎么改"))


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.example])
def test_every_example_points_at_the_place_that_is_marked(code):
    lines = explanation(RULES[code]).splitlines()
    under = next(n for n, line in enumerate(lines) if set(line.strip()) == {"^"})
    path, (line, *_) = marked_span(RULES[code].example)
    at = lines.index(f"{path}:")

    assert under - at == line + 1
    assert not {"»", "«"} & set("".join(lines))


def test_the_carets_stand_below_wide_characters():
    assert explanation(RULE) == "data/a.yaml:\n    市: 衡阳 市\n        ^^^^^^^\n    x: 1"


def test_a_mark_over_two_lines_is_underlined_on_both():
    rule = replace(RULE, example="== data/a.yaml\n- »a\n  b«: 1\n")

    assert explanation(rule) == "data/a.yaml:\n    - a\n      ^\n      b: 1\n      ^"


def test_a_rule_without_example_has_none():
    assert explanation(replace(RULE, example="")) is None


def test_a_row_has_the_example_without_marks():
    [row] = reports.explain({"a-b": RULE}, "a-b").rows

    assert row == {
        **{"code": "a-b", "severity": "error", "what": "什么。", "why": "为什么。", "mend": "怎么改。"},
        "example": "== data/a.yaml\n市: 衡阳 市\nx: 1\n",
    }


@pytest.mark.parametrize("typo", ["unknow-name", "unknown_name", "UNKNOWN-NAME"])
def test_a_code_misspelt_is_told_the_near_one(typo):
    with pytest.raises(NotFound) as error:
        reports.explain(RULES, typo)

    assert error.value.hint.startswith("是不是：unknown-name")


def test_a_code_like_no_other_is_sent_to_the_list():
    with pytest.raises(NotFound) as error:
        reports.explain(RULES, "衡阳")

    assert error.value.hint == "运行 hyzs explain 列出所有代码"


def test_without_a_code_all_are_listed():
    assert [row["code"] for row in reports.codes(RULES).rows] == sorted(RULES)


def run(*words, cwd):
    return program.run(["explain", *words], cwd, encoding="utf-8")


def test_it_works_outside_a_store(tmp_path):
    document = json.loads(run("-f", "json", cwd=tmp_path).stdout)

    assert len(document["rows"]) == len(RULES)


def test_the_example_keeps_its_lines_in_a_pipe(tmp_path):
    assert "    lead: 市招伤局\n          ^^^^^^^^\n" in run("unknown-name", cwd=tmp_path).stdout


def test_the_example_is_a_code_block_in_markdown(tmp_path):
    assert "\n\n    data/projects/p26-a1.yaml:\n        name: " in run("unknown-name", "-f", "md", cwd=tmp_path).stdout


def test_an_unknown_code_is_not_found(tmp_path):
    assert run("nonsense-code-xyz", cwd=tmp_path).returncode == 66
