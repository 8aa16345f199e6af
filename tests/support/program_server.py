"""The server of ``support.program``: loads the program once, then forks for every run that is asked of it."""

import atexit
import contextlib
import gc
import importlib
import io
import marshal
import os
import pkgutil
import select
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import NoReturn

#: Libraries that the program loads when it needs them.
LATER = ("rich.console", "jinja2", "xlsxwriter", "python_calamine", "docx", "icalendar", "fontTools.subset", "yaml")


def load() -> None:
    import hyzs

    for module in pkgutil.walk_packages(hyzs.__path__, "hyzs."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in LATER:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    sys.path.append(str(Path(__file__).parent.parent))
    from support import shared_index

    shared_index.share(setattr, files=True)
    shared_index.read_known_files()
    warm_renderers()


def warm_renderers() -> None:
    """Compile the templates and look for the fonts that most papers need."""
    from hyzs.model.errors import HyzsError
    from hyzs.render import builtin_templates, fonts
    from hyzs.render.formats import html, md

    for finalize, ending in ((html.html_value, "html"), (md.markdown_value, "md")):
        jinja = builtin_templates.environment(finalize=finalize)
        for template in jinja.list_templates(filter_func=lambda name, ending=ending: name.endswith(f".{ending}.j2")):
            jinja.get_template(template)
    with contextlib.suppress(ImportError, HyzsError):
        fonts.available_fonts()
        fonts.require_glyphs([("", "甲")])


def serve(path: str) -> None:
    """Answer until our stdin is closed: each run is told how it ended when it has."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    load()
    gc.collect()
    gc.freeze()
    ended, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    running: dict[int, socket.socket] = {}
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        ready, _, _ = select.select([listener, ended, 0], [], [])
        if 0 in ready:
            return
        if ended in ready:
            os.read(ended, 4096)
            report_ends(running)
        if listener in ready:
            line, _ = listener.accept()
            if (child := os.fork()) == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                answer(line)
            running[child] = line


def report_ends(running: dict[int, socket.socket]) -> None:
    while running:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        with running.pop(child) as line, contextlib.suppress(OSError):
            line.send(os.waitstatus_to_exitcode(status).to_bytes(2, "big", signed=True))


def answer(line: socket.socket) -> NoReturn:
    """Be the process that was asked for."""
    with line:
        head, streams, _, _ = socket.recv_fds(line, 4, 3)
        size, pieces = int.from_bytes(head, "big"), []
        while size:
            pieces.append(line.recv(size))
            size -= len(pieces[-1])
    words, folder, env, first = marshal.loads(b"".join(pieces))
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environb.clear()
    os.environb.update(env)
    sys.argv = ["hyzs", *map(os.fsdecode, words)]
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), encoding="utf-8")
    sys.stdout = sys.__stdout__ = writer(1, "strict", line_buffering=os.isatty(1))
    sys.stderr = sys.__stderr__ = writer(2, "backslashreplace", line_buffering=True)
    os._exit(outcome(first))


def writer(number: int, errors: str, *, line_buffering: bool) -> io.TextIOWrapper:
    stream = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
    return io.TextIOWrapper(stream, encoding="utf-8", errors=errors, line_buffering=line_buffering)


def outcome(first: str) -> int:
    """Run the program to its end, as Python would: threads, what is to be done at exit, the streams."""
    from hyzs.__main__ import main

    code: object = 0
    try:
        exec(first, {"__name__": "first"})
        main()
    except SystemExit as end:
        code = end.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    if code is not None and not isinstance(code, int):
        print(code, file=sys.stderr)
        code = 1
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        code = 120
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.flush()
    return int(code or 0)


if __name__ == "__main__":
    serve(sys.argv[1])
