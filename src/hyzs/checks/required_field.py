"""What a stage requires is there once the stage is reached, and at every later stage."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "required-field",
    Severity.error,
    "项目到了某个阶段，缺这个阶段或更早阶段必填的字段。",
    "台账和看板按这些字段汇总，缺了就漏算。",
    "补上这个字段；各阶段必填的字段由 settings.yaml 的 required 规定，草稿不作要求。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"
    "»milestones«: {签约: 2025-09-05}\n",
)
SQL = """
WITH reached AS (
    SELECT m.file, m.record, max(s.pos) AS pos
    FROM milestone m JOIN stage s ON s.name = m.key
    WHERE m."on" <= :today GROUP BY m.file, m.record
)
SELECT r.file, r.at || '/milestones' AS at, 1 AS on_key, r.id AS record, q.text AS field,
       q.key AS stage, now.name AS present, coalesce(f.label, q.text) AS label
FROM reached x
JOIN stage now ON now.pos = x.pos
JOIN stage s ON s.pos <= x.pos
JOIN pair q ON q.kind = 'settings' AND q.field = 'required' AND q.key = s.name
JOIN record r ON r.file = x.file AND r.id = x.record AND r.draft = 0
LEFT JOIN field f ON f.kind = 'project' AND f.name = q.text
WHERE instr(r.filled, '|' || q.text || '|') = 0
"""
MESSAGE = "项目已到“{present}”，缺“{stage}”起必填的{label}"
HINT = "补上 {field}"
