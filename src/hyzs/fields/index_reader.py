"""Protocol of the index as reports use it, and look-ups of records by name."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from hyzs.model.errors import BadUsage, NotFound
from hyzs.model.folding import fold
from hyzs.model.name_guess import NameGuess

if TYPE_CHECKING:
    from hyzs.model.figure import PrivateFigure
    from hyzs.model.lint import Lexicon

NAMED = "SELECT DISTINCT kind, id, called AS name FROM name WHERE text = :text ORDER BY kind, id"
#: Records without names go by the words that people see of them, as parts do that have ids: what a task is about.
CAPTIONED = "SELECT DISTINCT kind, id, name FROM captioned WHERE name = :text ORDER BY 1, 2"
#: Texts that a partial name may be part of: names, then captions; measures have their numbers too.
NAMES = "SELECT DISTINCT kind, id, called AS name, text FROM name WHERE kind <> 'return'"
CAPTIONS = """
SELECT DISTINCT kind, id, name, name AS text FROM captioned WHERE name IS NOT NULL AND kind <> 'return'
"""
NUMBERS = "SELECT 'measure' AS kind, id, name, number FROM measure WHERE number = :number ORDER BY id"

#: Number of kinds from which an error says 记录; number of records that an error lists.
_MANY, _LISTED = 4, 10
#: Characters; a shorter text is no partial name.
_SHORTEST = 2
#: Prefix left out before the name of a city's office: 商务局 is 市商务局.
_ELIDED = "市"


class IndexReader(Protocol):
    """SELECTs over the tables of the kinds."""

    #: Texts that were taken for records, for a notice beside the answer.
    taken: list[NameGuess]

    def rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        """The rows of a SELECT as dicts."""
        ...

    def tuples(self, sql: str, in_values: Iterable[Any] | None = None, **values: Any) -> Iterable[tuple[Any, ...]]:
        """The rows of a SELECT one by one; its table ``in_values (value)`` holds what is given as such."""
        ...

    def value(self, sql: str, **values: Any) -> Any:
        """The first value of the first row, or None."""
        ...

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Make the temporary table ``temp.{table}``, its first column the key, in place of one of that name."""
        ...

    def private_figures(self) -> "list[PrivateFigure]":
        """The figures of firms that are in no commit, by id, indicator and day.

        Raises: BadUsage: a file of them cannot be read.
        """
        ...

    def roster_counts(self) -> dict[str, int] | None:
        """Numbers of people on the roster that is in no commit, by unit; None without one.

        Raises: BadUsage: it cannot be read.
        """
        ...

    def lexicon(self) -> "Lexicon":
        """The articles and words by which texts are linted."""
        ...

    def closest_name(self, text: str, kinds: str) -> str | None:
        """The name most like ``text`` among records of ``kinds``."""
        ...


def resolve_name(index: IndexReader, text: str, kinds: str) -> dict[str, Any]:
    """Kind, id and name of the one record of ``kinds`` named ``text``, by a name or else by its caption.

    A partial name that fits one record only is taken for it and noted in ``index.taken``.

    Raises: NotFound, with a near name where none has that name, with all of them where several have.
    """
    text = valid_text(text)
    candidates = exact = records_by_name(index, text, kinds)
    candidates = candidates or [row for row in index.rows(CAPTIONED, text=text) if row["kind"] in kinds.split("|")]
    record = single_record(index, text, kinds, candidates or records_by_partial_name(index, text, kinds))
    if not candidates or (exact and not index.rows(NAMED, text=text)):
        index.taken.append(NameGuess(text, record["kind"], record["id"], record["name"], not candidates))
    return record


def valid_text(text: str) -> str:
    """The text as a database takes it: a question mark for each byte that is no UTF-8."""
    return text.encode("utf-8", "replace").decode()


def records_by_partial_name(index: IndexReader, text: str, kinds: str) -> list[dict[str, Any]]:
    """Records of ``kinds`` that a partial name may mean, by the first of these rules that fits any.

    The number of a measure; a unit's name without its 市; the end of an id behind its hyphen; a part of a name or id,
    of two characters or more; such a part of the caption of a task or matter.
    """
    part, allowed = fold(text), kinds.split("|")
    if part.isdecimal() and "measure" in allowed and (rows := index.rows(NUMBERS, number=int(part))):
        return [{key: row[key] for key in ("kind", "id", "name")} for row in rows]
    if len(part) < _SHORTEST:
        return []
    names, captions = ([row for row in index.rows(sql) if row["kind"] in allowed] for sql in (NAMES, CAPTIONS))
    for rows, fits in (
        (names, lambda row, name: row["kind"] == "unit" and name == _ELIDED + part),
        (names, lambda row, name: name == fold(row["id"]) and name.endswith(f"-{part}")),
        (names, lambda row, name: part in name),
        (captions, lambda row, name: part in name),
    ):
        if candidates := {(row["kind"], row["id"], row["name"]) for row in rows if fits(row, fold(row["text"]))}:
            return [dict(zip(("kind", "id", "name"), record, strict=True)) for record in sorted(candidates)]
    return []


def records_by_name(index: IndexReader, text: str, kinds: str) -> list[dict[str, Any]]:
    """Records of ``kinds`` with exactly that name, else those with that name once both sides are folded.

    Folded, 各县(市、区)人民政府 is 各县（市、区）人民政府, and 市 商 务 局 is 市商务局.
    """
    allowed = kinds.split("|")
    if rows := [row for row in index.rows(NAMED, text=text) if row["kind"] in allowed]:
        return rows
    folded = fold(text)
    names = index.tuples("SELECT DISTINCT kind, id, called, text FROM name")
    alike = {(kind, id, name) for kind, id, name, other in names if kind in allowed and fold(other) == folded}
    return [dict(zip(("kind", "id", "name"), record, strict=True)) for record in sorted(alike)]


def single_record(index: IndexReader, text: str, kinds: str, records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The one record of ``records``, which were found under ``text``.

    Raises: NotFound, with a near name where there is none, with all of them where there are several.
    """
    allowed = kinds.split("|")
    labels = {row["name"]: row["label"] for row in index.rows("SELECT name, label FROM kind")}
    words = [labels.get(kind, kind) for kind in allowed]
    kind_label = "或".join(words) if len(words) < _MANY else "记录"
    if len(records) == 1:
        return records[0]
    if records:
        names = [f"{row['id']}({labels.get(row['kind'], row['kind'])} {row['name']})" for row in records]
        more = f" 等 {len(names)} 个" if len(names) > _LISTED else ""
        raise NotFound(f"“{text}”不止一个：{'、'.join(names[:_LISTED])}{more}", "改用编号")
    near = index.closest_name(text, kinds)
    raise NotFound(f"没有这个{kind_label}：{text or '(空)'}", f"是不是：{near}" if near else "")


def parse_choice(text: str, labels: dict[str, str], message: str) -> str:
    """The key of ``labels`` that ``text`` means, by key or label.

    Raises: BadUsage with the ``message`` where it means none.
    """
    for key, label in labels.items():
        if text in (key, label):
            return key
    raise BadUsage(message, f"可以写：{'、'.join(f'{label}({key})' for key, label in labels.items())}")
