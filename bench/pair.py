"""Two commands, run in turns as whole processes: what counts is the ratio within each turn."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench import terminal
from bench.stores import ENV


class Failed(Exception):
    """A command that was to be measured ended badly."""


@dataclass(frozen=True)
class Command:
    """What is run: the words, where, what happens before (not timed), and which exit codes are fine."""

    words: list[str]
    cwd: Path | None = None
    before: Callable[[], object] | None = None
    tty: bool = False
    fine: tuple[int, ...] = (0,)
    env: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """One process: seconds, and MiB of the largest of it and its children (0 where the system does not tell)."""

    seconds: float
    peak: float


@dataclass(frozen=True)
class Budget:
    """A job takes so many turns, or fewer once so many seconds are gone; a slow peer is not warmed up."""

    turns: int
    seconds: float
    least: int


def run(command: Command) -> Run:
    """Run it once."""
    if command.before:
        command.before()
    start = time.perf_counter()
    code, peak = _tty(command) if command.tty else _pipe(command)
    seconds = time.perf_counter() - start
    if code not in command.fine:
        raise Failed(f"{Path(command.words[0]).name} 退出码 {code}")
    return Run(seconds, peak)


def _pipe(command: Command) -> tuple[int, float]:
    null = subprocess.DEVNULL
    process = subprocess.Popen(
        command.words, cwd=command.cwd, env=ENV | command.env, stdin=null, stdout=null, stderr=null
    )
    return _ended(process)


def _tty(command: Command) -> tuple[int, float]:
    with terminal.opened() as (master, slave):
        process = subprocess.Popen(
            command.words, env=ENV | {"TERM": "xterm-256color"}, stdin=slave, stdout=slave, stderr=slave
        )
        terminal.drain(master, slave)
        return _ended(process)


def _ended(process: subprocess.Popen[bytes]) -> tuple[int, float]:
    """The exit code and the peak in MiB; ``wait4`` counts the children that the process has waited for."""
    if not hasattr(os, "wait4"):
        return process.wait(), 0.0
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss / 1024


def pair(a: Command, b: Command | None, budget: Budget, *, slow: bool) -> list[tuple[Run, Run | None]]:
    """A B A B …, after one turn that does not count."""
    start = time.perf_counter()
    turns: list[tuple[Run, Run | None]] = []
    if not slow:
        _turn(a, b)
    while len(turns) < budget.turns:
        turns.append(_turn(a, b))
        if len(turns) >= (1 if slow else budget.least) and time.perf_counter() - start > budget.seconds:
            break
    return turns


def _turn(a: Command, b: Command | None) -> tuple[Run, Run | None]:
    return run(a), run(b) if b else None


def spread(values: list[float]) -> tuple[float, float, float]:
    """The least, the middle, the greatest."""
    return min(values), statistics.median(values), max(values)
