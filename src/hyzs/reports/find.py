"""Records found by a few typed characters: by id, name, first letters, reading, part of a name, free text."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from hyzs.fields.field_catalog import FieldCatalog
from hyzs.fields.index_reader import IndexReader, valid_text
from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, PublicColumn, Row, Text
from hyzs.model.errors import BadUsage
from hyzs.model.folding import fold
from hyzs.model.fuzzy_names import NearNames
from hyzs.model.pinyin import PinyinQuery, Spelling, is_typed_by_sound
from hyzs.model.print_options import LEVELS, VISIBLE_LEVELS
from hyzs.model.week import Week
from hyzs.query.free_texts import free_texts_with
from hyzs.query.record_view import RecordView
from hyzs.reports.optional_sections import filled_table

#: Names of records, then the captions of those without: what a task or a matter is about.
NAMES = """
SELECT kind, id, called AS name, text, how, folded FROM name WHERE kind NOT IN (SELECT name FROM kind WHERE vocabulary)
UNION ALL
SELECT c.kind, c.id, c.name, c.name, 'name', NULL FROM captioned c
WHERE c.name IS NOT NULL AND c.kind <> 'return'
  AND NOT EXISTS (SELECT 1 FROM name n WHERE n.id = c.id AND n.text = c.name)
"""
#: Bodies with the text; of those with a week only the recent ones.
BODIES = """
SELECT b.kind, b.id, r.name, r.week, r.week_no, b.json FROM body b JOIN record r ON r.file = b.file AND r.item = b.item
WHERE b.json LIKE :pattern ESCAPE '!' AND (r.week_no IS NULL OR r.week_no >= :first)
ORDER BY r.week_no DESC, b.kind, b.id
"""
OLDER = "SELECT count(DISTINCT week) FROM record WHERE week_no < :first"

#: Kinds of matches, best first, with their labels.
MATCHES = {
    "id": "编号",
    "name": "全名",
    "prefix": "名称开头",
    "initials": "首字母",
    "pinyin": "拼音",
    "part": "名称里",
    "text": "正文",
    "near": "写法相近",
}
_RANK = {match: rank for rank, match in enumerate(MATCHES)}
_SORTS_OF_NAME = {"full": "全称", "alias": "别名", "former": "曾用名", "number": "文号"}
#: First characters that people leave out of a name: 商务局 is 市商务局.
_ELIDED = "市县"
#: Weeks of returns whose texts are searched, the current one the last; names similar enough to be suggested.
RECENT_WEEKS, _SUGGESTED = 13, 5
_ESCAPED = r"!\1"
#: Characters around a hit in a text.
_AROUND = 14


class SearchHit(NamedTuple):
    """A record that was found: the match, how close it is (less is closer), and the name or text that has it."""

    match: str
    distance: tuple[int, ...]
    field: str
    text: str
    week: str | None = None

    @property
    def order(self) -> tuple[int, tuple[int, ...]]:
        """Place among other hits: the best match first, and of the same the closest."""
        return _RANK[self.match], self.distance


_Record = tuple[str, str, str]


def find(
    index: IndexReader,
    words: Iterable[str],
    day: date,
    kind: str | None = None,
    limit: int = 20,
    *,
    every_week: bool = False,
    audience: str = "full",
) -> Answer:
    """Records that have every one of the words, best first; ``limit`` 0 lists all of them.

    Texts of returns are searched over the last 13 weeks, or over all of them. Where no name and no text has the words,
    similar names are listed. Names and texts that the ``audience`` may not see are not searched.

    Raises: BadUsage where nothing is typed, or no kind is called ``kind``.
    """
    typed_words = [valid_text(word) for text in words for word in text.split()]
    if not typed_words:
        raise BadUsage("要查什么没有写", "写名称、编号、拼音或首字母，如 hyzs find swj")
    catalog = FieldCatalog(index)
    search = _Search(index, catalog, catalog.kind(kind).name if kind else None, audience)
    first = -1 if every_week else Week.of(day).plus(1 - RECENT_WEEKS).number
    hits = search.having_all(typed_words, first) or search.near("".join(typed_words))
    rows = [search.row(record, hit) for record, hit in sorted(hits.items(), key=search.place)]
    listed = rows[:limit] if limit else rows
    older = int(index.value(OLDER, first=first) or 0)
    params = {"text": " ".join(typed_words), "kind": search.kind, "day": str(day), "limit": limit, "audience": audience}
    matches = dict(Counter(row["match"] for row in rows))
    return Answer(
        report="find",
        params=params,
        rows=listed,
        summary={"count": len(rows), "listed": len(listed), "matches": matches, "weeks_left_out": older},
        blocks=[*_table(listed), *_remarks(rows, listed, older, audience)],
        title="查找",
        title_level="公开",
    )


class _Search:
    def __init__(self, index: IndexReader, catalog: FieldCatalog, kind: str | None, audience: str) -> None:
        self.index, self.kind = index, kind
        self._catalog = catalog
        self._levels = VISIBLE_LEVELS.get(audience, frozenset(LEVELS))
        kinds = [each for each in catalog.kinds if each.level in self._levels and kind in (None, each.name)]
        self._kinds = {each.name: (place, each.label) for place, each in enumerate(kinds)}
        self._names = [row for row in index.tuples(NAMES) if row[0] in self._kinds]

    def having_all(self, words: list[str], first_week: int) -> dict[_Record, SearchHit]:
        """The records that have each word, with the worst of their hits."""
        hits_by_word = [self._having(word, first_week) for word in words]
        common = set.intersection(*map(set, hits_by_word))
        return {record: max((hits[record] for hits in hits_by_word), key=lambda hit: hit.order) for record in common}

    def _having(self, word: str, first_week: int) -> dict[_Record, SearchHit]:
        best: dict[_Record, SearchHit] = {}
        for record, hit in self._by_name(word):
            if record not in best or hit.order < best[record].order:
                best[record] = hit
        for record, hit in self._by_text(word, first_week, {(kind, id) for kind, id, _ in best}):
            best.setdefault(record, hit)
        return best

    def _by_name(self, word: str) -> Iterator[tuple[_Record, SearchHit]]:
        folded = fold(word)
        names = [(row, row[5] or fold(row[3])) for row in self._names]
        sounds = PinyinQuery(folded, set().union(*(name for _, name in names))) if is_typed_by_sound(word) else None
        for (kind, id, name, text, how, _), own in names:
            if match := _name_match(folded, own, sounds, is_id=how == "id"):
                yield (kind, id, name), SearchHit(*match, field=_SORTS_OF_NAME.get(how, ""), text=text)

    def _by_text(
        self, word: str, first_week: int, named_records: set[tuple[str, str]]
    ) -> Iterator[tuple[_Record, SearchHit]]:
        """The hits in texts of records without the ``named_records``, the latest week first."""
        view, lowered = RecordView(self.index, self._catalog), word.casefold()
        for row in self.index.rows(BODIES, pattern=_like(word), first=first_week):
            if row["kind"] not in self._kinds or (row["kind"], row["id"]) in named_records:
                continue
            body = json.loads(row["json"])
            for label, text, level in free_texts_with(view, row["kind"], body, lowered):
                if level in self._levels:
                    yield (row["kind"], row["id"], _caption(view, row, body)), _text_hit(row, label, text, lowered)

    def near(self, text: str) -> dict[_Record, SearchHit]:
        """The records with the names most like the text."""
        names = {row[3]: row[:3] for row in reversed(self._names) if row[4] != "id"}
        likely = NearNames(names).most_alike(text, _SUGGESTED)
        return {names[name]: SearchHit("near", (place,), "", name) for place, name in enumerate(likely)}

    def place(self, item: tuple[_Record, SearchHit]) -> tuple[Any, ...]:
        """Sort key of a hit: how it was found, then kind and id."""
        (kind, id, _), hit = item
        return (*hit.order, self._kinds[kind][0], id)

    def row(self, record: _Record, hit: SearchHit) -> Row:
        """A hit as a row."""
        kind, id, name = record
        return {
            "kind": kind,
            "kind_label": self._kinds[kind][1],
            "id": id,
            "name": name,
            "match": hit.match,
            "field": hit.field or None,
            "text": hit.text,
            "week": hit.week,
        }


def _name_match(word: str, name: str, sounds: PinyinQuery | None, *, is_id: bool) -> tuple[str, tuple[int, ...]] | None:
    """Match of the word in a name, and its distance: whole names first, then beginnings, then the shorter name."""
    if word == name:
        return "id" if is_id else "name", (0,)
    if is_id:  # that of a return begins with its week: it is no part that people type
        return ("part", (1, len(name))) if word in name and "/" not in name else None
    place = name.find(word)
    if place >= 0:
        is_elided = place == 1 and name[0] in _ELIDED
        if is_elided and len(name) == len(word) + 1:
            return "name", (1,)
        return ("prefix", (place, len(name))) if place == 0 or is_elided else ("part", (0, len(name)))
    spelling = sounds.by_reading(name) if sounds else None
    if sounds is None or spelling is None:
        return None
    if initials := sounds.by_initials(name):
        return "initials", _closeness(name, initials)
    return "pinyin", _closeness(name, spelling)


def _closeness(name: str, spelling: Spelling) -> tuple[int, ...]:
    """0 for all of the name (without its 市), 1 for its beginning, 2 for a part of it; then its length."""
    is_first = spelling.start == 0 or (spelling.start == 1 and name[0] in _ELIDED)
    is_whole = is_first and spelling.end == len(name)
    return 0 if is_whole else 1 if is_first else 2, spelling.start, len(name)


def _like(word: str) -> str:
    """Pattern of LIKE for JSON that has the word."""
    quoted = json.dumps(word, ensure_ascii=False)[1:-1]
    return f"%{re.sub('([!%_])', _ESCAPED, quoted)}%"


def _caption(view: RecordView, row: Row, body: Row) -> str:
    """Name of a record; one that is filed each week goes by its unit and week."""
    if row["week"] and "unit" in body:
        return f"{view.key_label('unit', body['unit'])} {row['week']}"
    return str(row["name"] or row["id"])


def _text_hit(row: Row, label: str, text: str, word: str) -> SearchHit:
    weeks_ago = -int(row["week_no"] or 0)
    place = text.casefold().find(word)
    return SearchHit("text", (weeks_ago,), label, _excerpt(text, place, len(word)), row["week"])


def _excerpt(text: str, place: int, length: int) -> str:
    """The hit with a few characters on both sides, in one line."""
    start, end = max(0, place - _AROUND), place + length + _AROUND
    inner = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{inner}{'…' if end < len(text) else ''}"


def _table(rows: list[Row]) -> list[Block]:
    columns = [
        PublicColumn("kind_label", "种类"),
        PublicColumn("id", "编号"),
        PublicColumn("name", "名称"),
        PublicColumn("match", "怎么找到的", get=_reason),
    ]
    return filled_table(columns, rows)


def _reason(row: Mapping[str, Any]) -> str:
    """首字母；曾用名 市经信委；2026-W46 示例项目·进展：……"""
    label = MATCHES[row["match"]]
    if row["match"] == "text":
        return f"{label}，{row['week'] + ' ' if row['week'] else ''}{row['field']}：{row['text']}"
    return f"{label}，{row['field']} {row['text']}" if row["field"] else label


def _remarks(rows: list[Row], listed: list[Row], older: int, audience: str) -> list[Text]:
    sentences = []
    if not rows:
        sentences.append("没有找到，也没有相近的名称")
    elif rows[0]["match"] == "near":
        sentences.append("没有找到，下面是写法相近的")
    else:
        sentences.append(f"找到 {len(rows)} 条")
    if len(listed) < len(rows):
        sentences.append(f"只列了前 {len(listed)} 条：--limit 0 全列")
    if older:
        sentences.append(f"填报的正文只查最近 {RECENT_WEEKS} 周，更早的 {older} 周没有查：--all-weeks 全查")
    if audience in VISIBLE_LEVELS:
        sentences.append("只查了这些读者可以看的名称和正文")
    return [Text("；".join(sentences), "note", level="公开")]
