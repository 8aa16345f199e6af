"""Sheet records matched with records of the store: by id, else by name within their group; each record once."""

from collections.abc import Mapping, Sequence

from hyzs.edits.spreadsheet.column_matching import field_label
from hyzs.edits.spreadsheet.comparison import canonical
from hyzs.edits.spreadsheet.heading_words import HeadingWords
from hyzs.edits.spreadsheet.import_result import ImportResult
from hyzs.edits.spreadsheet.sheet_record import SheetRecord
from hyzs.model.change import Value
from hyzs.model.folding import fold
from hyzs.model.record import Record
from hyzs.query.name_book import NameBook

#: Mark that our own lists write behind the name of a draft.
_DRAFT_MARK = "(草稿)"
#: Ids listed in one sentence.
_NAMED = 20


class RecordMatching:
    """Finds the record that a sheet record is about; what cannot be told is refused with the reason."""

    def __init__(
        self, kind: type[Record], book: NameBook, words: HeadingWords, besides: Mapping[str, Value], out: ImportResult
    ) -> None:
        self.kind, self.book, self.words, self.besides, self.out = kind, book, words, besides, out
        #: The plan of each measure and task, by kind and id, where names are unique within one.
        self.plan_of: dict[tuple[str, str], str] = {}
        #: Values in the column of ids that are the id of no record here.
        self.foreign_ids: list[str] = []

    def distinct(self, sheet_records: Sequence[SheetRecord]) -> list[SheetRecord]:
        """Each record once: a second row that says the same is reported, one that says otherwise is bad."""
        first: dict[str, SheetRecord] = {}
        for sheet_record in sheet_records:
            key = sheet_record.id if self.book.is_id(sheet_record.id, self.kind.kind) else fold(sheet_record.name)
            key += f" {self._group_of(sheet_record)}"
            other = first.setdefault(key, sheet_record)
            if other is sheet_record:
                continue
            self.out.rows["repeated"] += 1
            if unlike := sheet_record.contradictions(other):
                labels = "、".join(field_label(self.kind, path) for path in unlike)
                message = f"和 {other.name_cell} 重名，内容不一样：{labels}；这一行没有收"
                self.out.add_result("bad", sheet_record.name_cell, message, sheet_record.name)
            else:
                self.out.add_result(
                    "remark", sheet_record.name_cell, f"和 {other.name_cell} 是同一个，内容一样", sheet_record.name
                )
        return list(first.values())

    def record_id(self, sheet_record: SheetRecord) -> str | None:
        """The id of the record that the sheet record is about, empty if it is new; None where that cannot be said."""
        by_id = sheet_record.id if self.book.is_id(sheet_record.id, self.kind.kind) else ""
        ids = self.called(sheet_record.name, self._group_of(sheet_record))
        if by_id and ids and by_id not in ids:
            message = f"编号 {by_id} 和名称对不上：叫“{sheet_record.name}”的是 {'、'.join(ids)}"
        elif not by_id and len(ids) > 1:
            message = f"叫“{sheet_record.name}”的不止一个：{'、'.join(ids)}；加一列 编号"
        elif not by_id and not sheet_record.name:
            message = f"没有这个编号：{sheet_record.id}"
        else:
            self.foreign_ids += [sheet_record.id] if sheet_record.id and not by_id else []
            return by_id or next(iter(ids), "")
        self.out.refuse(sheet_record, message)
        return None

    def called(self, name: str, group: str = "") -> list[str]:
        """The ids of the records that are called so, with or without the mark that our lists put behind a draft.

        ``group``: only those that belong to it.
        """
        folded = fold(name)
        records = self.book.find(name, self.kind.kind) if name else ()
        if not records and folded.endswith(_DRAFT_MARK):
            records = self.book.find(folded.removesuffix(_DRAFT_MARK), self.kind.kind)
        return sorted({id for kind, id, _ in records if not group or self.plan_of.get((kind, id)) in (group, None)})

    def _group_of(self, sheet_record: SheetRecord) -> str:
        """The record inside which the name is unique: the plan of a measure; empty where there is none."""
        path = self.words.within
        text = canonical(sheet_record.values.get(path) or self.besides.get(path)) if path else ""
        records = self.book.find(text, path) if text else ()
        return records[0][2] if len(records) == 1 else text

    def report_foreign_ids(self) -> None:
        """Report the ids that are those of another store; their records go by their names."""
        if self.foreign_ids:
            listed_ids = "、".join(self.foreign_ids[:_NAMED])
            more = f"等 {len(self.foreign_ids)} 个" if len(self.foreign_ids) > _NAMED else ""
            self.out.add_result("remark", "", f"不是本库的编号，按名称对：{listed_ids}{more}")
