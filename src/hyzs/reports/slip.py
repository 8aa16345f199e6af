"""Changes for the worse since a week began: promises postponed or overdue, projects fallen silent."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.fields.reporting_week import load_schedule, parse_week_argument
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, PublicColumn, Row, Table, Text
from hyzs.model.folding import fold_wording
from hyzs.model.lateness import overdue_days, postponed_days
from hyzs.model.printed_report import PrintedReport
from hyzs.model.week import Week
from hyzs.query.duties import Duties, load_duties
from hyzs.query.matters import is_pending, matters
from hyzs.query.open_needs import needs_now, open_needs
from hyzs.query.projects import ProjectHistory
from hyzs.query.track_row import TrackRow
from hyzs.query.track_rows import WeekRows

#: Reasons of postponed promises, by the file of the project.
WHY = """
SELECT p.file, p.key, p."by", p.why FROM in_values a JOIN promise_step p ON p.file = a.value WHERE p.why IS NOT NULL
"""
_COLUMNS = [
    Column("name", "项目", level="内部", substitute="public_name"),
    PublicColumn("tier", "类别"),
    PublicColumn("county", "属地"),
    PublicColumn("node", "节点"),
    Column("first", "原承诺", level="内部"),
    Column("now", "现承诺", level="内部"),
    PublicColumn("change", "本周变化", "light"),
    Column("why", "原因", level="内部", wide=True),
    PublicColumn("lead", "责任单位"),
    PublicColumn("patron", "联系市领导"),
    PublicColumn("officer", "责任人"),
]


def slip(
    index: IndexReader, since: str | None, now: datetime, patron: str | None = None, *, handed: bool = True
) -> Answer:
    """Changes for the worse since the week ``since`` (上周 if None) began, up to today; the worst first.

    ``handed``: with matters and needs that went overdue or were extended.

    Raises: BadUsage, NotFound where week or person are unknown.
    """
    schedule = load_schedule(index)
    today = now.date()
    before = min(parse_week_argument(since or "上周", schedule, now).monday - timedelta(days=1), today)
    week = Week.of(today)
    duties = load_duties(index, schedule, now, week)
    current = schedule.current_week(now)
    patron = patron and resolve_name(index, patron, "person")["name"]
    files = [project.row["file"] for project in duties.projects]
    reasons = {(file, key, by): why for file, key, by, why in index.tuples(WHY, files)}
    tracked_rows = {row["id"]: row for row in WeekRows(duties, current).rows()}
    rows = [row for project in duties.projects for row in _slips(duties, project, before, today, reasons, tracked_rows)]
    rows += [*_matters(index, before, today), *_needs(index, before, now, tracked_rows)] if handed else []
    rows = [row for row in rows if patron in (None, row["patron"])]
    rows.sort(key=lambda row: (-row["days"], row["id"]))
    for number, row in enumerate(rows, 1):
        row["number"] = number
    counts = {kind: sum(row["kind"] == kind for row in rows) for kind in ("overdue", "moved", "silent")}
    totals = f"新逾期 {counts['overdue']}  推迟 {counts['moved']}  转未报 {counts['silent']}"
    return Answer(
        "slip",
        {"since": str(before), "patron": patron},
        rows,
        counts,
        blocks=[Text(totals), Table([PublicColumn("number", "序号", "number"), *_COLUMNS], rows)]
        if rows
        else [Text(_NONE)],
        title=f"承诺变动 {before} 至 {today}",
        title_level="公开",
        stamp=Stamp(note=duties.due_note(current) or "", filter=patron or ""),
    )


_NONE = "没有新逾期、推迟和转未报的"


def _matters(index: IndexReader, before: date, today: date) -> Iterator[Row]:
    """Matters whose deadline was extended or went overdue."""
    earlier = {matter["id"]: matter for matter in matters(index, before)}
    for matter in matters(index, today):
        previous, late = earlier.get(matter["id"]), matter["overdue_days"]
        if not is_pending(matter):
            continue
        about = {"id": matter["id"], "name": matter["text"], "node": "交办事项", "lead": matter["lead"]}
        nobody = dict.fromkeys(("public_name", "tier", "county", "patron", "stage", "officer"))
        why = (matter["last"] or {}).get("note")
        row = {**nobody, **about, "first": matter["first_due"], "now": matter["due"], "why": why}
        if previous and previous["due"] < matter["due"]:
            days = _late(previous["due"], date.fromisoformat(matter["due"]))
            yield {**row, "kind": "moved", "days": days, "change": f"延期 {_duration(days)}"}
        elif late and not (previous and previous["overdue_days"]):
            yield {**row, "kind": "overdue", "days": late, "change": f"新逾期 {late} 天"}


def _needs(index: IndexReader, before: date, now: datetime, tracked_rows: Mapping[str, TrackRow]) -> Iterator[Row]:
    """Open needs whose deadline was extended or went overdue."""
    needs = [need for need in needs_now(index, now) if not need["out"]]
    ids = {need["project"] for need in needs}
    by_project = open_needs(index, Week.of(before), before, matters(index, before), ids)
    threads = {(id, fold_wording(need["text"])): need for id, some in by_project.items() for need in some}
    for need in needs:
        earlier, late = threads.get((need["project"], fold_wording(need["text"]))), need["overdue_days"]
        project: Mapping[str, Any] = tracked_rows.get(need["project"]) or {}
        row = {
            **{key: project.get(key) for key in ("tier", "county", "patron", "stage", "officer")},
            "id": need["project"],
            "name": f"{need['text']}（{need['project_name']}）",
            "public_name": need["project_public_name"],
            **{"node": "诉求", "lead": need["to"], "first": need["first_due"], "now": need["due"], "why": None},
        }
        if earlier and (earlier["due"] or "9") < (need["due"] or ""):
            days = _late(earlier["due"], date.fromisoformat(need["due"]))
            yield {**row, "kind": "moved", "days": days, "change": f"延期 {_duration(days)}"}
        elif late and not (earlier and earlier["overdue_days"]):
            yield {**row, "kind": "overdue", "days": late, "change": f"新逾期 {late} 天"}


def _slips(
    duties: Duties,
    project: ProjectHistory,
    before: date,
    today: date,
    reasons: dict[tuple[int, str, str], str],
    tracked_rows: Mapping[str, TrackRow],
) -> list[Row]:
    """Promises of one project that were postponed or went overdue, and a row if it fell silent."""
    rows: list[Row] = []
    for node in project.promises:
        if project.milestones.get(node, "9") <= str(today):
            continue
        earlier, now = project.promise(node, before), project.promise(node, today)
        if now is None:
            continue
        first = project.promises[node][0]
        row = {"node": node, "first": first.by, "now": now.by, "why": reasons.get((project.row["file"], node, now.by))}
        late = _late(now.by_end, today)
        if earlier and earlier.by_end < now.by_end:
            days = postponed_days(date.fromisoformat(earlier.by_end), date.fromisoformat(now.by_end))
            rows.append({**row, "kind": "moved", "days": days, "change": f"推迟 {_duration(days)}"})
        elif late and not (earlier and _late(earlier.by_end, before)):
            rows.append({**row, "kind": "overdue", "days": late, "change": f"新逾期 {late} 天"})
    tracked_row = tracked_rows.get(project.row["id"])
    if tracked_row and tracked_row["status"] == "owed" and tracked_row["weeks_silent"] == 1:
        rows.append({**dict.fromkeys(("node", "first", "now", "why")), "kind": "silent", "days": 0, "change": "转未报"})
    about = {
        "id": project.row["id"],
        "name": project.row["name"],
        "public_name": project.row["public_name"],
        **_holders(duties, project, today),
    }
    officer = tracked_row["officer"] if tracked_row else None
    return [{**about, "officer": officer, **row} for row in rows]


def _holders(duties: Duties, project: ProjectHistory, day: date) -> Row:
    names = {name: project.holder(name, day) for name in ("tier", "county", "lead", "patron")}
    return {**names, "stage": project.stage(day, duties.stages)}


def _late(by_end: str, day: date) -> int:
    """Days past the last day of a promise; 0 until it is over."""
    return overdue_days(date.fromisoformat(by_end), day)


def _duration(days: int) -> str:
    """Days in words: months where they are whole months within 3 days (a month is 30.44 days)."""
    months = round(timedelta(days=days) / timedelta(days=30.44))
    return f"{months} 个月" if months and abs(days - months * 30.44) < 3 else f"{days} 天"


SLIP = PrintedReport(
    "slip", "承诺变动", "新逾期、推迟、转未报的，最差的在前；可写从哪一周起", slip, of="week", position=100
)
