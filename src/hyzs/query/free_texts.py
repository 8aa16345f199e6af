"""Free texts of records: what people wrote in their own words, with the labels of the fields around it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from hyzs.fields.field_catalog import Field
from hyzs.model.finding import Route
from hyzs.model.print_options import strictest_level
from hyzs.query.record_view import RecordView


class FreeText(NamedTuple):
    """A text in a record, the labels that lead to it (项目 甲项目·本周进展), the strictest level around it."""

    label: str
    text: str
    level: str


def free_texts_with(view: RecordView, kind: str, body: Any, word: str) -> Iterator[FreeText]:
    """The texts of a record that have the (case-folded) word.

    Names of other records and words of vocabularies are no free texts, and are left out.
    """
    for route, text in _strings_with(body, word, ()):
        if around := _fields_around(view, kind, route):
            labels, fields = zip(*around, strict=True)
            if fields[-1].type == "text" and fields[-1].refs is None and fields[-1].name != "id":
                yield FreeText("·".join(labels), text, strictest_level(field.level for field in fields))


def _strings_with(value: Any, word: str, route: Route) -> Iterator[tuple[Route, str]]:
    if isinstance(value, str):
        if word in value.casefold():
            yield route, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _strings_with(inner, word, (*route, key))


def _fields_around(view: RecordView, kind: str, route: Route) -> list[tuple[str, Field]]:
    """The fields that a route passes, the outermost first, each with its label and the key behind it."""
    fields: list[tuple[str, Field]] = []
    while route:
        field, rest = _first_field(view, kind, route)
        if field is None:
            return []
        key = next((step for step in rest[:1] if isinstance(step, str)), None)
        fields.append((f"{field.label} {view.key_label(field.keys or '', key)}" if key else field.label, field))
        while rest and (rest[0] == key or isinstance(rest[0], int)):
            rest = rest[1:]
        if field.tbl not in view.catalog.by_kind:
            break
        kind, route = str(field.tbl), rest or (str(field.main),)
    return fields


def _first_field(view: RecordView, kind: str, route: Route) -> tuple[Field | None, Route]:
    """The field of a kind or part to which the first steps lead, the longest name first, and the steps behind it."""
    names = {field.name: field for field in view.catalog.by_kind[kind] if field.type != "part"}
    for size in range(len(route), 0, -1):
        if field := names.get(".".join(map(str, route[:size]))):
            return field, route[size:]
    return None, ()
