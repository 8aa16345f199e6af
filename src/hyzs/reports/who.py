"""Duties of a unit or a person: direct ones, and those through its groups."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from hyzs.fields.index_reader import IndexReader, parse_choice, resolve_name
from hyzs.fields.reporting_week import load_schedule, parse_week_argument
from hyzs.model.annotations import DUTIES
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, Group, PublicColumn, Row, Table, Text
from hyzs.model.lateness import in_force
from hyzs.model.partial_date import due_words
from hyzs.query.commitments import commitments
from hyzs.query.flows import Case, FlowBook, open_cases
from hyzs.query.held_duties import IS_OVER
from hyzs.query.matters import FLOW as MATTER_FLOW
from hyzs.query.matters import matters
from hyzs.query.open_needs import needs_now
from hyzs.query.plans import Plans, plan_of, plans
from hyzs.query.task_rows import task_rows

#: The record and the groups it is in on that day, directly or through other groups.
_REACH = f"""
WITH RECURSIVE reach (id, depth) AS (
  SELECT :id, 0
  UNION
  SELECT m.record, reach.depth + 1
  FROM reach CROSS JOIN resolved_name c
  CROSS JOIN mention m
  WHERE m.text = c.text AND m.kinds = c.kinds AND c.id = reach.id AND m.kind = 'unit'
    AND m.field = 'members.unit' AND reach.depth < 9
    AND {in_force("m")}
)
"""
#: Every duty that names one of them; needs have their own query, since they stay open over weeks.
SQL = f"""
{_REACH}
SELECT m.duty AS role, m.subject_kind AS kind, m.subject_id AS id, m.subject_name AS name,
       CASE WHEN reach.depth > 0 THEN (SELECT min(g.name) FROM unit g WHERE g.id = reach.id) END AS via,
       max(m.open) AS open
FROM reach CROSS JOIN resolved_name c
CROSS JOIN mention m
CROSS JOIN record r
JOIN kind k ON k.name = m.subject_kind
WHERE r.file = m.file AND r.item = m.item AND m.text = c.text AND m.kinds = c.kinds AND c.id = reach.id
  AND m.duty <> '' AND m.subject_kind <> 'need' AND r.draft = 0 AND (m.week IS NULL OR m.week = :week)
  AND {in_force("m")}
  AND NOT {IS_OVER}
GROUP BY m.duty, m.subject_kind, m.subject_id, m.subject_name, reach.id, reach.depth, k.pos
ORDER BY reach.depth, via, k.pos, m.subject_id, m.subject_name
"""
REACHED = f"{_REACH} SELECT u.name, min(reach.depth) AS depth FROM reach JOIN unit u ON u.id = reach.id GROUP BY u.name"

#: Steps of flows that are listed.
_LISTED_STEPS = 5
#: Fields that only some duties have: project and week of a need, state of a task, deadlines.
_NO_DAY = {"project": None, "project_name": None, "week": None, "state": None, "due": None, "overdue_days": 0}


def who(
    index: IndexReader, text: str, now: datetime, role: str | None = None, direct: bool = False, plan: str | None = None
) -> Answer:
    """Duties of the unit or person that people call ``text``, as of today; of one ``plan``, or all.

    Measures and tasks have their ``plan``; other duties have None.

    Raises:
        NotFound: no unit, person or plan has that name; BadUsage: there is no such ``role``.
        BadConfig: the settings cannot be read.
    """
    holder = resolve_name(index, text, "unit|person")
    role = parse_choice(role, DUTIES, f"没有“{role}”这种责任") if role else None
    week = parse_week_argument(None, load_schedule(index), now)
    needs, resting = _needs(index, holder["id"], now)
    tasks = {task["id"]: task for task in task_rows(index, now)}
    others = (*matters(index, now.date()), *commitments(index, now.date()))
    deadlines = {**tasks, **{row["id"]: row for row in others}}
    selection = plans(index, plan)
    rows = (*index.rows(SQL, id=holder["id"], day=str(now.date()), week=str(week)), *needs)
    matching = [row for row in rows if (not direct or row["via"] is None) and role in (None, row["role"])]
    dated = [_dated(row, deadlines) for row in matching]
    labels = {row["name"]: row["label"] for row in index.rows("SELECT name, label FROM kind ORDER BY pos, name")}
    every = _in_order(_with_plans(dated, plan_of(index)), list(labels))
    chosen = [row for row in every if selection.includes(row["plan"])]
    summary = _summary(chosen, list(labels))
    steps = _open_steps(index, holder["id"], now) if role in (None, "handle") and not plan else []
    return Answer(
        report="who",
        params={"unit": holder["name"], "role": role, "direct": direct, "plan": selection.selected},
        rows=chosen,
        summary={**summary, "needs_resting": resting},
        extra={"steps": [{"id": case.id, "name": case.name, **case.row} for case in steps]} if steps else {},
        blocks=[
            Text(_totals(summary, labels, role)),
            *_overdue([*chosen, *_through_measures(chosen, tasks.values(), holder["name"])], labels),
            *(_resting(resting) if role in (None, "handle") else []),
            *_steps(steps, holder["name"]),
            *([Text(f"另有 {len(every) - len(chosen)} 项不属于这个方案，没有列", "note")] if every != chosen else []),
            Table(_columns(labels, chosen, selection), chosen, _groups(chosen)),
        ],
        title=f"{holder['name']} 责任清单",
        stamp=Stamp(filter=_filter(role, selection.selected, direct=direct)),
    )


def _filter(role: str | None, plan: str | None, *, direct: bool) -> str:
    """The filter in words."""
    return "、".join(
        [*([plan] if plan else []), *([DUTIES[role]] if role else []), *(["只看点名的"] if direct else [])]
    )


def _dated(row: Row, deadlines: Mapping[str, Row]) -> Row:
    """The row with the fields that only some duties have; the deadline of a matter or commitment is that in force."""
    deadline = deadlines.get(row["id"], row)
    return {**row, "open": bool(row["open"]), **{key: deadline.get(key, value) for key, value in _NO_DAY.items()}}


def _with_plans(rows: Iterable[Row], plan_names: Mapping[tuple[str, str], str]) -> list[Row]:
    """The rows with their plans; of rows on one duty the first, which says through whom the unit has it."""
    distinct: dict[tuple[str, str, str, str, str | None], Row] = {}
    for row in rows:
        key = (row["role"], row["kind"], row["id"], row["name"], row["project"])
        distinct.setdefault(key, {**row, "plan": plan_names.get((row["kind"], row["id"]))})
    return list(distinct.values())


def _in_order(rows: Iterable[Row], kinds: Sequence[str]) -> list[Row]:
    """The rows by role and kind, the latest first."""
    order = list(DUTIES)
    return sorted(rows, key=lambda row: (order.index(row["role"]), kinds.index(row["kind"]), _lateness(row), row["id"]))


def _through_measures(rows: list[Row], tasks: Iterable[Row], unit: str) -> list[Row]:
    """Tasks that the unit leads or reports through their measure: they have no row of their own."""
    own = {row["id"] for row in rows if row["kind"] == "task"}
    led = {row["id"] for row in rows if row["kind"] == "measure"}
    return [
        {**task, "kind": "task", "name": task["text"], "project_name": None}
        for task in tasks
        if task["id"] not in own and task["measure_id"] in led and unit in (*task["lead"], *task["units"])
    ]


def _needs(index: IndexReader, id: str, now: datetime) -> tuple[list[Row], Counter[str]]:
    """Open needs that the unit handles, as rows; and numbers of those resting with their projects, by reason."""
    reached = {row["name"]: row["depth"] for row in index.rows(REACHED, id=id, day=str(now.date()))}
    needs = needs_now(index, now, to=reached) if reached else []
    rows = [
        {
            "role": "handle",
            "kind": "need",
            "id": need["return"],
            "name": need["text"],
            "via": need["to"] if reached[need["to"]] else None,
            "open": False,
            **{key: need[key] for key in ("project", "project_name", "week", "due", "overdue_days")},
        }
        for need in needs
        if not need["out"]
    ]
    rows.sort(key=lambda row: reached[row["via"]] if row["via"] else 0)
    return rows, Counter(need["out"] for need in needs if need["out"])


def _open_steps(index: IndexReader, id: str, now: datetime) -> list[Case]:
    """The steps of flows that the unit owes today, save those of matters, which have rows of their own; by due day."""
    day = now.date()
    reached = {row["name"] for row in index.rows(REACHED, id=id, day=str(day))}
    cases = open_cases(index, FlowBook(index), day) if reached else []
    owed = [case for case in cases if case.who in reached and case.flow_name != MATTER_FLOW and not case.is_draft]
    return sorted(owed, key=lambda case: (str(case.row["due"] or "9"), case.id))


def _steps(cases: list[Case], unit: str) -> list[Text]:
    """Line on the owed steps of flows, with the first of them."""
    if not cases:
        return []
    late = sum(case.row["overdue_days"] > 0 for case in cases)
    words = "；".join(f"{case.name} {case.next_words}" for case in cases[:_LISTED_STEPS])
    more = f"……全部：hyzs report todo {unit}" if len(cases) > _LISTED_STEPS else ""
    return [Text(f"要走的流程 {len(cases)} 步，逾期 {late} 步：{words}{more}", "warn" if late else "plain")]


def _overdue(rows: list[Row], labels: dict[str, str]) -> list[Text]:
    """Lines on the overdue duties of each kind, the latest first."""
    return [
        Text(f"{labels[kind]}逾期 {len(late)} {measure}：{'；'.join(map(_late, late))}", "warn")
        for kind, measure in (("task", "项"), ("matter", "件"), ("need", "条"))
        if (late := sorted(_late_once(rows, kind), key=_lateness))
    ]


def _late_once(rows: list[Row], kind: str) -> list[Row]:
    """Overdue records of a kind, each once."""
    late = [row for row in rows if row["kind"] == kind and row["overdue_days"]]
    return list({(row["id"], row["name"], row.get("project")): row for row in late}.values())


def _lateness(row: Row) -> int:
    return -int(row["overdue_days"])


def _late(row: Row) -> str:
    return f"{row['name']}({row['project_name'] or row['id']} 限 {row['due']}，逾期 {row['overdue_days']} 天)"


def _resting(resting: Counter[str]) -> list[Text]:
    """Note on the needs that are not listed, by reason."""
    why = "、".join(f"{reason} {n}" for reason, n in resting.items())
    return [Text(f"另有 {resting.total()} 条诉求没有列：所在项目{why}", "note")] if resting else []


def _summary(rows: list[Row], order: list[str]) -> Row:
    """Numbers of measures it leads and is responsible for, and of records by kind."""
    of_measures = Counter(row["role"] for row in rows if row["kind"] == "measure")
    kinds = {(row["kind"], row["id"], row["name"], row["project"]) for row in rows}
    by_kind = Counter(kind for kind, *_ in sorted(kinds, key=lambda kind: order.index(kind[0])))
    return {
        "lead": of_measures["lead"],
        "responsible": of_measures["responsible"],
        "by_kind": dict(by_kind),
    }


def _totals(summary: Row, labels: dict[str, str], role: str | None) -> str:
    measure_duties = [duty for duty in ("lead", "responsible") if role in (None, duty)]
    measures = [f"{DUTIES[duty]} {summary[duty]}" for duty in measure_duties]
    others = [f"{labels[kind]} {n}" for kind, n in summary["by_kind"].items() if kind != "measure"]
    return "  ".join([*(measures if "measure" in summary["by_kind"] else []), *others]) or "没有查到责任"


def _columns(labels: dict[str, str], rows: list[Row], plans: Plans) -> list[Column]:
    """Columns; fields of few duties only where some row has them."""
    optional = [
        PublicColumn("state", "状态", "light"),
        Column("project_name", "所属项目", level="内部"),
        PublicColumn("week", "提出于"),
        PublicColumn(
            "due", "期限", "date", get=lambda row: due_words(row["due"]) if row["kind"] == "task" else row["due"]
        ),
        PublicColumn("overdue_days", "逾期(天)", "number", get=lambda row: row["overdue_days"] or None),
    ]
    return [
        PublicColumn("role", "责任", get=lambda row: DUTIES[row["role"]]),
        PublicColumn("kind", "种类", get=lambda row: labels[row["kind"]]),
        *plans.columns,
        PublicColumn("id", "编号"),
        PublicColumn("name", "名称"),
        PublicColumn("via", "经由"),
        PublicColumn("open", "名单", get=lambda row: "等" if row["open"] else None),
        *(column for column in optional if any(column.value(row) for row in rows)),
    ]


def _groups(rows: list[Row]) -> list[Group]:
    counts = Counter(row["role"] for row in rows)
    return [Group(f"{DUTIES[role]}({n})", n) for role, n in counts.items()]
