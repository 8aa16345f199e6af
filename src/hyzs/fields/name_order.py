"""Sort order of names: terms as the settings list them, units and industries by their ``order``."""

from typing import TYPE_CHECKING

from hyzs.fields.index_reader import IndexReader

if TYPE_CHECKING:
    from hyzs.fields.field_catalog import FieldCatalog

WORDS = 'SELECT text, file, "at" FROM name WHERE kind = :refs AND text = called'
RANKED = """
SELECT r.name, k."order" AS place FROM "{kind}" k JOIN record r ON r.file = k.file AND r.item = k.item
WHERE k."order" IS NOT NULL
"""

_FEW = 20

NAMES = "SELECT DISTINCT kind, called FROM name ORDER BY kind, called"


def names_in_order(index: IndexReader, catalog: "FieldCatalog", refs: str) -> list[str]:
    """Usual names of ``refs`` (kinds or a vocabulary); those with a sort position first."""
    names = [called for kind, called in index.tuples(NAMES) if kind in refs.split("|")]
    place = sort_positions(index, catalog, refs)
    return sorted(names, key=lambda name: place.get(name, len(place)))


def sort_positions(index: IndexReader, catalog: "FieldCatalog", refs: str) -> dict[str, int]:
    """Sort position of each name of ``refs`` (kinds or a vocabulary); names without one are left out."""
    if not catalog.is_kind(refs):
        rows = sorted(index.rows(WORDS, refs=refs), key=lambda row: (row["file"], route_sort_key(row["at"])))
        return {row["text"]: n for n, row in enumerate(rows)}
    ordered = [kind for kind in refs.split("|") if any(f.name == "order" for f in catalog.fields(kind))]
    return {row["name"]: row["place"] for kind in ordered for row in index.rows(RANKED.format(kind=kind))}


def route_sort_key(at: str) -> list[tuple[int, str]]:
    """Sort key of a pointer: its positions by number, its keys by text."""
    return [(int(step), "") if step.isdecimal() else (-1, step) for step in at.split("/")]


def suggestion(index: IndexReader, catalog: "FieldCatalog", refs: str, text: str) -> str:
    """Hint with the name most like ``text``; of a small vocabulary with all terms; empty if there is neither."""
    if name := index.closest_name(text, refs):
        return f"是不是：{name}"
    names = [] if catalog.is_kind(refs) else list(sort_positions(index, catalog, refs))
    return f"可以写：{'、'.join(names)}" if 0 < len(names) <= _FEW else ""
