"""Declaration of a report that ``hyzs report`` prints, made by its module."""

from collections.abc import Callable
from inspect import signature
from typing import NamedTuple

from hyzs.model.answer import Answer


class PrintedReport(NamedTuple):
    """A report by its name, and the function that answers it; its parameters say what it is asked (commands.report)."""

    name: str
    title: str
    #: Its contents in a sentence, as the list of reports shows it.
    about: str
    answer: Callable[..., Answer]
    #: The option that the word behind the name stands for (week, unit, project, plan, where); or ``subject``: none.
    of: str = ""
    #: The word behind the report's name without which it has no answer, as errors name it: 单位.
    required: str = ""
    #: True if it is letters as well, which some formats show one by one.
    has_letters: bool = False
    #: The kind whose names shells offer for that word, where it stands for no option.
    subject_kind: str = ""
    #: The place in the list of reports; those that name none come last, by name.
    position: int = 1000

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters of ``answer``."""
        return tuple(signature(self.answer).parameters)
