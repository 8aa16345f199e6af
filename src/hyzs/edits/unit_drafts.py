"""Units that a document names: as the store knows them, or as drafts that nobody has confirmed, each once."""

from collections.abc import Callable, Mapping

from hyzs.edits.draft_placement import Drafts
from hyzs.fields.index_reader import IndexReader
from hyzs.kinds import kinds
from hyzs.model.blocks import Row
from hyzs.model.change import Change, Plain, Value
from hyzs.query.name_book import NameBook

#: The type of a unit whose name says nothing of it, where the store has it.
_USUAL_TYPE = "政府部门"


class UnitDrafts:
    """The units of one document; a name that several units have is told in ``remarks``."""

    def __init__(self, index: IndexReader, book: NameBook, drafts: Drafts, remarks: list[str]) -> None:
        self.index, self.book, self.drafts, self.remarks = index, book, drafts, remarks
        #: The drafts {id, name, near, …}, once their changes were asked for.
        self.rows: list[Row] = []
        self._ids: dict[str, str] = {}

    def name(self, text: str) -> str:
        """The name as the store knows it, or as it will: unknown ones become drafts."""
        units = self.book.find(text, "unit")
        if len(units) == 1:
            return text if self.book.is_spelled(text, units[0]) else units[0][2]
        if units:
            self.remarks.append(f"“{text}”不止一个单位：{'、'.join(record[1] for record in units)}")
        elif text not in self._ids:
            self._ids[text] = self.drafts.id(kinds()["unit"], text)
        return text

    def changes(self, facts: Callable[[str], Mapping[str, Value]]) -> list[Change]:
        """The changes that make the drafts; ``facts`` gives type and level of a unit by its name."""
        self.drafts.begin()
        changes: list[Change] = []
        for name, id in self._ids.items():
            own = facts(name)
            tree: dict[str, Value] = {"name": name, "draft": Plain("true"), "unconfirmed": Plain("true"), **own}
            changes.append(self.drafts.creation(kinds()["unit"], id, tree))
            near = self.index.closest_name(name, "unit") or ""
            self.rows.append({"id": id, "name": name, "near": near, **{key: str(value) for key, value in own.items()}})
        return changes

    def usual_type(self) -> str:
        """The type of a unit of which nothing is known."""
        types = list(self.book.names_by_folded_text("unit_type").values())
        return next((type for type in types if type == _USUAL_TYPE), types[0] if types else "单位")
