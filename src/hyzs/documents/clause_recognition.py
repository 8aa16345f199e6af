"""Texts that are ownership clauses: by a label, by a verb of a role, or by the names of units in them."""

from hyzs.documents import clause_words as words
from hyzs.documents.clause_segments import (
    ENDS,
    LABEL,
    LONGEST_CLAUSE,
    RESPONSIBLE,
    ClauseReading,
    cut_role,
    reflow,
    unwrap,
)
from hyzs.documents.clause_words import plain
from hyzs.documents.ownership import parse_ownership
from hyzs.documents.unit_names import is_like_a_name
from hyzs.model.brackets import split_outside


def is_label_line(text: str) -> bool:
    """True for a text that begins with 牵头单位： or another word of a role, and names somebody."""
    match = LABEL.match(plain(text.strip()))
    return bool(match and text.strip()[match.end() :].strip())


def looks_like_ownership(text: str) -> bool:
    """True for brackets that hold an ownership clause, and no remark: not （试行）, （不含6亩）."""
    if len(text) > LONGEST_CLAUSE:
        return False
    inner = unwrap(text)
    bare = plain(inner)
    if LABEL.match(bare) or words.FIRST_LEADS.search(bare):
        return True
    return _names_units(inner, 2 if not _has_verb(inner) else 1)


def is_ownership_sentence(text: str) -> bool:
    """True for a sentence that only says who leads or answers: 市发改委牵头落实."""
    return len(text) <= LONGEST_CLAUSE and _has_verb(text) and _names_units(text, 1, of_all=1.0)


def _has_verb(text: str) -> bool:
    clause = ClauseReading(RESPONSIBLE, None)
    return any(cut_role(segment, clause)[1] for segment in split_outside(reflow(text, clause), ENDS))


def _names_units(text: str, least: int, of_all: float = 0.5) -> bool:
    """True if so many names come out of the text, and so large a part of them look like names of units."""
    ownership = parse_ownership(text)
    names = (*ownership.lead, *ownership.responsible, *ownership.groups)
    like = sum(map(is_like_a_name, names))
    part = of_all if least == 1 else 1.0
    return len(names) >= least and like >= part * len(names) and not (least > 1 and ownership.residue)
