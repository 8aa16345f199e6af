"""Parsing of the command line, once, for everything that needs its words before the command runs."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

#: Options of ``hyzs`` itself, each with a value: people write them before the command, or after it.
GLOBAL_OPTIONS = ("--store", "--today", "--at")
#: Options that may be written without a value → the value that they have then.
_DEFAULTS = {
    "--week": "本期",
    "--changed": "主分支",
    "--baseline": "check-baseline.yaml",
    "--write-baseline": "check-baseline.yaml",
}
_HELP = frozenset(("-h", "--help"))
_FORMAT, _OUTPUT = ("-f", "--format"), ("-o", "--output")


class CommandLine(NamedTuple):
    """The global options in front, by name and as words, and the words of the command with all values filled in."""

    options: dict[str, str]
    front: list[str]
    words: list[str]

    @property
    def normalized(self) -> list[str]:
        """All words, as the parser of commands reads them."""
        return [*self.front, *self.words]

    @property
    def command(self) -> str | None:
        """The command: the first word that is no option, and no value of a global one."""
        return next((word for word in self.words if not word.startswith("-")), None)

    @property
    def asks_help(self) -> bool:
        """True if the help of a command is asked for."""
        return not _HELP.isdisjoint(self.words)

    @property
    def format(self) -> str | None:
        """The format requested for stdout; None if none is named, or the answer goes to a file."""
        formats, outputs = (list(self._values(*names)) for names in (_FORMAT, _OUTPUT))
        return formats[-1] if formats and not outputs else None

    def _values(self, short: str, long: str) -> Iterator[str | None]:
        """The values of an option, as often as it is written; None where its value is missing."""
        words = self.words[: self.words.index("--")] if "--" in self.words else self.words
        for position, word in enumerate(words):
            if word in (short, long):
                following = words[position + 1 : position + 2]
                yield following[0] if following and not following[0].startswith("-") else None
            elif word.startswith(f"{long}="):
                yield word.removeprefix(f"{long}=")
            elif word.startswith(short):
                yield word.removeprefix(short)


def parse_argv(argv: Sequence[str]) -> CommandLine:
    """The words taken apart; behind ``--`` none is an option.

    A global option whose value is missing ends the words: nothing that was written behind may stand in for it.
    """
    options: dict[str, str] = {}
    front: list[str] = []
    words: list[str] = []
    remaining = list(argv)
    while remaining:
        word = remaining.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            return CommandLine(options, front, [*words, word, *remaining])
        if name in GLOBAL_OPTIONS:
            front.append(word)
            if not equals and not remaining:
                return CommandLine({**options, name: ""}, front, [])
            if not equals:
                value = remaining.pop(0)
                front.append(value)
            options[name] = value
        elif word in _DEFAULTS and (not remaining or remaining[0].startswith("-")):
            words += [word, _DEFAULTS[word]]
        else:
            words.append(word)
    return CommandLine(options, front, words)
