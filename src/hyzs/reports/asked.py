"""What every report needs of the index: to ask it, and to name near names. The index is one of these."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from hyzs.model.errors import BadUsage, NotFound
from hyzs.model.folding import fold

NAMED = "SELECT DISTINCT kind, id, called AS name FROM name WHERE text = :text ORDER BY kind, id"
#: Records and tasks without names go by the words that people see of them: what a matter, or a task, is about.
CAPTIONED = """
SELECT kind, id, name FROM record WHERE name = :text
UNION SELECT 'task', id, text FROM task WHERE text = :text ORDER BY 1, 2
"""

#: So many kinds are not named one by one.
_MANY = 4


class Asked(Protocol):
    """Something that answers SELECTs over the tables of the models."""

    def rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        """The rows of a SELECT as dicts."""
        ...

    def tuples(self, sql: str, among: Iterable[Any] | None = None, **values: Any) -> Iterable[tuple[Any, ...]]:
        """The rows of a SELECT one by one; its table ``among (value)`` holds what is given as such."""
        ...

    def value(self, sql: str, **values: Any) -> Any:
        """The first value of the first row, or None."""
        ...

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Make the temporary table ``temp.{table}``, its first column the key, in place of one of that name."""
        ...

    def near(self, text: str, kinds: str) -> str | None:
        """The name most like ``text`` among records of ``kinds``."""
        ...


def named(index: Asked, text: str, kinds: str) -> dict[str, Any]:
    """Kind, id and name of the one record of ``kinds`` called ``text``, by a name or else by what it is about.

    Raises: NotFound, with a near name where nothing is called so, with all of them where several are.
    """
    text = text.encode("utf-8", "replace").decode()
    found = called(index, text, kinds)
    found = found or [row for row in index.rows(CAPTIONED, text=text) if row["kind"] in kinds.split("|")]
    return only_one(index, text, kinds, found)


def called(index: Asked, text: str, kinds: str) -> list[dict[str, Any]]:
    """The records of ``kinds`` that are called ``text`` word for word, else those that are once both sides are folded.

    Folded, 各县(市、区)人民政府 is 各县（市、区）人民政府, and 市 商 务 局 is 市商务局.
    """
    wanted = kinds.split("|")
    if found := [row for row in index.rows(NAMED, text=text) if row["kind"] in wanted]:
        return found
    folded = fold(text)
    names = index.tuples("SELECT DISTINCT kind, id, called, text FROM name")
    alike = {(kind, id, name) for kind, id, name, other in names if kind in wanted and fold(other) == folded}
    return [dict(zip(("kind", "id", "name"), record, strict=True)) for record in sorted(alike)]


def only_one(index: Asked, text: str, kinds: str, found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The one record that was found under ``text``.

    Raises: NotFound, with a near name where nothing was found, with all of them where several were.
    """
    wanted = kinds.split("|")
    labels = {row["name"]: row["label"] for row in index.rows("SELECT name, label FROM kind")}
    words = [labels.get(kind, kind) for kind in wanted]
    what = "或".join(words) if len(words) < _MANY else "记录"
    if len(found) == 1:
        return found[0]
    if found:
        several = "、".join(f"{row['id']}({labels.get(row['kind'], row['kind'])} {row['name']})" for row in found)
        raise NotFound(f"“{text}”不止一个：{several}", "改用编号")
    near = index.near(text, kinds)
    raise NotFound(f"没有这个{what}：{text or '(空)'}", f"是不是：{near}" if near else "")


def word_of(text: str, labels: dict[str, str], wrong: str) -> str:
    """The key of ``labels`` that people mean, by its English or its Chinese word; else an error that says ``wrong``."""
    for key, label in labels.items():
        if text in (key, label):
            return key
    raise BadUsage(wrong, f"可以写：{'、'.join(f'{label}({key})' for key, label in labels.items())}")
