"""JUnit: findings as failed tests, for whatever shows test results."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from hyzs.model.answer import Answer
from hyzs.model.blocks import Row
from hyzs.model.errors import terminal_safe
from hyzs.render.context import RenderContext
from hyzs.render.finding_limits import unlisted_notice
from hyzs.render.format import Format
from hyzs.render.snippet import location

FORMAT = Format(rank=80, content="findings", extension="xml", stamp="never", shows_failure=True)

#: Characters that XML 1.0 has no way to write.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = "hyzs check"


def render(answer: Answer, context: RenderContext) -> str:
    """One suite: a failure for each error, an output for each warning, a passed test where nothing was found."""
    error = answer.extra.get("error")
    failures = sum(row["severity"] == "error" for row in answer.rows)
    count = {"tests": len(answer.rows) or 1, "failures": failures, "errors": int(bool(error)), "skipped": 0}
    top = Element("testsuites", {"name": _NAME, **{key: str(value) for key, value in count.items()}})
    suite = SubElement(top, "testsuite", dict(top.attrib))
    for row in answer.rows:
        _add_finding(suite, row)
    if not answer.rows:
        _add_empty_case(suite, error)
    if more := unlisted_notice(answer, "junit"):
        SubElement(suite, "system-out").text = _xml_text(more)
    indent(top)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(top, encoding="unicode")}\n'


def _add_finding(suite: Element, row: Row) -> None:
    name = f"{row['code']} {row['line']}:{row['column']}"
    case = SubElement(suite, "testcase", _attributes(name=name, classname=row["path"]))
    case.attrib |= _attributes(file=row["path"], line=str(row["line"]))
    text = f"{location(row)}: {row['message']}" + (f"\n提示：{row['hint']}" if row["hint"] else "")
    if row["severity"] == "error":
        SubElement(case, "failure", _attributes(message=row["message"], type=row["code"])).text = _xml_text(text)
    else:
        SubElement(case, "system-out").text = _xml_text(text)


def _add_empty_case(suite: Element, error: Row | None) -> None:
    """Add a test that passed; or the error that kept hyzs from checking."""
    case = SubElement(suite, "testcase", {"name": _NAME, "classname": "data"})
    if error:
        failure = SubElement(case, "error", _attributes(message=error["message"], type=str(error["code"])))
        failure.text = _xml_text(error["hint"] or "")


def _attributes(**attributes: str) -> dict[str, str]:
    return {key: _xml_text(value) for key, value in attributes.items()}


def _xml_text(text: str) -> str:
    """The text as XML may hold it: a stand-in for every character that it forbids."""
    return terminal_safe(_FORBIDDEN.sub("\ufffd", text))
