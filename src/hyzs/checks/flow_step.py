"""Every act of a case must be a step that its flow declares."""

from hyzs.checks._case_paths import ACTS, WAYS, example
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "flow-step",
    Severity.error,
    "经过里的动作，流程里没有。",
    "走到哪一步、哪天到期都由动作推出；流程不认得的动作，后面就算不下去。",
    "照流程的用语写；流程在 settings.yaml 的 flows 里，手续等的流程是程序自带的。",
    example("      - {on: 2026-11-02, do: 申请}\n      - {on: 2026-11-05, do: »收件«}\n"),
)
SQL = f"""
WITH RECURSIVE {WAYS}
SELECT a.file, a.at || '/do' AS at, a.record, a.field, a.do, a.flow,
       (SELECT group_concat(s.do, '、') FROM (SELECT "do" FROM known_act WHERE flow = w.flow AND version = w.version
                                             ORDER BY pos) s) AS known
FROM way w {ACTS}
AND NOT EXISTS (SELECT 1 FROM known_act s WHERE s.flow = w.flow AND s.version = w.version AND s.do = w.do)
"""
MESSAGE = "“{flow}”的流程里没有“{do}”"
HINT = "可以写：{known}"
