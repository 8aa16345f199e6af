"""An act that its flow wants explained must have a note."""

from hyzs.checks._case_paths import ACTS, WAYS, example
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "flow-note",
    Severity.warning,
    "退回、终止之类的动作没有写说明。",
    "不写为什么，接手的人不知道怎么办，对方也不服。",
    "在这个动作里加上 note: 原因。",
    example("      - {on: 2026-11-02, do: 受理}\n      - {on: 2026-11-05, do: »不予许可«}\n"),
)
SQL = f"""
WITH RECURSIVE {WAYS}
SELECT a.file, a.at || '/do' AS at, a.record, a.field, a.do
FROM way w
JOIN known_act k ON k.flow = w.flow AND k.version = w.version AND k.do = w.do AND k.note = 1 {ACTS}
AND a.note IS NULL
"""
MESSAGE = "“{do}”没有写说明"
HINT = "加上 note: 原因"
