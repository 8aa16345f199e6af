"""Whatever pydantic finds wrong is told in Chinese: the table of messages is complete, and names what is meant."""

import ast
import re
import typing
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import core_schema

from hyzs.diagnostics.registry import rules_by_code
from hyzs.index.record_file import read_file
from hyzs.kinds import kinds
from hyzs.model.field_shapes import shapes
from hyzs.model.record import Part
from hyzs.model.scalars import quoted
from hyzs.model.validation_messages import TABLE, message_for
from support.fuzz import examples
from support.stores import REPO

KINDS = kinds()
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
CHINESE = re.compile("[\u4e00-\u9fff]")
#: Every type of error that this pydantic has.
ERRORS = set(typing.get_args(core_schema.ErrorType))

#: What a core schema can raise, by its type; an option that brings more of it is not known and fails the test.
RAISES = {
    "model": {"model_type", "model_attributes_type"},
    "model-fields": {"model_type", "model_attributes_type", "missing", "extra_forbidden", "invalid_key"},
    "dict": {"dict_type"},
    "tuple": {"tuple_type"},
    "str": {"string_type"},
    "literal": {"literal_error"},
}
#: These raise nothing of their own.
SILENT = {"model-field", "default", "nullable", "definitions", "definition-ref"}
#: What our own functions return needs no judge behind them.
SURE = {"str": str, "int": int, "bool": bool, "decimal": Decimal, "date": date, "datetime": datetime}
OPTIONS = {
    "type",
    "schema",
    "metadata",
    "ref",
    "default",
    "cls",
    "config",
    "custom_init",
    "generic_origin",
    "root_model",
}
OPTIONS |= {"computed_fields", "fields", "model_name", "validation_alias", "serialization_alias", "serialization"}
OPTIONS |= {"function", "items_schema", "keys_schema", "values_schema", "variadic_item_index", "definitions"}
OPTIONS |= {"schema_ref", "expected", "microseconds_precision"}
OUR_FUNCTIONS = {"function-before", "function-after", "function-plain"}


def raised(schema) -> Iterator[str]:
    """Every type of error that a core schema can raise, those of our own functions excepted."""
    if isinstance(schema, list | tuple):
        for item in schema:
            yield from raised(item)
        return
    kind = schema["type"]
    assert schema.keys() <= OPTIONS, f"unknown option of {kind}: {schema.keys() - OPTIONS}"
    if kind in OUR_FUNCTIONS:
        function = schema["function"]["function"]
        assert function.__module__.startswith("hyzs."), function
        if kind == "function-plain" or _is_sure(function, schema["schema"]):
            return
    else:
        assert kind in RAISES.keys() | SILENT, f"what can {kind} raise?"
        yield from RAISES.get(kind, ())
    for key in ("schema", "keys_schema", "values_schema", "items_schema", "definitions"):
        if key in schema:
            yield from raised(schema[key])
    for field in schema["fields"].values() if "fields" in schema else ():
        yield from raised(field)


def _is_sure(function, inner) -> bool:
    """Whether the function gives back just what the schema inside wants."""
    return typing.get_type_hints(function).get("return") is SURE.get(inner["type"], object)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_error_that_a_kind_can_raise_is_in_the_table(kind):
    can = set(raised(kind.__pydantic_core_schema__))

    assert can <= ERRORS
    assert can <= set(TABLE)


def test_the_table_names_errors_that_there_are_and_codes_that_are_explained():
    assert set(TABLE) <= ERRORS
    assert {code for code, _ in TABLE.values()} <= set(rules_by_code())


def test_our_own_errors_have_codes_that_are_explained():
    raised_here = {
        call.args[0].value
        for file in sorted((REPO / "src" / "hyzs").rglob("*.py"))
        if "validation_error(" in (text := file.read_text(encoding="utf-8"))
        for call in ast.walk(ast.parse(text))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "validation_error"
    }

    assert "bad-number" in raised_here
    assert raised_here <= set(rules_by_code())


# Any tree at all


def keys_of(model: type[Part], done_models: frozenset[type[Part]] = frozenset()) -> Iterator[str]:
    """Every key of the model and of the parts in it, and near misses of them."""
    for shape in shapes(model):
        yield from (shape.key, shape.label, shape.key[:-1], f"{shape.key}s")
        if shape.part and shape.part not in done_models:
            yield from keys_of(shape.part, done_models | {shape.part})


WORDS = [
    "2026",
    "2026-03-15",
    "2026-W47",
    "true",
    "市商务局",
    "12",
    "-1",
    "",
    "重大",
    "开工",
    "周五 10:00",
    "month",
    "+08:00",
]
TEXTS = st.sampled_from(WORDS) | st.text(max_size=6)


@cache
def trees(kind: type[Part]):
    """Mappings that look like the kind here and there, and like nothing elsewhere."""
    keys = st.sampled_from(sorted(set(keys_of(kind)))) | TEXTS
    anything = st.recursive(
        TEXTS, lambda kids: st.lists(kids, max_size=2) | st.dictionaries(keys, kids, max_size=2), max_leaves=4
    )
    return _like(kind, anything)


def _like(model: type[Part], anything):
    fields = {}
    for shape in shapes(model):
        part = _like(shape.part, anything) if shape.part else TEXTS
        many = st.lists(part, max_size=2) | st.dictionaries(TEXTS, part, max_size=2)
        fields[shape.key] = (many if shape.many else part) | anything
    known_keys = st.fixed_dictionaries({}, optional=fields)
    return known_keys | st.tuples(known_keys, st.dictionaries(TEXTS, anything, max_size=2)).map(
        lambda both: both[0] | both[1]
    )


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@settings(max_examples=examples(8), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_stands_in_a_file_is_told_in_chinese(kind, data):
    try:
        kind.model_validate(data.draw(trees(kind)))
    except ValidationError as error:
        for item in error.errors(include_url=False):
            code, sentence, hint = message_for(dict(item), kind)

            assert code in rules_by_code()
            assert CHINESE.search(sentence)
            assert sentence.isprintable()
            assert item["msg"] not in sentence + hint or "message" in item.get("ctx", {})
            assert not re.search("Input|should|valid|permitted", sentence + hint)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@settings(max_examples=examples(8), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_stands_in_a_file_it_is_read_and_every_finding_has_a_place(kind, data):
    tree = data.draw(trees(kind))
    path = re.sub(r"\{(\w+)\}", "x", kind.path.replace("**/", "").replace("{week}", "2026-W47"))
    text = yaml.dump(
        [tree] if kind.listed else tree, Dumper=DUMPER, allow_unicode=True, default_style='"', width=10_000
    )
    text = re.sub('!!\\w+ (?=["])', "", text)

    for finding in read_file(path, text.encode()).findings:
        assert CHINESE.search(finding.message)
        assert (1, 1) <= finding.span[:2] <= finding.span[2:]


# What is meant


def messages_of(kind: str, tree: dict[str, object]) -> list[tuple[str, str]]:
    """The sentence and the hint of everything but missing fields that is wrong with the tree."""
    with pytest.raises(ValidationError) as caught:
        KINDS[kind].model_validate(tree)
    errors = [message_for(dict(error), KINDS[kind]) for error in caught.value.errors()]
    return [(sentence, hint) for code, sentence, hint in errors if code != "field-missing"]


@pytest.mark.parametrize(
    ("kind", "tree", "key", "near"),
    [
        ("project", {"contents": "x"}, "contents", "content(建设内容及规模)"),
        ("project", {"项目名称": "x"}, "项目名称", "name(项目名称)"),
        ("project", {"建设内容和规模": "x"}, "建设内容和规模", "content(建设内容及规模)"),
        ("project", {"investment": {"totel": "1"}}, "totel", "total(总投资)"),
        ("project", {"investment": {"总投资": "1"}}, "总投资", "total(总投资)"),
        ("project", {"investors": [{"of": "甲"}, {"of": "乙", "shares": "1"}]}, "shares", "share(占比)"),
        ("project", {"permits": {"用地预审": {"status": "已办", "no": "1"}}}, "no", "on(办结日期)"),
        ("project", {"promises": {"开工": [{"by": "2026", "way": "x"}]}}, "way", "why(调整原因)"),
        ("project", {"promises": {"开工": {"by": "2026", "way": "x"}}}, "way", "why(调整原因)"),
        ("project", {"county": [{"unit": "甲", "untill": "2026-01-01"}]}, "untill", "until(止)"),
        ("project", {"transfers": [{"on": "2026-01-01", "do": "申请", "from_": "甲"}]}, "from_", "from(转出)"),
        ("measure", {"tasks": [{"id": "m1", "text": "x", "target": {"atleast": "1"}}]}, "atleast", "at_least(不少于)"),
        ("measure", {"responsible": [{"named": ["甲"], "opne": "true"}]}, "opne", "open(不穷举)"),
        ("return", {"projects": {"p26-a": {"progres": "x"}}}, "progres", "progress(本周进展)"),
        ("return", {"projects": {"needs": {"progres": "x"}}}, "progres", "progress(本周进展)"),
        ("return", {"projects": {"p26-a": {"needs": [{"text": "x", "deu": "x"}]}}}, "deu", "due(限期)"),
        ("settings", {"cadence": {"rules": [{"stages": "线索"}]}}, "stages", "stage(阶段)"),
    ],
    ids=str,
)
def test_an_unknown_key_names_the_nearest_of_its_place(kind, tree, key, near):
    assert (f"不认识“{key}”", f"是不是：{near}") in messages_of(kind, tree)


def test_a_key_like_no_other_is_told_which_there_are():
    keys = "id name draft aliases group order parent position supplies codes chief goals source taskforce origin"

    assert messages_of("industry", {"zzzz": "1"}) == [("不认识“zzzz”", f"这里可以写：{'、'.join(keys.split())}")]


def test_a_long_or_invisible_key_is_quoted_harmlessly():
    [(sentence, _)] = messages_of("industry", {"\x1b[2J" + "长" * 50: "1"})

    assert sentence == f"不认识“·[2J{'长' * 25}…”"


def test_a_missing_field_is_told_by_label_and_key():
    with pytest.raises(ValidationError) as caught:
        KINDS["return"].model_validate({"projects": {"p26-a": {"revised": [{"on": "2026-01-01"}]}}, "week": "2026-W47"})
    texts = {message_for(dict(error), KINDS["return"])[1] for error in caught.value.errors()}

    assert {"缺少“填报单位”(unit)", "缺少“原值”(from)", "缺少“指标”(field)", "缺少“原因”(why)"} <= texts


@pytest.mark.parametrize(
    ("kind", "tree", "sentence", "hint"),
    [
        ("project", {"permits": {"x": {"status": "好了"}}}, "“好了”不在可选的值里", "可以写：未办、在办、已办、不需要"),
        ("project", {"permits": {"x": {"status": ["已办"]}}}, "这里要写一个值", "可以写：未办、在办、已办、不需要"),
        ("project", {"responsible": "市商务局"}, "这里要写成列表：每行以“- ”开头，或用 [甲, 乙]", ""),
        ("project", {"responsible": {"a": "b"}}, "这里要写成列表：每行以“- ”开头，或用 [甲, 乙]", ""),
        ("project", {"permits": ["立项备案"]}, "这里要写成一组“键: 值”", ""),
        ("project", {"land": "150"}, "这里要写成一组“键: 值”", ""),
        ("project", {"land": []}, "这里要写成一组“键: 值”", ""),
        ("project", {"name": ["甲"]}, "这里要写一个值，写成了一个列表", ""),
        ("project", {"milestones": {" ": "2026-01-01"}}, "这里不能是空白", ""),
        (
            "settings",
            {"cadences": [{"name": "x", "every": "0"}]},
            "“0”不是报送间隔，写周数(如 2)或 month、quarter、half-year、year",
            "",
        ),
    ],
    ids=str,
)
def test_a_wrong_form_is_told_how_to_be_written(kind, tree, sentence, hint):
    assert (sentence, hint) in messages_of(kind, tree)


@pytest.mark.parametrize(
    "text", ["周八 00:00", "周五", "周五 24:00", "周五 9:00", "上周五 10:00", "周五　10:00", "Friday 10:00"]
)
def test_a_moment_of_the_week_is_told_how_to_be_written(text):
    sentence = f"“{quoted(text)}”不是一周里的时刻，要写成 周五 10:00 或 下周三 18:00"

    assert (sentence, "") in messages_of("settings", {"week": {"opens": text}})
