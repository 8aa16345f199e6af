"""The problems that a record and its parts report about themselves."""

from collections.abc import Iterator
from typing import Any

from hyzs.index.row_plan import row_plan
from hyzs.index.row_values import is_root_model
from hyzs.model.finding import Problem, Route
from hyzs.model.record import Part


def problems(part: Part, at: Route) -> Iterator[Problem]:
    """Problems of a record or part at the route ``at``, and of all parts in it."""
    plan = row_plan(type(part))
    if plan.has_problems:
        yield from part.problems(at)
    for step in plan.steps_with_problems:
        if value := part.__dict__[step.name]:
            yield from _inside(value, (*at, step.key))


def _inside(value: Any, at: Route) -> Iterator[Problem]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _inside(inner, (*at, key))
    elif isinstance(value, tuple):
        for pos, inner in enumerate(value):
            yield from _inside(inner, (*at, pos))
    elif is_root_model(value.__class__):
        yield from value.problems(at)
        yield from _inside(value.root, at)
    else:
        yield from problems(value, at)
