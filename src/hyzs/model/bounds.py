"""Bounds on a process that may come to harm."""

import contextlib


def bound(memory: int, seconds: int) -> None:
    """No more bytes of memory and seconds of work for this process, where the system has such bounds."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
