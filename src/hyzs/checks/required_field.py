"""Fields that a stage requires are filled once the stage is reached, and at every later stage."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "required-field",
    Severity.error,
    "项目到了某个阶段，缺这个阶段或更早阶段必填的字段。",
    "台账和看板按这些字段汇总，缺了就漏算。",
    "补上这个字段；各阶段必填的字段由 settings.yaml 的 required 规定，草稿不作要求。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "»milestones«: {签约: 2025-09-05}\n",
)
SQL = """
WITH asked AS MATERIALIZED (
    SELECT q.text, '|' || q.text || '|' AS mark, s.name AS stage, s.pos, coalesce(f.label, q.text) AS label
    FROM pair q JOIN stage s ON s.name = q.key LEFT JOIN field f ON f.kind = 'project' AND f.name = q.text
    WHERE q.kind = 'settings' AND q.field = 'required'
), thin AS MATERIALIZED (
    SELECT x.filled FROM (SELECT DISTINCT r.filled FROM record r WHERE r.kind = 'project') x
    WHERE EXISTS (SELECT 1 FROM asked a WHERE instr(x.filled, a.mark) = 0)
), lacking AS MATERIALIZED (
    SELECT r.file, r.at, r.id, a.text, a.stage, a.pos, a.label
    FROM record r CROSS JOIN asked a
    WHERE r.kind = 'project' AND r.draft = 0 AND r.filled IN (SELECT filled FROM thin) AND instr(r.filled, a.mark) = 0
), reached AS MATERIALIZED (
    SELECT m.file, m.record, max(s.pos) AS pos
    FROM (SELECT DISTINCT file, id FROM lacking) l
    CROSS JOIN milestone m
    JOIN stage s ON s.name = m.key
    WHERE m.file = l.file AND m.record = l.id AND m."on" <= :today GROUP BY m.file, m.record
)
SELECT l.file, l.at || '/milestones' AS at, 1 AS on_key, l.id AS record, l.text AS field,
       l.stage, now.name AS present, l.label
FROM reached x JOIN lacking l ON l.file = x.file AND l.id = x.record
JOIN stage now ON now.pos = x.pos
WHERE l.pos <= x.pos
"""
MESSAGE = "项目已到“{present}”，缺“{stage}”起必填的{label}"
HINT = "补上 {field}"
