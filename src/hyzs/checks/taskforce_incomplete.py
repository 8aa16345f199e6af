"""A project of a tier that needs a 专班 has all five parts of it."""

from hyzs.checks._last_state import LAST_STATE
from hyzs.model.finding import Rule, Severity
from hyzs.model.lateness import in_force

RULE = Rule(
    "taskforce-incomplete",
    Severity.error,
    "须有专班的项目在推进，五方专班却没有配齐。",
    "方案第一条要求行业主管、商务、要素保障、属地、市属国企五方组成专班，缺一方，遇事就没有人接。",
    "在 taskforce 里补上缺的一方；项目已经暂缓或终止的，在 states 里写明。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 重大\ncounty: 甲县\n"
    "»taskforce«: {industry: 市工信局, commerce: 市招商局, factors: [市自然资源和规划局], local: 甲县}\n",
)
SQL = f"""
WITH part AS MATERIALIZED (
    SELECT f.label, f.pos, '|' || f.name || '|' AS mark FROM field f
    WHERE f.kind = 'project' AND f.name LIKE 'taskforce.%'
), thin AS MATERIALIZED (
    SELECT x.filled FROM (SELECT DISTINCT r.filled FROM record r WHERE r.kind = 'project') x
    WHERE EXISTS (SELECT 1 FROM part WHERE instr(x.filled, part.mark) = 0)
), lacking AS MATERIALIZED (
    SELECT r.file, r.at, r.id, r.filled FROM record r
    WHERE r.kind = 'project' AND r.draft = 0 AND r.filled IN (SELECT filled FROM thin)
), {LAST_STATE}, due AS (
    SELECT DISTINCT l.file, l.at, l.id, l.filled, h.value AS tier
    FROM lacking l
    CROSS JOIN holding h
    JOIN tier t ON t.name = h.value AND t.taskforce = 1
    LEFT JOIN last_state s ON s.file = h.file AND s.record = h.record
    WHERE h.file = l.file AND h.record = l.id AND h.kind = 'project' AND h.field = 'tier'
      AND coalesce(s.state, '在推') = '在推'
      AND {in_force("h", ":today")}
), told AS (
    SELECT d.*, part.label FROM due d JOIN part ON instr(d.filled, part.mark) = 0 ORDER BY d.id, part.pos
)
SELECT file, "at" || CASE WHEN instr(filled, '|taskforce|') > 0 THEN '/taskforce' ELSE '/tier' END AS at, 1 AS on_key,
       id AS record, 'taskforce' AS field, tier, group_concat(label, '、') AS lacking
FROM told GROUP BY file, "at", id, filled, tier
"""
MESSAGE = "{tier}项目的专班没有配齐，缺：{lacking}"
HINT = "在 taskforce 里补上"
