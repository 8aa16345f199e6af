"""Writer of answers that belong to no single store: those over several."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyzs.output import NO_STORE, AnswerWriter

if TYPE_CHECKING:
    from hyzs.model.answer import Answer
    from hyzs.model.print_options import PrintOptions


class StorelessSession:
    """The writer of such answers: they are not even of the store in whose folder the command is typed."""

    is_inside = False
    root = Path()
    as_of = ""
    opened_index = None

    def __init__(self, today: date = date.min) -> None:
        self.today = today
        self.about: dict[str, Any] = dict(NO_STORE)

    @property
    def index(self) -> Any:
        """No index: asking for one is a bug."""
        raise AssertionError

    def show(
        self, answer: "Answer", format: str | None, output: str | None, printing: "PrintOptions | None" = None
    ) -> None:
        """Print the answer, or write it to the file ``output``. Raises: as ``AnswerWriter.show`` does."""
        AnswerWriter(self).show(answer, format, output, printing)
