"""Guesses: a text that people wrote, and the one record that it probably names."""

from collections.abc import Iterable
from typing import NamedTuple

from hyzs.model.errors import NotFound


class NameGuess(NamedTuple):
    """Text that is no record's exact name, with the one record that it was resolved to.

    ``partial``: it is only a part of the name, and may fit another record once records come or go.
    """

    text: str
    kind: str
    id: str
    name: str
    partial: bool

    @property
    def sentence(self) -> str:
        """Remark beside the answer."""
        return f"“{self.text}”当作 {self.name}({self.id})"


def refuse_partial_names(guesses: Iterable[NameGuess]) -> None:
    """Check that no record to write was found by a part of its name only.

    Raises:
        NotFound: One was; the hint has the full names.
    """
    if partial := [guess for guess in guesses if guess.partial]:
        texts = "、".join(f"“{guess.text}”" for guess in partial)
        names = "；".join(f"{guess.name}({guess.id})" for guess in partial)
        hint = f"是不是：{names}。脚本里改数据要写编号或全名：记录增减以后，同样几个字会变成别的记录"
        raise NotFound(f"没有叫{texts}的记录，没有写", hint)
