"""Processes of our own that may come to harm: how they are started, and what bounds they get."""

import contextlib
import sys

#: First word of a command line that a frozen program gives to itself: the module whose ``main`` is run comes next.
CHILD_FLAG = "--hyzs-child"


def python_command(module: str) -> list[str]:
    """The command that runs the ``main`` of a module of ours; the only place that decides how we start ourselves.

    ``-P`` keeps the folder that we stand in off the module path: it may be a store, with a ``pickle.py`` of its own.
    A frozen program (``sys.frozen``, no interpreter beside it) starts its own executable, which is ``hyzs`` itself.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable] if module == "hyzs" else [sys.executable, CHILD_FLAG, module]
    return [sys.executable, "-P", "-m", module]


def limit_process(memory: int, seconds: int) -> None:
    """No more bytes of memory and seconds of work for this process, where the system has such bounds."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
