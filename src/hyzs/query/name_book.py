"""All names of the store, read once for many look-ups: the cells of a large spreadsheet ask no index each."""

from functools import cache
from typing import Any

from hyzs.fields.index_reader import IndexReader, single_record
from hyzs.model.folding import fold

NAMES = "SELECT DISTINCT kind, id, called, text FROM name"
#: Prefix left out before the name of a city's office: 发改委 is 市发改委.
_ELIDED = "市"

Named = tuple[str, str, str]


class NameBook:
    """Names, exact and folded, with kind, id and name of their records."""

    def __init__(self, index: IndexReader) -> None:
        self.index = index
        self._exact: dict[str, set[Named]] = {}
        self._folded: dict[str, set[Named]] = {}
        for kind, id, called, text in index.tuples(NAMES):
            self._exact.setdefault(text, set()).add((kind, id, called))
            self._folded.setdefault(fold(text), set()).add((kind, id, called))
        self.find = cache(self._find)

    def _find(self, text: str, kinds: str) -> tuple[Named, ...]:
        """Records of ``kinds`` named ``text``: exactly, else folded, else with the 市 that was left out."""
        allowed = kinds.split("|")
        for names, key in ((self._exact, text), (self._folded, fold(text)), (self._folded, _ELIDED + fold(text))):
            records = sorted(record for record in names.get(key, ()) if record[0] in allowed)
            if records and (key != _ELIDED + fold(text) or "unit" in allowed):
                return tuple(records)
        return ()

    def add(self, kind: str, id: str, name: str) -> None:
        """Add the name of a record that is about to be created."""
        for names, key in ((self._exact, name), (self._folded, fold(name))):
            names.setdefault(key, set()).add((kind, id, name))
        self.find = cache(self._find)

    def name_of(self, text: str, kinds: str) -> str:
        """Usual name of the one record of ``kinds`` named ``text``.

        Raises: NotFound, with a near name where none has that name, with all of them where several have.
        """
        return str(self.record(text, kinds)["name"])

    def record(self, text: str, kinds: str) -> dict[str, Any]:
        """Kind, id and name of the one record of ``kinds`` named ``text``.

        Raises: NotFound, with a near name where none has that name, with all of them where several have.
        """
        records = self.find(text, kinds)
        rows = [dict(zip(("kind", "id", "name"), record, strict=True)) for record in records]
        return single_record(self.index, text, kinds, rows)

    def is_spelled(self, text: str, record: Named) -> bool:
        """True if ``text`` is, word for word, one of the names of the record."""
        return record in self._exact.get(text, ())

    def is_id(self, text: str, kind: str) -> bool:
        """True if ``text`` is the id of a record of that kind."""
        return any(record[:2] == (kind, text) for record in self._exact.get(text, ()))

    def names_by_folded_text(self, kind: str) -> dict[str, str]:
        """Names of a kind or vocabulary as written, by the folded name."""
        return {
            folded: record[2] for folded, records in self._folded.items() for record in records if record[0] == kind
        }
