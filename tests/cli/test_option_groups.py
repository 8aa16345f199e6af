"""A parameter of a command that is a NamedTuple stands for an option a field."""

import inspect
from typing import Annotated, NamedTuple

import typer

from hyzs.cli.option_groups import with_flat_options


class Paper(NamedTuple):
    """A group inside another."""

    size: Annotated[str, typer.Option("--size")] = "A4"


class Options(NamedTuple):
    """Options with one that is none, for it is not annotated."""

    week: Annotated[str | None, typer.Option("--week")] = None
    paper: Paper = Paper()
    readers: str = "full"


def ask(name: str, options: Options, format: str = "text") -> tuple[str, Options, str]:
    """The values that arrive."""
    return name, options, format


def test_the_options_of_a_group_stand_in_its_place():
    assert list(inspect.signature(with_flat_options(ask)).parameters) == ["name", "week", "size", "format"]


def test_the_command_gets_its_groups_filled():
    questions = with_flat_options(ask)(name="weekly", week="W47", size="A3", format="json")

    assert questions == ("weekly", Options("W47", Paper("A3")), "json")


def test_a_command_without_groups_is_left_as_it_is():
    assert with_flat_options(len) is len
