"""LibreOffice as a reader of what the program writes: one profile a test process, and nothing is converted twice."""

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import pytest

needs_office = pytest.mark.skipif(not shutil.which("soffice") and not os.environ.get("CI"), reason="没有 LibreOffice")
_NUMBERS = count()


def convert(data: bytes, source: str, ending: str) -> bytes:
    """A file of format ``source`` as LibreOffice saves it in the format of that ending."""
    [converted] = convert_all(((source, data),), ending)
    return converted


@functools.cache
def convert_all(files: tuple[tuple[str, bytes], ...], ending: str) -> list[bytes]:
    """Files (format, content) as LibreOffice saves them in the format of that ending; in one run, which starts once."""
    folder = _folder() / str(next(_NUMBERS))
    folder.mkdir()
    for number, (source, data) in enumerate(files):
        (folder / f"{number}.{source}").write_bytes(data)
    profile = f"-env:UserInstallation=file://{_folder()}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(folder / "out")]
    names = [str(folder / f"{number}.{source}") for number, (source, _) in enumerate(files)]
    subprocess.run([*command, *names], check=True, capture_output=True)
    return [(folder / "out" / f"{number}.{ending}").read_bytes() for number in range(len(files))]


@functools.cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="hyzs-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
