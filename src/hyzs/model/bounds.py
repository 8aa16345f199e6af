"""Processes of our own that may come to harm: how they are started, and what bounds they get."""

import contextlib
import sys


def python_command(module: str) -> list[str]:
    """The command that runs a module of ours.

    ``-P`` keeps the folder that we stand in off the module path: it may be a store, with a ``pickle.py`` of its own.
    """
    return [sys.executable, "-P", "-m", module]


def bound(memory: int, seconds: int) -> None:
    """No more bytes of memory and seconds of work for this process, where the system has such bounds."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
