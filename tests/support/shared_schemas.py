"""Schemas of the kinds, made once in a process instead of once a new store."""

import functools
from collections.abc import Callable

from hyzs.scaffold import json_schemas


def share(set_attribute: Callable[[object, str, object], object]) -> None:
    """Put the shared pieces in place of those of the program."""
    set_attribute(json_schemas, "schema_of", functools.cache(json_schemas.schema_of))
    set_attribute(json_schemas.KindSchema, "text", property(functools.cache(json_schemas.KindSchema.text.fget)))
