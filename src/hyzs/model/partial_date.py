"""Partial dates, as precise as they are known: 2026, 2026-Q2, 2026-03, 2026-03-15."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:  # reports read written dates without pydantic
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

PATTERN = "[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2])(-[0-9]{2})?)?"
_WRITTEN = re.compile(PATTERN)
_QUARTERS = "一二三四"


def date_bounds(text: str) -> tuple[date, date] | None:
    """First and last day of a written year, quarter, month or day; None if it is none of these."""
    if not _WRITTEN.fullmatch(text) or text < "0001":
        return None
    year = int(text[:4])
    if len(text) == len("2026-03-15"):
        month, day = int(text[5:7]), int(text[8:])
        return (date(year, month, day),) * 2 if 1 <= day <= monthrange(year, month)[1] else None
    if len(text) == len("2026"):
        start, end = 1, 12
    elif text[5] == "Q":
        start, end = int(text[6]) * 3 - 2, int(text[6]) * 3
    else:
        start = end = int(text[5:])
    return date(year, start, 1), date(year, end, monthrange(year, end)[1])


@dataclass(frozen=True, slots=True)
class PartialDate:
    """Year, quarter, month or day with its first and last day; lateness begins after the last."""

    text: str
    first: date
    last: date

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Partial date written as ``value``.

        Raises:
            PydanticCustomError: ``bad-when``, a message that ``check`` shows."""
        from hyzs.model.scalars import quoted, read_day, scalar, validation_error

        text = str(scalar(value))
        if days := date_bounds(text):
            return cls(text, *days)
        if _WRITTEN.fullmatch(text) and text >= "0001":
            read_day(text)  # a day that its month has not: the error says so
        raise validation_error("bad-when", f"“{quoted(text)}”不是时间，要写成 2026、2026-Q2、2026-03 或 2026-03-15")

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(cls.parse, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, _: "CoreSchema", __: "GetJsonSchemaHandler") -> "JsonSchemaValue":
        return {"type": ["string", "integer"], "pattern": f"^{PATTERN}$", "minimum": 1, "maximum": 9999}

    def __str__(self) -> str:
        return self.text


def due_words(due: str | None) -> str | None:
    """2026-12 as official papers write it: 2026年12月; other texts as they are."""
    if due and (quarter := re.fullmatch("([0-9]{4})-Q([1-4])", due)):
        return f"{quarter[1]}年第{_QUARTERS[int(quarter[2]) - 1]}季度"
    if due and re.fullmatch("[0-9-]+", due):
        return "".join(f"{int(part)}{mark}" for part, mark in zip(due.split("-"), "年月日", strict=False))
    return due
