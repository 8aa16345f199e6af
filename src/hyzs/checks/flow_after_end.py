"""After the end of a case only acts may follow with which the flow lets it begin again."""

from hyzs.checks._case_paths import ACTS, WAYS, example
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "flow-after-end",
    Severity.error,
    "事情已经了结，经过里又有后续的动作。",
    "了结的事不再催办；后面的动作没有人看见，也没有期限。",
    "了结写错了的改正；要重新办的，用流程里可以重新开始的动作。",
    example(
        "      - {on: 2026-11-02, do: 受理}\n      - {on: 2026-11-05, do: 办结}\n"
        "      - {on: 2026-11-06, do: »专家评审«}\n"
    ),
)
SQL = f"""
WITH RECURSIVE {WAYS}
SELECT a.file, a.at || '/do' AS at, a.record, a.field, a.do, w.place
FROM misplaced w {ACTS}
AND w.is_over = 1
"""
MESSAGE = "“{place}”以后事情已经了结，不能再“{do}”"
HINT = "核对“{place}”；要重新办的，从流程里可以重新开始的动作起"
