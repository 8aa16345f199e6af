"""Child processes of the program itself for input that may be hostile: their command, their limits, their output."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

#: First argument with which a frozen program starts itself: the module whose ``main`` is run comes next.
CHILD_FLAG = "--hyzs-child"


def python_command(module: str) -> list[str]:
    """The command that runs the ``main`` of a module of the program; no other place starts one.

    ``-P`` keeps the current folder off the module path: it may be a store, with a ``pickle.py`` of its own.
    A frozen program (``sys.frozen``, no interpreter beside it) starts its own executable, which is ``hyzs`` itself.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable] if module == "hyzs" else [sys.executable, CHILD_FLAG, module]
    return [sys.executable, "-P", "-m", module]


def child_output(module: str, arguments: Sequence[str] = (), data: bytes = b"", *, seconds: int) -> bytes:
    """The stdout of a module's ``main`` in a child process that gets ``data`` on stdin; empty if it takes too long."""
    command = [*python_command(module), *arguments]
    try:
        return subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False).stdout
    except subprocess.TimeoutExpired:
        return b""


def child_answer(
    module: str, arguments: Sequence[str], *, seconds: int, stopped: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The JSON object that a module's ``main`` prints in a child process; ``stopped`` if it ended half-way."""
    try:
        answer: dict[str, Any] = json.loads(child_output(module, arguments, seconds=seconds))
    except ValueError:
        return stopped
    return answer


def limit_process(memory: int, seconds: int) -> None:
    """Limit this process to so many bytes of memory and seconds of CPU, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
