"""Declaration of a format: the ``FORMAT`` of a module of ``formats/``, beside its function ``render``."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Format:
    """Declaration of a format: its names and endings, and what it has no place for; its name is that of its module.

    ``content`` is what an answer must have to come in it: ``""`` nothing but tables and texts; ``findings``;
    ``letters``; ``days`` (of a calendar); ``graph``; or the name of the one report that it is made for.
    """

    #: Its place where formats are listed, the smallest first.
    rank: int
    content: str = ""
    #: The ending of files besides its name; of a format with a ``content`` the only one.
    extension: str = ""
    #: It has an option or a command of its own, and is not listed among formats.
    is_hidden: bool = False
    #: Its bytes are no text for a screen.
    is_binary: bool = False
    #: The encoding of a text in a file.
    encoding: str = "utf-8"
    #: It shows the rows of an answer as they are, not its tables.
    shows_rows: bool = False
    #: It has a place to say that the answer could not be given, where programs read it.
    shows_failure: bool = False
    #: It shows what the stamp of an answer says: only to a terminal, or only beside a title.
    stamp: Literal["always", "never", "terminal", "titled"] = "always"
    #: Each letter can be a file of its own, with this ending; empty: none can.
    letter_extension: str = ""
    #: A letter is as many messages as lines, each of them a request.
    has_messages: bool = False
    #: Findings that its readers take; None: any number.
    most_findings: int | None = None
