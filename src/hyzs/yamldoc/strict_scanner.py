"""ruamel.yaml's pure scanner, as strict as libyaml, so that both readers refuse the same files."""

import re
from types import SimpleNamespace
from typing import Any

from ruamel.yaml.scanner import Scanner, ScannerError
from ruamel.yaml.tokens import TagToken

#: libyaml takes these characters for the name of an anchor, and wants one of those behind it.
_NAME = re.compile("[0-9A-Za-z_-]+")
_AFTER = "\0 \t\r\n?:,]}%@`"
_URI = r"[0-9A-Za-z_;/?:@&=+$.!~*'()-]|%[0-9A-Fa-f]{2}"
_TAG = re.compile(rf"!<(?:{_URI}|[,\[\]])+>|(?P<handle>!(?:[0-9A-Za-z_-]*!)?)(?P<suffix>(?:{_URI})*)")
_NEAR = re.compile(r":[,?\[\]{}]")


class StrictScanner(Scanner):
    """Reads anchors, aliases, tags and colons between brackets as libyaml does."""

    def scan_anchor(self, TokenClass: Any) -> Any:  # noqa: N803 (ruamel's name)
        """The token of an anchor or alias; an error where libyaml has one."""
        start, word = self.reader.get_mark(), self._word()
        noun = "alias" if word[0] == "*" else "anchor"
        name = _NAME.match(word, 1)
        self.reader.forward(name.end() if name else 1)
        if not name or self.reader.peek() not in _AFTER:
            raise ScannerError(f"while scanning an {noun}", start, "not a name", self.reader.get_mark())
        return TokenClass(name[0], start, self.reader.get_mark())

    def scan_tag(self) -> Any:
        """The token of a tag; an error where libyaml has one."""
        start = self.reader.get_mark()
        tag = _TAG.match(self._word())
        self.reader.forward(tag.end() if tag else 1)
        nameless = tag and tag["handle"] not in (None, "!") and not tag["suffix"]
        after = "\0 \t\r\n," if self.flow_level else "\0 \t\r\n"
        if not tag or nameless or self.reader.peek() not in after:
            raise ScannerError("while scanning a tag", start, "not a tag", self.reader.get_mark())
        return TagToken((tag["handle"], tag["suffix"] or tag[0]), start, self.reader.get_mark())

    def scan_block_scalar(self, style: Any, rt: bool | None = False) -> Any:
        """The token of a multi-line text: indented, even if it is the whole file."""
        outer, self.indent = self.indent, max(self.indent, 0)
        try:
            return super().scan_block_scalar(style, rt)
        finally:
            self.indent = outer

    def scan_block_scalar_indentation(self) -> Any:
        """The blank lines before the first line of a multi-line text; they may be indented less than it."""
        reader, breaks, deepest = self.reader, [], 0
        end = reader.get_mark()
        while reader.peek() in " \r\n":
            if reader.peek() == " ":
                reader.forward()
                deepest = max(deepest, reader.column)
            else:
                breaks.append(self.scan_line_break())
                end = reader.get_mark()
        return breaks, deepest, end

    def scan_flow_scalar(self, style: Any) -> Any:
        """The token of a quoted text; an error for codes that are no characters."""
        start = self.reader.get_mark()
        try:
            token = super().scan_flow_scalar(style)
            token.value.encode()
        except (ValueError, OverflowError):
            raise ScannerError("quoted scalar", start, "escape", start) from None
        return token

    def scan_plain(self) -> Any:
        """The token of a plain scalar; an error where libyaml finds a colon too near to a bracket."""
        start, token = self.reader.get_mark(), super().scan_plain()
        if self.flow_level:
            text = start.buffer[start.index : token.end_mark.index + 1]
            if near := _NEAR.search(text):
                raise ScannerError("plain", None, "unexpected ':'", SimpleNamespace(index=start.index + near.start()))
        return token

    def check_value(self) -> Any:
        """True if the colon here separates a key from its value: inside brackets it always does."""
        return bool(self.flow_level) or super().check_value()

    def _word(self) -> str:
        length = 1
        while self.reader.peek(length) not in "\0 \t\r\n":
            length += 1
        return str(self.reader.prefix(length))
