"""Letters to the units whose commitments are past their time limit: one a unit, with the commitments as its annex."""

from datetime import date

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Heading, Row, Table, Text
from hyzs.model.letter import Letter
from hyzs.model.partial_date import due_words
from hyzs.model.printed_report import PrintedReport
from hyzs.query.commitments import OVERDUE, commitments, is_unexamined
from hyzs.reports.notice_letters import ANNEX, ISSUER, UNITS

TYPE = "承诺催办函"


def commitment_letters(index: IndexReader, day: date, unit: str | None = None) -> Answer:
    """One letter for each government unit with commitments past their limit; spoken ones nobody examined stay out.

    Rows: {unit, count, earliest, ids}; the letters carry no number, for no notice is recorded.

    Raises: NotFound where there is no such unit.
    """
    maker = resolve_name(index, unit, "unit")["name"] if unit else None
    owed: dict[str, list[Row]] = {}
    unexamined = 0
    for row in commitments(index, day):
        if row["status"] != OVERDUE or not row["is_government"] or maker not in (None, row["by"]):
            continue
        if is_unexamined(row):
            unexamined += 1
        else:
            owed.setdefault(row["by"], []).append(row)
    full_names = {row["name"]: row["full_name"] or row["name"] for row in index.rows(UNITS)}
    issuer = str(index.value(ISSUER) or "")
    rows = [
        {"unit": name, "count": len(own), "earliest": own[0]["due"], "ids": [row["id"] for row in own], "number": ""}
        for name, own in sorted(owed.items())
    ]
    blocks = [
        block
        for name, own in sorted(owed.items())
        for block in (Heading(name, 2, level="内部"), Table(ANNEX, _annex(own)))
    ]
    left_out = f"口头承诺没有审核的 {unexamined} 件不催" if unexamined else ""
    return Answer(
        "commitment-letters",
        {"unit": maker, "day": str(day)},
        rows,
        {"units": len(rows), "commitments": sum(row["count"] for row in rows), "unexamined": unexamined},
        blocks=[
            *blocks,
            Text("；".join(filter(None, ("" if rows else "没有到期没有兑现的承诺", left_out))) or "一家一份"),
        ],
        title=f"{TYPE} {day}",
        title_level="公开",
        stamp=Stamp(period=str(day)),
        letters=[_letter(name, own, full_names.get(name, name), issuer, day) for name, own in sorted(owed.items())],
    )


def _letter(unit: str, rows: list[Row], to: str, issuer: str, day: date) -> Letter:
    facts = {
        "unit": unit,
        "type": TYPE,
        "today": due_words(str(day)),
        "count": len(rows),
        "earliest": due_words(rows[0]["due"]),
    }
    return Letter(unit, to, TYPE, "", str(day), facts, Table(ANNEX, _annex(rows)), "到期没有兑现的承诺清单", issuer)


def _annex(rows: list[Row]) -> list[Row]:
    return [
        {
            "number": number,
            "kind": row["category"],
            "text": f"{row['to']}：{row['text']}",
            "due": due_words(row["due"]),
            "state": f"逾期{row['overdue_days']}天" + (f"，{row['last']['do']}" if row["last"] else ""),
        }
        for number, row in enumerate(rows, 1)
    ]


LETTERS = PrintedReport(
    "commitment-letters",
    TYPE,
    "到期没有兑现承诺的政府单位每家一份；--unit 只写一家；-o 文件夹/ 一家一份",
    commitment_letters,
    of="unit",
    has_letters=True,
    position=165,
)
