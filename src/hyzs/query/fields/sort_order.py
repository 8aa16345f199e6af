"""Which of two names comes first: words as the settings list them, units and industries by their ``order``."""

from typing import TYPE_CHECKING

from hyzs.query.fields.index_reader import IndexReader

if TYPE_CHECKING:
    from hyzs.query.fields.catalog import FieldCatalog

WORDS = "SELECT text, file, at FROM name WHERE kind = :refs AND text = called"
RANKED = """
SELECT r.name, k."order" AS place FROM "{kind}" k JOIN record r ON r.file = k.file AND r.item = k.item
WHERE k."order" IS NOT NULL
"""

_FEW = 20

NAMES = "SELECT DISTINCT kind, called FROM name ORDER BY kind, called"


def names_in_order(index: IndexReader, models: "FieldCatalog", refs: str) -> list[str]:
    """What the records of ``refs`` (kinds or a vocabulary) call themselves; those with a place first."""
    names = [called for kind, called in index.tuples(NAMES) if kind in refs.split("|")]
    place = sort_positions(index, models, refs)
    return sorted(names, key=lambda name: place.get(name, len(place)))


def sort_positions(index: IndexReader, models: "FieldCatalog", refs: str) -> dict[str, int]:
    """The place of each name of ``refs`` (kinds or a vocabulary); names without one are left out."""
    if not models.is_kind(refs):
        rows = sorted(index.rows(WORDS, refs=refs), key=lambda row: (row["file"], route_sort_key(row["at"])))
        return {row["text"]: n for n, row in enumerate(rows)}
    ordered = [kind for kind in refs.split("|") if any(f.name == "order" for f in models.fields(kind))]
    return {row["name"]: row["place"] for kind in ordered for row in index.rows(RANKED.format(kind=kind))}


def route_sort_key(at: str) -> list[tuple[int, str]]:
    """A route as something that sorts: its positions by number, its keys by text."""
    return [(int(step), "") if step.isdecimal() else (-1, step) for step in at.split("/")]


def suggestion(index: IndexReader, models: "FieldCatalog", refs: str, text: str) -> str:
    """The name most like ``text``; of a vocabulary with few words all of them; empty if there is neither."""
    if name := index.closest_name(text, refs):
        return f"是不是：{name}"
    known = [] if models.is_kind(refs) else list(sort_positions(index, models, refs))
    return f"可以写：{'、'.join(known)}" if 0 < len(known) <= _FEW else ""
