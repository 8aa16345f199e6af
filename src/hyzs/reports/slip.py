"""The Monday question: which promises slipped, went overdue or are not reported any more, and who must answer."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from hyzs.model.answer import Answer, Column, PublicColumn, Row, Stamp, Table, Text
from hyzs.model.folding import fold_wording
from hyzs.model.lateness import overdue_days, postponed_days
from hyzs.model.printed_report import PrintedReport
from hyzs.model.week import Week
from hyzs.query.duties import Duties, load_duties
from hyzs.query.fields.index_reader import IndexReader, resolve_name
from hyzs.query.matters import is_pending
from hyzs.query.matters import matters as stood
from hyzs.query.open_needs import needs_now, open_needs
from hyzs.query.projects import Project
from hyzs.query.reporting_week import load_schedule, parse_week_argument
from hyzs.query.track_rows import WeekRows

#: Why a promise moved, by the file of its project.
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
    """What changed for the worse since the week ``since`` (上周 if None) began, up to today; the worst first.

    With ``handed`` also the matters and needs that went overdue or got more time.
    """
    the_rhythm = load_schedule(index)
    today = now.date()
    before = min(parse_week_argument(since or "上周", the_rhythm, now).monday - timedelta(days=1), today)
    week = Week.of(today)
    book = load_duties(index, the_rhythm, now, week)
    current = the_rhythm.current_week(now)
    patron = patron and resolve_name(index, patron, "person")["name"]
    reasons = {(file, key, by): why for file, key, by, why in index.tuples(WHY, [p.row["file"] for p in book.projects])}
    shown = {row["id"]: row for row in WeekRows(book, current).rows()}
    rows = [row for project in book.projects for row in _slips(book, project, before, today, reasons, shown)]
    rows += [*_matters(index, before, today), *_needs(index, before, now, shown)] if handed else []
    rows = [row for row in rows if patron in (None, row["patron"])]
    rows.sort(key=lambda row: (-row["days"], row["id"]))
    for number, row in enumerate(rows, 1):
        row["number"] = number
    counts = {kind: sum(row["kind"] == kind for row in rows) for kind in ("overdue", "moved", "silent")}
    told = f"新逾期 {counts['overdue']}  推迟 {counts['moved']}  转未报 {counts['silent']}"
    return Answer(
        "slip",
        {"since": str(before), "patron": patron},
        rows,
        counts,
        blocks=[Text(told), Table([PublicColumn("number", "序号", "number"), *_COLUMNS], rows)]
        if rows
        else [Text(_NONE)],
        title=f"承诺变动 {before} 至 {today}",
        title_level="公开",
        stamp=Stamp(note=book.due_note(current) or "", filter=patron or ""),
    )


_NONE = "没有新逾期、推迟和转未报的"


def _matters(index: IndexReader, before: date, today: date) -> Iterator[Row]:
    """What happened to the deadlines of matters."""
    then = {one["id"]: one for one in stood(index, before)}
    for one in stood(index, today):
        was, late = then.get(one["id"]), one["overdue_days"]
        if not is_pending(one):
            continue
        about = {"id": one["id"], "name": one["text"], "node": "交办事项", "lead": one["lead"]}
        nobody = dict.fromkeys(("public_name", "tier", "county", "patron", "stage", "officer"))
        row = {**nobody, **about, "first": one["first_due"], "now": one["due"], "why": (one["last"] or {}).get("note")}
        if was and was["due"] < one["due"]:
            days = _late(was["due"], date.fromisoformat(one["due"]))
            yield {**row, "kind": "moved", "days": days, "change": f"延期 {_span(days)}"}
        elif late and not (was and was["overdue_days"]):
            yield {**row, "kind": "overdue", "days": late, "change": f"新逾期 {late} 天"}


def _needs(index: IndexReader, before: date, now: datetime, shown: Mapping[str, Row]) -> Iterator[Row]:
    """What happened to the days by which open needs are due."""
    found = [need for need in needs_now(index, now) if not need["out"]]
    was = open_needs(index, Week.of(before), before, stood(index, before), {need["project"] for need in found})
    then = {(id, fold_wording(need["text"])): need for id, needs in was.items() for need in needs}
    for need in found:
        earlier, late = then.get((need["project"], fold_wording(need["text"]))), need["overdue_days"]
        project = shown.get(need["project"], {})
        row = {
            **{key: project.get(key) for key in ("tier", "county", "patron", "stage", "officer")},
            "id": need["project"],
            "name": f"{need['text']}（{need['project_name']}）",
            "public_name": need["project_public_name"],
            **{"node": "诉求", "lead": need["to"], "first": need["first_due"], "now": need["due"], "why": None},
        }
        if earlier and (earlier["due"] or "9") < (need["due"] or ""):
            days = _late(earlier["due"], date.fromisoformat(need["due"]))
            yield {**row, "kind": "moved", "days": days, "change": f"延期 {_span(days)}"}
        elif late and not (earlier and earlier["overdue_days"]):
            yield {**row, "kind": "overdue", "days": late, "change": f"新逾期 {late} 天"}


def _slips(
    book: Duties,
    project: Project,
    before: date,
    today: date,
    reasons: dict[tuple[int, str, str], str],
    shown: dict[str, Row],
) -> list[Row]:
    """What happened to the promises of one project, and whether it fell silent."""
    out = []
    for node in project.promises:
        if project.milestones.get(node, "9") <= str(today):
            continue
        then, now = project.promise(node, before), project.promise(node, today)
        if now is None:
            continue
        first = project.promises[node][0]
        row = {"node": node, "first": first.by, "now": now.by, "why": reasons.get((project.row["file"], node, now.by))}
        late = _late(now.by_end, today)
        if then and then.by_end < now.by_end:
            days = postponed_days(date.fromisoformat(then.by_end), date.fromisoformat(now.by_end))
            out.append({**row, "kind": "moved", "days": days, "change": f"推迟 {_span(days)}"})
        elif late and not (then and _late(then.by_end, before)):
            out.append({**row, "kind": "overdue", "days": late, "change": f"新逾期 {late} 天"})
    its = shown.get(project.row["id"])
    if its and its["status"] == "owed" and its["weeks_silent"] == 1:
        out.append({**dict.fromkeys(("node", "first", "now", "why")), "kind": "silent", "days": 0, "change": "转未报"})
    about = {
        "id": project.row["id"],
        "name": project.row["name"],
        "public_name": project.row["public_name"],
        **_who(book, project, today),
    }
    officer = its["officer"] if its else None
    return [{**about, "officer": officer, **row} for row in out]


def _who(book: Duties, project: Project, day: date) -> Row:
    names = {name: project.holder(name, day) for name in ("tier", "county", "lead", "patron")}
    return {**names, "stage": project.stage(day, book.stages)}


def _late(by_end: str, day: date) -> int:
    """Days past the last day of a promise; 0 until it is over."""
    return overdue_days(date.fromisoformat(by_end), day)


def _span(days: int) -> str:
    """Days as people say them: months where they are whole months or nearly so."""
    months = round(timedelta(days=days) / timedelta(days=30.44))
    return f"{months} 个月" if months and abs(days - months * 30.44) < 3 else f"{days} 天"


SLIP = PrintedReport(
    "slip", "承诺变动", "新逾期、推迟、转未报的，最差的在前；可写从哪一周起", slip, of="week", position=100
)
