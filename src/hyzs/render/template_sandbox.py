"""Templates in a process of their own: one that is not ours may ask for all the time and memory it likes.

Run as ``python -m hyzs.render.template_sandbox``: a pickled job on stdin, the text or what is wrong on
stdout. The job is made by this very program; nothing that a store brings is ever unpickled.
"""

import pickle
import sys
import traceback
from typing import Any

from hyzs.model.child_process import child_output, limit_process
from hyzs.model.errors import BadConfig
from hyzs.render.template_engine import run_template

_MEMORY, _SECONDS = 1_000_000_000, 20
_HINT = "看看里面的循环；或删去它，改用自带的模板"


class ChildTraceback(Exception):
    """Traceback of an error in the other process."""


def render_in_child(job: dict[str, Any]) -> str:
    """The text that ``run_template`` makes of the job, in a child process.

    Raises:
        BadConfig: the template is wrong, took too long, or took too much memory.
    """
    output = child_output(__name__, data=pickle.dumps(job), seconds=2 * _SECONDS)
    try:
        text, error, trace = pickle.loads(output)  # noqa: S301 - our own child wrote it
    except (EOFError, pickle.UnpicklingError):
        raise BadConfig("templates/ 里的模板用了太多时间或内存，停下了", _HINT) from None
    if error:
        raise BadConfig(*error) from ChildTraceback(trace)
    return str(text)


def main() -> None:
    """Do the job from stdin, within bounds where the system has such bounds."""
    limit_process(_MEMORY, _SECONDS)
    sys.stdout.buffer.write(pickle.dumps(run_job(pickle.loads(sys.stdin.buffer.read()))))  # noqa: S301


def run_job(job: dict[str, Any]) -> tuple[str, tuple[str, str] | None, str]:
    """Result of a job: the text, or message and hint of an error, with its traceback."""
    try:
        return run_template(**job), None, ""
    except BadConfig as error:
        return "", (error.message, error.hint), traceback.format_exc()
    except MemoryError:
        return "", ("templates/ 里的模板用了太多内存，停下了", _HINT), ""


if __name__ == "__main__":
    main()
