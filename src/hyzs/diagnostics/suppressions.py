"""Inline suppressions: findings that a file allows, with a reason: ``# hyzs: allow 代码 理由``."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from hyzs.model.finding import Finding, Rule, Severity, TextSpan

if TYPE_CHECKING:
    from hyzs.yamldoc.comments import Directive

_HOW = "写成 # hyzs: allow 代码 理由"

#: Rules about suppressions themselves; their findings cannot be suppressed.
RULES = [
    Rule(
        "allow-unknown",
        Severity.error,
        "“# hyzs:”后面的话看不懂，或者要允许的代码不存在。",
        "写错的标注什么也不允许，却让人以为允许了。",
        f"{_HOW}；hyzs explain 列出所有代码。",
        "== data/units/z.yaml\n- {id: swj2, name: 市水文局}   »# hyzs: allow unused-unti 先登记，下月启用«\n",
    ),
    Rule(
        "allow-reason",
        Severity.error,
        "允许了一个问题，却没有写理由。",
        "过几个月没有人记得为什么允许，也就没有人敢改。没有理由的标注不起作用。",
        "在代码后面空一格，写一句理由。",
        "== data/units/z.yaml\n- {id: swj2, name: 市水文局, type: 政府部门}   »# hyzs: allow unused-unit«\n",
    ),
    Rule(
        "allow-unused",
        Severity.warning,
        "允许的问题这里没有：已经改好了，或者标注放错了行。",
        "留着它，以后同一行再出这种问题就没有人看见。",
        "删去这条标注；标注写在有问题的那一行末尾，或单独写在它的上一行。",
        "== data/units/z.yaml\n»# hyzs: allow unused-unit 先登记，下月启用«\n"
        "- {id: swj2, name: 市水文局, type: 政府部门, files: true}\n",
    ),
]
_SEVERITY = {rule.code: rule.severity for rule in RULES}


class Suppression(NamedTuple):
    """Code that is suppressed on one line of a file, with the span of its comment."""

    code: str
    path: str
    line: int
    span: TextSpan


def parse_directives(
    notes: "Iterable[Directive]", path: str, codes: Collection[str]
) -> Iterator[Suppression | Finding]:
    """Suppressions that the directives of the file at ``path`` (``data/…``) make; for a wrong directive, a finding."""
    from hyzs.model.scalars import quoted  # a warm run reads no notes

    for note in notes:
        word, _, rest = note.text.partition(" ")
        code, _, reason = rest.strip().partition(" ")
        if word != "allow" or not code:
            yield _finding("allow-unknown", f"看不懂“{quoted(note.text)}”", path, note.span, _HOW)
        elif code not in codes or code in _SEVERITY:
            yield _finding(
                "allow-unknown", f"没有可以允许的代码“{quoted(code)}”", path, note.span, "hyzs explain 列出所有代码"
            )
        elif not reason.strip():
            yield _finding("allow-reason", f"允许 {code}，没有写理由", path, note.span, f"{_HOW}；没有理由不起作用")
        else:
            yield Suppression(code, path, note.line, note.span)


def split_suppressed(
    findings: Iterable[Finding], suppressions: Iterable[Suppression], others: Iterable[Finding] = ()
) -> tuple[list[Finding], list[Finding]]:
    """The findings that count, with one for each unused suppression; and the suppressed findings.

    A suppression is used too where it matches one of the ``others``, which are not listed.
    """
    by_line: dict[tuple[str, int, str], list[Finding]] = defaultdict(list)
    for suppression in suppressions:
        unused = _unused(suppression)
        by_line[unused.path, suppression.line, suppression.code].append(unused)
    counted: list[Finding] = []
    suppressed: list[Finding] = []
    for finding in findings:
        (suppressed if _key(finding) in by_line else counted).append(finding)
    for key in by_line.keys() - {_key(finding) for finding in (*suppressed, *others)}:
        counted += by_line[key]
    return counted, suppressed


def _key(finding: Finding) -> tuple[str, int, str]:
    return finding.path, finding.span.line, finding.code


def _unused(suppression: Suppression) -> Finding:
    message = f"第 {suppression.line} 行没有 {suppression.code} 这个问题，不用再允许"
    return _finding("allow-unused", message, suppression.path, suppression.span, "删去这条标注")


def _finding(code: str, message: str, path: str, place: TextSpan, hint: str) -> Finding:
    return Finding(code, _SEVERITY[code], message, path, place, hint)
