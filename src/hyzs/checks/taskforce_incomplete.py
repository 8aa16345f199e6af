"""A project of a tier that needs a 专班 has all five parts of it."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "taskforce-incomplete",
    Severity.error,
    "须有专班的项目在推进，五方专班却没有配齐。",
    "方案第一条要求行业主管、商务、要素保障、属地、市属国企五方组成专班，缺一方，遇事就没有人接。",
    "在 taskforce 里补上缺的一方；项目已经暂缓或终止的，在 states 里写明。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 重大\ncounty: 衡南县\n"
    "»taskforce«: {industry: 市工信局, commerce: 市商务局, factors: [市自然资源和规划局], local: 衡南县}\n",
)
SQL = """
WITH present AS (
    SELECT s.file, s.record, s.state,
           row_number() OVER (PARTITION BY s.file, s.record ORDER BY s.since DESC, s.pos DESC) AS latest
    FROM state s WHERE s.since <= :today
), due AS (
    SELECT DISTINCT r.file, r.at, r.id, r.filled, h.value AS tier
    FROM holding h
    JOIN tier t ON t.name = h.value AND t.taskforce = 1
    JOIN record r ON r.file = h.file AND r.id = h.record AND r.kind = 'project' AND r.draft = 0
    LEFT JOIN present s ON s.file = h.file AND s.record = h.record AND s.latest = 1
    WHERE h.kind = 'project' AND h.field = 'tier' AND coalesce(s.state, '在推') = '在推'
      AND coalesce(h.since, '') <= :today AND coalesce(h.until, '9999') >= :today
), lacking AS (
    SELECT d.*, f.label
    FROM due d JOIN field f ON f.kind = 'project' AND f.name LIKE 'taskforce.%'
    WHERE instr(d.filled, '|' || f.name || '|') = 0
    ORDER BY d.id, f.pos
)
SELECT file, at || CASE WHEN instr(filled, '|taskforce|') > 0 THEN '/taskforce' ELSE '/tier' END AS at, 1 AS on_key,
       id AS record, 'taskforce' AS field, tier, group_concat(label, '、') AS lacking
FROM lacking GROUP BY file, at, id, filled, tier
"""
MESSAGE = "{tier}项目的专班没有配齐，缺：{lacking}"
HINT = "在 taskforce 里补上"
