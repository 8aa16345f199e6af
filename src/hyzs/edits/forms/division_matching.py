"""Rows of a returned division matched with measures, and the lines in them with tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from hyzs.edits.forms.division_cells import same_text
from hyzs.edits.forms.division_rows import DivisionRow, NumberedText
from hyzs.model.folding import fold_wording

#: Two texts that are at least so like each other are one, reworded.
_ALIKE = 0.4


@dataclass(slots=True)
class TaskLines:
    """The tasks of a row as they came back: the id of each, empty for one that was added, and its numbers."""

    ids: list[str] = field(default_factory=list)
    texts: list[NumberedText] = field(default_factory=list)

    def id_of(self, number: int) -> str | None:
        """The task that stands behind a number in the row; None if none does."""
        for place, (id, item) in enumerate(zip(self.ids, self.texts, strict=True), 1):
            if number in (item.numbers or (place,)):
                return id
        return None


def match_rows(rows: Sequence[DivisionRow], sent: Mapping[str, Mapping[str, str]]) -> list[str | None]:
    """The measure of each row: by number and name, by name, else by number where the rest is like it."""
    free = {id: texts for id, texts in sent.items() if "name" in texts}
    measures: list[str | None] = [None] * len(rows)
    for is_match in (_has_number_and_name, _has_name, _is_like):
        for place, row in enumerate(rows):
            ids = [id for id, texts in free.items() if is_match(row, texts, sent, id)]
            if measures[place] is None and len(ids) == 1:
                measures[place] = ids[0]
                del free[ids[0]]
    return measures


def align_tasks(lines: Sequence[NumberedText], sent: Sequence[tuple[str, Mapping[str, str]]]) -> TaskLines:
    """The tasks of a row: each line that is one that was printed, by its text, else by its number; others are new.

    A line without a number goes on with the one before it, unless that one is whole.
    """
    texts = {id: task["tasks"] for id, task in sent}
    items = TaskLines()
    for line in lines:
        is_whole = not items.texts or any(same_text(items.texts[-1].text, text) for text in texts.values())
        if line.numbers or is_whole or items.texts[-1].text.endswith(("。", "；")):
            items.texts.append(line)
        else:
            items.texts[-1] = NumberedText(items.texts[-1].numbers, items.texts[-1].text + line.text)
    items.ids = [""] * len(items.texts)
    free = dict(texts)
    for place, item in enumerate(items.texts):
        if id := next((id for id, text in free.items() if same_text(item.text, text)), ""):
            items.ids[place] = id
            del free[id]
    order = [id for id, _ in sent]
    for place, item in enumerate(items.texts):
        number = next(iter(item.numbers), place + 1)
        own = order[number - 1] if 0 < number <= len(order) else ""
        near = max(free, key=lambda task: _likeness(item.text, free[task]), default="")
        for id in (own, near):
            if not items.ids[place] and id in free and _likeness(item.text, free[id]) >= _ALIKE:
                items.ids[place] = id
                del free[id]
    return items


def _has_number_and_name(row: DivisionRow, texts: Mapping[str, str], sent: Mapping[str, Any], id: str) -> bool:
    return _has_name(row, texts, sent, id) and same_text(row.text("number"), texts["number"])


def _has_name(row: DivisionRow, texts: Mapping[str, str], sent: Mapping[str, Any], id: str) -> bool:
    return same_text(row.text("name"), texts["name"])


def _is_like(row: DivisionRow, texts: Mapping[str, str], sent: Mapping[str, Any], id: str) -> bool:
    """True for a row of that number whose name or tasks are like those that were printed."""
    tasks = "".join(own["tasks"] for own in sent.values() if own.get("measure") == id)
    pairs = ((row.text("name"), texts["name"]), (row.text("tasks"), tasks))
    return same_text(row.text("number"), texts["number"]) and any(_likeness(*pair) >= _ALIKE for pair in pairs)


def _likeness(returned: str, sent: str) -> float:
    return SequenceMatcher(None, fold_wording(returned), fold_wording(sent), autojunk=False).ratio()
