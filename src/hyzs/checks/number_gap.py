"""The measures of a plan are numbered from 1 without a gap."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "number-gap",
    Severity.error,
    "一个方案的举措序号不连续。",
    "序号断开，说明有一条举措没有录进来，或者序号写错了。",
    "补录缺的那一条，或改正序号。",
    "== data/measures/m03.yaml\nname: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: »3«\nsection: 一\n"
    "lead: [市招商局]\nsummary: 略\n",
)
SQL = """
WITH numbered AS (
    SELECT m.file, m.at, m.id, m.number,
        coalesce(lag(m.number) OVER (PARTITION BY m.plan ORDER BY m.number, m.id), 0) AS before
    FROM measure m
)
SELECT n.file, n.at || '/number' AS at, n.id AS record, 'number' AS field, n.number,
    CASE WHEN n.number = n.before + 2 THEN n.before + 1
         ELSE (n.before + 1) || ' 至 ' || (n.number - 1) END AS missing,
    EXISTS (SELECT 1 FROM unread u WHERE u.name = 'measure')
    OR EXISTS (SELECT 1 FROM measure m WHERE m.plan IN (SELECT text FROM unknown)
               AND (m.id = n.id OR m.number BETWEEN n.before + 1 AND n.number - 1)) AS consequence
FROM numbered n
WHERE n.number > n.before + 1
"""
MESSAGE = "序号 {number} 前面缺第 {missing} 条"
HINT = "补录缺的举措，或改正序号"
