"""All names of the store, read once for many look-ups: the cells of a large spreadsheet ask no index each."""

from functools import cache
from typing import Any

from hyzs.model.folding import fold
from hyzs.query.fields.index_reader import IndexReader, single_record

NAMES = "SELECT DISTINCT kind, id, called, text FROM name"
#: What is left out before the name of a city's office: 发改委 is 市发改委.
_ELIDED = "市"

Named = tuple[str, str, str]


class NameBook:
    """Names word for word and folded; kind, id and name of what is called so."""

    def __init__(self, index: IndexReader) -> None:
        self.index = index
        self._exact: dict[str, set[Named]] = {}
        self._folded: dict[str, set[Named]] = {}
        for kind, id, called, text in index.tuples(NAMES):
            self._exact.setdefault(text, set()).add((kind, id, called))
            self._folded.setdefault(fold(text), set()).add((kind, id, called))
        self.find = cache(self._find)

    def _find(self, text: str, kinds: str) -> tuple[Named, ...]:
        """All of ``kinds`` called ``text``: word for word, else folded, else with the 市 that was left out."""
        among = kinds.split("|")
        for names, key in ((self._exact, text), (self._folded, fold(text)), (self._folded, _ELIDED + fold(text))):
            records = sorted(record for record in names.get(key, ()) if record[0] in among)
            if records and (key != _ELIDED + fold(text) or "unit" in among):
                return tuple(records)
        return ()

    def add(self, kind: str, id: str, name: str) -> None:
        """Know a record that is about to be made."""
        for names, key in ((self._exact, name), (self._folded, fold(name))):
            names.setdefault(key, set()).add((kind, id, name))
        self.find = cache(self._find)

    def name_of(self, text: str, kinds: str) -> str:
        """What the one record of ``kinds`` that is called ``text`` calls itself.

        Raises: NotFound, with a near name where nothing is called so, with all of them where several are.
        """
        return str(self.record(text, kinds)["name"])

    def record(self, text: str, kinds: str) -> dict[str, Any]:
        """Kind, id and name of the one record of ``kinds`` that is called ``text``.

        Raises: NotFound, with a near name where nothing is called so, with all of them where several are.
        """
        records = self.find(text, kinds)
        rows = [dict(zip(("kind", "id", "name"), record, strict=True)) for record in records]
        return single_record(self.index, text, kinds, rows)

    def is_id(self, text: str, kind: str) -> bool:
        """True if it is the id of a record of that kind."""
        return any(record[:2] == (kind, text) for record in self._exact.get(text, ()))

    def names_by_folded_text(self, kind: str) -> dict[str, str]:
        """The names of a kind or vocabulary, folded, and as they are written."""
        return {
            folded: record[2] for folded, records in self._folded.items() for record in records if record[0] == kind
        }
