"""The rules between records, one file each: a code, the text of ``explain``, one SELECT.

A check module has ``RULE`` (its code and story), ``SQL`` and ``MESSAGE``. The SELECT gives, for each
breach, ``file`` and ``at`` (where it stands), ``record`` and ``field``, and whatever ``MESSAGE`` and
``HINT`` quote in braces. ``on_key = 1`` places the finding at the key, not the value. ``near``
and ``near_kinds`` ask for the name most like a text. The day is bound as ``:today``.
A breach of a whole folder has the ``path`` of it, ``data/units``, and no ``file``. ``consequence = 1`` says that
the breach may only follow from a name in the view ``unknown`` or a kind in the view ``unread``, which has a
finding of its own: the breach is counted, and not listed.
A check whose ``SQL`` is empty is answered by ``query/condition_problems.py``: what the data asks in a language of ours
(conditions, fields of match rules) is judged by those who understand it.
A check that knows the only right value has it in ``FIX``; ``hyzs fmt`` writes it.
What several checks share stands in modules whose names begin with ``_``.
"""

import importlib
import pkgutil
from functools import cache
from typing import Protocol

from hyzs.model.finding import Rule


class Check(Protocol):
    """Interface of the modules of this folder."""

    RULE: Rule
    SQL: str
    MESSAGE: str
    HINT: str


@cache
def checks() -> tuple[Check, ...]:
    """Every check, found by walking this folder."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)
