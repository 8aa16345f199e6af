"""Explanation of the codes of ``check``: meaning, reason, repair, example."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Heading, Pairs, PublicColumn, Table, Text
from hyzs.model.errors import NotFound
from hyzs.model.finding import Rule
from hyzs.model.text_width import cell_width

_SEVERITIES = {"error": "错误", "warning": "警告"}
_FILE = re.compile(r"^== (\S+)$")
_OPEN, _CLOSE = "»", "«"


def codes(rules: Mapping[str, Rule]) -> Answer:
    """A line for each code."""
    rows = [{"code": rule.code, "severity": str(rule.severity), "what": rule.summary} for rule in rules.values()]
    columns = [
        PublicColumn("code", "代码"),
        PublicColumn("severity", "程度", "light", get=lambda row: _SEVERITIES[row["severity"]]),
        PublicColumn("what", "说明"),
    ]
    return Answer("explain", rows=rows, blocks=[Table(columns, rows)], title="校验代码", stamp=Stamp(sample=False))


def explain(rules: Mapping[str, Rule], code: str) -> Answer:
    """One code with an example that breaks the rule.

    Raises: NotFound for an unknown code.
    """
    rule = _rule_of(rules, code)
    severity, example = str(rule.severity), "\n".join(_example_lines(rule.example))
    row = {"code": rule.code, "severity": severity, "what": rule.summary, "why": rule.why, "mend": rule.fix}
    pairs = [("程度", _SEVERITIES[severity]), ("说明", rule.summary), ("为什么", rule.why), ("怎么改", rule.fix)]
    blocks: list[Block] = [Heading(rule.code), Pairs(pairs)]
    return Answer(
        report="explain",
        params={"code": rule.code},
        rows=[{**row, "example": _unmarked(rule.example) or None}],
        blocks=[*blocks, Heading("例", 2), Text(example, "code")] if example else blocks,
        title=rule.code,
        stamp=Stamp(sample=False),
    )


def _rule_of(rules: Mapping[str, Rule], code: str) -> Rule:
    if code in rules:
        return rules[code]
    near = get_close_matches(code.lower().replace("_", "-"), rules, 3, 0.5)
    raise NotFound(f"没有代码“{code}”", f"是不是：{'、'.join(near)}" if near else "运行 hyzs explain 列出所有代码")


def _example_lines(example: str) -> Iterator[str]:
    """Lines of the files of the example, each under its path, with ^^^^ below the position of the finding."""
    is_open = False
    for line in example.splitlines():
        if head := _FILE.match(line):
            yield f"{head[1]}:"
            continue
        yield f"    {_unmarked(line)}".rstrip()
        under, is_open = _underlined(line, is_open)
        if under:
            yield f"    {under}"


def _underlined(line: str, is_open: bool) -> tuple[str, bool]:
    """Carets below the marked part of a line, and whether the mark is still open at its end."""
    under, start = "", -1
    for char in line:
        if char in (_OPEN, _CLOSE):
            under += "^" if char == _CLOSE and start == len(under) else ""  # nothing between the marks
            is_open, start = char == _OPEN, len(under)
        else:
            under += ("^" if is_open and (char != " " or under.strip()) else " ") * cell_width(char)
    return under.rstrip(), is_open


def _unmarked(text: str) -> str:
    return text.replace(_OPEN, "").replace(_CLOSE, "")
