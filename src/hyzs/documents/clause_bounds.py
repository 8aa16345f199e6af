"""Beginning and end of ownership clauses in running text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from hyzs.documents.clause_recognition import is_label_line, is_ownership_sentence, looks_like_ownership
from hyzs.documents.ownership import Ownership, parse_ownership
from hyzs.model.brackets import CLOSE, OPEN, bracket_depths

#: A label stands within so many characters behind its bracket.
_LABEL_REACH = 40
#: A sentence begins behind these.
_SENTENCE_STARTS = re.compile(r"(?:[。；;!！\n]|…{1,2})\s*")


class FoundClause(NamedTuple):
    """An ownership clause in a text: its span with brackets, and its words."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=1024)
def find_clauses(text: str) -> tuple[FoundClause, ...]:
    """The ownership clauses of a paragraph: in brackets, or on lines of their own."""
    clauses = tuple(clause for clause in _in_brackets(text) if looks_like_ownership(clause.text))
    return clauses or tuple(_on_lines(text))


def _in_brackets(text: str) -> Iterator[FoundClause]:
    """The outermost brackets; one that is never closed reaches to the end of the paragraph."""
    depths = bracket_depths(text)
    start = None
    for position, char in enumerate(text):
        is_inside = depths[position] > 0
        if start is None and char in OPEN and not is_inside:
            start = position
            if not any(depth > 0 for depth in depths[position + 1 : position + 2]):
                if is_label_line(text[position + 1 : position + _LABEL_REACH]):  # never closed
                    yield FoundClause(position, len(text), text[position:])
                    return
                start = None
        elif start is not None and char in CLOSE and not is_inside:
            yield FoundClause(start, position + 1, text[start : position + 1])
            start = None


def _on_lines(text: str) -> Iterator[FoundClause]:
    """A clause without brackets: a line that begins with 牵头单位：, with the lines of labels that follow it."""
    begin = None
    position = 0
    for line in text.split("\n"):
        if is_label_line(line):
            begin = position if begin is None else begin
        elif begin is not None:
            yield FoundClause(begin, position - 1, text[begin : position - 1])
            begin = None
        position += len(line) + 1
    if begin is not None:
        yield FoundClause(begin, len(text), text[begin:])
        return
    last = next(reversed(list(_SENTENCE_STARTS.finditer(text.rstrip("。；;.")))), None)
    start = last.end() if last else 0
    if is_label_line(text[start:]) or (last and is_ownership_sentence(text[start:])):
        yield FoundClause(start, len(text), text[start:])


def without_clauses(text: str, clauses: Sequence[FoundClause]) -> str:
    """The text without its clauses; a full stop behind one belongs to the sentence before it."""
    out, last = "", 0
    for clause in clauses:
        out += text[last : clause.start].rstrip(" \n　")
        last = clause.end
        if out[-1:] in "。；;！!" and text[last : last + 1] in ("。", "；", ";"):
            last += 1
    return (out + text[last:]).strip()


def pieces_between(text: str, clauses: Sequence[FoundClause]) -> Iterator[tuple[int, str]]:
    """The pieces before, between and behind the clauses, each with its offset; a lone 。 is none."""
    last = 0
    for start, end in (*((clause.start, clause.end) for clause in clauses), (len(text), len(text))):
        raw = text[last:start]
        piece = raw.strip().lstrip("。；;，, ") if last else raw.strip()
        if piece:
            yield last + raw.index(piece), piece
        last = end


def joined(clauses: Sequence[str], *, first_leads: bool = False) -> Ownership:
    """One ownership of several clauses of an item, in their order."""
    parsed: list[Ownership] = []
    for clause in clauses:
        parsed.append(parse_ownership(clause, first_leads=first_leads))
        first_leads = first_leads or parsed[-1].first_leads
    lead = _merge(own.lead for own in parsed)
    return Ownership(
        lead,
        tuple(name for name in _merge(own.responsible for own in parsed) if name not in lead),
        _merge(own.groups for own in parsed),
        _merge(own.lead_groups for own in parsed),
        any(own.open for own in parsed),
        _merge(own.residue for own in parsed),
        any(own.first_leads for own in parsed),
        tuple(dict.fromkeys(part for own in parsed for part in own.parts)),
    )


def _merge(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for texts in lists for text in texts))
