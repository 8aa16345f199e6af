"""Evaluation of projects (评估): six aspects, planned against actual, each with its source; unverified is 待核.

The aspects are those of 方案第十九条: 落地时限, 投资强度, 亩均产出, 实际贡献, 创造就业, 企业履约. Before the start only
what was planned is known; under way figures are self-reported and say so; afterwards only verified ones count.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Text
from hyzs.model.decimals import decimal_of, number_text
from hyzs.model.errors import BadUsage
from hyzs.model.lateness import postponed_days
from hyzs.model.partial_date import date_bounds
from hyzs.model.printed_report import PrintedReport
from hyzs.model.quotient import quotient
from hyzs.query.commitments import changed_counts, commitments, rate
from hyzs.query.projects import ProjectHistory, projects_of
from hyzs.query.verified_figures import VerifiedFigures, verified_figures
from hyzs.reports.optional_sections import filled_section

RULES = """
SELECT "evaluation.landing" AS landing, "evaluation.invested" AS invested, "evaluation.output" AS output,
       "evaluation.tax" AS tax, "evaluation.jobs" AS jobs, "evaluation.source" AS source FROM settings
WHERE "evaluation.source" IS NOT NULL
"""
PHASES = 'SELECT phase, "where" FROM evaluation_phase ORDER BY pos'
BEFORE, DURING, AFTER = "事前", "事中", "事后"
_WAITING = "待核"
_APPLIED = "申报"
_FIELDS = ("id", "name", "county", "sample", "investment.fixed", "land.area_mu")
_EXPECTED = ("expected.output", "expected.tax", "expected.jobs")
_I = "内部"
_COLUMNS = [
    Column("id", "编号", "code", level=_I),
    Column("name", "项目", level=_I),
    PublicColumn("county", "属地"),
    PublicColumn("item", "方面"),
    Column("planned", "当初写的", level="敏感"),
    Column("actual", "实际", level="敏感"),
    Column("ratio", "比(%)", "number", level="敏感"),
    Column("source", "出处", level=_I),
    Column("note", "说明", level=_I, wide=True),
]


class _Subject(NamedTuple):
    """A project under evaluation, and all that is known of it."""

    row: Row
    project: ProjectHistory
    phase: str
    reported: Any
    figures: VerifiedFigures
    commitments: list[Row]
    year: int


def evaluation(index: IndexReader, now: datetime, phase: str | None = None, period: str | None = None) -> Answer:
    """One row per project and aspect: {id, name, county, phase, item, planned, actual, ratio, source, note, waiting}.

    ``phase`` is one of the three or none for all, ``period`` the year whose figures count (none: this year).

    Raises:
        BadUsage: There is no such phase or year, or the settings say nothing of evaluation.
    """
    rules = next(iter(index.rows(RULES)), None)
    if rules is None:
        raise BadUsage("设置里没有写怎么评估", "在 settings.yaml 的 evaluation 里写阶段和指标")
    phases = {row["phase"]: row["where"] for row in index.rows(PHASES)}
    if phase and phase not in phases:
        raise BadUsage(f"没有“{phase}”这个阶段", f"可以写：{'、'.join(phases)}")
    if period and not (period.isdecimal() and len(period) == len("2026")):
        raise BadUsage(f"“{period}”不是年份", "写成 2026")
    year = int(period) if period else now.year
    as_of = min(now, datetime(year, 12, 31, 23, 59)) if year < now.year else now
    rows: list[Row] = []
    blocks: list[Block] = []
    for name in [phase] if phase else phases:
        own = list(_phase_rows(index, rules, name, phases[name], as_of, year, now.date()))
        rows += own
        blocks += filled_section(name, "公开", _COLUMNS, own)
    waiting = sum(row["waiting"] for row in rows)
    text = f"{len({row['id'] for row in rows})} 个项目，待核 {waiting} 项（核定的才算，自报的写明自报）"
    return Answer(
        "evaluation",
        {"phase": phase, "year": year},
        rows,
        {"projects": len({row["id"] for row in rows}), "waiting": waiting},
        blocks=[Text(text, level=_I), *blocks, Text(f"依据：{rules['source']}", "note", level="公开")],
        title=f"项目评估 {phase or ''} {year} 年".replace("  ", " "),
        title_level="公开",
        watermark="示例" if "示例" in rules["source"] else "",
        stamp=Stamp(period=f"{year} 年，截至 {as_of.date()}", sample=any(row["sample"] for row in rows)),
    )


def _phase_rows(
    index: IndexReader, rules: Row, phase: str, where: str, as_of: datetime, year: int, day: date
) -> Iterator[Row]:
    """The six rows of each project of the phase; figures that were verified by ``day`` count."""
    invested = f"figure.{rules['invested']}"
    fields = (*_FIELDS, *_EXPECTED, invested)
    rows = matching_rows(index, "project", fields, f"draft=false and ({where})", as_of)
    project_of = {project.row["id"]: project for project in projects_of(index, [row["id"] for row in rows])}
    figures = verified_figures(index, day)
    promised: dict[str, list[Row]] = defaultdict(list)
    for row in commitments(index, day):
        if row["project"] and not row["is_government"]:
            promised[row["project"]].append(row)
    changed = changed_counts(index)
    for row in rows:
        project = project_of[row["id"]]
        own = [*promised[row["id"]], *promised[row["name"]]]
        subject = _Subject(row, project, phase, row[invested], figures, own, year)
        about = {"id": row["id"], "name": row["name"], "county": row["county"], "phase": phase}
        for item in _items(subject, rules, day, changed_counts=changed):
            yield {**about, **item, "sample": bool(row["sample"])}


def _items(subject: _Subject, rules: Row, day: date, *, changed_counts: bool) -> Iterator[Row]:
    area = subject.row["land.area_mu"]
    yield _landing(subject, rules["landing"], day)
    planned = _per(subject.row["investment.fixed"], area)
    reported = _per(subject.reported, area) if subject.phase == DURING else None
    total = _total(subject, rules["invested"])
    yield _item(subject, "投资强度", "万元/亩", planned, (_per(total[0], area), total[1]), (reported, "自报"))
    output = _figure(subject, rules["output"])
    planned = _per(subject.row["expected.output"], area)
    yield _item(subject, "亩均产出", "万元/亩", planned, (_per(output[0], area), output[1]))
    tax = _figure(subject, rules["tax"])
    per_mu = _per(subject.row["expected.tax"], area)
    row = _item(subject, "实际贡献", "万元", _number(subject.row["expected.tax"]), tax)
    yield {**row, "note": "；".join(filter(None, (f"亩均 {number_text(per_mu)} 万元" if per_mu else "", row["note"])))}
    yield _item(subject, "创造就业", "人", _number(subject.row["expected.jobs"]), _figure(subject, rules["jobs"]))
    yield _promises(subject, day, changed_counts=changed_counts)


def _item(
    subject: _Subject,
    name: str,
    unit: str,
    planned: Decimal | None,
    verified: tuple[Decimal | None, str],
    reported: tuple[Decimal | None, str] = (None, ""),
) -> Row:
    """One aspect: afterwards only the verified figure counts, under way the reported one, before neither."""
    actual, source = (None, _APPLIED)
    if subject.phase == AFTER or (subject.phase == DURING and verified[0] is not None):
        actual, source = verified
    elif subject.phase == DURING:
        actual, source = reported
    is_waiting = subject.phase == AFTER and actual is None
    ratio = None if actual is None or not planned else quotient(actual, planned, 1)
    return {
        "item": name,
        "planned": None if planned is None else f"{number_text(planned)} {unit}",
        "actual": None if actual is None else f"{number_text(actual)} {unit}",
        "ratio": ratio,
        "source": source or None,
        "note": f"{_WAITING}：没有核定数" if is_waiting else "没有写当初的数" if planned is None else "",
        "waiting": is_waiting,
    }


def _landing(subject: _Subject, stage: str, day: date) -> Row:
    """The first promise of the stage against the day on which it was reached, or the promise in force."""
    wordings = subject.project.promises.get(stage, ())
    first = wordings[0] if wordings else None
    reached = subject.project.milestones.get(stage)
    reached = reached if reached and reached <= str(day) else None
    note = "没有承诺时限" if first is None else ""
    if first:
        last_day = _last_day(first.by_end)
        if reached:
            days = postponed_days(last_day, date.fromisoformat(reached))
            note = f"晚 {days} 天" if days > 0 else "按时"
        elif current := subject.project.promise(stage, day):
            moved = postponed_days(last_day, _last_day(current.by_end))
            note = f"推迟 {moved} 天，现在写的 {current.by}" if moved else ""
    return {
        "item": "落地时限",
        "planned": first.by if first else None,
        "actual": reached,
        "ratio": None,
        "source": f"承诺（{first.set_on}）" if first and first.set_on else None,
        "note": note,
        "waiting": False,
    }


def _promises(subject: _Subject, day: date, *, changed_counts: bool) -> Row:
    """The firm's own promises: kept of due."""
    kept_rate = rate(subject.commitments, day, changed_counts=changed_counts)
    is_waiting = subject.phase == AFTER and not kept_rate.due
    taken_out = f"剔除 {len(kept_rate.taken_out)} 件" if kept_rate.taken_out else ""
    return {
        "item": "企业履约",
        "planned": f"{kept_rate.due} 件" if kept_rate.due else None,
        "actual": f"{kept_rate.kept} 件" if kept_rate.due else None,
        "ratio": kept_rate.percent,
        "source": "承诺台账" if subject.commitments else None,
        "note": f"{_WAITING}：没有登记到期的承诺" if is_waiting else taken_out,
        "waiting": is_waiting,
    }


def _figure(subject: _Subject, name: str) -> tuple[Decimal | None, str]:
    """The verified figure of the year, and who verified it when."""
    figure = subject.figures.get((subject.row["id"], name), {}).get(subject.year)
    return (figure.value, f"{figure.by}核定 {figure.on}") if figure else (None, "")


def _total(subject: _Subject, name: str) -> tuple[Decimal | None, str]:
    """The sum of the verified figures of the years up to this one."""
    years = {
        year: each for year, each in subject.figures.get((subject.row["id"], name), {}).items() if year <= subject.year
    }
    if not years:
        return None, ""
    last = years[max(years)]
    return sum((figure.value for figure in years.values()), Decimal()), f"{last.by}核定 {last.on}"


def _per(value: Any, area: Any) -> Decimal | None:
    """Per 亩, to one digit, half up."""
    return None if value is None or not area else quotient(value, area, 1, percent=False)


def _number(value: Any) -> Decimal | None:
    return None if value is None else decimal_of(value)


def _last_day(text: str) -> date:
    bounds = date_bounds(text)
    assert bounds is not None
    return bounds[1]


EVALUATION = PrintedReport(
    "evaluation",
    "项目评估",
    "事前、事中、事后：落地时限、投资强度、亩均产出、实际贡献、创造就业、企业履约，当初写的、实际、比、出处；没有核定的写待核",
    evaluation,
    of="phase",
    position=190,
)
