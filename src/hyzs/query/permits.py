"""Permits of projects on a day: status, unit in charge, due day, permits it waits for."""

import json
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.week import Week
from hyzs.query.flows import Case, FlowBook, cases_of
from hyzs.query.projects import projects_in_play, stages

TYPES = "SELECT name, unit, source FROM permit_type ORDER BY pos"
WAITS = """
SELECT t.name, w.text FROM permit_type t
JOIN term_value w ON w.file = t.file AND w.field = 'permits.waits_for' AND w.at LIKE t.at || '/%' ORDER BY w.at
"""
PERMITS = """
SELECT p.record, p.key_id AS permit, p.status, p."on", p.number, p.agent FROM in_values v
CROSS JOIN permit p WHERE p.record = v.value
"""
#: The projects with a permit that was accepted before all papers were there.
LACKING = """
SELECT DISTINCT a.record, r.name, r.sample, b.json FROM act a JOIN record r ON r.file = a.file AND r.item = a.item
JOIN body b ON b.file = r.file AND b.item = r.item
WHERE a.do = '容缺受理' AND a."on" <= :day AND r.draft = 0 ORDER BY a.record
"""
FLOW = "手续"
NOT_NEEDED, DONE, UNDER_WAY, NOT_BEGUN = "不需要", "已办", "在办", "未办"
STATUSES = (NOT_BEGUN, UNDER_WAY, DONE, NOT_NEEDED)


def permit_rows(index: IndexReader, now: datetime, project: str | None = None) -> list[Row]:
    """One row per permit of every project in play, or of the one of that id: those recorded, and those of the settings.

    Rows: {project, name, permit, status, step, who, since, due, overdue_days, counted, paused_since, begun, done_on,
    waits_for, may_start, source}; ``waits_for`` names the permits that it waits for and that are not done;
    ``may_start``: it is not begun, and waits for nothing. A project without any recorded permit has rows only if asked.
    """
    day = now.date()
    types = {row["name"]: row for row in index.rows(TYPES)}
    waits: dict[str, list[str]] = defaultdict(list)
    for name, other in index.tuples(WAITS):
        waits[name].append(other)
    projects = projects_in_play(index, Week.of(day), stages(index))
    names = {item.row["id"]: item.row["name"] for item in projects}
    ids = [project] if project else list(names)
    recorded: dict[str, dict[str, Row]] = defaultdict(dict)
    for values in index.tuples(PERMITS, ids):
        row = dict(zip(("project", "permit", "status", "on", "number", "agent"), values, strict=True))
        recorded[row["project"]][row["permit"]] = row
    cases = _cases_by_permit(index, ids, day)
    rows = []
    for id in ids:
        own = recorded.get(id, {})
        if not own and project is None:
            continue
        order = list(dict.fromkeys((*types, *own)))
        states = {name: _state(own.get(name), cases.get((id, name)), day) for name in order}
        for name in order:
            state = states[name]
            waiting_for = [
                other for other in waits[name] if states.get(other, {}).get("status") not in (DONE, NOT_NEEDED)
            ]
            rows.append(
                {
                    "project": id,
                    "name": names.get(id, id),
                    "permit": name,
                    **state,
                    "who": state["who"] or types.get(name, {}).get("unit"),
                    "waits_for": waiting_for if state["status"] not in (DONE, NOT_NEEDED) else [],
                    "may_start": state["status"] == NOT_BEGUN and not waiting_for,
                    "source": types.get(name, {}).get("source"),
                }
            )
    return rows


def _cases_by_permit(index: IndexReader, ids: Collection[str], day: date) -> dict[tuple[str, str], Case]:
    cases = cases_of(index, FlowBook(index), ids, day)
    return {(case.id, case.key): case for case in cases if case.flow_name == FLOW}


def _state(recorded: Row | None, case: Case | None, day: date) -> Row:
    """State of a permit: by its events, else by its short form."""
    empty: Row = dict.fromkeys(("step", "who", "since", "due", "counted", "paused_since", "begun", "done_on"))
    empty["overdue_days"] = 0
    if case is not None and case.events:
        finished_on = next((event.on for event in case.events if event.do == "办结"), None)
        row = {key: case.row[key] for key in ("step", "who", "since", "due", "counted", "paused_since", "overdue_days")}
        begun = str(case.events[0].on)
        status = DONE if finished_on else UNDER_WAY
        return {
            **empty,
            **row,
            "status": DONE if finished_on else UNDER_WAY,
            "begun": begun,
            "done_on": str(finished_on) if finished_on else None,
        }
    status = (recorded or {}).get("status") or NOT_BEGUN
    on = (recorded or {}).get("on")
    done_on = on if on and on <= str(day) else None
    return {**empty, "status": UNDER_WAY if status == DONE and on and not done_on else status, "done_on": done_on}


def owed_papers(index: IndexReader, day: date) -> list[Row]:
    """The papers that permits accepted early (容缺受理) still lack.

    Rows: {project, name, sample, permit, papers, since, due, agent}.
    """
    rows = []
    for row in index.rows(LACKING, day=str(day)):
        for permit, body in (json.loads(row["json"]).get("permits") or {}).items():
            acts = [
                act for act in (body.get("events") if isinstance(body, dict) else None) or () if act["on"] <= str(day)
            ]
            for place, act in enumerate(acts):
                if act["do"] == "容缺受理" and not any(later["do"] in ("补齐", "撤回") for later in acts[place + 1 :]):
                    rows.append(
                        {
                            "project": row["record"],
                            "name": row["name"],
                            "sample": bool(row["sample"]),
                            "permit": permit,
                            "papers": list(act.get("papers") or ()),
                            "since": act["on"],
                            "due": act.get("due"),
                            "agent": body.get("agent"),
                        }
                    )
    return rows
