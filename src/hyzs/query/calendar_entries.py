"""Calendar entries of a unit: one for each of its due days, with an id that stays the same when the day moves."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.folding import fold_wording
from hyzs.model.partial_date import date_bounds
from hyzs.query.open_needs import needs_now
from hyzs.query.projects import projects_of

EXTENDED = """
SELECT e.record AS id, count(*) AS moves FROM matter_event e
WHERE e.do = '延期' AND e."on" <= :day GROUP BY e.record
"""
#: The node of a duty with a single deadline.
_DUE = "due"


def calendar_entries(
    index: IndexReader,
    tasks: Sequence[Row],
    projects: Sequence[Row],
    matters: Sequence[Row],
    needs: Sequence[Row],
    now: datetime,
) -> list[Row]:
    """Rows {day, id, node, text, moves, light}, sorted by ``day``, the last day of the deadline.

    ``id`` and ``node`` identify the duty and hold no date; ``moves`` counts its postponements so far; ``light`` is the
    name of its light or None. ``needs`` are rows of ``who``.
    """
    today = str(now.date())
    milestones = [
        *_tasks(tasks),
        *_projects(index, projects, today),
        *_matters(index, matters, today),
        *_needs(index, needs, now),
    ]
    entries = {(entry["id"], entry["node"]): entry for entry in milestones}
    dated = [{**entry, "day": str(days[1])} for entry in entries.values() if (days := date_bounds(entry["day"]))]
    return sorted(dated, key=lambda entry: (entry["day"], entry["id"], entry["node"]))


def _tasks(tasks: Sequence[Row]) -> Iterator[Row]:
    for task in tasks:
        if task["due"]:
            light = task["light"] and task["light"]["name"]
            yield {"day": task["due"], "id": task["id"], "node": _DUE, "text": task["text"], "moves": 0, "light": light}


def _projects(index: IndexReader, projects: Sequence[Row], today: str) -> Iterator[Row]:
    """The promise in force for the next node of each project."""
    project_of = {project.row["id"]: project for project in projects_of(index, [row["id"] for row in projects])}
    for row in projects:
        if row["next_by"]:
            promises = project_of[row["id"]].promises.get(row["next_node"], ())
            yield {
                "day": row["next_by"],
                "id": row["id"],
                "node": row["next_node"],
                "text": f"{row['name']} {row['next_node']}",
                "moves": max(0, sum((promise.set_on or "") <= today for promise in promises) - 1),
                "light": row["light"] and row["light"]["name"],
            }


def _matters(index: IndexReader, matters: Sequence[Row], today: str) -> Iterator[Row]:
    moves = {row["id"]: row["moves"] for row in index.rows(EXTENDED, day=today)}
    for matter in matters:
        yield {
            "day": matter["due"],
            "id": matter["id"],
            "node": _DUE,
            "text": f"交办 {matter['text']}",
            "moves": moves.get(matter["id"], 0),
            "light": None,
        }


def _needs(index: IndexReader, needs: Sequence[Row], now: datetime) -> Iterator[Row]:
    """Needs, identified by their wording from week to week."""
    first = {(need["project"], need["text"]): need["first_due"] for need in needs_now(index, now)} if needs else {}
    for need in needs:
        if need["due"]:
            wording = sha256(fold_wording(need["name"]).encode()).hexdigest()[:8]
            yield {
                "day": need["due"],
                "id": need["project"],
                "node": f"need-{wording}",
                "text": f"诉求 {need['name']}",
                "moves": int(first[need["project"], need["name"]] != need["due"]),
                "light": None,
            }
