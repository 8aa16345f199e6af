"""The JSON Schema of the files of every kind, as editors read it."""

import json
import re
from difflib import get_close_matches
from typing import Any, NamedTuple

from hyzs.kinds import kinds
from hyzs.model.errors import BadUsage
from hyzs.model.json_schema import schema_of


class KindSchema(NamedTuple):
    """The schema of a kind, its label and the path of its files."""

    name: str
    label: str
    path: str

    @property
    def names(self) -> tuple[str, str, str]:
        """The words that name it: measure, 举措, measures."""
        return self.name, self.label, self.path.split("/")[1].removesuffix(".yaml")

    @property
    def files(self) -> str:
        """The pattern of its files: data/projects/**/*.yaml."""
        return re.sub(r"\{\w+\}", "*", self.path)

    @property
    def document(self) -> dict[str, Any]:
        """The JSON Schema of the kind, as a mapping."""
        return schema_of(kinds()[self.name])

    @property
    def text(self) -> str:
        """The schema as a file holds it."""
        return json.dumps(self.document, ensure_ascii=False, indent=2) + "\n"


def schemas() -> dict[str, KindSchema]:
    """Every kind by its name."""
    return {name: KindSchema(name, kind.label, f"data/{kind.path}") for name, kind in kinds().items()}


def find_schema(text: str) -> KindSchema:
    """The schema of the kind that ``text`` names.

    Raises:
        BadUsage: no kind is called so, with the nearest word.
    """
    every_schema = schemas().values()
    words = {word: schema for schema in every_schema for word in schema.names}
    if text in words:
        return words[text]
    near = get_close_matches(text, words, 1, 0.5)
    hint = f"是不是：{near[0]}" if near else f"可以写：{'、'.join(schema.name for schema in every_schema)}"
    raise BadUsage(f"没有“{text}”这种记录", hint)
