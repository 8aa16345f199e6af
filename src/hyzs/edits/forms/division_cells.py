"""Cells of a printed division that came back as values: units, clauses of responsible units, due words."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from hyzs.documents.ownership import parse_ownership
from hyzs.edits.forms.division_rows import cell_content, listed_names
from hyzs.model.change import Plain, Value
from hyzs.model.folding import fold
from hyzs.model.typed_input import parse_partial_date
from hyzs.query.name_book import NameBook

_LONG_TERM = "长期"


def same_text(returned: str, other: str) -> bool:
    """True if two cells say the same, whatever their line breaks, blanks and width of signs."""
    return _plain(returned) == _plain(other)


def _plain(text: str) -> str:
    return fold(cell_content(text).replace("\n", "、"))


def unit_names(book: NameBook, text: str, spellings: Sequence[str]) -> tuple[list[str], list[str]]:
    """The units that a cell lists, and names of none; one that has one of these ``spellings`` keeps it."""
    names: list[str] = []
    strange: list[str] = []
    for name in listed_names(text):
        if unit := unit_spelling(book, name, spellings):
            names.append(unit)
        else:
            strange.append(name)
    return list(dict.fromkeys(names)), strange


def unit_spelling(book: NameBook, name: str, spellings: Sequence[str]) -> str:
    """The name of the unit as it was spellings, else its usual one; empty if there is none, or more than one."""
    records = book.find(name, "unit")
    if len(records) != 1:
        return ""
    before = (text for text in spellings if book.find(text, "unit") == records)
    return next(before, records[0][2])


def responsible_clauses(
    book: NameBook, group_ids: Collection[str], units: str, groups: str, stored: Sequence[Any]
) -> tuple[list[Value], list[str], list[str]]:
    """The clauses of two cells, 责任单位 and 县市区: each line a clause, the groups behind; names of none; residue.

    A clause that is as it was stays as it is written; groups that the second cell has keep the clause that they are in.
    """
    clauses = [written_out(clause) for clause in stored]
    spellings = [
        name for clause in clauses for name in (*clause["named"], *([clause["of"]] if clause.get("of") else []))
    ]
    group_names, strange = unit_names(book, groups, spellings)
    old_groups = {
        name
        for clause in clauses
        for name in clause["named"]
        if any(id in group_ids for _, id, _ in book.find(name, "unit"))
    }
    out, more, residue = written_clauses(book, units, spellings)
    _place_groups(out, clauses, group_names, old_groups)
    return [clause_tree(clause) for clause in out], list(dict.fromkeys([*strange, *more])), residue


def written_clauses(
    book: NameBook, text: str, spellings: Sequence[str]
) -> tuple[list[dict[str, Any]], list[str], list[str]]:
    """The clauses of a cell 责任单位, each line one or more: {named, of, open}; names of none; residue."""
    out: list[dict[str, Any]] = []
    strange: list[str] = []
    residue: list[str] = []
    for line in cell_content(text).split("\n"):
        ownership = parse_ownership(line, is_name=lambda text: bool(book.find(text, "unit")))
        residue += ownership.residue
        for part in ownership.parts:
            clause: dict[str, Any] = {"named": [], "of": "", "open": part.open}
            for name in part.named:
                unit = unit_spelling(book, name, spellings)
                clause["named"] += [unit] if unit else []
                strange += [] if unit else [name]
            if part.of:
                clause["of"] = unit_spelling(book, part.of, spellings)
                strange += [] if clause["of"] else [part.of]
            if clause["named"]:
                out.append(clause)
    return out, strange, residue


def written_out(clause: Any) -> dict[str, Any]:
    """A clause as the file has it, written out."""
    if isinstance(clause, Mapping):
        return {"named": list(clause["named"]), "of": clause.get("of") or "", "open": bool(clause.get("open"))}
    return {"named": list(clause) if isinstance(clause, list | tuple) else [clause], "of": "", "open": False}


def _place_groups(
    out: list[dict[str, Any]], clauses: Sequence[dict[str, Any]], names: Sequence[str], old: set[str]
) -> None:
    """Put the groups where they stood: in clauses of their own, else behind the units of theirs; new ones last."""
    standing = [
        [name for name in clause["named"] if name in names] for clause in clauses if set(clause["named"]) <= old
    ]
    placed_names = {name for group in standing for name in group}
    for clause in clauses:
        for name in clause["named"]:
            if name in old and name in names and name not in placed_names:
                units = set(clause["named"]) - old
                home = next((new for new in out if units & set(new["named"])), None)
                if home is not None:
                    home["named"].append(name)
                    placed_names.add(name)
    rest = [name for name in names if name not in placed_names]
    if rest and standing:
        standing[-1] += rest
    elif rest:
        standing.append(rest)
    out += [{"named": group, "of": "", "open": False} for group in standing if group]


def clause_tree(clause: Mapping[str, Any]) -> Value:
    """A clause as a file has it: a list of units, or a mapping where there is more to say."""
    more = {**({"of": clause["of"]} if clause["of"] else {}), **({"open": Plain("true")} if clause["open"] else {})}
    return {"named": clause["named"], **more} if more else clause["named"]


def due_values(book: NameBook, text: str) -> dict[str, Value]:
    """``due`` and ``cadence`` of 2026年12月, of 长期，每周, of —; None: it has none.

    Raises: ValueError: a word is neither a date nor a cadence of the settings.
    """
    due: str | None = None
    cadence: str | None = None
    for word in filter(None, re.split("[，,、；;]", cell_content(text))):
        if word.strip() == _LONG_TERM:
            due = _LONG_TERM
        elif term := book.find(word.strip(), "cadence"):
            cadence = term[0][2]
        else:
            due = str(parse_partial_date(re.sub("(?:之|以)?前$|底前$|前完成$", "", word.strip())).value or "") or None
    return {"due": due if due in (None, _LONG_TERM) else Plain(str(due)), "cadence": cadence}
