"""What every report needs of the index: to ask it, and to name near names. The index is one of these."""

from collections.abc import Iterable
from typing import Any, Protocol

from hyzs.model.errors import BadUsage, NotFound

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

    def near(self, text: str, kinds: str) -> str | None:
        """The name most like ``text`` among records of ``kinds``."""
        ...


def named(index: Asked, text: str, kinds: str) -> dict[str, Any]:
    """Kind, id and name of the one record of ``kinds`` called ``text``; else an error that suggests a near name."""
    text = text.encode("utf-8", "replace").decode()
    sql = "SELECT DISTINCT kind, id, called AS name FROM name WHERE text = :text ORDER BY kind, id"
    found = [row for row in index.rows(sql, text=text) if row["kind"] in kinds.split("|")]
    labels = {row["name"]: row["label"] for row in index.rows("SELECT name, label FROM kind")}
    words = [labels.get(kind, kind) for kind in kinds.split("|")]
    what = "或".join(words) if len(words) < _MANY else "记录"
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFound(f"“{text}”不止一个：{'、'.join(row['id'] for row in found)}", "改用编号")
    near = index.near(text, kinds)
    raise NotFound(f"没有这个{what}：{text or '(空)'}", f"是不是：{near}" if near else "")


def word_of(text: str, labels: dict[str, str], wrong: str) -> str:
    """The key of ``labels`` that people mean, by its English or its Chinese word; else an error that says ``wrong``."""
    for key, label in labels.items():
        if text in (key, label):
            return key
    raise BadUsage(wrong, f"可以写：{'、'.join(f'{label}({key})' for key, label in labels.items())}")
