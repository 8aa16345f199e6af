"""As many records for each peer as the store has projects, in the peer's own form."""

import json
import subprocess
import uuid
from datetime import date, timedelta
from pathlib import Path

from bench.stores import ENV, git

_FIRST = date(2026, 1, 1)


def _day(n: int) -> date:
    return _FIRST + timedelta(n % 320)


def beancount(folder: Path, count: int) -> None:
    """One transaction for each project."""
    lines = ["2025-01-01 open Assets:Bank", *(f"2025-01-01 open Expenses:Unit{n}" for n in range(40))]
    for n in range(count):
        lines += [
            f'{_day(n)} * "Company {n}" "Project {n}"',
            f"  Expenses:Unit{n % 40}  {n + 1}.00 CNY",
            "  Assets:Bank",
        ]
    (folder / "book.beancount").write_text("\n".join(lines) + "\n", encoding="utf-8")


def hledger(folder: Path, count: int) -> None:
    """The same transactions as a journal."""
    lines: list[str] = []
    for n in range(count):
        lines += [f"{_day(n)} Project {n}", f"    expenses:unit{n % 40}  {n + 1}.00 CNY", "    assets:bank", ""]
    (folder / "book.journal").write_text("\n".join(lines), encoding="utf-8")


def taskwarrior(folder: Path, count: int) -> None:
    """One pending task for each project."""
    (folder / "taskrc").write_text("data.location=.\nconfirmation=off\nverbose=nothing\n", encoding="utf-8")
    tasks = [
        {
            "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, str(n))),
            "description": f"Project {n}",
            "project": f"unit{n % 40}",
            "status": "pending",
            "entry": "20260101T000000Z",
            "due": f"{_day(n):%Y%m%d}T000000Z",
        }
        for n in range(count)
    ]
    (folder / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    words = ["task", "import", "tasks.json"]
    subprocess.run(words, cwd=folder, env=ENV | {"TASKRC": "taskrc", "TASKDATA": "."}, check=True, capture_output=True)


def doorstop(folder: Path, count: int) -> None:
    """One item for each project, in a git repository: doorstop looks for one."""
    (folder / "reqs").mkdir()
    settings = "settings:\n  digits: 5\n  prefix: REQ\n  sep: ''\n"
    (folder / "reqs" / ".doorstop.yml").write_text(settings, encoding="utf-8")
    for n in range(count):
        text = (
            f"active: true\nderived: false\nheader: ''\nlevel: 1.{n + 1}.1\nlinks: []\nnormative: true\nref: ''\n"
            f"reviewed: null\ntext: |\n  Project {n} of the city, led by unit {n % 40}, is followed up every week.\n"
        )
        (folder / "reqs" / f"REQ{n:05d}.yml").write_text(text, encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "items")
