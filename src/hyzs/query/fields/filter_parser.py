"""A condition of ``--where``: read, and told in SQL whose values are all bound."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hyzs.query.fields.filter_lexer import FilterSyntaxError, Token, TokenKind, tokenize

#: Deeper brackets and longer conditions than these are nobody's, and a database may refuse them.
_DEPTH, _COMPARISONS, _VALUES = 30, 200, 500
_FORM = "写成 字段=值，如 项目类别=重大 and 属地 in (甲县, 乙县)"
_QUOTE = "两个条件之间写 and 或 or；含空格、括号、逗号的值用引号括起来"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field, how it is compared, and with what; ``negated``: the opposite is meant."""

    text: str
    field: Token
    op: str
    values: Sequence[Token]
    negated: bool = False


def compile_filter(text: str, told: Callable[[Comparison], str]) -> str:
    """``text`` as an SQL condition; ``told`` gives that of one comparison. Never NULL, so ``not`` is the opposite."""
    return _Parser(text, told).whole()


class _Parser:
    """One text on its way to SQL, read from left to right."""

    def __init__(self, text: str, told: Callable[[Comparison], str]) -> None:
        self.text, self.told, self.at = text, told, 0
        self.comparisons = self.values = self.depth = 0
        self.words = list(tokenize(text))

    def whole(self) -> str:
        sql = self._either()
        if self._here.sort == "close":
            raise self._wrong("这个括号没有开头")
        if self._here.sort != "end":
            raise self._wrong("这里多出来了", _QUOTE)
        return sql

    @property
    def _here(self) -> Token:
        return self.words[self.at]

    def _next(self) -> Token:
        word = self._here
        self.at += word.sort != "end"
        return word

    def _takes(self, sort: TokenKind) -> bool:
        """Whether the next word is of that sort; if so it is read."""
        found = self._here.sort == sort
        self.at += found
        return found

    def _wrong(self, message: str, hint: str = "", word: Token | None = None) -> FilterSyntaxError:
        word = word or self._here
        return FilterSyntaxError(self.text, word.position, word.length, message, hint)

    def _either(self) -> str:
        parts = [self._both()]
        while self._takes("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"

    def _both(self) -> str:
        parts = [self._one()]
        while self._takes("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})"

    def _one(self) -> str:
        word = self._here
        self.depth += 1
        if self.depth > _DEPTH:
            raise self._wrong(f"括号和 not 最多套 {_DEPTH} 层")
        if self._takes("not"):
            sql = f"NOT {self._one()}"
        elif self._takes("open"):
            sql = f"({self._either()})"
            if not self._takes("close"):
                raise self._wrong("这个括号没有结尾", word=word)
        else:
            sql = f"({self.told(self._comparison())})"
        self.depth -= 1
        return sql

    def _comparison(self) -> Comparison:
        self.comparisons += 1
        if self.comparisons > _COMPARISONS:
            raise self._wrong(f"条件太长：最多 {_COMPARISONS} 个比较")
        field = self._next()
        if field.sort not in ("word", "quoted"):
            raise self._wrong("条件没有写完" if field.sort == "end" else "这里要写一个字段", _FORM, field)
        negated = self._takes("not")
        if self._takes("in"):
            return Comparison(self.text, field, "=", self._list(), negated)
        if negated or self._here.sort != "op":
            raise self._wrong("这里要写比较：= != < <= > >= ~ in", _FORM)
        op = self._next().text
        return Comparison(self.text, field, op.replace("!", ""), [self._value()], op == "!=")

    def _list(self) -> Sequence[Token]:
        opened = self._here
        if not self._takes("open"):
            raise self._wrong("in 后面要写括号", "如 属地 in (甲县, 乙县)")
        values = [self._value()]
        while self._takes("comma"):
            values.append(self._value())
        if not self._takes("close"):
            raise self._wrong(
                *(("这个括号没有结尾", "", opened) if self._here.sort == "end" else ("值之间要写逗号", ""))
            )
        return values

    def _value(self) -> Token:
        word = self._next()
        self.values += 1
        if self.values > _VALUES:
            raise self._wrong(f"条件太长：最多 {_VALUES} 个值", word=word)
        if word.sort not in ("word", "quoted"):
            raise self._wrong("这里要写一个值", "值和连接词同名时用引号括起来" if word.text else "", word)
        return word
