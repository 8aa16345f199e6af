"""Parser of ``--where``: conditions to SQL whose values are all bound."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from hyzs.query.fields.filter_lexer import FilterSyntaxError, Token, TokenKind, tokenize

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


def compile_filter(
    text: str, compile_comparison: Callable[[Comparison], str], words: Mapping[str, str] | None = None
) -> str:
    """``text`` as an SQL condition, never NULL, so that ``not`` is the opposite; one function compiles comparisons.

    ``words`` replaces unquoted values: 期初 by a day.

    Raises: FilterSyntaxError.
    """
    return _Parser(text, compile_comparison, words or {}).parse()


class _Parser:
    """Recursive descent over the tokens of one text, from left to right."""

    def __init__(self, text: str, compile_comparison: Callable[[Comparison], str], words: Mapping[str, str]) -> None:
        self.text, self.compile_comparison, self.at = text, compile_comparison, 0
        self.comparisons = self.values = self.depth = 0
        self.tokens = [
            replace(token, text=words[token.text]) if token.kind == "word" and token.text in words else token
            for token in tokenize(text)
        ]

    def parse(self) -> str:
        sql = self._or()
        if self._current.kind == "close":
            raise self._error("这个括号没有开头")
        if self._current.kind != "end":
            raise self._error("这里多出来了", _QUOTE)
        return sql

    @property
    def _current(self) -> Token:
        return self.tokens[self.at]

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

    def _or(self) -> str:
        parts = [self._and()]
        while self._accept("or"):
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"

    def _and(self) -> str:
        parts = [self._not()]
        while self._accept("and"):
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})"

    def _not(self) -> str:
        token = self._current
        self.depth += 1
        if self.depth > _DEPTH:
            raise self._error(f"括号和 not 最多套 {_DEPTH} 层")
        if self._accept("not"):
            sql = f"NOT {self._not()}"
        elif self._accept("open"):
            sql = f"({self._or()})"
            if not self._accept("close"):
                raise self._error("这个括号没有结尾", token=token)
        else:
            sql = f"({self.compile_comparison(self._comparison())})"
        self.depth -= 1
        return sql

    def _comparison(self) -> Comparison:
        self.comparisons += 1
        if self.comparisons > _COMPARISONS:
            raise self._error(f"条件太长：最多 {_COMPARISONS} 个比较")
        field = self._next()
        if field.kind not in ("word", "quoted"):
            raise self._error("条件没有写完" if field.kind == "end" else "这里要写一个字段", _FORM, field)
        negated = self._accept("not")
        if self._accept("in"):
            return Comparison(self.text, field, "=", self._list(), negated)
        if negated or self._current.kind != "op":
            raise self._error("这里要写比较：= != < <= > >= ~ in", _FORM)
        op = self._next().text
        return Comparison(self.text, field, op.replace("!", ""), [self._value()], op == "!=")

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
