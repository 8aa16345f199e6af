"""Values as people write them, typed from their text and never guessed: text, numbers, flags, days."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from hyzs.model.decimals import precision_problem
from hyzs.model.invisible import is_invisible
from hyzs.model.nfkc import nfkc
from hyzs.model.private_number import mask

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?")
#: The same with more digits than are kept.
_LONG_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_LONGEST = 9999
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}")
ID = "^[a-z0-9][a-z0-9-]*$"
_URL = re.compile(r"https?://[^\s]+")


def validation_error(code: str, message: str) -> PydanticCustomError:
    """Error of a value that its type refuses; ``code`` becomes the code of the finding."""
    return PydanticCustomError(code.replace("-", "_"), "{message}", {"message": message})


def quoted(value: Any, most: int = 30) -> str:
    """Value as a sentence may quote it: short, on one line, private numbers masked before anything is cut off."""
    text = "".join(c if c.isprintable() else "·" for c in mask(str(value)))
    return text if len(text) <= most else text[: most - 1] + "…"


def scalar(value: Any) -> str:
    """The text of a scalar; a list or a mapping is refused."""
    if not isinstance(value, str):
        form = "一个列表" if isinstance(value, list) else "一组“键: 值”"
        raise validation_error("bad-form", f"这里要写一个值，写成了{form}")
    return value


def one_or_many(value: Any) -> Any:
    """A list for a bare value; an empty list says nothing and is refused."""
    if value in ([], ()):
        raise validation_error("bad-form", "这里至少要写一项；没有就删去这一行")
    return value if isinstance(value, list | tuple) else [value]


def _text(value: Any) -> str:
    text = scalar(value)
    if not text.strip():
        raise validation_error("bad-text", "这里不能是空白")
    # Quotes and escapes bring unseen characters in; nearly every text can be printed, and then there are none.
    for char in "" if text.isprintable() else text:
        if is_invisible(char):
            raise validation_error("bad-text", f"文字里有看不见的控制字符 U+{ord(char):04X}")
    return str(text)


def _number(value: Any) -> Decimal:
    text = scalar(value)
    if not _NUMBER.fullmatch(text):
        if _LONG_NUMBER.fullmatch(text):
            raise validation_error("bad-number", f"“{quoted(text)}”{precision_problem(text)}")
        plain = nfkc(text).replace(",", "").replace("_", "").strip()
        near = f"，应写 {plain}" if _NUMBER.fullmatch(plain) else "，只用半角数字和小数点，不带单位"
        raise validation_error("bad-number", f"“{quoted(text)}”不是数{near}")
    return Decimal(text)


def _count(value: Any) -> int:
    number = _number(value)
    if number != int(number) or number < 0:
        raise validation_error("bad-number", f"“{quoted(value)}”要是不小于 0 的整数")
    return int(number)


def _duration(value: Any) -> int:
    count = _count(value)
    if count > _LONGEST:
        raise validation_error("bad-number", f"“{quoted(value)}”太长，最多 {_LONGEST} 天或周")
    return count


def _flag(value: Any) -> bool:
    text = scalar(value)
    if text not in ("true", "false"):
        raise validation_error("bad-flag", f"“{quoted(text)}”这里只能写 true 或 false")
    return text == "true"


def read_day(value: Any) -> date:
    """A day written 2026-03-15; a day the calendar has not is refused."""
    text = scalar(value)
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        raise validation_error("bad-date", f"日历上没有 {quoted(text)} 这一天") from None
    raise validation_error("bad-date", f"“{quoted(text)}”不是日期，要写成 2026-03-15 的样子")


def read_moment(value: Any) -> datetime:
    """A moment written 2026-11-20T09:42; anything else is refused."""
    text = scalar(value)
    try:
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise validation_error("bad-date", f"“{quoted(text)}”不是时刻，要写成 2026-11-20T09:42 的样子")


def _id(value: Any) -> str:
    text = scalar(value)
    if not re.fullmatch(ID, text):
        raise validation_error("bad-id", f"编号“{quoted(text)}”只能用小写字母、数字和减号，以字母或数字开头")
    return str(text)


def _url(value: Any) -> str:
    text = _text(value)
    if not _URL.fullmatch(text):
        raise validation_error("bad-text", f"“{quoted(text)}”不是网址")
    return text


def json_schema(**schema: Any) -> WithJsonSchema:
    """Description of such a value for editors, as JSON Schema."""
    return WithJsonSchema(schema)


#: Editors see a code like 430405 as a number; it stays the text that was typed.
Text = Annotated[str, BeforeValidator(_text), json_schema(type=["string", "number"])]
Number = Annotated[Decimal, BeforeValidator(_number), json_schema(type="number")]
Count = Annotated[int, BeforeValidator(_count), json_schema(type="integer", minimum=0)]
#: A number of days or weeks, small enough to be added to any date.
Duration = Annotated[int, BeforeValidator(_duration), json_schema(type="integer", minimum=0, maximum=_LONGEST)]
Flag = Annotated[bool, BeforeValidator(_flag), json_schema(type="boolean")]
Day = Annotated[date, BeforeValidator(read_day), json_schema(type="string", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Moment = Annotated[
    datetime,
    BeforeValidator(read_moment),
    json_schema(type="string", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"),
]
Id = Annotated[str, BeforeValidator(_id), json_schema(type="string", pattern=ID)]
Url = Annotated[str, BeforeValidator(_url), json_schema(type="string", format="uri")]
