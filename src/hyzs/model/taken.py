"""A text that people wrote, and the record that it was taken for."""

from typing import NamedTuple


class NameGuess(NamedTuple):
    """A text that no record is called by word for word, and the one record that it was taken for.

    ``partial``: it is only a part of the name, and may fit another record once records come or go.
    """

    text: str
    kind: str
    id: str
    name: str
    partial: bool

    @property
    def sentence(self) -> str:
        """What is said of it beside the answer."""
        return f"“{self.text}”当作 {self.name}({self.id})"
