"""Groups of options: a command's parameter of a NamedTuple type stands for one option per field."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Annotated, Any, get_origin, get_type_hints


def with_flat_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with the options of its groups in their place, each called by the name of its field.

    A field that is a group gives its own options; one without ``Annotated`` is no option and keeps its default.
    """
    parameters = inspect.signature(command).parameters
    groups = {name: parameter.annotation for name, parameter in parameters.items() if _is_group(parameter.annotation)}
    if not groups:
        return command

    @wraps(command)
    def call(**values: Any) -> Any:
        arguments = {name: value for name, value in values.items() if name in parameters}
        return command(**arguments, **{name: _fill_group(group, values) for name, group in groups.items()})

    flat = [
        option
        for name, parameter in parameters.items()
        for option in (_options(groups[name]) if name in groups else (parameter.replace(kind=parameter.KEYWORD_ONLY),))
    ]
    call.__signature__ = inspect.Signature(flat)  # type: ignore[attr-defined]
    call.__annotations__ = {option.name: option.annotation for option in flat}
    return call


def _is_group(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, tuple) and hasattr(annotation, "_fields")


def _options(group: Any) -> Iterator[inspect.Parameter]:
    """A parameter an option of the group."""
    for name, annotation in get_type_hints(group, include_extras=True).items():
        if _is_group(annotation):
            yield from _options(annotation)
        elif get_origin(annotation) is Annotated:
            default = group._field_defaults.get(name, inspect.Parameter.empty)
            yield inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _fill_group(group: Any, values: Mapping[str, Any]) -> Any:
    """Make the group from the values of its options."""
    fields = {}
    for name, annotation in get_type_hints(group, include_extras=True).items():
        if _is_group(annotation):
            fields[name] = _fill_group(annotation, values)
        elif name in values and get_origin(annotation) is Annotated:
            fields[name] = values[name]
    return group(**fields)
