"""The command that git is started ahead of."""

import pytest

from hyzs.cli.prefetch import _command


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (["--store", "report", "undo"], "undo"),
        (["undo", "--store", "report"], "undo"),
        (["--store=x", "--today", "2026-11-23", "track", "--week"], "track"),
        (["--today"], None),
        ([], None),
    ],
)
def test_the_command_is_the_first_word_that_is_no_option_and_no_value(words, command):
    assert _command(words) == command
