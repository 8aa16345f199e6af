"""Dates as precise as people know them: 2026, 2026-Q2, 2026-03, 2026-03-15."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from hyzs.model.scalars import quoted, read_day, scalar, validation_error

PATTERN = "[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2])(-[0-9]{2})?)?"
_WRITTEN = re.compile(PATTERN)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a quarter, a month or a day; "late" begins after its last day."""

    text: str
    first: date
    last: date

    @classmethod
    def read(cls, value: Any) -> Self:
        """The date that ``value`` writes; an error that ``check`` can show for anything else."""
        text = str(scalar(value))
        if not _WRITTEN.fullmatch(text) or text < "0001":
            raise validation_error("bad-when", f"“{quoted(text)}”不是时间，要写成 2026、2026-Q2、2026-03 或 2026-03-15")
        if len(text) == 10:
            day = read_day(text)
            return cls(text, day, day)
        return cls(text, *_span(text))

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.read, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, _: CoreSchema, __: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": ["string", "integer"], "pattern": f"^{PATTERN}$", "minimum": 1, "maximum": 9999}

    def __str__(self) -> str:
        return self.text


def _span(text: str) -> tuple[date, date]:
    """The first and the last day of a written year, quarter or month."""
    year = int(text[:4])
    if len(text) == 4:
        start, end = 1, 12
    elif text[5] == "Q":
        start, end = int(text[6]) * 3 - 2, int(text[6]) * 3
    else:
        start = end = int(text[5:])
    return date(year, start, 1), date(year, end, monthrange(year, end)[1])
