"""The check of every test: a public function that an error left names it under ``Raises:``."""

import sys
from types import SimpleNamespace

import pytest

from support.escaped_errors import silent_functions
from support.rooms import PACKAGE

#: Errors of a room that no test makes otherwise: those of the program are looked at when this test ends, too.
REFUSED = type("Refused", (Exception,), {"__module__": "hyzs.model.errors"})
BAD_WORD = type("BadWord", (REFUSED,), {"__module__": "hyzs.model.errors"})
FUNCTIONS = """
def answer(text):
    "{docstring}"
    return _number(text)

def caught(text):
    "The answer."
    try:
        _number(text)
    except BadWord as error:
        return error

def _number(text):
    "A number."
    raise BadWord(text)
"""


def functions(docstring):
    names = {"BadWord": BAD_WORD}
    exec(compile(FUNCTIONS.format(docstring=docstring), f"{PACKAGE}/answers.py", "exec"), names)
    return names


@pytest.mark.parametrize(
    ("docstring", "silent"),
    [
        ("The answer.", ["answers.py::answer"]),
        ("The answer. Raises: NotFound.", ["answers.py::answer"]),
        ("The answer. Raises: BadWord: it is no number.", []),
        ("The answer. Raises: Refused.", []),
        ("The answer. Raises: as ``no_such_function`` does.", ["answers.py::answer"]),
        ("The answer. Raises: as ``spell`` does.", []),
        ("回答。", []),
    ],
)
def test_a_function_that_an_error_left_says_so(docstring, silent, monkeypatch):
    def spell():
        """A word. Raises: BadWord."""

    monkeypatch.setitem(sys.modules, "hyzs.words", SimpleNamespace(spell=spell))
    with pytest.raises(BAD_WORD) as error:
        functions(docstring)["answer"]("one")

    assert list(silent_functions(error.value)) == silent


def test_the_one_that_caught_it_need_not():
    assert list(silent_functions(functions("The answer.")["caught"]("one"))) == []
