"""Errors for people that leave a public function which does not say so: the test that shows it fails.

While a test runs, every ``HyzsError`` that it makes is kept. At its end the functions in the traceback of each, but the
outermost, which caught it, are those that the error left: a public one names its class under ``Raises:``. A docstring
in Chinese is the help of a command and exempt: any command may end so, and its help lists no classes. Not seen are the
errors of fixtures and of other processes, among them the runs that the program's server forks.
"""

import re
import sys
from collections.abc import Iterator

import pytest

from support.rooms import PACKAGE

_SOURCE = f"{PACKAGE}/"


class EscapedErrors:
    """Plugin: a test fails in which an error leaves a public function that does not name it under ``Raises:``."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []

    def pytest_sessionstart(self) -> None:
        from hyzs.model.errors import HyzsError

        make = HyzsError.__init__

        def make_and_keep(error: HyzsError, message: str, hint: str = "") -> None:
            make(error, message, hint)
            self.errors.append(error)

        HyzsError.__init__ = make_and_keep  # type: ignore[method-assign]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self):
        self.errors.clear()
        try:
            result = yield
            silent = sorted(
                {f"{name}: {type(error).__name__}" for error in self.errors for name in silent_functions(error)}
            )
        finally:
            self.errors.clear()
        if silent:
            pytest.fail("errors leave public functions whose Raises: does not name them:\n" + "\n".join(silent), False)
        return result


def silent_functions(error: BaseException) -> Iterator[str]:
    """Public functions of the package that the error left and that do not say so: ``path::qualified name``."""
    step = error.__traceback__
    while step and (step := step.tb_next):
        code = step.tb_frame.f_code
        names = code.co_qualname.split(".")
        is_public = code.co_filename.startswith(_SOURCE) and not any(name.startswith(("_", "<")) for name in names)
        if is_public and not has_word(next(iter(code.co_consts), None), type(error)):
            yield f"{code.co_filename.removeprefix(_SOURCE)}::{code.co_qualname}"


def has_word(docstring: object, error: type[BaseException], steps: int = 3) -> bool:
    """True if it names the class under ``Raises:``, or one above it, or refers to a function that does.

    What an argument raises (as the writer does) may be anything.
    """
    if not isinstance(docstring, str):  # the first constant of a function that has a docstring
        return False
    classes = "|".join(base.__name__ for base in error.__mro__ if base.__module__.startswith("hyzs."))
    _, _, words = docstring.partition("Raises:")
    if not docstring[:1].isascii() or re.search(rf"\b({classes})\b|\bas the \w+ does", words):
        return True
    others = re.findall(r"\bas ``(?:\w+\.)*(\w+)``", words)
    return steps > 0 and any(has_word(other, error, steps - 1) for name in others for other in _docstrings(name))


def _docstrings(name: str) -> Iterator[str | None]:
    """Docstrings of the functions and methods of that name in the modules that are loaded."""
    modules = [module for path, module in sys.modules.items() if path.startswith("hyzs.")]
    owners = [*modules, *(value for module in modules for value in vars(module).values() if isinstance(value, type))]
    for owner in owners:
        yield getattr(vars(owner).get(name), "__doc__", None)
