"""Parser of ``--where``: a text to a condition, and a condition to SQL whose values are all bound."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from hyzs.fields.filter_lexer import FilterSyntaxError, Token, TokenKind, tokenize

#: Limits of nesting, comparisons and values; a database may refuse longer conditions.
_DEPTH, _COMPARISONS, _VALUES = 30, 200, 500
_FORM = "写成 字段=值，如 项目类别=重大 and 属地 in (甲县, 乙县)"
_QUOTE = "两个条件之间写 and 或 or；含空格、括号、逗号的值用引号括起来"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field, an operator and values; ``negated``: the opposite is meant."""

    text: str
    field: Token
    op: str
    values: Sequence[Token]
    negated: bool = False
    #: Position behind its last character.
    end: int = 0

    @property
    def source(self) -> str:
        """The words of the comparison as they were written."""
        return self.text[self.field.position : self.end]


@dataclass(frozen=True, slots=True)
class Junction:
    """Conditions that must all hold, or of which one must."""

    word: Literal["AND", "OR"]
    parts: "Sequence[Condition]"


@dataclass(frozen=True, slots=True)
class Negation:
    """The opposite of a condition."""

    part: "Condition"


Condition = Comparison | Junction | Negation


def parse_filter(text: str, words: Mapping[str, str] | None = None) -> Condition:
    """The condition that ``text`` is; ``words`` replaces unquoted values: 期初 by a day.

    Raises: FilterSyntaxError: it is no condition; with a caret.
    """
    return _Parser(text, words or {}).parse()


def comparisons(condition: Condition, *, is_positive: bool = True) -> Iterator[tuple[Comparison, bool]]:
    """Every comparison of the condition, as they are written; False with those that must not hold."""
    if isinstance(condition, Comparison):
        yield condition, is_positive
    elif isinstance(condition, Negation):
        yield from comparisons(condition.part, is_positive=not is_positive)
    else:
        for part in condition.parts:
            yield from comparisons(part, is_positive=is_positive)


def condition_sql(condition: Condition, compile_comparison: Callable[[Comparison], str]) -> str:
    """SQL of the condition; one function compiles comparisons. Where that gives NULL, the whole is three-valued.

    Raises: FilterSyntaxError where a comparison cannot be compiled; BadUsage, BadConfig, as ``RecordQuery.path`` does.
    """
    if isinstance(condition, Comparison):
        return f"({compile_comparison(condition)})"
    if isinstance(condition, Negation):
        return f"NOT {condition_sql(condition.part, compile_comparison)}"
    parts = [condition_sql(part, compile_comparison) for part in condition.parts]
    return f"({f' {condition.word} '.join(parts)})"


def compile_filter(
    text: str, compile_comparison: Callable[[Comparison], str], words: Mapping[str, str] | None = None
) -> str:
    """``text`` as an SQL condition for lists: never NULL, so that ``not`` is the opposite.

    Raises: FilterSyntaxError; BadUsage, BadConfig, as ``RecordQuery.path`` does.
    """
    return condition_sql(parse_filter(text, words), compile_comparison)


class _Parser:
    """Recursive descent over the tokens of one text, from left to right."""

    def __init__(self, text: str, words: Mapping[str, str]) -> None:
        self.text, self.at = text, 0
        self.comparisons = self.values = self.depth = 0
        self.tokens = [
            replace(token, text=words[token.text]) if token.kind == "word" and token.text in words else token
            for token in tokenize(text)
        ]

    def parse(self) -> Condition:
        condition = self._or()
        if self._current.kind == "close":
            raise self._error("这个括号没有开头")
        if self._current.kind != "end":
            raise self._error("这里多出来了", _QUOTE)
        return condition

    @property
    def _current(self) -> Token:
        return self.tokens[self.at]

    @property
    def _end(self) -> int:
        """Position behind the token that was read last."""
        last = self.tokens[self.at - 1]
        return last.position + last.length

    def _next(self) -> Token:
        token = self._current
        self.at += token.kind != "end"
        return token

    def _accept(self, kind: TokenKind) -> bool:
        """True if the next token is of that kind; it is read then."""
        is_next = self._current.kind == kind
        self.at += is_next
        return is_next

    def _error(self, message: str, hint: str = "", token: Token | None = None) -> FilterSyntaxError:
        token = token or self._current
        return FilterSyntaxError(self.text, token.position, token.length, message, hint)

    def _or(self) -> Condition:
        parts = [self._and()]
        while self._accept("or"):
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else Junction("OR", parts)

    def _and(self) -> Condition:
        parts = [self._not()]
        while self._accept("and"):
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else Junction("AND", parts)

    def _not(self) -> Condition:
        token = self._current
        self.depth += 1
        if self.depth > _DEPTH:
            raise self._error(f"括号和 not 最多套 {_DEPTH} 层")
        condition: Condition
        if self._accept("not"):
            condition = Negation(self._not())
        elif self._accept("open"):
            condition = self._or()
            if not self._accept("close"):
                raise self._error("这个括号没有结尾", token=token)
        else:
            condition = self._comparison()
        self.depth -= 1
        return condition

    def _comparison(self) -> Comparison:
        self.comparisons += 1
        if self.comparisons > _COMPARISONS:
            raise self._error(f"条件太长：最多 {_COMPARISONS} 个比较")
        field = self._next()
        if field.kind not in ("word", "quoted"):
            raise self._error("条件没有写完" if field.kind == "end" else "这里要写一个字段", _FORM, field)
        negated = self._accept("not")
        if self._accept("in"):
            return Comparison(self.text, field, "=", self._list(), negated, self._end)
        if negated or self._current.kind != "op":
            raise self._error("这里要写比较：= != < <= > >= ~ in", _FORM)
        op = self._next().text
        return Comparison(self.text, field, op.replace("!", ""), [self._value()], op == "!=", self._end)

    def _list(self) -> Sequence[Token]:
        bracket = self._current
        if not self._accept("open"):
            raise self._error("in 后面要写括号", "如 属地 in (甲县, 乙县)")
        values = [self._value()]
        while self._accept("comma"):
            values.append(self._value())
        if not self._accept("close"):
            raise self._error(
                *(("这个括号没有结尾", "", bracket) if self._current.kind == "end" else ("值之间要写逗号", ""))
            )
        return values

    def _value(self) -> Token:
        token = self._next()
        self.values += 1
        if self.values > _VALUES:
            raise self._error(f"条件太长：最多 {_VALUES} 个值", token=token)
        if token.kind not in ("word", "quoted"):
            raise self._error("这里要写一个值", "值和连接词同名时用引号括起来" if token.text else "", token)
        return token
