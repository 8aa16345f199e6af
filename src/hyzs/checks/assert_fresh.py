"""The newest date of a field is as new as the settings assert."""

from hyzs.checks._setting_assertions import CHOSEN, SETTINGS
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "assert-fresh",
    Severity.error,
    "最新的一条记录比设置断言的旧。",
    "数据停在几周以前，每条单看都对，报表上却是过时的情况。",
    "查是谁没有报、没有导入；节奏确实变了，改 settings.yaml 的 assertions。",
    f"{SETTINGS}assertions: [{{of: 周填报, field: submitted, within: »14«}}]\n"
    "== data/returns/2026-W44/jiaxian.yaml\nsubmitted: 2026-10-30T09:00\nnil: true\n",
)


def _number(day: str) -> str:
    """A day as a number that grows by one a day (1901 to 2099), in plain SQL."""
    year, month, date = (f"CAST(substr({day}, {at}) AS INTEGER)" for at in ("1, 4", "6, 2", "9, 2"))
    return f"(367 * {year} - 7 * ({year} + ({month} + 9) / 12) / 4 + 275 * {month} / 9 + {date})"


SQL = f"""
WITH {CHOSEN}, newest AS (
    SELECT a.seq, max(d.day) AS day
    FROM judged a JOIN chosen c ON c.seq = a.seq
    JOIN "day" d ON d.file = c.file AND d.id = c.id AND d.kind = c.kind AND d.field = a.about
    WHERE a.within IS NOT NULL AND d.day <= :today GROUP BY a.seq
)
SELECT a.file, a.at || '/within' AS at, a.record, 'assertions.within' AS field, a.called, a.about_label, n.day,
       {_number(":today")} - {_number("n.day")} AS age, a.within AS asserted,
       a.kind IN (SELECT name FROM unread) AS consequence
FROM judged a JOIN newest n ON n.seq = a.seq
WHERE {_number(":today")} - {_number("n.day")} > a.within
"""
MESSAGE = "{called}的“{about_label}”最晚是 {day}，已过 {age} 天，断言不超过 {asserted} 天"
HINT = "查是谁没有报；节奏确实变了，改这里的断言"
