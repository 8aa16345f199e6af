"""An act comes after one of those that the flow names, and no earlier than the act before."""

from hyzs.checks._case_paths import ACTS, WAYS, example
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "flow-order",
    Severity.error,
    "经过的动作前后接不上，或者没有按日期先后排列。",
    "时限从前一步起算；顺序不对，期限和逾期就算错。",
    "照流程补上中间的动作，或者改正日期；先后见流程的 after，流程有几版的，按这件事第一个动作的日期认。",
    example("      - {on: 2026-11-02, do: 申请}\n      - {on: 2026-11-05, do: »办结«}\n"),
)
SQL = f"""
WITH RECURSIVE {WAYS}
SELECT a.file, a.at || '/do' AS at, a.record, a.field, a.do,
       CASE WHEN w.past = '' THEN '不能是第一步' ELSE '接不上前面的“' || w.place || '”' END AS fault,
       coalesce('要在' || (SELECT group_concat('“' || f."after" || '”', '、') FROM (
           SELECT o."after" FROM flow_after o
           WHERE o.flow = w.flow AND coalesce(o.since, '') = w.version AND o.do = w.do ORDER BY o.pos
       ) f) || '以后', '只能是第一步') AS rule
FROM misplaced w {ACTS}
AND w.is_over = 0
UNION ALL
SELECT a.file, a.at || '/on', a.record, a.field, a.do, '(' || a."on" || ')早于前一个动作', '要按日期从早到晚写'
FROM act a WHERE a.backwards = 1 AND a.flow IN (SELECT flow FROM known_act)
"""
MESSAGE = "“{do}”{fault}：{rule}"
HINT = "照流程补上中间的动作，或者改正日期"
