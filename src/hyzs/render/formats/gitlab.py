"""GitLab: the report of code quality that merge requests show."""

from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.blocks import Row
from hyzs.render.context import RenderContext
from hyzs.render.fingerprint import fingerprints
from hyzs.render.format import Format
from hyzs.render.formats.json import dumps

FORMAT = Format(rank=60, content="findings", stamp="never", shows_failure=True)

_SEVERITIES = {"error": "major", "warning": "minor"}
#: The file that is named where the whole store could not be judged: a report has no other place for it.
_STORE_FILE = "data/settings.yaml"


def render(answer: Answer, context: RenderContext) -> str:
    """A list of issues, each with a fingerprint of its own."""
    digests = fingerprints(answer.rows)
    issues = [_issue(row, digest, context) for row, digest in zip(answer.rows, digests, strict=True)]
    if error := answer.extra.get("error"):
        issues.append(_failure(error, context))
    return dumps(issues, indent=2) + "\n"


def _issue(row: Row, fingerprint: str, context: RenderContext) -> dict[str, Any]:
    hint = f"（{row['hint']}）" if row["hint"] else ""
    return {
        "description": f"{row['message']}{hint}",
        "check_name": row["code"],
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[row["severity"]],
        "location": {
            "path": context.sources.repository_prefix + row["path"],
            "lines": {"begin": row["line"], "end": row["end_line"]},
        },
    }


def _failure(error: Row, context: RenderContext) -> dict[str, Any]:
    """An issue for the error that kept hyzs from checking: an empty list would say that all is well."""
    place = {"path": _STORE_FILE, "line": 1, "end_line": 1, "record": None, "field": None}
    row = {**error, **place, "code": "hyzs", "severity": "error"}
    return {**_issue(row, fingerprints([row])[0], context), "severity": "blocker"}
