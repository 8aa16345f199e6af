"""Terminal sessions told as text: what people type, what they see, how it ends.

``# 说明``      what the session is about
``== path``    a file of the store (over the base store, unless the first line says ``@ empty``)
``@ repo``     the repository's own data instead of the base store, files over it too
``$ command``  run by bash in the store; ``$[80] command`` on a terminal of that width
``2>text``     a line on stderr;  ``=1`` the exit code, when it is not 0
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from support import program
from support.stores import make_store

ROOT = Path(__file__).parent.parent.parent
#: A session in a document, and the width at which it is told.
BLOCK = re.compile(r"(```console\n)(.*?)(```)", re.DOTALL)
WIDTH = 88
#: The pages of the manual, and their blocks of commands with the language of each.
MANUAL = sorted((ROOT / "docs" / "手册").glob("*.md"))
FENCED = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
SESSIONS = ROOT / "tests" / "sessions"
#: The most commands of a session that is not slow.
_SHORT = 5
_COMMAND = re.compile(r"^\$(?:\[(\d+)\])? (.*)$")


@dataclass
class Step:
    """One command and what it is told to say."""

    command: str
    width: int | None
    output_lines: list[str] = field(default_factory=list)


def parse(text: str) -> tuple[str, list[Step]]:
    """What comes before the first command, and the commands."""
    head, steps = [], []
    for line in text.splitlines():
        if result := _COMMAND.match(line):
            steps.append(Step(result[2], int(result[1]) if result[1] else None))
        elif steps:
            steps[-1].output_lines.append(line)
        else:
            head.append(line)
    return "\n".join(head), steps


def replay(text: str, folder: Path) -> str:
    """The session as the program tells it now."""
    head, steps = parse(text)
    lines = set(head.splitlines())
    files = "\n".join(line for line in head.splitlines() if not line.startswith(("#", "@"))) + "\n"
    if "@ repo" in lines:
        shutil.copytree(ROOT / "data", folder / "data")
        make_store(folder, files.lstrip("\n"), base=False)
    else:
        make_store(folder, files.lstrip("\n"), base="@ empty" not in lines)
    texts = [head.rstrip("\n"), ""]
    for step in steps:
        prompt = f"$[{step.width}]" if step.width else "$"
        texts += [f"{prompt} {step.command}", *run(step, folder), ""]
    return "\n".join(texts).rstrip("\n") + "\n"


def environment(folder: Path) -> dict[str, str]:
    """The environment in which what people type is run in ``folder``."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("HYZS", "GIT", "CI", "COLUMNS", "NO_COLOR"))}
    return env | {
        "HYZS_TODAY": "2026-11-23",
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm",
        "PATH": program.path_with_program(),
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
    }


def sessions() -> list[Any]:
    """The name of each session, as a parameter; those of many commands are slow."""
    return [
        pytest.param(file.stem, marks=[pytest.mark.slow] if len(parse(file.read_text("utf-8"))[1]) > _SHORT else [])
        for file in sorted(SESSIONS.glob("*.told"))
    ]


def compare_or_rewrite(file: Path, folder: Path) -> None:
    """The session of the file goes as told; with HYZS_TELL it is told anew."""
    expected = file.read_text(encoding="utf-8")
    folder.mkdir()

    text = replay(expected, folder)

    if os.environ.get("HYZS_TELL"):
        file.write_text(text, encoding="utf-8")
    else:
        assert text == expected


def compare_or_rewrite_blocks(file: Path, folder: Path) -> None:
    """The commands of a Markdown file say what it shows; with HYZS_TELL it shows what they say now."""
    text = file.read_text(encoding="utf-8")

    now = BLOCK.sub(lambda match: match[1] + rerun_block(match[2], folder) + match[3], text)

    if os.environ.get("HYZS_TELL"):
        file.write_text(now, encoding="utf-8")
    else:
        assert now == text


def run(step: Step, folder: Path) -> list[str]:
    """Run one command in ``folder``: the lines that it says, and its exit code if it is not 0."""
    env = environment(folder)
    if step.width:
        code, out, err = _on_terminal(step, folder, env)
    else:
        process = subprocess.run(["bash", "-c", step.command], cwd=folder, env=env, capture_output=True, check=False)
        code, out, err = process.returncode, process.stdout.decode(), process.stderr.decode()
    assert "Traceback" not in err, f"{step.command}\n{err}"
    lines = [*out.splitlines(), *(f"2>{line}" for line in err.splitlines())]
    lines = [line.replace(str(folder), "<store>").replace(str(ROOT), "<repo>") for line in lines]
    return lines + ([f"={code}"] if code else [])


def _on_terminal(step: Step, folder: Path, env: dict[str, str]) -> tuple[int, str, str]:
    """Run with stdout on a pseudo-terminal of that width; ESC is told as ^."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, step.width or 80, 0, 0))
    child = subprocess.Popen(
        ["bash", "-c", step.command], cwd=folder, env=env, stdout=theirs, stdin=theirs, stderr=subprocess.PIPE
    )
    os.close(theirs)
    out = bytearray()
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        out += piece
    err = child.stderr.read().decode() if child.stderr else ""
    if child.stderr:
        child.stderr.close()
    os.close(ours)
    return child.wait(), out.decode().replace("\r\n", "\n").replace("\x1b", "^"), err


def rerun_block(block: str, folder: Path) -> str:
    """The block as the program tells it now, cut where the block says …"""
    steps: list[Step] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append(Step(line[2:], WIDTH))
        elif steps:
            steps[-1].output_lines.append(line)
    return "".join(f"$ {step.command}\n" + "".join(f"{line}\n" for line in _output(step, folder)) for step in steps)


def _output(step: Step, folder: Path) -> list[str]:
    text = list(step.output_lines)
    while text and not text[-1]:
        text.pop()
    blank = [""] * (len(step.output_lines) - len(text))
    now = run(Step(f"NO_COLOR=1 {step.command}", WIDTH), folder)
    assert not any(line.startswith(("=7", "=6", "=2")) for line in now), now
    if not text:
        return blank
    return [*now[: len(text) - 1], "…", *blank] if text[-1] == "…" else now + blank
