"""The peers, where they are installed, and what each is asked."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from bench import records
from bench.pair import Command
from bench.stores import FOLDER, ROOT, project_files

#: Where peers may be besides the PATH.
PLACES = (ROOT / ".venv-bench" / "bin", ROOT / ".venv-bench" / "Scripts")
_QUERY = "SELECT account, sum(position) GROUP BY account"
#: How yamllint is told to judge what it would by default, but for the length of lines.
_LINT = "{extends: default, rules: {line-length: disable, document-start: disable}}"


def peer(name: str) -> str | None:
    """The program's path, if it is installed; a terminal is there wherever Python can make one."""
    if name == "pty":
        return name if hasattr(os, "openpty") else None
    path = os.pathsep.join([*map(str, PLACES), os.environ.get("PATH", "")])
    return shutil.which(name, path=path)


def once(name: str, count: int, make: Callable[[Path, int], None]) -> Path:
    """The folder of that peer's records; made if it is not there."""
    folder = FOLDER / f"{name}-{count}"
    if not folder.exists():
        new = folder.with_name(folder.name + ".new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        make(new, count)
        new.rename(folder)
    return folder


def checker(name: str, store: Path) -> Command | None:
    """The peer checks as many files as the store has projects; doorstop has items of its own."""
    program, files = peer(name), [str(file) for file in project_files(store)]
    if not program:
        return None
    if name == "doorstop":
        return Command([program, "-q", "-F"], cwd=once(name, len(files), records.doorstop))
    if name == "yamllint":
        return Command([program, "-d", _LINT, *files], fine=(0, 1))
    return Command([program, "--schemafile", str(store / "schema" / "project.json"), *files], fine=(0, 1))


def asker(name: str, count: int) -> Command | None:
    """The peer answers one question about so many records."""
    program = peer(name)
    if not program:
        return None
    if name == "bean-query":
        return Command([program, str(once(name, count, records.beancount) / "book.beancount"), _QUERY])
    if name == "hledger":
        return Command([program, "-f", str(once(name, count, records.hledger) / "book.journal"), "bal"])
    folder = once(name, count, records.taskwarrior)
    return Command([program, "list"], cwd=folder, env={"TASKRC": "taskrc", "TASKDATA": "."})
