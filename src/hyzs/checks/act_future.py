"""An act of a flow is a thing that has been done."""

from hyzs.checks._case_paths import example
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "act-future",
    Severity.error,
    "经过里动作的日期还没有到。",
    "记下的动作就算办了：期限从它起算，待办不再列出这一步；把打算写成动作，到时候没有办也没有人知道。",
    "还没有办的，等办了再记；已经办的，改正日期。",
    example("      - {on: 2026-11-02, do: 申请}\n      - {on: »2026-12-01«, do: 受理}\n"),
)
SQL = """
SELECT a.file, a.at || '/on' AS at, a.record, a.field, a.do, a."on" AS day FROM act a WHERE a."on" > :today
"""
MESSAGE = "“{do}”的日期 {day} 还没有到"
HINT = "还没有办的，等办了再记；已经办的，改正日期"
