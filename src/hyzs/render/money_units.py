"""Amounts converted from 万元 into the unit that the reader chose: 元, 亿元."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.blocks import Column, Row, Table
from hyzs.model.decimals import decimal_of
from hyzs.model.errors import BadUsage
from hyzs.model.measurement_units import WAN_PER_UNIT
from hyzs.model.print_options import MONEY_UNITS
from hyzs.render.layout.cell_text import is_number


def convert_money(answer: Answer, unit: str) -> Answer:
    """The answer with every column of 万元 or 亿元 in ``unit``; rows for machines stay in 万元.

    Raises:
        BadUsage: there is no such unit.
    """
    if unit not in MONEY_UNITS:
        raise BadUsage(f"金额没有“{unit}”这种单位", f"可以写：{'、'.join(MONEY_UNITS)}")
    blocks = [
        replace(block, columns=[_converted_column(column, unit) for column in block.columns])
        if isinstance(block, Table)
        else block
        for block in answer.blocks
    ]
    return replace(answer, blocks=blocks)


def _converted_column(column: Column, unit: str) -> Column:
    if column.unit not in MONEY_UNITS or column.unit == unit:
        return column
    return replace(column, unit=unit, get=_scaled_value(column, WAN_PER_UNIT[column.unit] / WAN_PER_UNIT[unit]))


def _scaled_value(column: Column, factor: Decimal) -> Callable[[Row], Any]:
    def value(row: Row) -> Any:
        amount = column.value(row)
        return decimal_of(amount) * factor if is_number(amount) else amount

    return value
