"""A new record by question and answer: each answer is looked at at once, and none is lost."""

import contextlib
import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from hyzs.model.errors import BadUsage, EditRefused, HyzsError, NotFound
from hyzs.output import print_notice
from hyzs.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hyzs.model.record import Record

#: Names offered one by one; of more only the number is shown.
_OFFERED = 15


class RecordPrompts:
    """The answers so far, by the keys of their fields; ``head`` is the command that they would be given to."""

    def __init__(self, session: Session, kind: "type[Record]", head: Sequence[str], words: Sequence[str]) -> None:
        self.session, self.kind, self.head, self.given = session, kind, list(head), list(words)
        self.answers: dict[str, str] = {}

    @property
    def words(self) -> list[str]:
        """Assignments ``key=value``: those of the command line, then the answers."""
        return [*self.given, *(f"{key}={text}" for key, text in self.answers.items())]

    def ask(self, label: str, key: str) -> None:
        """Ask for the field until its answer can stand; an earlier answer is offered again."""
        from hyzs.edits.field_prompts import checked_answer, offered_choices

        choices = offered_choices(self.session.index, self.kind.kind, key)
        question = f"{label}({key}){_offer(choices)}"

        def check(text: str) -> str:
            return self._refuse_private(
                checked_answer(self.session.index, self.kind.kind, key, _numbered(choices, text))
            )

        self.answers[key] = self.answer(question, check, self.answers.get(key))

    def answer(self, question: str, check: "Callable[[str], str]", before: str | None = None) -> str:
        """Ask until an answer passes the check; say what is wrong with the others."""
        while True:
            text = typer.prompt(question, default=before, err=True)
            try:
                return check(text)
            except (BadUsage, NotFound) as error:
                print_notice(f"  {error.message}" + (f"；{error.hint}" if error.hint else ""))

    def ask_again(self, refused: EditRefused) -> bool:
        """Ask once more for the fields that the errors name; False where they name none of this record."""
        from hyzs.edits.assignments import parse_assignment

        print_notice(refused.message)
        count = 0
        for key in dict.fromkeys(finding.field for finding in refused.findings if finding.field):
            try:
                label = parse_assignment(self.kind.kind, f"{key}=").spot.shape.label
            except BadUsage:
                continue
            self.given = [word for word in self.given if word.partition("=")[0] != key]
            self.ask(label, key)
            count += 1
        return count > 0

    def ask_id(self) -> str:
        """Ask for an id that nobody has."""
        from hyzs.edits.field_prompts import checked_id

        id = self.answer("编号", lambda text: checked_id(self.session.index, text))
        self.head.append(id)
        return id

    def write(self, write: "Callable[[list[str]], None]") -> None:
        """Write the answers; ask again for those that the store refuses, where there is a prompt for them."""
        while True:
            try:
                write(self.words)
                return
            except EditRefused as refused:
                if not self.ask_again(refused):
                    raise

    @contextlib.contextmanager
    def keeping_answers(self) -> "Iterator[None]":
        """Print the command that has all answers so far, where the interview ends early for any reason."""
        try:
            yield
        except (HyzsError, typer.Abort, KeyboardInterrupt):
            self._keep()
            raise

    def _keep(self) -> None:
        if self.answers or self.given:
            sets = [part for word in self.words for part in ("--set", word)]
            print_notice(f"已经答的没有丢，接着写：{shlex.join([*self.head, *sets])}")

    def _refuse_private(self, text: str) -> str:
        from hyzs.model.private_number import has_private_number

        if has_private_number(text):
            raise BadUsage("像是有手机号、身份证号或银行卡号，不能写进 data/")
        return text


def _offer(choices: Sequence[str]) -> str:
    """The choices with their numbers, or how many there are."""
    if len(choices) > _OFFERED:
        return f"：{len(choices)} 个，写名称的一部分也行"
    return f"：{'  '.join(f'{n} {choice}' for n, choice in enumerate(choices, 1))}" if choices else ""


def _numbered(choices: Sequence[str], text: str) -> str:
    """The choice of that number, where the choices were numbered and the text is none of them."""
    plain = text.strip()
    is_number = plain.isascii() and plain.isdecimal() and plain not in choices
    return (
        choices[int(plain) - 1] if is_number and len(choices) <= _OFFERED and 0 < int(plain) <= len(choices) else text
    )
