"""Error recovery: faults that are reported while the rest of the file is still read."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import itemgetter

from hyzs.model.finding import TextSpan
from hyzs.yamldoc.decoding import Fault, span_of
from hyzs.yamldoc.nodes import value_start
from hyzs.yamldoc.parser_events import Event
from hyzs.yamldoc.syntax_errors import directive_fault, line_end

_HEAD = re.compile(r"(?:[ \t\r]*+(?:#[^\n]*+)?\n|%[^\n]*+(?:\n|\Z))*+")
_DIRECTIVE = re.compile(r"^%[^\r\n]*", re.M)
_MARK = re.compile(r"^(?:---|\.\.\.)(?=\s|\Z)", re.M)
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*+)*+")
_LEADING = re.compile(r"^ *(\t(?:[ \t]*\t)?)", re.M)


def blank_out_directives(text: str) -> tuple[str, list[Fault]]:
    """The text with its ``%`` lines made comments: the two parsers disagree on them."""
    if "%" not in text or not (head := _HEAD.match(text)):
        return text, []
    faults = [directive_fault(text, *match.span()) for match in _DIRECTIVE.finditer(head[0])]
    return _DIRECTIVE.sub(lambda match: "#" + match[0][1:], head[0]) + text[head.end() :], faults


def first_document(text: str) -> tuple[str, list[Fault]]:
    """The text up to a second document: at the start of a line its mark is never anything else."""
    if "---" not in text and "..." not in text:
        return text, []
    for mark in _MARK.finditer(text):
        if mark[0] == "---" and _BLANK.fullmatch(text, 0, mark.start()):
            continue
        more = _BLANK.match(text, mark.start() if mark[0] == "---" else mark.end())
        start = more.end() if more else len(text)
        if start == len(text):
            return text[: mark.start()], []
        place = span_of(text, start, start + len(text[start : line_end(text, start)].rstrip()))
        message = "一个文件只能有一个文档：“---”或“...”后面不能再有内容"
        return text[: mark.start()], [Fault("yaml-documents", place, message, "拆成两个文件，或删掉这一行")]
    return text, []


def leading_tabs(text: str) -> list[Fault]:
    """Tabs that indent a line, be it text or structure: the eye cannot tell how wide they are."""
    hint = "改为空格；编辑器里可以设“用空格代替制表符”"
    return [
        Fault("yaml-tab", span_of(text, *match.span(1)), "缩进用了制表符（Tab）", hint)
        for match in _LEADING.finditer(text)
    ]


def tabs_between(text: str, scalars: Iterable[Event]) -> Iterator[Fault]:
    """Tabs after the first word of a line, outside quoted and block texts and comments."""
    spans = [(value_start(text, event), event.end_mark.index, event.style) for event in scalars]
    leading = {match.start(1) for match in _LEADING.finditer(text)}
    for match in re.finditer(r"\t(?:[ \t]*\t)?", text):
        at = match.start()
        # The last text that begins before the tab; the sign of a comment stands between its end and the tab.
        before = bisect_right(spans, at, key=itemgetter(0))
        _, stop, style = spans[before - 1] if before else (0, 0, "")
        gap = max(stop, text.rfind("\n", 0, at) + 1)
        free = bool(style) if at < stop else "#" in text[gap:at]
        if at not in leading and not free:
            yield Fault("yaml-tab", span_of(text, *match.span()), "这里用了制表符（Tab）", "改为空格")


def with_ascii_colon(text: str, place: TextSpan) -> str:
    """The text with the full-width colon at ``place`` made half-width, and a space after it if there is none."""
    lines = text.split("\n")
    line, at = lines[place.line - 1], place.column - 1
    space = "" if line[at + 1 : at + 2].strip() == "" else " "
    lines[place.line - 1] = f"{line[:at]}:{space}{line[at + 1 :]}"
    return "\n".join(lines)
