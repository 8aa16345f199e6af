"""Three-way merge of the units of a measure: as printed, as returned, and as recorded now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hyzs.edits.forms.division_cells import unit_names, written_clauses, written_out
from hyzs.query.name_book import NameBook

#: The cells of a measure that hold units.
COLUMNS = ("lead", "responsible", "groups")
_UNITS, _GROUPS = COLUMNS[1:]


@dataclass(slots=True)
class UnitLists:
    """The units of a measure by the spelling of its file: who leads, the clauses of the others, and the groups alone.

    ``strange``: names of no unit, by cell; ``residue``: words that are no names.
    """

    lead: list[str]
    clauses: list[dict[str, Any]]
    groups: list[str]
    strange: dict[str, list[str]] = field(default_factory=dict)
    residue: list[str] = field(default_factory=list)

    def column(self, name: str) -> list[str]:
        """The units of one cell, in its order."""
        if name == "lead":
            return self.lead
        if name == _GROUPS:
            return self.groups
        return [unit for clause in self.clauses for unit in _all_units(clause) if unit not in self.groups]

    def names(self) -> Iterator[str]:
        """Every unit once, in the order of the cells."""
        yield from dict.fromkeys(name for column in COLUMNS for name in self.column(column))

    def place(self, name: str) -> frozenset[str]:
        """The cells that a unit stands in."""
        return frozenset(column for column in COLUMNS if name in self.column(column))


@dataclass(frozen=True, slots=True)
class UnitConflict:
    """A unit that both sides treat differently: the cells that it stands in, on each side."""

    name: str
    sent: frozenset[str]
    returned: frozenset[str]
    now: frozenset[str]


def stored_lists(book: NameBook, body: Mapping[str, Any], group_ids: set[str]) -> UnitLists:
    """The units of a measure as its file has them."""
    clauses = [written_out(clause) for clause in body.get("responsible") or ()]
    groups = [
        name
        for clause in clauses
        for name in clause["named"]
        if any(id in group_ids for _, id, _ in book.find(name, "unit"))
    ]
    return UnitLists(list(body.get("lead") or ()), clauses, groups)


def printed_lists(book: NameBook, texts: Mapping[str, str], stored: UnitLists) -> UnitLists:
    """The units of three cells, spelled as the file spells them."""
    spellings = [*stored.lead, *(name for clause in stored.clauses for name in _all_units(clause))]
    lead, strange = unit_names(book, texts["lead"], spellings)
    clauses, more, residue = written_clauses(book, texts[_UNITS], spellings)
    groups, others = unit_names(book, texts[_GROUPS], spellings)
    return UnitLists(lead, clauses, groups, {"lead": strange, _UNITS: more, _GROUPS: others}, residue)


def is_lead_contested(sent: UnitLists, returned: UnitLists, now: UnitLists) -> bool:
    """True if both sides took the lead from the same unit, and gave it to different ones."""
    removed = set(sent.lead) - set(returned.lead) - set(now.lead)
    added, added_here = set(returned.lead) - set(sent.lead), set(now.lead) - set(sent.lead)
    return bool(removed and added - added_here and added_here - added)


def merged_lists(sent: UnitLists, returned: UnitLists, now: UnitLists) -> tuple[UnitLists, list[UnitConflict]]:
    """The lists as they stand here with what the returned cells changed; a unit treated differently stays as here.

    The order is that of the file here; an added unit stands behind the one that it was written behind. A contested
    lead stays as here too.
    """
    contested = set(returned.lead) | set(sent.lead) if is_lead_contested(sent, returned, now) else set()
    places: dict[str, frozenset[str]] = {}
    conflicts: list[UnitConflict] = []
    for name in dict.fromkeys([*now.names(), *returned.names(), *sent.names()]):
        before, after, current = sent.place(name), returned.place(name), now.place(name)
        if name in contested:
            places[name] = current
            continue
        is_clear = after == before or current in (before, after)
        places[name] = current if after == before or not is_clear else after
        conflicts += [] if is_clear else [UnitConflict(name, before, after, current)]
    lead = _merged_order([name for name in now.lead if "lead" in places[name]], returned.lead, places, "lead")
    if now.lead == sent.lead:
        lead = sorted(lead, key=lambda name: returned.lead.index(name) if name in returned.lead else len(lead))
    clauses = [_staying_units(clause, places, now.groups) for clause in now.clauses]
    _add_units(clauses, returned, places)
    _add_groups(clauses, returned.groups, places, now.groups)
    _take_open(clauses, sent.clauses, returned.clauses)
    groups = list(dict.fromkeys(name for name in (*now.groups, *returned.groups) if _GROUPS in places[name]))
    return UnitLists(lead, [clause for clause in map(_whole_clause, clauses) if clause["named"]], groups), conflicts


def _all_units(clause: Mapping[str, Any]) -> list[str]:
    return [*clause["named"], *([clause["of"]] if clause["of"] else [])]


def _merged_order(
    names: list[str], entered: Sequence[str], places: Mapping[str, frozenset[str]], column: str
) -> list[str]:
    """The names with those that were added, each behind the one that it was written behind."""
    out = list(names)
    for number, name in enumerate(entered):
        if name not in out and column in places[name]:
            before = next((out.index(other) for other in reversed(entered[:number]) if other in out), -1)
            out.insert(before + 1, name)
    return out


def _staying_units(
    clause: Mapping[str, Any], places: Mapping[str, frozenset[str]], groups: Sequence[str]
) -> dict[str, Any]:
    """A clause without the units that leave it."""
    names_here = [name for name in clause["named"] if (_GROUPS if name in groups else _UNITS) in places[name]]
    of = clause["of"] if clause["of"] and _UNITS in places[clause["of"]] else ""
    return {"named": names_here, "of": of, "open": clause["open"]}


def _add_units(clauses: list[dict[str, Any]], returned: UnitLists, places: Mapping[str, frozenset[str]]) -> None:
    """Put the units that were added into the clause of their neighbours, else into one of their own."""
    for entered in returned.clauses:
        home = next((clause for clause in clauses if set(_all_units(clause)) & set(_all_units(entered))), None)
        if home is None:
            home = {"named": [], "of": "", "open": entered["open"]}
            last = max(
                (n for n, clause in enumerate(clauses, 1) if not _is_of_groups(clause, returned.groups)), default=0
            )
            clauses.insert(last, home)
        here = {name for clause in clauses for name in _all_units(clause)}
        entering = [name for name in entered["named"] if name in home["named"] or name not in here]
        home["named"] = _merged_order(home["named"], entering, places, _UNITS)
        if entered["of"] and entered["of"] not in here and _UNITS in places[entered["of"]]:
            if home["of"]:
                home["named"].append(entered["of"])
            else:
                home["of"] = entered["of"]


def _is_of_groups(clause: Mapping[str, Any], groups: Sequence[str]) -> bool:
    return set(clause["named"]) <= set(groups)


def _add_groups(
    clauses: list[dict[str, Any]],
    entered: Sequence[str],
    places: Mapping[str, frozenset[str]],
    groups: Sequence[str],
) -> None:
    """Put the groups that were added behind their neighbour, else into the last clause of groups."""
    own_clauses = [clause for clause in clauses if clause["named"] and _is_of_groups(clause, [*groups, *entered])]
    home: dict[str, Any] = own_clauses[-1] if own_clauses else {"named": [], "of": "", "open": False}
    here = {name for clause in clauses for name in clause["named"]}
    entering = [name for name in entered if name in home["named"] or name not in here]
    home["named"] = _merged_order(home["named"], entering, places, _GROUPS)
    if not own_clauses:
        clauses.append(home)


def _take_open(
    clauses: Sequence[dict[str, Any]], sent: Sequence[Mapping[str, Any]], returned: Sequence[Mapping[str, Any]]
) -> None:
    """Take over 等 where only the returned cell changed it."""
    for clause in clauses:
        was, entered = _like(clause, sent), _like(clause, returned)
        if was and entered and was["open"] != entered["open"]:
            clause["open"] = entered["open"]


def _like(clause: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    return next((other for other in others if set(_all_units(clause)) & set(_all_units(other))), None)


def _whole_clause(clause: Mapping[str, Any]) -> dict[str, Any]:
    """A clause that has a unit in front of its group; where none is left, the group stands for itself."""
    if not clause["named"] and clause["of"]:
        return {"named": [clause["of"]], "of": "", "open": False}
    return dict(clause)
