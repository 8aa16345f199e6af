"""The week in a few lines for a chat window, at most 300 characters."""

from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Row, Text
from hyzs.model.printed_report import PrintedReport
from hyzs.query.duty_counts import count_lines
from hyzs.query.matters import overdue_matters
from hyzs.query.open_needs import overdue_needs
from hyzs.reports.slip import slip
from hyzs.reports.track import track
from hyzs.reports.track_page import unit_share

NEW = """
SELECT p.name FROM project p WHERE coalesce(p.draft, 0) = 0 AND p."tracked.since" BETWEEN :monday AND :sunday
ORDER BY p.name
"""
LONGEST = 300
_NAMES = 3


def brief(index: IndexReader, week: str | None, now: datetime, as_of: str = "") -> Answer:
    """Counts of returns, new projects, slipped promises and overdue items of a week; ``as_of`` is a stopped clock's.

    Raises: BadUsage where ``week`` means no week; BadConfig: the settings cannot be read.
    """
    listed = track(index, week, now)
    about, units = listed.extra["week"], listed.extra["units"]
    new = [row["name"] for row in index.rows(NEW, monday=about["monday"], sunday=about["sunday"])]
    slipped = slip(index, about["id"], now, handed=False)
    late, needs = overdue_matters(index, now.date()), overdue_needs(index, now)
    row = {
        "week": about["id"],
        "due": listed.summary["due"],
        "heard": listed.summary["heard"] + listed.summary["late"],
        "owed": listed.summary["owed"],
        "units": listed.summary["units"],
        "projects": listed.summary["projects"],
        "tasks": listed.summary["tasks"],
        "units_owed": [unit["unit"] for unit in units if unit["status"] == "owed"],
        "units_partial": [f"{unit['unit']}({unit_share(unit)})" for unit in units if unit["status"] == "partial"],
        "new": new,
        "slipped": [f"{row['name']} {row['change']}" for row in slipped.rows],
        "matters_overdue": [f"{matter['text']}({matter['lead']})" for matter in late],
        "needs_overdue": [f"{need['text']}({need['to'] or '未写承办单位'})" for need in needs],
        "note": about["note"],
    }
    text = truncated(row, listed.title, Stamp(as_of=as_of).as_of_text)
    return Answer(
        "brief",
        {"week": about["id"]},
        [{**row, "text": text}],
        {"characters": len(text)},
        blocks=[Text(text, "code")],
        stamp=Stamp(sample=False),
    )


def truncated(row: Row, title: str, stopped: str = "") -> str:
    """The lines, with as many names as LONGEST characters hold."""
    for names in (*range(_NAMES, -1, -1),):
        text = _text(row, title, stopped, names)
        if len(text) <= LONGEST:
            return text
    return f"{text[: LONGEST - 1]}…"


def _text(row: Row, title: str, stopped: str, names: int) -> str:
    lines = [
        title,
        stopped,
        *(line.text for line in count_lines(row, row["note"])),
        _line("未报单位", row["units_owed"], names * 2),
        _line("部分已报单位", row["units_partial"], names * 2),
        _line("新项目", row["new"], names),
        _line("承诺变动", row["slipped"], names),
        _line("事项逾期", row["matters_overdue"], names),
        _line("诉求逾期", row["needs_overdue"], names),
    ]
    return "\n".join(line for line in lines if line)


def _line(label: str, names: list[str], most: int) -> str:
    """The count and the first names; empty without names."""
    if not names:
        return ""
    some = "、".join(names[:most])
    more = " 等" if most and len(names) > most else ""
    return f"{label} {len(names)}" + (f"：{some}{more}" if some else "")


BRIEF = PrintedReport(
    "brief", "一周简报", "发到聊天窗口的几行字，不超过三百字；可写哪一周", brief, of="week", position=90
)
