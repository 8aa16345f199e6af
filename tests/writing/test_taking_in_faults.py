"""Spreadsheets and forms on a disk that fills up, fails or loses its power: all that they bring, or nothing."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hyzs.model.errors import CannotWrite
from hyzs.session import Session
from hyzs.writing import journal
from hyzs.writing.transaction import recover
from support import program
from support.forms import City, fill
from support.spreadsheets import book_of, import_book

pytestmark = pytest.mark.slow

#: What the system is asked for when files are written for good.
CALLS = ("write", "fsync", "replace")
FUZZ = bool(os.environ.get("HYZS_FUZZ"))
#: Beyond the first calls only each of so many is tried, and so many kills, unless there is time.
EVERY, KILLS = 4, 4
LEDGER = book_of(["示例·丙", "一般", "1.2"], ["示例·丁", "一般", "2"], head=["项目名称", "级别", "总投资（亿元）"])
CSV = "项目名称,级别,投资方,总投资(万元)\n示例·丙,一般,示例甲公司,1000\n示例·丁,一般,示例乙公司,2000\n"
MAP = "columns: {项目名称: name, 级别: tier, 投资方: investors, 总投资(万元): investment.total}\n"


@pytest.fixture
def city(tmp_path):
    city = City(tmp_path)
    yield city
    city.close()


def leftovers(root: Path) -> list[str]:
    return [str(file) for file in (root / "data").rglob(".*") if file.is_file()]


def restore(city: City, files: dict[str, bytes]) -> None:
    shutil.rmtree(city.root / "data")
    for path, data in files.items():
        (city.root / path).parent.mkdir(parents=True, exist_ok=True)
        (city.root / path).write_bytes(data)


def faulty(monkeypatch: pytest.MonkeyPatch, nth: int) -> Iterator[int]:
    """Make the ``nth`` of the calls fail: the disk is full, or broken; counts them."""
    count = iter(range(1, sys.maxsize))
    error = (errno.ENOSPC, errno.EIO)[nth % 2]

    def wrapped(real: Callable) -> Callable:
        def call(*words, **more):
            if next(count) == nth:
                raise OSError(error, os.strerror(error))
            return real(*words, **more)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, wrapped(getattr(os, name)))
    return count


def import_spreadsheet(city: City) -> None:
    assert import_book(city.session(), LEDGER, write=True).changes


def collect_form(city: City) -> None:
    """One form that cannot be written does not end the run: it is told at the file."""
    result = city.collect(city.form)
    if not result.changes:
        raise CannotWrite(result.cells[-1].message)


@pytest.mark.parametrize("act", [import_spreadsheet, collect_form])
def test_whichever_call_fails_all_is_taken_in_or_nothing(city, monkeypatch, act):
    city.form = fill(city.send(), 本周进展__p26_a1="谈地块", 本周进展__p26_b2="谈厂房")
    before, failed, nth = city.record_bytes(), 0, 0
    act(city)
    after = {path: data for path, data in city.record_bytes().items() if path not in before or data != before[path]}
    while True:
        nth += 1 if FUZZ or nth < EVERY else EVERY
        restore(city, before)
        with monkeypatch.context() as patch:
            count = faulty(patch, nth)
            try:
                act(city)
                is_new = True
            except CannotWrite:
                is_new, failed = False, failed + 1
        values = city.record_bytes()
        changed = {path: data for path, data in values.items() if path not in before or data != before[path]}
        assert (set(changed), leftovers(city.root), journal.journal_path(city.root).exists()) == (
            set(after) if is_new else set(),
            [],
            False,
        ), nth
        if next(count) <= nth:
            break
    assert failed


#: Makes a command kill itself with its n-th call; half of what it wanted to write then is written. It says how many
#: calls there were.
KILLED = """
import atexit, itertools, os, signal, sys
count, nth, write = itertools.count(1), {nth}, os.write
def wrapped(real):
    def call(*words, **more):
        if next(count) == nth:
            if real is write:
                write(words[0], bytes(words[1])[: len(words[1]) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*words, **more)
    return call
os.write, os.fsync, os.replace = map(wrapped, (os.write, os.fsync, os.replace))
atexit.register(lambda: print(next(count) - 1, file=sys.stderr))
"""


def killed(city: City, nth: int, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HYZS_TODAY": "2026-11-20T09:00", "HYZS_STORE": str(city.root)}
    return program.run(words, env=environment, encoding="utf-8", first=KILLED.format(nth=nth))


@pytest.mark.skipif(os.name == "nt", reason="Windows 没有 kill -9")
@pytest.mark.parametrize("command", ["import", "collect"])
def test_killed_at_any_call_all_is_taken_in_or_nothing(city, tmp_path, command):
    (tmp_path / "led.csv").write_text(CSV, "utf-8")
    (tmp_path / "m.yaml").write_text(MAP, "utf-8")
    form = fill(city.send(), 本周进展__p26_a1="谈地块", 本周进展__p26_b2="谈厂房")
    import_words = ["import", "projects", str(tmp_path / "led.csv"), "--map", str(tmp_path / "m.yaml")]
    words = import_words if command == "import" else ["collect", str(form)]
    city.close()
    before = city.record_bytes()
    full = killed(city, 0, *words)
    after, calls = city.record_bytes(), int(full.stderr.split()[-1])

    assert full.returncode == 0 and after != before
    for nth in sorted(random.Random(7).sample(range(1, calls + 1), calls if FUZZ else min(calls, KILLS))):
        restore(city, before)
        died = killed(city, nth, *words)
        recover(city.root)
        by_key = {path: data for path, data in city.record_bytes().items() if "/.hyzs-" not in path}

        assert died.returncode in (-signal.SIGKILL, 0)  # another run may need some calls less
        assert set(by_key) in (set(before), set(after)), nth
        changed = [path for path in before if by_key[path] != before[path]]
        assert changed in ([], [path for path in before if after[path] != before[path]]), nth


def test_after_a_full_disk_the_same_spreadsheet_goes_in(city, monkeypatch):
    with monkeypatch.context() as patch, pytest.raises(CannotWrite, match="磁盘满了"):
        patch.setattr(os, "write", lambda *words: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        import_book(Session(str(city.root), "2026-11-20T09:00"), LEDGER, write=True)

    import_spreadsheet(city)
