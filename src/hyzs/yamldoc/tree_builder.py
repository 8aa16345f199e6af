"""Builder of the tree of texts from parse events, with the positions of all values."""

import re
from collections.abc import Callable
from dataclasses import replace

from hyzs.yamldoc.decoding import Fault, span_of
from hyzs.yamldoc.nodes import ABSENT, BLOCK, MAX_DEPTH, NOT_KEYS, Absent, Node, Tree, YamlNode, text_span, value_start
from hyzs.yamldoc.parser_events import Event, EventStream, ParserError, parser_error
from hyzs.yamldoc.syntax_errors import fullwidth_faults, unsupported_feature

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*+)*+")
_HEADER = re.compile(r"[|>][-+0-9]*#")
#: Stands for a key that was refused: its value is read, and left out. Compared by identity: no key is this object.
_REJECTED_KEY = "(refused)"


class StopParsing(Exception):
    """End of reading: at the end of the text, at a fault that is recorded already, or at ``stop``."""

    def __init__(self, stop: ParserError | None = None) -> None:
        super().__init__()
        self.stop = stop


class Builder:
    """Turns the events of one document into a tree. No recursion: depth costs nothing but a list."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[Fault] = []
        self.root = self.here = Node(None, mapping=False)
        self.containers: list[Node] = []
        self.scalars: list[Event] = []
        self._wide = "：" in text or "\u3000" in text
        #: True if the document was read to its end.
        self.is_complete = False

    def run(self, source: EventStream) -> ParserError | None:
        """Read to the end of the first document; the error at which the parser stopped, if it did."""
        handle = self._handlers(source)
        following, event = source.next, None
        try:
            while True:
                before = event
                try:
                    event = following()
                except source.errors as error:
                    return parser_error(error, before.end_mark.index if before else 0)
                handle[event.__class__](event)
        except StopParsing as halt:
            return replace(halt.stop, last=before.end_mark.index) if halt.stop and before else halt.stop
        finally:
            source.close()

    def _handlers(self, source: EventStream) -> dict[type, Callable[[Event], None]]:
        of = source.classes
        return {
            of.StreamStartEvent: lambda _: None,
            of.DocumentStartEvent: lambda _: None,
            of.ScalarEvent: self._scalar,
            of.MappingStartEvent: lambda event: self._open(event, True),
            of.SequenceStartEvent: lambda event: self._open(event, False),
            of.MappingEndEvent: self._close,
            of.SequenceEndEvent: self._close,
            of.AliasEvent: self._alias,
            of.DocumentEndEvent: self._end,
            of.StreamEndEvent: self._end,
        }

    def _scalar(self, event: Event) -> None:
        text, style, here = event.value, event.style, self.here
        if style and style in BLOCK:
            self._refuse_block(event)
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        self.scalars.append(event)
        if self._wide and not style and ("：" in text or "\u3000" in text):
            self.problems += fullwidth_faults(self.text, event.start_mark.index, event.end_mark.index)
        if here.keys is not None and here.key is None:
            self._key(here, event)
        else:
            self._put(text if style or text not in ABSENT else Absent(text), event)

    def _put(self, value: Tree, spot: YamlNode) -> None:
        """The value of the key that waits for it, or one more of a list."""
        here = self.here
        if here.keys is None:
            here.tree.append(value)  # type: ignore[union-attr]
            here.children.append(spot)  # type: ignore[union-attr]
            return
        if here.key is not _REJECTED_KEY:
            here.tree[here.key] = value  # type: ignore[call-overload,index]
            here.children[here.key] = spot  # type: ignore[call-overload,index]
        here.key = None

    def _refuse_block(self, event: Event) -> None:
        """Stop at a ``|#``, which only libyaml reads, and at a text that is the whole file."""
        at = value_start(self.text, event)
        if comment := _HEADER.match(self.text, at):
            raise StopParsing(ParserError("block scalar", "", comment.end() - 1))
        if self.here is self.root:
            raise StopParsing(ParserError("no records", "", at))

    def _key(self, here: Node, event: Event) -> None:
        key, keys = event.value, here.keys
        if keys is None or key in keys or key in NOT_KEYS or event.style in BLOCK:
            self._doubtful_key(here, event)
        else:
            here.key = key
            keys[key] = event

    def _doubtful_key(self, here: Node, event: Event) -> None:
        key, style, keys = event.value, event.style, here.keys or {}
        here.key = _REJECTED_KEY
        if style in BLOCK:
            self._fault("yaml-key", event, "键不能是多行文本", "键写成一个词")
        elif key == "" and not style:
            self._empty_key(event)
        elif key == "<<" and not style:
            self._fault("yaml-key", event, "不能用“<<”合并别处的内容", "把要合并的内容照写一遍")
        elif key == "" or (key in NOT_KEYS and not style):
            self._fault("yaml-key", event, "键不能为空", "写上键的名称；如果名称就是这个词，请加引号" if key else "")
        elif key in keys:
            line = keys[key].start_mark.line + 1
            self._fault("yaml-duplicate-key", event, f"“{key}”重复：第 {line} 行已经有了", "两处留一处")
        elif here.keys is not None:
            here.key, here.keys[key] = key, event

    def _empty_key(self, event: Event) -> None:
        at = event.start_mark.index
        sign = next((i for i in (at - 1, at) if self.text[i : i + 1] == ":"), self.text.rfind("?", 0, at + 1))
        raise StopParsing(ParserError("empty key", "", max(sign, 0)))

    def _open(self, event: Event, mapping: bool) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if len(self.containers) >= MAX_DEPTH:
            place = span_of(self.text, event.start_mark.index, event.start_mark.index + 1)
            message = f"层次太深：最多 {MAX_DEPTH} 层"
            self.problems.append(Fault("yaml-depth", place, message, "把内容写浅一些；也可能是多了括号或缩进"))
            raise StopParsing
        self.containers.append(self.here)
        self.here = Node(event, mapping)

    def _close(self, event: Event) -> None:
        node, here = self.here, self.containers.pop()
        node.end, self.here = event, here
        if here.keys is not None and here.key is None:
            here.key = _REJECTED_KEY
            place = span_of(self.text, *text_span(self.text, node))
            self.problems.append(Fault("yaml-key", place, "键不能是列表或映射", "键写成一个词；值里有括号时请加引号"))
        else:
            self._put(node.tree, node)

    def _alias(self, event: Event) -> None:
        self.problems.append(unsupported_feature(self.text, "*", event.start_mark.index))
        if self.here.keys is not None and self.here.key is None:
            self.here.key = _REJECTED_KEY
        else:
            self._put(Absent(), event)

    def _refuse_properties(self, event: Event) -> None:
        start = event.start_mark.index
        for sign, has in (("&", event.anchor), ("!", event.tag)):
            if has is not None:
                self.problems.append(unsupported_feature(self.text, sign, start))

    def _end(self, event: Event) -> None:
        rest = _BLANK.match(self.text, event.end_mark.index)
        if rest and rest.end() < len(self.text):
            raise StopParsing(ParserError("document start", "", rest.end()))
        self.is_complete = True
        raise StopParsing

    def _fault(self, code: str, event: Event, message: str, hint: str = "") -> None:
        self.problems.append(Fault(code, span_of(self.text, *text_span(self.text, event)), message, hint))
