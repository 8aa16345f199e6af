"""The program ``hyzs``, and ``python -m hyzs``."""

import contextlib
import gc
import os
import sys

#: A run is short and makes few rings: looking for them so often takes a tenth of its time.
_RARELY = (50_000, 20, 20)


def main() -> None:
    """Run the words of the command line."""
    _begin_again_in_utf8()
    gc.set_threshold(*_RARELY)
    os.environ["PYTHONSAFEPATH"] = "1"  # no process that we start looks for modules in a store
    if sys.argv[1:2] == ["--hyzs-child"]:
        _run_child()
        return
    _set_streams()
    from hyzs.cli.git_status_prefetch import start_git_status

    try:
        start_git_status(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)  # as everywhere, but the table of exit codes is not loaded yet
    from hyzs.cli.main import main

    main()


def _run_child() -> None:
    """Run the module of ours that a frozen program named to itself (``child_process.python_command``)."""
    from runpy import run_module

    module = sys.argv[2] if len(sys.argv) > 2 else ""
    if not (getattr(sys, "frozen", False) and module.startswith("hyzs.")):
        sys.exit(2)
    del sys.argv[:2]
    run_module(module, run_name="__main__")


def _begin_again_in_utf8() -> None:
    """Start once more with file names and words in UTF-8, where the locale (LC_ALL=C) has no Chinese at all.

    Where that cannot be done, the words of the command line at least are read as UTF-8.
    """
    try:
        "市".encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        if os.environ.get("PYTHONUTF8") != "1":  # else it was tried, and is ignored: python -E
            os.environ["PYTHONUTF8"] = "1"
            with contextlib.suppress(OSError):
                os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - ourselves
        sys.argv[1:] = [os.fsencode(word).decode("utf-8", "surrogateescape") for word in sys.argv[1:]]


def _set_streams() -> None:
    """Set the streams to UTF-8 whatever the locale; a stream closed before the start goes to the null device."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 — until we end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if os.name == "nt":
        _teach_console()


def _teach_console() -> None:
    """Make an old console of Windows understand colours; colorama is a dependency there."""
    import contextlib

    with contextlib.suppress(ImportError):
        import colorama

        colorama.just_fix_windows_console()


if __name__ == "__main__":
    main()
