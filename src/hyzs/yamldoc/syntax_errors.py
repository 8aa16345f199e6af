"""Chinese messages for the errors of the parsers."""

import re
from collections.abc import Iterator

from hyzs.model.finding import TextSpan
from hyzs.model.private_use import PRIVATE_USE
from hyzs.yamldoc.decoding import Fault, private_use_fault, span_of
from hyzs.yamldoc.parser_events import ParserError

#: A key as our files have them, then the colon or the blank of a Chinese keyboard; or such blanks as indentation.
_SLIP = re.compile(r"^ *(?:- +)*(?:[a-z][a-z0-9_-]*(?:(?P<colon>：)|:(?P<space>\u3000+))|(?P<indent>\u3000+))", re.M)
#: The same where the parser has stumbled already, so that a Chinese key may be meant as well.
_STUMBLE = re.compile(r"^ *(?:- +)*(?:[\w-]+(?:(?P<colon>：)|:(?P<space>\u3000+))|(?P<indent>\u3000+))", re.M)
#: An escape of a double-quoted text, and what follows it when it is a code.
_ESCAPE = re.compile(r"\\(?:(?P<sign>[xuU])(?P<code>[0-9A-Fa-f]*)|(?P<plain>\r\n|.))", re.S)
_DOUBLE_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.S)
#: Text before a value, up to the first property with each sign.
_PROPERTIES = {
    sign: re.compile(rf"(?:[&!][^\s,\[\]{{}}]*\s++(?:#[^\n]*+\s++)*+)?(?P<sign>[{sign}][^\s,\[\]{{}}]*)")
    for sign in "&*!"
}
_PRIVATE_USE = re.compile(f"[{PRIVATE_USE}]")
_NO_KEY = re.compile("node content|expected key|block end|indicator")
#: Digits of an escape of that sort.
_WIDTHS = {"x": 2, "u": 4, "U": 8}
_ESCAPABLE = frozenset('0abtnvfre "/\\N_LP\t\n') | {"\r\n"}


def may_have_fullwidth(text: str) -> bool:
    """True if a full-width colon or blank may be meant as a half-width one."""
    return ("：" in text or "\u3000" in text) and _SLIP.search(text) is not None


def fullwidth_faults(text: str, start: int, end: int) -> Iterator[Fault]:
    """Full-width colons and blanks in the plain scalar from ``start`` to ``end`` where YAML wants half-width ones."""
    line = text.rfind("\n", 0, start) + 1
    opens_line = not text[line:start].strip(" -")
    for slip in _SLIP.finditer(text, line if opens_line else start, end):
        # Paragraphs of running text are indented with U+3000; only at the start is it structure.
        if slip.lastgroup != "indent" or (opens_line and slip.start() == line):
            yield _wide(text, slip)


def syntax_fault(text: str, stop: ParserError) -> Fault:
    """The fault that made the parser stop."""
    return _quoted(text, stop) or _slip(text, stop) or _special(text, stop) or _translated(text, stop)


def _wide(text: str, slip: re.Match[str]) -> Fault:
    group = slip.lastgroup or "colon"
    place = span_of(text, *slip.span(group))
    if group == "colon":
        return Fault("fullwidth-colon", place, "这里用了全角冒号“：”", "改为半角冒号加一个空格，例如 name: 值")
    position = "缩进" if group == "indent" else "冒号后面"
    return Fault("fullwidth-space", place, f"{position}用了全角空格", "改为半角空格")


def _slip(text: str, stop: ParserError) -> Fault | None:
    if stop.index is None:
        return None
    end = line_end(text, stop.index)
    # A Chinese word before the colon may be running text: it counts on the very line that could not be read.
    here = stop.since if stop.since is not None and "simple key" in stop.context else stop.index
    for shape, start in ((_SLIP, min(stop.last, stop.index)), (_STUMBLE, here)):
        if slip := shape.search(text, text.rfind("\n", 0, start) + 1, end):
            return _wide(text, slip)
    return None


def line_end(text: str, index: int) -> int:
    """End of the line of ``index``."""
    end = text.find("\n", index)
    return end if end >= 0 else len(text)


def _special(text: str, stop: ParserError) -> Fault | None:
    at = stop.index or 0
    keyless = text[at : at + 1] == ":" and "scal" not in stop.context and _NO_KEY.search(stop.problem)
    if keyless or stop.problem == "empty key":
        return Fault("yaml-key", span_of(text, at, at + 1), "键不能为空", "在冒号前面写上键的名称")
    line = text.rfind("\n", 0, at) + 1
    if stop.index is not None and text[line : line + 1] == "%":
        return directive_fault(text, line, line_end(text, at))
    for word, sign in (("anchor", "&"), ("alias", "*"), ("tag", "!")):
        if word in stop.context or (word == "tag" and "tag handle" in stop.problem):
            return unsupported_feature(text, sign, stop.since if stop.since is not None else at)
    return None


def directive_fault(text: str, start: int, end: int) -> Fault:
    """The fault that a ``%`` line is."""
    return Fault("yaml-directive", span_of(text, start, end), "不能用“%”开头的 YAML 指令", "删掉这一行")


def unsupported_feature(text: str, sign: str, start: int) -> Fault:
    """The fault that an anchor, an alias or a tag is, in the value from ``start``; of two, the one of that sign."""
    match = _PROPERTIES[sign].match(text, start)
    if not match and (back := text.rfind(sign, 0, start)) >= 0:
        # ruamel forgets where a tag stands that has an anchor behind it.
        return unsupported_feature(text, sign, max(text.rfind(blank, 0, back) for blank in " \n[{,") + 1)
    place = span_of(text, *match.span("sign")) if match else span_of(text, start, start + 1)
    code, message = _SIGNS[sign]
    return Fault(code, place, message, f"删掉它，需要的内容照写一遍；如果“{sign}”是文字，给整个值加引号")


_SIGNS = {
    "&": ("yaml-anchor", "不能用“&”给内容起名供别处引用"),
    "*": ("yaml-alias", "不能用“*”引用别处的内容"),
    "!": ("yaml-tag", "不能用“!”指定类型"),
}


def _quoted(text: str, stop: ParserError) -> Fault | None:
    if "quoted scalar" not in stop.context or stop.since is None:
        return None
    start = stop.since
    if text[start] == '"':
        bad = next((match for match in _ESCAPE.finditer(text, start) if not _is_escape(match)), None)
        closed = _DOUBLE_QUOTED.match(text, start)
        if bad and (not closed or bad.start() < closed.end()):
            message = "双引号里的反斜杠“\\”有特殊含义，这里的写法不对"
            return Fault("yaml-syntax", span_of(text, *bad.span()), message, "改用单引号，或把“\\”写成“\\\\”")
    return Fault("yaml-syntax", span_of(text, start, start + 1), "从这里开始的引号没有闭合", "补上另一半引号")


def _is_escape(match: re.Match[str]) -> bool:
    if not match["sign"]:
        return match["plain"] in _ESCAPABLE
    width = _WIDTHS[match["sign"]]
    code = int(match["code"][:width] or "0", 16)
    return len(match["code"]) >= width and code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF


def escaped_private_use(text: str, start: int, end: int) -> Iterator[Fault]:
    """Private use characters that stand as escapes in the double-quoted text from ``start`` to ``end``."""
    for match in _ESCAPE.finditer(text, start, end):
        code = (match["code"] or "")[: _WIDTHS.get(match["sign"], 0)]
        if code and _PRIVATE_USE.match(chr(int(code, 16))):
            place = span_of(text, match.start(), match.start("code") + len(code))
            yield private_use_fault(chr(int(code, 16)), place, fixable=False)


def _translated(text: str, stop: ParserError) -> Fault:
    at = min(stop.index or 0, len(text))
    if at >= len(text.rstrip()):
        at = max(0, len(text.rstrip()) - 1)
    character = text[at : at + 1]
    opened = text.count("\n", 0, stop.since) + 1 if stop.since is not None else 0
    for pattern, message, hint in _MESSAGES:
        if re.search(pattern, f"{stop.context}: {stop.problem}"):
            if "could not find" in pattern and stop.since is not None:
                return Fault("yaml-syntax", _word(text, stop.since), message, hint)
            return Fault("yaml-syntax", _word(text, at), message.format(opened=opened, found=character), hint)
    return Fault("yaml-syntax", _word(text, at), "从这里读不下去：不是正确的 YAML", _LOOK)


def _word(text: str, start: int) -> TextSpan:
    match = re.compile(r"[^\s,\[\]{}:]+|.|$", re.S).match(text, start)
    return span_of(text, start, match.end() if match else start)


#: Pattern of an error of either parser (they have the same ancestor), our message and our hint.
_LOOK = "检查这一行和上一行的缩进、冒号、引号和括号"
_MESSAGES = (
    (r"could not find expected ':'", "这一行缺少冒号", "写成“名称: 值”，冒号后面有空格；接着上一行的文字要多缩进几格"),
    (r"mapping values|unexpected ':'", "这里不该有冒号", "值里有冒号时给整个值加引号；否则检查这一行和上一行的缩进"),
    (r"sequence entries", "“- ”不能写在这里", "列表项要另起一行，并且互相对齐"),
    (r"cannot start any token", "“{found}”不能放在值的开头", "给整个值加引号"),
    (r"flow sequence", "第 {opened} 行的“[”没有闭合，或者两项之间缺少逗号", "检查“]”和半角逗号"),
    (r"flow mapping", "第 {opened} 行的“{{”没有闭合，或者两项之间缺少逗号", "检查“}”和半角逗号"),
    (r"node content", "“{found}”前面缺少内容", "删掉多余的符号；如果它是文字，给整个值加引号"),
    (r"block scalar", "“|”或“>”这样的多行文本写法不对", "符号后面直接换行，下面每一行缩进相同"),
    (
        r"block (mapping|collection)",
        "这里和上面对不齐，或者多了内容",
        "同一层的缩进要相同；值里有引号、括号时给整个值加引号",
    ),
    (r"no records", "文件最外层要写成“名称: 值”，或者以“- ”开头的列表", ""),
    (r"document start", "上面的内容已经完整，这里又多出了内容", "检查这一行的缩进，或删掉它"),
)
