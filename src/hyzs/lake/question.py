"""A question to many stores at once: one SQL text that every engine understands, and the columns of its answer.

The SQL is plain ANSI: quoted names, ``:day`` and the days that the question declares bound, sums of decimals, no
division and no rounding, which are each engine's own business: rates are made here, last, from numerator and
denominator.
"""

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from hyzs.lake.project_links import LINKED
from hyzs.lake.table_schema import visible_levels
from hyzs.model.blocks import Column, Row
from hyzs.model.decimals import total_of
from hyzs.model.errors import NotFound
from hyzs.model.fuzzy_names import NearNames
from hyzs.model.quotient import quotient


@dataclass(frozen=True, slots=True)
class Quotient:
    """A quotient of two columns of the answer, to so many decimals, in per cent unless it is of two measures."""

    key: str
    numerator: str
    denominator: str
    digits: int = 1
    percent: bool = True

    def of(self, row: Row) -> Any:
        """The rate of a row; None over nothing."""
        numerator, denominator = row[self.numerator], row[self.denominator]
        if numerator is None or not denominator:
            return None
        return quotient(numerator, denominator, self.digits, percent=self.percent)


@dataclass(frozen=True, slots=True)
class Question:
    """``reads`` has the columns of each table that the SQL reads, each as ``name`` (a text) or ``name:type``.

    ``fields`` has, for each table whose rows have levels of their own, the fields of which it reads rows, each as
    ``kind.path``; ``keys`` are columns by whose values there are rows, and how many: readers of a row know the value.
    ``days_before`` has the other days that the SQL names: how many before ``:day`` each is, the threshold in ``about``.
    ``sums`` are the columns that add up over the rows; ``about`` says what is counted, in a sentence.
    """

    name: str
    title: str
    about: str
    reads: Mapping[str, str]
    sql: str
    columns: Sequence[Column]
    rates: Sequence[Quotient] = ()
    sums: Sequence[str] = field(default=())
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    keys: Sequence[str] = ()
    days_before: Mapping[str, int] = field(default_factory=dict)

    def parameters(self, day: date) -> dict[str, date]:
        """The values that the SQL is asked with as of that day."""
        days = {"day": day} | {name: day - timedelta(days=days) for name, days in self.days_before.items()}
        return {name: value for name, value in days.items() if f":{name}" in self.sql}

    @property
    def counts_once(self) -> bool:
        """True if it counts a project of several stores once, and so reads the chains of these."""
        return f" {LINKED} " in self.sql

    def columns_read(self, table: str) -> dict[str, str]:
        """The types of the columns that it reads of a table, by name."""
        words = (word.partition(":") for word in self.reads[table].split())
        return {name: type or "text" for name, _, type in words}

    def hidden_keys(self, audience: str) -> list[Column]:
        """The columns that make the rows, and that the readers may not see. Raises: BadUsage: no such readers."""
        levels = visible_levels(audience)
        return [column for column in self.columns if column.key in self.keys and column.level not in levels]

    def hidden_rows(self, audience: str) -> list[str]:
        """The fields of which rows do not leave a store for these readers: pair(project.codes).

        Raises: BadUsage: there are no such readers.
        """
        levels, every = visible_levels(audience), field_levels()
        return [
            f"{table}({path})" for table, paths in self.fields.items() for path in paths if every[path] not in levels
        ]

    def complete(self, rows: Sequence[Row]) -> list[Row]:
        """The rows with their rates."""
        return [row | {rate.key: rate.of(row) for rate in self.rates} for row in rows]

    def total(self, rows: Sequence[Row]) -> Row | None:
        """The sum of the rows, its rates made of the sums; None where nothing adds up."""
        if not self.sums or not rows:
            return None
        sums: Row = {key: total_of(row[key] for row in rows) for key in self.sums}
        first = self.columns[0].key
        return {first: "合计", **sums, **{rate.key: rate.of(sums) for rate in self.rates}}


@cache
def field_levels() -> dict[str, str]:
    """The level of every field, by ``kind.path``."""
    from hyzs.index.published_tables import path_levels

    return {f"{kind}.{path}": level for kind, path, level in path_levels()}


@cache
def questions() -> dict[str, Question]:
    """Every question by name, found by walking the folder ``questions``."""
    package = importlib.import_module("hyzs.lake.questions")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__) if not module.name.startswith("_"))
    return {name: importlib.import_module(f"{package.__name__}.{name}").QUESTION for name in names}


def find_question(name: str) -> Question:
    """The question of that name or title. Raises: NotFound: there is none; the nearest is suggested."""
    for question in questions().values():
        if name in (question.name, question.title):
            return question
    near = NearNames([*questions(), *(question.title for question in questions().values())]).nearest(name)
    every = "、".join(f"{question.name}({question.title})" for question in questions().values())
    raise NotFound(f"没有这个汇总：{name or '(空)'}", f"是不是：{near}" if near else f"可以写：{every}")
