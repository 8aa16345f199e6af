"""The files of a kind as JSON Schema, so that editors complete, explain and check them while people type."""

import re
from typing import Any

from pydantic import RootModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from hyzs.model.record import Part, Record
from hyzs.model.scalars import ID

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NULL = {"type": "null"}


def schema_of(kind: type[Record]) -> dict[str, Any]:
    """JSON Schema of a file of ``kind``, without the fields that its path gives."""
    body: dict[str, Any] = kind.model_json_schema(schema_generator=_Schema)
    parts = body.pop("$defs", {})
    for key in _path_fields(kind):
        del body["properties"][key]
        body["required"].remove(key)
    if "id" in body["properties"]:
        body["properties"]["id"]["pattern"] = ID
    about = {"title": kind.label, "description": f"data/{kind.path}"}
    top = {"type": "array", "items": body} if kind.listed else body
    return {"$schema": _DIALECT, **about, **top, **({"$defs": parts} if parts else {})}


def _path_fields(kind: type[Record]) -> set[str]:
    """The fields that the path of a record gives."""
    names = set(re.findall(r"\{(\w+)\}", kind.path)) - {"file"}
    return names | {"id"} if names else names


class _Schema(GenerateJsonSchema):
    """pydantic's schema of the models, with the shorthands that people may write besides."""

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        """Fields stay in the order of the model."""
        return value

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """A part with its short form; absent fields may also be written as null. Docstrings are for programmers."""
        model = schema["cls"]
        out = {key: value for key, value in super().model_schema(schema).items() if key not in ("title", "description")}
        if issubclass(model, RootModel):
            return {"anyOf": [out["items"], out]}
        for key, value in out["properties"].items():
            if key not in out.get("required", ()):
                out["properties"][key] = _or_null(value)
        if issubclass(model, Part) and model.shorthand:
            bare = {key: value for key, value in out["properties"][model.shorthand].items() if not key.startswith("x-")}
            return {"anyOf": [bare, out]}
        return out

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """A mapping, whose values may be null: absent."""
        out = super().dict_schema(schema)
        out["additionalProperties"] = _or_null(out["additionalProperties"])
        return out

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Defaults that say something: an absent value and an empty list do not."""
        out = super().default_schema(schema)
        return {key: value for key, value in out.items() if key != "default" or value not in (None, [], {})}


def _or_null(schema: JsonSchemaValue) -> JsonSchemaValue:
    """The schema, or null; what is said of it for people stays outside."""
    about = {
        key: value for key, value in schema.items() if key in ("title", "description", "default") or key[:2] == "x-"
    }
    rest = {key: value for key, value in schema.items() if key not in about}
    if _NULL in rest.get("anyOf", ()):
        return schema
    choices = rest["anyOf"] if set(rest) == {"anyOf"} else [rest]
    return {"anyOf": [*choices, _NULL], **about}
