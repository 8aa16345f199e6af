"""The division of tasks: leading and responsible units, deadlines and results, measure by measure."""

from collections.abc import Mapping, Sequence
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, PrintBase, Stamp
from hyzs.model.blocks import Row, Text
from hyzs.model.errors import NotFound
from hyzs.model.printed_report import PrintedReport
from hyzs.model.workbook_form import PRINT
from hyzs.query.division_rows import PURPOSE, TABLE, Line, division_lines, division_measures, sent_values
from hyzs.query.officers import officers
from hyzs.query.plans import continuations, drafts_note, plans, selected_plans
from hyzs.reports.division_page import table


def division(index: IndexReader, plan: str | None = None, leaders_on: date | None = None) -> Answer:
    """Measures of the plan that people call ``plan``, or of several; of the only plan, or the latest, if none is named.

    Measures that are drafts are left out, unless their plan is one too.
    With ``leaders_on`` the table also names the officers of the leading units on that day.

    Raises: NotFound where there is no plan, or none of that name.
    """
    plan_rows = plans(index).rows
    if not plan_rows:
        raise NotFound("库里还没有方案", "方案放在 data/plans/")
    chosen = selected_plans(index, plan) if plan else plan_rows[:1]
    names = {row["id"]: row["name"] for row in chosen}
    others = [row["number"] for row in plan_rows if row["id"] not in names]
    measures = division_measures(index, names)
    lines = division_lines(index, measures, names)
    rows = [line.row for line in lines]
    drafts = len(measures) - len(rows)
    title = f"{''.join(f'《{name}》' for name in names.values())}{TABLE}"
    texts = [
        Text("，".join(row["number"] for row in chosen), level="公开"),
        *_history(index, chosen, measures),
        *([Text(f"别的方案没有列：{'、'.join(others)}；写 --plan 文号", "note")] if others and not plan else []),
        *drafts_note(drafts),
        *_unsettled(chosen),
    ]
    leaders = officers(index, str(leaders_on)) if leaders_on else None
    return Answer(
        report="division",
        params={"plan": "，".join(row["number"] for row in chosen)},
        rows=rows,
        summary={"measures": len(rows), "tasks": sum(len(row["tasks"]) for row in rows), "drafts": drafts},
        blocks=[
            *texts,
            table(lines, rows, leaders),
        ],
        title=title,
        title_level="公开",
        stamp=Stamp(sample=False),
        base=_base(names, title, texts, lines, leaders),
    )


def _base(
    plans: Mapping[str, str],
    title: str,
    texts: Sequence[Text],
    lines: Sequence[Line],
    leaders: Mapping[str, str] | None,
) -> PrintBase:
    """Base of a returned print: the plans, what stands beside the table, and each of its cells."""
    metadata = {PRINT: PURPOSE, "plans": "，".join(plans), "title": title}
    remarks = "\n".join(text.text for text in texts)
    return PrintBase({**metadata, "texts": remarks}, sent_values(lines, leaders))


def _unsettled(chosen: Sequence[Row]) -> list[Text]:
    """A note on the plans that are drafts: their measures are listed although they are drafts too."""
    names = "".join(f"《{row['name']}》" for row in chosen if row["draft"])
    return [Text(f"{names}是草稿，供征求意见", "note", level="公开")] if names else []


def _history(index: IndexReader, chosen: Sequence[Row], measures: Sequence[Row]) -> list[Text]:
    """Notes on older plans and measures that these continue, and on the last days of plans."""
    older = continuations(index)
    lines = [
        f"《{plan['name']}》"
        + "，".join(
            part
            for part in (
                f"接续{older['plan', plan['id']]}" if ("plan", plan["id"]) in older else "",
                f"至 {plan['until']} 止" if plan["until"] else "",
            )
            if part
        )
        for plan in chosen
        if plan["until"] or ("plan", plan["id"]) in older
    ]
    lines += [
        f"第{measure['number']}条 {measure['name']} 接续{older['measure', measure['id']]}"
        for measure in measures
        if ("measure", measure["id"]) in older and not measure["draft"]
    ]
    return [Text("；".join(lines), "note", level="公开")] if lines else []


DIVISION = PrintedReport(
    "division",
    "任务分工表",
    "每条举措做什么、谁牵头、谁负责、何时完成、交什么成果；--leaders 加牵头领导",
    division,
    of="plan",
    position=20,
)
