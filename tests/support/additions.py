"""Modules laid beside the program's own for a test: what they declare must be all that the program needs."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

#: Each package gets one more folder to find modules in; then the commands run one after the other, and a text is
#: completed as by bash.
_RUN = """
import contextlib, gc, importlib, json, os, pathlib, sys
folders, commands = map(json.loads, sys.argv[1:])
for package, folder in folders.items():
    importlib.import_module(package).__path__.append(folder)
from typer.completion import get_completion_inspect_parameters
from hyzs.cli.main import run
get_completion_inspect_parameters()
for words in commands:
    if isinstance(words, str):
        os.environ |= {"_HYZS_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    with open("out", "w") as out, open("err", "w") as err:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run([] if isinstance(words, str) else words)
    os.environ.pop("_HYZS_COMPLETE", None)
    gc.collect()  # the index that completion leaves open: its process ends there
    print(json.dumps([code, *(pathlib.Path(name).read_text() for name in ("out", "err"))]))
"""


class Ran(NamedTuple):
    """A command that was run: its exit code, and what it printed."""

    code: int
    out: str
    err: str


def run_with(modules: Mapping[str, str], folder: Path, store: Path, commands: Iterable[Sequence[str]]) -> list[Ran]:
    """Run the commands in the store with these modules (``hyzs.kinds.pledge`` → source) written below ``folder``."""
    folders = {}
    for name, source in modules.items():
        package, _, module = name.rpartition(".")
        folders[package] = str(folder / package)
        (folder / package).mkdir(parents=True, exist_ok=True)
        (folder / package / f"{module}.py").write_text(source, encoding="utf-8")
    words = [sys.executable, "-c", _RUN, json.dumps(folders), json.dumps(list(commands))]
    env = {**os.environ, "HYZS_TODAY": "2026-11-23", "HYZS_STORE": str(store), "PYTHONUTF8": "1"}
    process = subprocess.run(words, env=env, capture_output=True, text=True, cwd=folder, check=False)
    assert process.returncode == 0, process.stderr
    return [Ran(*json.loads(line)) for line in process.stdout.splitlines()]
