"""Needs that are still open: raised in some week, and not settled since, nor become a matter that is struck off.

One need is a thread: what a project's returns say under the same folded text (``text_folded``), week after week.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from hyzs.model.answer import Row
from hyzs.model.finding import Route
from hyzs.model.folding import fold_wording
from hyzs.model.lateness import overdue_days
from hyzs.model.route import from_pointer
from hyzs.model.week import Week
from hyzs.query.fields.index_reader import IndexReader
from hyzs.query.matters import CLOSED, matters
from hyzs.query.projects import Project, projects_of, stages

_ITEM = """
SELECT c.id, n.text_folded, n.week, n.record, n.owner, n.state, n.text,
       coalesce((SELECT u.name FROM resolved_name u WHERE u.text = n."to" AND u.kinds = 'unit'), n."to"), n.due,
       (SELECT m.id FROM resolved_name m WHERE m.text = n.matter AND m.kinds = 'matter')
"""
_ORDER = (
    "n.week_no <= :week AND +n.file IN (SELECT file FROM visible_file) ORDER BY n.week_no, n.record, n.owner, n.pos"
)
#: What was said up to a week of the needs of all projects, and of those in ``in_values``.
ITEMS = f"{_ITEM} FROM all_need n JOIN resolved_name c ON c.text = n.under AND c.kinds = 'project' WHERE {_ORDER}"
ITEMS_AMONG = f"""
{_ITEM} FROM in_values a CROSS JOIN resolved_name c ON c.id = a.value AND c.kinds = 'project'
CROSS JOIN all_need n ON n.under = c.text WHERE {_ORDER}
"""
#: The projects of which a need ever named one of the units in ``in_values``.
OF_UNITS = """
SELECT DISTINCT p.id FROM in_values a CROSS JOIN resolved_name c ON c.name = a.value AND c.kinds = 'unit'
CROSS JOIN all_need n ON n."to" = c.text CROSS JOIN resolved_name p ON p.text = n.under AND p.kinds = 'project'
"""

#: What is said to be settled in a week.
SETTLED = """
SELECT c.id, n.text_folded, n.text, n.state
FROM all_need n JOIN resolved_name c ON c.text = n.under AND c.kinds = 'project'
WHERE n.week = :week AND n.state IS NOT NULL AND +n.file IN (SELECT file FROM visible_file)
ORDER BY n.record, n.owner, n.pos
"""

#: Where a return says a need of a project; the last place comes first.
PLACE = """
SELECT f.path, n.at FROM need n JOIN file f ON f.id = n.file
JOIN resolved_name c ON c.text = n.under AND c.kinds = 'project' AND c.id = :project
WHERE n.record = :return AND n.text_folded = :key AND n.state IS NULL ORDER BY n.owner DESC, n.pos DESC
"""


class _Item(NamedTuple):
    """What one return says of a need."""

    week: str
    record: str
    owner: int
    state: str | None
    text: str
    to: str | None
    due: str | None
    matter: str | None


#: The open needs by project, the first raised first.
OpenNeeds = dict[str, list[Row]]


def open_needs(
    index: IndexReader, week: Week, day: date, stood: Sequence[Row], among: Collection[str] | None = None
) -> OpenNeeds:
    """The needs open after ``week``, of all projects or of those ``among`` them; ``stood``: the matters as of ``day``.

    A need that was handed over is listed, naming its ``matter``, until that is struck off; it is not overdue itself.
    Each has ``week`` and ``last_week`` (first and last said), ``first_due`` and ``overdue_days`` as of ``day``, and
    ``return``, the last return that names it.
    """
    said: dict[tuple[str, str], list[_Item]] = defaultdict(list)
    sql = ITEMS if among is None else ITEMS_AMONG
    for project, key, *item in index.tuples(sql, among, week=week.number):
        said[project, key].append(_Item(*item))
    known = {one["id"]: one for one in stood}
    out: OpenNeeds = defaultdict(list)
    for (project, _), items in said.items():
        if row := _open(_since_settled(items, known), known, day):
            out[project].append(row)
    return dict(out)


def needs_now(index: IndexReader, now: datetime, to: Collection[str] | None = None) -> list[Row]:
    """The needs open today that somebody handles (one of the units ``to``), each with its project, by their due day.

    Those that became matters are not among them. ``out`` says why a need rests with its project: 终止, 已完结, 草稿 …
    """
    week, day = Week.of(now.date()), now.date()
    among = None if to is None else [id for (id,) in index.tuples(OF_UNITS, to)]
    found = {
        id: [need for need in needs if need["matter"] is None and (to is None or need["to"] in to)]
        for id, needs in open_needs(index, week, day, matters(index, day), among).items()
    }
    known = stages(index)
    out = [
        {**need, **_about(project), "out": project.out_of_play_reason(week, known) or None}
        for project in projects_of(index, [id for id, needs in found.items() if needs])
        for need in found[project.row["id"]]
    ]
    return sorted(out, key=lambda need: (need["due"] or "9", need["project"], need["week"]))


def settled_needs(index: IndexReader, week: Week, still: Mapping[str, Sequence[Row]]) -> list[Row]:
    """What was settled in that week of the projects in ``still``, save what is ``still`` open after it."""
    left = {(id, fold_wording(need["text"])) for id, needs in still.items() for need in needs}
    found = {
        (project, key): {"project": project, "text": text, "state": state}
        for project, key, text, state in index.tuples(SETTLED, week=str(week))
        if project in still and (project, key) not in left
    }
    return list(found.values())


def overdue_needs(index: IndexReader, now: datetime) -> list[Row]:
    """The needs that are past their day today and whose project is in play, by that day."""
    return [need for need in needs_now(index, now) if need["overdue_days"] and not need["out"]]


def need_place(index: IndexReader, need: Row) -> tuple[str, Route]:
    """Where the open ``need`` was said last: the file below ``data/``, and the route in it."""
    found = index.rows(PLACE, project=need["project"], key=fold_wording(need["text"]), **{"return": need["return"]})
    return found[0]["path"], from_pointer(found[0]["at"])


def _about(project: Project) -> Row:
    """The project of a need."""
    row = project.row
    return {"project": row["id"], "project_name": row["name"], "project_public_name": row["public_name"]}


def _since_settled(items: Iterable[_Item], known: Mapping[str, Row]) -> list[_Item]:
    """What was said of a need since it was last settled, struck off as a matter, or first raised; in order of weeks."""
    run: list[_Item] = []
    for week, group in groupby(items, key=lambda item: item.week):
        said = list(group)
        if _is_settled(said):
            run = []
            continue
        if run and _is_struck_off(run, known, before=week):
            run = []
        run += [item for item in said if not item.state]
    return run


def _is_settled(said: Sequence[_Item]) -> bool:
    """True if the last word of every entry of a week settles it; where one unit disagrees, it stays open."""
    last = {(item.record, item.owner): item.state for item in said}
    return all(last.values())


def _is_struck_off(run: Sequence[_Item], known: Mapping[str, Row], before: str) -> bool:
    """True if the matter that it became was closed before that week began."""
    matter = _matter(run, known)
    return matter is not None and matter["status"] == CLOSED and matter["last"]["on"] < str(Week.parse(before).monday)


def _matter(run: Sequence[_Item], known: Mapping[str, Row]) -> Row | None:
    """The matter that a need became, if it was raised by then."""
    return next((known[item.matter] for item in reversed(run) if item.matter and item.matter in known), None)


def _open(run: Sequence[_Item], known: Mapping[str, Row], day: date) -> Row | None:
    """The need as it stands on that day; None if nothing of it is open."""
    matter = _matter(run, known)
    if not run or (matter and matter["status"] == CLOSED):
        return None
    dues = [item.due for item in run if item.due]
    due = dues[-1] if dues else None
    late = overdue_days(date.fromisoformat(due), day) if due and not matter else 0
    return {
        "text": run[-1].text,
        "to": next((item.to for item in reversed(run) if item.to), None),
        "due": due,
        "first_due": dues[0] if dues else None,
        "overdue_days": late,
        "week": run[0].week,
        "last_week": run[-1].week,
        "matter": matter["text"] if matter else None,
        "return": run[-1].record,
    }
