"""Routes to values of a record file, as the index writes them: /promises/开工/1 (JSON Pointer, RFC 6901)."""

from typing import Any

from hyzs.model.finding import Route


def escape_step(key: str) -> str:
    """A key as one step of a pointer: ``~`` as ``~0``, ``/`` as ``~1``."""
    return key.replace("~", "~0").replace("/", "~1") if "/" in key or "~" in key else key


def to_pointer(route: Route) -> str:
    """The route as text; the reverse of ``from_pointer``."""
    return "".join(f"/{escape_step(str(step))}" for step in route)


def from_pointer(pointer: str) -> Route:
    """The route that a pointer writes; steps of digits are positions."""
    steps = pointer.split("/")[1:]
    return tuple(int(s) if s.isdecimal() else s.replace("~1", "/").replace("~0", "~") for s in steps)


def value_at(value: Any, route: Route) -> Any:
    """The value at ``route`` below a JSON value; a position that meets a mapping is one of its keys."""
    for step in route:
        value = value[int(step)] if isinstance(value, list) else value[str(step)]
    return value
