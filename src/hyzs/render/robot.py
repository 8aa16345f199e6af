"""Messages for the robots of group chats: the bodies of their requests, within the size that each allows."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.letter import PrintedLetter, plain_lines, printed_letters

#: Signs that robots take for markup → the same signs a Chinese sign wide.
_FULLWIDTH_SIGNS = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in "`*_[]<>#~"}
#: A message of a title and lines, made the payload of one robot.
Payload = Callable[[str, Sequence[str]], dict[str, Any]]


def messages(
    answer: Answer, context: RenderContext, payload: Payload, size: Callable[[dict[str, Any]], int], most: int
) -> str:
    """One payload per line: a letter is one, or as many as it takes to keep each within ``most`` bytes of ``size``.

    Raises: BadConfig: a template is wrong, or leaves a letter without text.
    """
    payloads = [body for letter in printed_letters(answer, context) for body in _payloads(letter, payload, size, most)]
    return "".join(f"{payload_text(body)}\n" for body in payloads)


def payload_text(payload: dict[str, Any]) -> str:
    """The payload as the text that is posted."""
    return json.dumps(payload, ensure_ascii=False)


def _payloads(
    paper: PrintedLetter, payload: Payload, size: Callable[[dict[str, Any]], int], most: int
) -> Iterator[dict[str, Any]]:
    """The payloads of one letter; where there are several, each title says which of how many."""
    title, lines = "".join(paper.title_lines), plain_lines(paper)[1:]
    # room for the count in the title
    chunks = list(_chunks(lines, lambda chunk: size(payload(f"{title}（99/99）", chunk)) <= most))
    for number, chunk in enumerate(chunks, 1):
        yield payload(f"{title}（{number}/{len(chunks)}）" if len(chunks) > 1 else title, chunk)


def _chunks(lines: Sequence[str], fits: Callable[[list[str]], bool]) -> Iterator[list[str]]:
    """The lines in runs that fit; a line that does not fit alone is parted between signs."""
    run: list[str] = []
    for line in lines:
        rest = line
        while not fits([*run, rest]):
            if run:
                yield run
                run = []
                continue
            cut = _fitting_length(rest, fits)
            yield [rest[:cut]]
            rest = rest[cut:]
        run.append(rest)
    if any(run):
        yield run


def _fitting_length(line: str, fits: Callable[[list[str]], bool]) -> int:
    """Number of signs of the line that fit alone; at least one."""
    low, high = 1, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits([line[:middle]]) else (low, middle - 1)
    return low


def inert_line(line: str) -> str:
    """The line with the signs of markdown as their wide twins: robots know no escape, and ``<@all>`` would ring."""
    return line.translate(_FULLWIDTH_SIGNS)
