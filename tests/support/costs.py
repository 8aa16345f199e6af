"""CPU time of the tests: a line a room at the end of a long run, and the names of those that cost most.

Seconds of the CPU, not of the clock: they hardly grow on a busy machine. Those of a test are those of its process, of
the processes that it waited for, and of the commands that the program's server ran for it. A fixture that others share
is charged to the test that asked for it first. ``pytest --costs`` tells them of a short run too, and ten times as cheap
tests. A test that waits for seconds is named too: mostly two indexes of one process wait for each other, and so would
those of a command.
"""

import os
from collections import Counter

import pytest

from support import program

#: A test that costs more, in seconds, is named, unless it is in tests/slow.
BUDGET = 2.0
#: A test that does nothing for longer, in seconds, is named.
WAIT = 10.0
#: Seconds below which a run is too short for a table.
_SHORT = 60.0


def cpu_seconds() -> float:
    times = os.times()
    own = times.user + times.system + times.children_user + times.children_system
    return own + program.server_seconds()


class Costs:
    """Plugin: each report carries the seconds since the one before it; the controller adds them up."""

    def __init__(self) -> None:
        self.last = cpu_seconds()
        self.tests: Counter[str] = Counter()
        self.waits: Counter[str] = Counter()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self):
        report = yield
        now = cpu_seconds()
        report.cpu_seconds, self.last = now - self.last, now
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self, session):
        yield
        self.last = cpu_seconds()

    def pytest_runtest_logreport(self, report):
        seconds = getattr(report, "cpu_seconds", 0.0)
        self.tests[report.nodeid] += seconds
        self.waits[report.nodeid] += report.duration - seconds

    def pytest_terminal_summary(self, terminalreporter, config):
        is_asked = config.getoption("--costs")
        if self.tests.total() < _SHORT and not is_asked:
            return
        rooms: dict[str, Counter[str]] = {}
        for test, seconds in self.tests.items():
            rooms.setdefault("/".join(test.split("/")[:2]), Counter())[test] = seconds
        terminalreporter.section(f"CPU 秒：各房间，和超过 {BUDGET:g} 秒的测试")
        for room, tests in sorted(rooms.items(), key=lambda item: -item[1].total()):
            terminalreporter.write_line(f"{tests.total():7.1f}  {len(tests):5} 个  {room}")
        for test, seconds in self.tests.most_common():
            if seconds < (BUDGET / 10 if is_asked else BUDGET):
                break
            if not test.startswith("tests/slow/"):
                terminalreporter.write_line(f"{seconds:7.1f}  {test}")
        for test, seconds in self.waits.most_common():
            if seconds < WAIT:
                break
            terminalreporter.write_line(f"{seconds:7.1f}  秒什么也没做  {test}")
