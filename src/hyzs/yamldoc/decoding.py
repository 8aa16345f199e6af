"""Decoding: bytes to text, with findings on size, encoding and forbidden characters."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from hyzs.model.finding import TextSpan
from hyzs.model.private_use import PRIVATE_USE, VARIANT, standard_char

#: The largest file that is read; a record has a few kilobytes.
MAX_BYTES = 1_000_000
#: Replacement of a forbidden character: one character, and harmless on a terminal.
STAND_IN = "\ufffd"
#: Faults of one code that a file gets; a binary file would have thousands.
_MOST = 20

_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff"
_INVISIBLE = "\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_SEPARATOR = "\x85\u2028\u2029"
_ODD = re.compile(f"[{_CONTROL}{_INVISIBLE}{_SEPARATOR}]|\r(?!\n)")
_RUNS = re.compile(
    f"(?P<control>[{_CONTROL}{_INVISIBLE}]+)|(?P<separator>[{_SEPARATOR}]+)|(?P<return>\r(?!\n))"
    f"|(?P<private>[{PRIVATE_USE}])"
)
_RETURN = re.compile("\r(?!\n)")
_VARIANT = re.compile(f"(?P<variant>{VARIANT})")
#: First bytes of every variation selector: a search for them is much faster than one for the selectors.
_SELECTORS = (b"\xef\xb8", b"\xf3\xa0")
_CODES = {
    "control": "control-char",
    "separator": "line-separator",
    "return": "line-ending",
    "private": "private-char",
    "variant": "variant-char",
}
_RESAVE = "用编辑器“另存为”，编码选 UTF-8"


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding without its path."""

    code: str
    span: TextSpan
    message: str
    hint: str = ""


def decode(data: bytes) -> tuple[str | None, list[Fault]]:
    """The text of a file and what is wrong with it; no text when nothing more can be said.

    Every character keeps its line and column: CRLF stays, a lone CR becomes LF, and what must
    not stand in a file becomes U+FFFD. Only a byte order mark is gone.
    """
    if len(data) > MAX_BYTES:
        message = f"文件太大（{len(data):,} 字节）：一个数据文件不能超过 {MAX_BYTES:,} 字节"
        return None, [Fault("file-size", TextSpan(), message, "把附件、图片放到别处；把列表拆成几个文件")]
    faults = []
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        hint = "保存时选“UTF-8”，不要选“UTF-8 with BOM”"
        faults.append(Fault("bom", TextSpan(), "文件开头有看不见的字节顺序标记（BOM）", hint))
    wide = _looks_like_utf16(data)
    if wide:
        return None, [_encoding(f"文件不是 UTF-8 编码，看起来是 {wide}", wide, TextSpan(1, 1, 1, 2))]
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return None, [*faults, _not_utf8(data, error.start)]
    # isprintable() is three times as fast as the search, and true of nearly every file.
    if not text.replace("\n", "").isprintable() and _RUNS.search(text):
        faults += _odd_characters(text, _RUNS)
        text = _ODD.sub(lambda odd: "\n" if odd[0] == "\r" else STAND_IN, text)
    if any(sign in data for sign in _SELECTORS):
        faults += _odd_characters(text, _VARIANT)
    return text, faults


def span_of(text: str, start: int, end: int) -> TextSpan:
    """Span of the characters ``start`` to ``end`` of ``text``."""
    return TextSpan(*_line_column(text, start), *_line_column(text, end))


def index_of(text: str, line: int, column: int) -> int:
    """The index of the character at a line and column, both counted from 1."""
    return _line_starts(text)[line - 1] + column - 1


def _line_column(text: str, index: int) -> tuple[int, int]:
    starts = _line_starts(text)
    line = bisect_right(starts, index)
    return line, index - starts[line - 1] + 1


@lru_cache(maxsize=2)
def _line_starts(text: str) -> list[int]:
    """Index at which each line begins; cached for the current file, which may have thousands of faults."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _looks_like_utf16(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16 LE" if data[0] == 0xFF else "UTF-16 BE"
    if data.count(0) < max(2, len(data) // 10):
        return ""
    # Without a mark: every ASCII letter leaves a zero byte, always on the same side.
    sides = data[0::2].count(0), data[1::2].count(0)
    return "UTF-16 LE" if not sides[0] else "UTF-16 BE" if not sides[1] else ""


def _not_utf8(data: bytes, start: int) -> Fault:
    line, column = _line_column(data[:start].decode(), len(data[:start].decode()))
    place = TextSpan(line, column, line, column + 1)
    try:
        chinese = any("\u4e00" <= sign <= "\u9fff" for sign in data.decode("gb18030"))
    except UnicodeDecodeError:
        chinese = False
    if chinese:
        return _encoding("文件不是 UTF-8 编码，看起来是 GB18030（GBK）", "GB18030", place)
    return _encoding("文件不是 UTF-8 编码：这里的字节读不成文字", "", place)


def _encoding(message: str, name: str, place: TextSpan) -> Fault:
    iconv = f"，或运行 iconv -f {name.replace(' ', '')} -t UTF-8 旧文件 > 新文件" if name else ""
    return Fault("encoding", place, message, _RESAVE + iconv)


def _odd_characters(text: str, runs: re.Pattern[str]) -> Iterator[Fault]:
    """The first runs of each sort of odd characters; the last of them says how many more there are."""
    lines = _RETURN.sub("\n", text)
    by_group: dict[str, list[re.Match[str]]] = {}
    for run in runs.finditer(text):
        by_group.setdefault(run.lastgroup or "", []).append(run)
    for group, characters in by_group.items():
        code, more = _CODES[group], len(characters) - _MOST
        for run in characters[:_MOST]:
            place = span_of(lines, run.start(), run.start())
            fault = _fault(code, place._replace(end_column=place.column + len(run[0])), run)
            is_last = more > 0 and run is characters[_MOST - 1]
            yield replace(fault, message=f"{fault.message}；后面还有 {more} 处，没有列出") if is_last else fault


def _fault(code: str, place: TextSpan, run: re.Match[str]) -> Fault:
    """The fault that a run of odd characters of one sort is."""
    name = f"U+{ord(run[0][0]):04X}"
    if code == "private-char":
        return private_use_fault(run[0], place)
    if code == "line-ending":
        return Fault(code, place, "这一行用单独的回车符（CR）换行，别的程序不认", "用编辑器把换行符改为 LF")
    if code == "line-separator":
        message = f"这里有特殊的换行字符（{name}），不同程序读出来不一样"
        return Fault(code, place, message, "删掉它，要换行就按回车键")
    if code == "variant-char":
        before = run.string[run.start() - 1]
        message = f"“{before}”后面有看不见的异体选择符（{name}），看上去一样的名称会对不上"
        return Fault(code, place, message, f"删掉它，或运行 {FIX}")
    return Fault(code, place, f"这里有看不见的字符（{name}）", "删掉它；多半是从网页或文档里粘贴带来的")


#: The command that fixes whatever can be fixed without a change of meaning.
FIX = "hyzs check --fix"


def private_use_fault(char: str, place: TextSpan, *, fixable: bool = True) -> Fault:
    """The fault that a private use character is; ``fixable``: it stands there as such, not as an escape."""
    name = f"U+{ord(char):04X}"
    if standard := standard_char(char):
        suggestion = f"“{standard}”（U+{ord(standard):04X}）"
        message = f"这里用了专用区的字符 {name}，别的电脑上是空框；它在 GB 18030 里是{suggestion}"
        return Fault("private-char", place, message, f"改成{suggestion}" + (f"，或运行 {FIX}" if fixable else ""))
    message = f"这里用了专用区的字符 {name}，别的电脑上是空框，或是另一个字"
    return Fault("private-char", place, message, "查明是哪个字，改成它的标准字")
