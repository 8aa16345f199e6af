"""The kinds of records, one file each; a new file is a new kind."""

import importlib
import pkgutil
from functools import cache

from hyzs.model.record import Record


@cache
def kinds() -> dict[str, type[Record]]:
    """Every kind by its name, found by walking this folder."""
    models: dict[str, type[Record]] = {}
    for module in pkgutil.iter_modules(__path__):
        for value in vars(importlib.import_module(f"{__name__}.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, Record) and "kind" in vars(value):
                models[value.kind] = value
    return dict(sorted(models.items()))
