"""Open needs: raised in some week, not settled since, nor transferred to a matter that is struck off.

One need is a thread: the statements of a project's returns under the same folded text (``text_folded``).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.finding import Route
from hyzs.model.folding import fold_wording
from hyzs.model.json_pointer import from_pointer
from hyzs.model.lateness import overdue_days
from hyzs.model.week import Week
from hyzs.query.matters import CLOSED, matters
from hyzs.query.projects import ProjectHistory, projects_of, stages

_ITEM = """
SELECT c.id, n.text_folded, n.week, n.record, n.owner, n.state, n.text,
       coalesce((SELECT u.name FROM resolved_name u WHERE u.text = n."to" AND u.kinds = 'unit'), n."to"), n.due,
       (SELECT m.id FROM resolved_name m WHERE m.text = n.matter AND m.kinds = 'matter')
"""
_ORDER = (
    "n.week_no <= :week AND +n.file IN (SELECT file FROM visible_file) ORDER BY n.week_no, n.record, n.owner, n.pos"
)
#: Statements up to a week on needs of all projects, and of those in ``in_values``.
ITEMS = f"{_ITEM} FROM all_need n JOIN resolved_name c ON c.text = n.under AND c.kinds = 'project' WHERE {_ORDER}"
ITEMS_AMONG = f"""
{_ITEM} FROM in_values a CROSS JOIN resolved_name c
CROSS JOIN all_need n WHERE n.under = c.text AND c.id = a.value AND c.kinds = 'project' AND {_ORDER}
"""
#: Projects with a need that ever named one of the units in ``in_values``.
OF_UNITS = """
SELECT DISTINCT p.id FROM in_values a CROSS JOIN resolved_name c
CROSS JOIN all_need n CROSS JOIN resolved_name p WHERE p.text = n.under AND p.kinds = 'project'
  AND n."to" = c.text AND c.name = a.value AND c.kinds = 'unit'
"""

#: Statements of a week that settle a need.
SETTLED = """
SELECT c.id, n.text_folded, n.text, n.state
FROM all_need n JOIN resolved_name c ON c.text = n.under AND c.kinds = 'project'
WHERE n.week = :week AND n.state IS NOT NULL AND +n.file IN (SELECT file FROM visible_file)
ORDER BY n.record, n.owner, n.pos
"""

#: Position of a need of a project in a return; the last position comes first.
PLACE = """
SELECT f.path, n.at FROM need n JOIN file f ON f.id = n.file
JOIN resolved_name c ON c.text = n.under AND c.kinds = 'project' AND c.id = :project
WHERE n.record = :return AND n.text_folded = :key AND n.state IS NULL ORDER BY n.owner DESC, n.pos DESC
"""


class _Statement(NamedTuple):
    """One statement of a return on a need."""

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
    index: IndexReader, week: Week, day: date, matters: Sequence[Row], ids: Collection[str] | None = None
) -> OpenNeeds:
    """Needs open after ``week``, by project; of all projects or of ``ids``; ``matters`` are those as of ``day``.

    A need that was transferred is listed with its ``matter`` until that is struck off; it is not overdue itself.
    Each has ``week`` and ``last_week`` (first and last statement), ``first_due``, ``overdue_days`` as of ``day``, and
    ``return``, the last return that states it.
    """
    threads: dict[tuple[str, str], list[_Statement]] = defaultdict(list)
    sql = ITEMS if ids is None else ITEMS_AMONG
    for project, key, *statement in index.tuples(sql, ids, week=week.number):
        threads[project, key].append(_Statement(*statement))
    by_id = {matter["id"]: matter for matter in matters}
    needs: OpenNeeds = defaultdict(list)
    for (project, _), statements in threads.items():
        if row := _open_need(_since_settled(statements, by_id), by_id, day):
            needs[project].append(row)
    return dict(needs)


def needs_now(index: IndexReader, now: datetime, to: Collection[str] | None = None) -> list[Row]:
    """Needs open today (of the units ``to``, if given), each with its project, by their due day.

    Needs that became matters are left out. ``out`` is the reason why a need rests with its project.
    """
    week, day = Week.of(now.date()), now.date()
    ids = None if to is None else [id for (id,) in index.tuples(OF_UNITS, to)]
    needs_by_project = {
        id: [need for need in needs if need["matter"] is None and (to is None or need["to"] in to)]
        for id, needs in open_needs(index, week, day, matters(index, day), ids).items()
    }
    stage_rows = stages(index)
    rows = [
        {**need, **_about(project), "out": project.out_of_play_reason(week, stage_rows) or None}
        for project in projects_of(index, [id for id, needs in needs_by_project.items() if needs])
        for need in needs_by_project[project.row["id"]]
    ]
    return sorted(rows, key=lambda need: (need["due"] or "9", need["project"], need["week"]))


def settled_needs(index: IndexReader, week: Week, open_: Mapping[str, Sequence[Row]]) -> list[Row]:
    """Needs settled in that week: {project, text, state}; of the projects in ``open_``, the needs open after it."""
    still_open = {(id, fold_wording(need["text"])) for id, needs in open_.items() for need in needs}
    settled = {
        (project, key): {"project": project, "text": text, "state": state}
        for project, key, text, state in index.tuples(SETTLED, week=str(week))
        if project in open_ and (project, key) not in still_open
    }
    return list(settled.values())


def overdue_needs(index: IndexReader, now: datetime) -> list[Row]:
    """Needs past their day today whose project is in play, by that day."""
    return [need for need in needs_now(index, now) if need["overdue_days"] and not need["out"]]


def need_place(index: IndexReader, need: Row) -> tuple[str, Route]:
    """Position of the last statement of an open ``need``: the file below ``data/``, and the route in it."""
    rows = index.rows(PLACE, project=need["project"], key=fold_wording(need["text"]), **{"return": need["return"]})
    return rows[0]["path"], from_pointer(rows[0]["at"])


def _about(project: ProjectHistory) -> Row:
    """Fields of a need that name its project."""
    row = project.row
    return {"project": row["id"], "project_name": row["name"], "project_public_name": row["public_name"]}


def _since_settled(statements: Iterable[_Statement], matters: Mapping[str, Row]) -> list[_Statement]:
    """Statements since a need was last settled, struck off as a matter, or first raised; in order of weeks."""
    run: list[_Statement] = []
    for week, group in groupby(statements, key=lambda statement: statement.week):
        of_week = list(group)
        if _is_settled(of_week):
            run = []
            continue
        if run and _is_struck_off(run, matters, before=week):
            run = []
        run += [statement for statement in of_week if not statement.state]
    return run


def _is_settled(statements: Sequence[_Statement]) -> bool:
    """True if the last statement of every entry of a week settles it; where one unit disagrees, it stays open."""
    last = {(statement.record, statement.owner): statement.state for statement in statements}
    return all(last.values())


def _is_struck_off(run: Sequence[_Statement], matters: Mapping[str, Row], before: str) -> bool:
    """True if the matter that the need became was closed before that week began."""
    matter = _matter(run, matters)
    return matter is not None and matter["status"] == CLOSED and matter["last"]["on"] < str(Week.parse(before).monday)


def _matter(run: Sequence[_Statement], matters: Mapping[str, Row]) -> Row | None:
    """The matter that a need became, if it was raised by the day of ``matters``."""
    return next((matters[item.matter] for item in reversed(run) if item.matter and item.matter in matters), None)


def _open_need(run: Sequence[_Statement], matters: Mapping[str, Row], day: date) -> Row | None:
    """The need as of ``day``; None if it is not open."""
    matter = _matter(run, matters)
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
