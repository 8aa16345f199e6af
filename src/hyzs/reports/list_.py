"""The records of one kind that meet a condition, each a row with the model's own field names."""

import re
from collections.abc import Iterator
from datetime import datetime

from hyzs.model.answer import Answer
from hyzs.reports.asked import Asked
from hyzs.reports.compare import Comparer
from hyzs.reports.list_page import looked_at, page
from hyzs.reports.question import Gathered, Question
from hyzs.reports.where import where


def list_(
    index: Asked,
    kind: str,
    now: datetime,
    condition: str | None = None,
    sort: str | None = None,
    columns: str | None = None,
    *,
    every: bool = True,
) -> Answer:
    """The records of ``kind``, as of today: ``every`` field of their files, or those that people look at.

    ``columns`` are the only ones wanted; these, the condition and the order may name derived fields as well.
    """
    question = Question(index, kind, now)
    wanted = [question.path(columns or "", word, at) for word, at in _items(columns)]
    by = [
        (question.path(sort or "", word.lstrip("-"), at + word.startswith("-")), word.startswith("-"))
        for word, at in _items(sort)
    ]
    told = where(condition, Comparer(question)) if condition is not None else "1 = 1"
    models, name = question.models, question.kind.name
    fields = models.fields(name) if every else looked_at(name, models.fields(name), models.derived(name))
    shown = wanted or [question.whole(field) for field in fields]
    gathered = Gathered(question, [*shown, *(path for path, _ in by)], told)
    found = gathered.sorted(by)
    answer = Answer(
        report="list",
        params={"kind": name, "where": condition, "sort": sort, "columns": columns},
        rows=gathered.rows(shown, found),
        summary={"count": len(found), "drafts": gathered.drafts()},
    )
    return page(answer, question.kind, shown, chosen=bool(wanted), sample=gathered.sample())


def _items(text: str | None) -> Iterator[tuple[str, int]]:
    """The items of a list written with commas, and where each stands."""
    for found in re.finditer(r"[^,，、\s][^,，、]*", (text or "").encode("utf-8", "replace").decode()):
        yield found[0].rstrip(), found.start()
