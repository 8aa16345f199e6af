"""The commands, one file each; this is their table."""

from collections.abc import Callable
from typing import Any

from hyzs.commands import (
    check,
    completion,
    doctor,
    explain,
    gaps,
    init,
    list_,
    matrix,
    report,
    schema,
    show,
    track,
    who,
)

TABLE: dict[str, Callable[..., Any]] = {
    "check": check.check,
    "who": who.who,
    "track": track.track,
    "list": list_.list_,
    "show": show.show,
    "matrix": matrix.matrix,
    "gaps": gaps.gaps,
    "report": report.report,
    "schema": schema.schema,
    "explain": explain.explain,
    "init": init.init,
    "doctor": doctor.doctor,
    "completion": completion.completion,
}
