"""Every field says its label, its level and its marks."""

import ast
import re
from collections.abc import Iterator
from typing import Annotated

import pytest

from hyzs.kinds import kinds
from hyzs.model.annotations import DUTIES, Level, Name, Ref, Term
from hyzs.model.field_shapes import FieldShape, column_names, columns, parts, shapes, table_name
from hyzs.model.holdings import DatedUnit
from hyzs.model.money import Money
from hyzs.model.partial_date import PartialDate
from hyzs.model.record import Part, field
from hyzs.model.scalars import Day, Flag, Number, Text
from support.stores import REPO

CHINESE = re.compile("[\u4e00-\u9fff]")


def parts_of(value) -> list[tuple[str, tuple]]:
    return [(problem.code, problem.route) for problem in value.problems(("x",))]


# Fields


def every_field() -> Iterator[tuple[type[Part], FieldShape]]:
    """Every field of every kind and of every part in one."""
    done_models: set[type[Part]] = set()
    waiting: list[type[Part]] = list(kinds().values())
    while waiting:
        model = waiting.pop()
        if model not in done_models:
            done_models.add(model)
            yield from ((model, shape) for shape in shapes(model))
            waiting += [shape.part for shape in shapes(model) if shape.part]


def says_label_and_level(model: type[Part], shape: FieldShape) -> bool:
    extra = model.model_fields[shape.name].json_schema_extra
    is_level = isinstance(extra, dict) and shape.level == extra["x-level"] in {str(level) for level in Level}
    return is_level and bool(CHINESE.search(shape.label)) and not re.search("[A-Za-z]", shape.label)


def test_every_field_says_its_chinese_label_and_its_level():
    assert [
        f"{model.__name__}.{shape.key}" for model, shape in every_field() if not says_label_and_level(model, shape)
    ] == []


def test_no_field_is_secret_only_because_nobody_said():
    unsaid = [
        f"{file.name}:{call.lineno}"
        for room in ("model", "kinds")
        for file in sorted((REPO / "src" / "hyzs" / room).glob("*.py"))
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "field" and file.name != "shape.py"
        if "level" not in {keyword.arg for keyword in call.keywords}
        if any(isinstance(arg, ast.Constant) and isinstance(arg.value, str) for arg in call.args)
    ]

    assert unsaid == []


def test_a_field_that_does_not_say_is_secret():
    class Mute(Part):
        """A part whose field says nothing of who may see it."""

        text: Text = field("说明")

    assert shapes(Mute)[0].level == "敏感"


def test_every_mark_names_kinds_that_there_are_and_a_known_duty():
    vocabularies = {part.vocabulary for kind in kinds().values() for part in (kind, *parts(kind))}
    fields = [(f"{model.__name__}.{shape.key}", shape) for model, shape in every_field() if shape.ref]
    marks = [(name, mark) for name, shape in fields for mark in (shape.ref, *shape.key_refs) if mark]

    assert marks
    for name, mark in marks:
        assert set(mark.kinds.split("|")) <= (vocabularies if isinstance(mark, Term) else set(kinds())), name
        assert not mark.duty or mark.duty in DUTIES, name


class Inner(Part):
    """A part for the tests below."""

    shorthand = "what"
    what: Text = field("什么", level=Level.public)
    when: PartialDate | None = field("何时", None, level=Level.public)


class Outer(Part):
    """One field of every form."""

    name: Annotated[Text, Name("full")] = field("名称", level=Level.public)
    lead: tuple[Annotated[Text, Ref("unit", duty="lead")], ...] = field("牵头", (), level=Level.internal)
    holder: Annotated[DatedUnit, Ref("unit|person")] | None = field("承担", None, level=Level.secret)
    total: Money | None = field("总额", None, level=Level.public, unit="万元")
    plan: dict[Text, dict[Annotated[Text, Term("indicator")], Number]] = field("计划", {}, level=Level.public)
    inner: Inner | None = field("一个", None, level=Level.public)
    inners: dict[Annotated[Text, Term("stage")], Inner] = field("多个", {}, level=Level.public)
    sure: Flag = field("确定", False, level=Level.public)
    from_: Day | None = field("起", None, level=Level.public, key="from")


OUTER = {shape.name: shape for shape in shapes(Outer)}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("name", {"label": "名称", "type": "text", "name_mark": Name("full"), "is_column": True, "ref": None}),
        ("lead", {"many": True, "ref": Ref("unit", "lead"), "level": "内部", "is_column": False}),
        ("holder", {"many": True, "ref": Ref("unit|person"), "level": "敏感", "is_nested": False}),
        ("total", {"type": "number", "unit": "万元", "part": None, "is_column": True}),
        ("plan", {"many": True, "type": "number", "key_refs": (None, Term("indicator")), "ref": None}),
        ("inner", {"part": Inner, "is_nested": True, "many": False, "is_column": False}),
        ("inners", {"part": Inner, "many": True, "key_refs": (Term("stage"),), "is_nested": False}),
        ("sure", {"type": "flag"}),
        ("from_", {"key": "from", "type": "date", "is_partial_date": False}),
    ],
)
def test_the_shape_of_a_field_is_read_off_the_model(name, expected):
    assert {key: getattr(OUTER[name], key) for key in expected} == expected


def test_single_values_are_columns_and_a_time_has_its_last_day_beside_it():
    assert [path for path, _ in columns(Outer)] == ["name", "total", "inner.what", "inner.when", "sure", "from"]
    assert [path for path, _ in column_names(Inner)] == ["what", "when", "when_end"]
    assert next(shape for shape in shapes(Inner) if shape.key == "when").is_partial_date


def test_parts_in_lists_and_mappings_have_tables():
    assert [part.__name__ for part in parts(Outer)] == ["UnitHolding", "Inner"]
    assert table_name(Outer) == "outer"
    assert table_name(DatedUnit.model_fields["root"].annotation.__args__[0]) == "unit_holding"
