"""SARIF 2.1.0: findings for code scanning, with what ``hyzs explain`` says of each rule."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from hyzs import __version__
from hyzs.model.answer import Answer
from hyzs.model.blocks import Row
from hyzs.model.finding import Rule
from hyzs.render.context import RenderContext
from hyzs.render.finding_limits import listed_findings, unlisted_notice
from hyzs.render.fingerprint import fingerprints
from hyzs.render.format import Format
from hyzs.render.formats.json import dumps

#: GitHub code scanning refuses a run of more results: docs.github.com, “SARIF results exceed one or more limits”.
FORMAT = Format(rank=70, content="findings", extension="sarif", stamp="never", shows_failure=True, most_findings=25_000)

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_NO_MARKERS = str.maketrans("", "", "»«")


def render(answer: Answer, context: RenderContext) -> str:
    """One run of one tool; of too many findings those that are taken, and how many are not."""
    rows = listed_findings(answer, "sarif")
    all_rules = context.sources.rules() if rows else {}
    rules = [all_rules[code] for code in sorted({row["code"] for row in rows}) if code in all_rules]
    places = {rule.code: number for number, rule in enumerate(rules)}
    findings = zip(rows, fingerprints(rows), strict=True)
    run = {
        "tool": {"driver": _driver(rules)},
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": "hyzs/check/"},
        "invocations": [_invocation(answer.extra.get("error"), unlisted_notice(answer, "sarif"))],
        "results": [_result(row, fingerprint, places, context) for row, fingerprint in findings],
    }
    return dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver(rules: Sequence[Rule]) -> dict[str, Any]:
    return {"name": "hyzs", "semanticVersion": __version__, "rules": [_rule(rule) for rule in rules]}


def _rule(rule: Rule) -> dict[str, Any]:
    advice = f"{rule.why}\n\n怎么改：{rule.fix}"
    example = rule.example.translate(_NO_MARKERS).strip()
    code = "".join(f"    {line}\n" for line in example.splitlines())
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {
            "text": f"{advice}\n\n例：\n{example}" if example else advice,
            "markdown": f"**为什么** {rule.why}\n\n**怎么改** {rule.fix}\n" + (f"\n例：\n\n{code}" if code else ""),
        },
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _invocation(error: Row | None, more: str) -> dict[str, Any]:
    """A run that checked everything, with a note of ``more`` that is not listed; or the error that stopped it."""
    if not error:
        notes = [{"level": "warning", "message": {"text": more}}]
        return {"executionSuccessful": True, **({"toolExecutionNotifications": notes} if more else {})}
    text = error["message"] + (f"\n{error['hint']}" if error["hint"] else "")
    notes = [{"level": "error", "message": {"text": text}}]
    return {"executionSuccessful": False, "exitCode": error["code"], "toolExecutionNotifications": notes}


def _result(row: Row, fingerprint: str, places: dict[str, int], context: RenderContext) -> dict[str, Any]:
    text = row["message"] + (f"\n{row['hint']}" if row["hint"] else "")
    name = ".".join(part for part in (row["record"], row["field"]) if part)
    region = {
        "startLine": row["line"],
        "startColumn": row["column"],
        "endLine": row["end_line"],
        "endColumn": row["end_column"],
    }
    artifact = {"uri": quote(context.sources.repository_prefix + row["path"], safe="/"), "uriBaseId": "%SRCROOT%"}
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    if name:
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    return {
        "ruleId": row["code"],
        **({"ruleIndex": places[row["code"]]} if row["code"] in places else {}),
        "level": row["severity"],
        "message": {"text": text},
        "locations": [location],
        # The name under which code scanning looks for it: a finding with the same one is the same finding.
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }
