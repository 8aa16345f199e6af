"""Plans for turning a model class into table rows, made once a class: its columns, lists and nested parts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Optional

from hyzs.index.term_selects import is_in_column
from hyzs.model.field_shapes import FieldShape, shapes, table_name
from hyzs.model.folding import fold_wording
from hyzs.model.holdings import Holding
from hyzs.model.json_pointer import escape_step
from hyzs.model.record import Part, Record

_SECOND: dict[str, Callable[[Any], str]] = {"_end": lambda when: str(when.last), "_folded": fold_wording}


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A field: its value is ``name`` in a part's ``__dict__``; ``path`` is its step in the pointer."""

    name: str
    key: str
    path: str
    shape: FieldShape
    default: Any
    #: Of a single part, whose values are columns of the model round it.
    nested: Optional["RowPlan"]
    #: Its columns where there is no value.
    null_columns: tuple[None, ...]
    #: Makes the second column of its value, if it has one.
    second: Callable[[Any], str] | None


@dataclass(frozen=True, slots=True)
class RowPlan:
    """A class of parts: its steps, and those of them that one purpose needs."""

    steps: tuple[PlanStep, ...]
    #: Single values and nested parts: what the columns of its table are read from.
    columns: tuple[PlanStep, ...]
    #: Fields with names, mentions, parts or pairs; no other needs to be walked.
    scanned: tuple[PlanStep, ...]
    #: Fields with parts that report problems; the part itself does if it ``has_problems``.
    steps_with_problems: tuple[PlanStep, ...]
    has_problems: bool
    table: str
    is_holding: bool
    shorthand: str


@cache
def row_plan(model: type[Part]) -> RowPlan:
    """The plan of ``model``; a record's id stands in the head of its rows, and is no column."""
    steps = tuple(_step(model, shape) for shape in shapes(model))
    own = tuple(step for step in steps if step.name != "id") if issubclass(model, Record) else steps
    columns = tuple(step for step in own if step.nested or step.shape.is_column)
    return RowPlan(
        steps=steps,
        columns=columns,
        scanned=tuple(step for step in own if _is_scanned(step)),
        steps_with_problems=tuple(step for step in steps if _has_problems(step)),
        has_problems=model.problems is not Part.problems,
        table=table_name(model),
        is_holding=issubclass(model, Holding),
        shorthand=model.shorthand,
    )


def _step(model: type[Part], shape: FieldShape) -> PlanStep:
    default = model.model_fields[shape.name].default
    nested = row_plan(shape.part) if shape.part and shape.is_nested else None
    width = sum(len(step.null_columns) for step in nested.columns) if nested else 1 + bool(shape.companion_suffix)
    path, null_columns = f"/{escape_step(shape.key)}", (None,) * width
    return PlanStep(
        shape.name, shape.key, path, shape, default, nested, null_columns, _SECOND.get(shape.companion_suffix)
    )


def _is_scanned(step: PlanStep) -> bool:
    if step.nested:
        return bool(step.nested.scanned)
    shape = step.shape
    return shape.many or shape.name_mark is not None or (shape.ref is not None and not is_in_column(shape))


def _has_problems(step: PlanStep) -> bool:
    if step.shape.part is None:
        return False
    inner = row_plan(step.shape.part)
    return step.shape.has_root_model or inner.has_problems or bool(inner.steps_with_problems)
