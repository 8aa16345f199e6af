"""The program as a process, without starting Python each time: a server that has it loaded forks for every run.

What a run prints, what it exits with and what it leaves behind is that of a process of its own: words, environment,
folder, streams (terminals too) are those of whoever asks, and nothing of an earlier run is there. What depends on how
Python starts (its own variables, a locale without Chinese, closed streams) is run by a Python that starts.
"""

import atexit
import contextlib
import functools
import marshal
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).parent
#: Variables of Python that change nothing in what a run says.
HARMLESS = {"PYTHONUTF8", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONSAFEPATH"}
HAS_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")
#: Runs the program after something else.
AFTER = "import sys; exec(sys.argv.pop(1)); from hyzs.__main__ import main; main()"


def run(
    words: Sequence[str | bytes],
    cwd: str | os.PathLike[str] | None = None,
    env: Mapping[str, str] | None = None,
    *,
    encoding: str | None = None,
    check: bool = False,
    first: str = "",
) -> subprocess.CompletedProcess:
    """``python -m hyzs words`` as ``subprocess.run`` would run it, its output captured and its input empty.

    ``first`` is Python that the process runs before.
    """
    env = os.environ if env is None else env
    if HAS_FORK and not starts_python_otherwise(env):
        result = _forked(words, cwd or Path.cwd(), env, first, encoding)
    else:
        start = ["-c", AFTER, first] if first else ["-m", "hyzs"]
        command = [sys.executable, *start, *words]
        nothing = subprocess.DEVNULL
        result = subprocess.run(
            command, cwd=cwd, env=env, stdin=nothing, capture_output=True, encoding=encoding, check=False
        )
    if check:
        result.check_returncode()
    return result


def _forked(words, folder, env, first, encoding) -> subprocess.CompletedProcess:
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        Path(os.devnull).open("rb") as nothing,
        socket.socket(socket.AF_UNIX) as line,
    ):
        line.connect(str(server() / "line"))
        variables = {os.fsencode(name): os.fsencode(value) for name, value in env.items()}
        request = marshal.dumps(([os.fsencode(word) for word in words], os.fsencode(folder), variables, first))
        socket.send_fds(line, [len(request).to_bytes(4, "big")], [stream.fileno() for stream in (nothing, out, err)])
        line.sendall(request)
        code = int.from_bytes(line.recv(2), "big", signed=True)
        texts = []
        for stream in (out, err):
            stream.seek(0)
            data = stream.read()
            texts.append(data.decode(encoding).replace("\r\n", "\n") if encoding else data)
    return subprocess.CompletedProcess(["hyzs", *words], code, *texts)


def share_readers(set_attribute: Callable[[object, str, object], object]) -> None:
    """Let the children that read workbooks and documents be forked too: they set their own limits, of time and memory.

    That a child is stopped from outside is told by the tests that begin one.
    """
    from hyzs.documents.read_document import READER as OF_DOCUMENTS
    from hyzs.model import child_process
    from hyzs.workbooks.spreadsheet import READER as OF_WORKBOOKS

    start = child_process.child_output

    def child_output(module: str, arguments: Sequence[str] = (), data: bytes = b"", *, seconds: int) -> bytes:
        if module not in (OF_DOCUMENTS, OF_WORKBOOKS) or not HAS_FORK or starts_python_otherwise(os.environ):
            return start(module, arguments, data, seconds=seconds)
        main = f"import sys, {module} as reader; reader.main(*sys.argv[1:]); raise SystemExit"
        return run(arguments, first=main).stdout

    set_attribute(child_process, "child_output", child_output)


def path_with_program() -> str:
    """A PATH on which ``hyzs`` is the program, and ``python`` the one that runs the tests."""
    own = str(Path(sys.executable).parent)
    return os.pathsep.join([*([str(server() / "bin")] if HAS_FORK else []), own, os.environ["PATH"]])


def starts_python_otherwise(env: Mapping[str, str]) -> bool:
    """These variables change how Python itself starts."""
    return any(name.startswith("PYTHON") and name not in HARMLESS for name in env) or env.get("LC_ALL") == "C"


def server_seconds() -> float:
    """CPU seconds of the server and of the runs that have ended; 0 where nobody can tell, or none was begun."""
    with contextlib.suppress(OSError):
        if server.cache_info().currsize:
            pid = (server() / "pid").read_text()
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return 0.0


@functools.cache
def server() -> Path:
    """The folder of the server, begun at the first use; it ends with the process that began it."""
    folder = Path(tempfile.mkdtemp(prefix="hyzs-program-"))
    (folder / "bin").mkdir()
    client = folder / "bin" / "hyzs"
    head = f"#!{sys.executable} -IS\nLINE = {str(folder / 'line')!r}\nHARMLESS = {HARMLESS!r}\n"
    client.write_text(head + (HERE / "program_client.py").read_text("utf-8"), "utf-8")
    client.chmod(0o755)
    command = [sys.executable, str(HERE / "program_server.py"), str(folder / "line")]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("HYZS", "COV_"))}
    running = subprocess.Popen(command, env=env | {"PYTHONUTF8": "1"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert running.stdin and running.stdout
    assert running.stdout.readline() == b"ready\n"
    (folder / "pid").write_text(str(running.pid))

    def end() -> None:
        running.stdin.close()
        running.wait()
        running.stdout.close()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    return folder
