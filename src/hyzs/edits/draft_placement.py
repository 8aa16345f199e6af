"""New records that come in from elsewhere: their ids, which nobody has, and the files they go into."""

from collections.abc import Mapping
from datetime import date

from hyzs.edits.new import draft_id, new_path
from hyzs.fields.index_reader import IndexReader
from hyzs.model.change import Append, Change, Create, Plain, Value
from hyzs.model.field_shapes import shapes
from hyzs.model.record import Record
from hyzs.query.name_book import NameBook
from hyzs.query.record_positions import paths_of_kind

#: The list file of records that came from ledgers, where a kind has several files to choose from.
_LIST = "ledgers"  # the name of a file in stores: it stays


class Drafts:
    """The drafts of one run, of all kinds."""

    def __init__(self, index: IndexReader, book: NameBook, today: date) -> None:
        self.index, self.book, self.today = index, book, today
        self._ids: set[str] = set()
        self._lists: dict[str, str] = {}
        #: The list files that are there, or that a change before this one makes.
        self._begun: set[str] = set()

    def begin(self) -> None:
        """Count the changes from the first one on."""
        self._lists, self._begun = {}, set()

    def id(self, kind: type[Record], name: str) -> str:
        """The id of a draft of that name: the same each time, unless another record has it."""
        number, letter = 1, kind.letter or kind.kind[0]
        while True:
            text = name if number == 1 else f"{name} {number}"
            id = draft_id(text, self.today.year, letter)
            if id not in self._ids and not self.book.is_id(id, kind.kind):
                self._ids.add(id)
                return id
            number += 1

    def creation(self, kind: type[Record], id: str, tree: Mapping[str, Value]) -> Change:
        """The change that makes the record: a file of its own, or one more item of a list."""
        order = [shape.key for shape in shapes(kind)]
        own = dict(sorted(tree.items(), key=lambda pair: order.index(pair[0])))
        if not kind.listed:
            return Create(new_path(self.index, kind, id, self.today.year), own)
        path = self._list(kind)
        item: dict[str, Value] = {"id": id, **own}
        if path in self._begun:
            return Append(path, (), item)
        self._begun.add(path)
        return Create(path, [item])

    def _list(self, kind: type[Record]) -> str:
        """The only file of a listed kind, else that of the records from spreadsheets."""
        if kind.kind not in self._lists:
            paths, folder = paths_of_kind(self.index, kind.kind), kind.path.partition("/")[0]
            path = paths[0] if len(paths) == 1 else f"{folder}/{_LIST}.yaml"
            self._begun |= {path} if path in paths else set()
            self._lists[kind.kind] = path
        return self._lists[kind.kind]


def draft_tree(kind: type[Record], name: str) -> dict[str, Value]:
    """The fields of every draft: its name, that it is a draft, and a sample if its name says so."""
    keys = {shape.key for shape in shapes(kind)}
    tree: dict[str, Value] = {kind.called_by: name}
    if "sample" in keys and "示例" in name:
        tree["sample"] = Plain("true")
    if "draft" in keys:
        tree["draft"] = Plain("true")
    return tree
