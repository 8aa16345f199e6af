"""Baseline: known findings of a store that are not mended yet, one a line, in a file that only shrinks."""

import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from hyzs.model.errors import BadConfig, BadUsage, CannotRead, NotFound, os_error_text
from hyzs.model.finding import Finding, Rule, Severity, TextSpan
from hyzs.model.git_remains import remains_in

#: Default path, relative to the store's root.
DEFAULT_PATH = "check-baseline.yaml"
_MARK = "# 已知的校验问题"
_HEAD = f"{_MARK}，一行一条，不计入结果；改好一条就删去一行。由 hyzs check --write-baseline 写成。\n"
_KEYS = ("code", "record", "field")

RULES = [
    Rule(
        "baseline-gone",
        Severity.warning,
        "基线里记着的已知问题已经没有了。",
        "留着它，以后再出同样的问题就没有人看见。",
        "从基线文件里删去这一行，或重新运行 hyzs check --write-baseline。",
    ),
]


class BaselineEntry(NamedTuple):
    """Key of a known finding, and its line in the baseline file."""

    key: tuple[str, str, str]
    span: TextSpan


def baseline_file(root: Path, name: str) -> Path:
    """The file that people call ``name``: as they wrote it; its usual name alone is the one at the store's root."""
    return root / DEFAULT_PATH if name == DEFAULT_PATH else Path(name).resolve()


def baseline_text(findings: Iterable[Finding]) -> str:
    """Text of a baseline of these findings: sorted, so that the same findings give the same bytes."""
    lines = sorted(_line(finding) for finding in findings)
    return _HEAD + ("".join(lines) or "[]\n")


def read_baseline(file: Path) -> list[BaselineEntry]:
    """Entries of the file, in its order.

    Raises:
        NotFound: There is no such file.
        CannotRead: The file cannot be read.
        BadConfig: The file is no baseline."""
    try:
        text = file.read_text("utf-8-sig")
    except FileNotFoundError:
        raise NotFound(f"没有这个基线文件：{file}", "第一次用 hyzs check --write-baseline 写一个") from None
    except UnicodeDecodeError:
        raise BadConfig(f"基线文件不是 UTF-8 编码：{file}") from None
    except OSError as error:
        raise CannotRead(f"读不了基线文件 {file}：{os_error_text(error)}") from None
    if conflict := remains_in(text, complete=False):
        number, remains = conflict
        raise BadConfig(f"基线文件第 {number} 行：{remains.message}（{file}）", remains.hint)
    return [_parse_line(file, number, line) for number, line in enumerate(text.splitlines(), 1) if _is_entry(line)]


def check_writable(file: Path) -> None:
    """Check that a baseline may be written to ``file``.

    Raises:
        BadUsage: In CI, or over a file that is no baseline."""
    if os.environ.get("CI"):
        raise BadUsage("CI 里不写基线：问题要先改好或登记", "在自己的电脑上运行 hyzs check --write-baseline 并提交")
    if file.is_file() and not file.read_text("utf-8-sig", "replace").startswith(_MARK):
        raise BadUsage(f"这不是基线文件，不覆盖：{file}", "换一个文件名；不写文件名就写到 check-baseline.yaml")


def stale_entries(entries: Iterable[BaselineEntry], findings: Iterable[Finding], path: str) -> list[Finding]:
    """A finding for each entry of the file at ``path`` that matches none of ``findings``."""
    remaining = Counter(finding.key for finding in findings)
    out = []
    for entry in entries:
        if remaining[entry.key]:
            remaining[entry.key] -= 1
        else:
            out.append(_stale_entry(entry, path))
    return out


def _stale_entry(entry: BaselineEntry, path: str) -> Finding:
    [rule] = RULES
    code, record, field = entry.key
    message = f"已知问题已经没有了：{' '.join(filter(None, (code, record, field)))}"
    return Finding(rule.code, rule.severity, message, path, entry.span, "删去这一行", record, field)


def _line(finding: Finding) -> str:
    """Flow YAML that is JSON too: nothing in a name can break it."""
    return f"- {json.dumps(dict(zip(_KEYS, finding.key, strict=True)), ensure_ascii=False)}\n"


def _is_entry(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#") and line.strip() != "[]"


def _parse_line(file: Path, number: int, line: str) -> BaselineEntry:
    try:
        entry = json.loads(line.removeprefix("- "))
        code, record, field = (entry[key] for key in _KEYS)
    except (ValueError, TypeError, KeyError):
        raise BadConfig(f"基线文件第 {number} 行看不懂：{file}", "用 hyzs check --write-baseline 重写") from None
    return BaselineEntry((code, record, field), TextSpan(number, 1, number, len(line) + 1))
