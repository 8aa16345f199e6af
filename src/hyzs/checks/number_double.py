"""No two measures of a plan have the same number."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "number-double",
    Severity.error,
    "一个方案里两条举措序号相同。",
    "分工表按序号排，公文按序号引用，重号就不知道指哪一条。",
    "对照方案改正其中一条的序号。",
    "== data/measures/m02.yaml\nname: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: »1«\nsection: 一\n"
    "lead: [市招商局]\nsummary: 略\n",
)
SQL = """
WITH numbered AS (
    SELECT m.file, m.at, m.id, m.number,
        row_number() OVER same AS nth,
        first_value(f.path) OVER same AS first_path
    FROM measure m JOIN file f ON f.id = m.file
    WINDOW same AS (PARTITION BY m.plan, m.number ORDER BY f.path)
)
SELECT n.file, n.at || '/number' AS at, n.id AS record, 'number' AS field, n.number, n.first_path
FROM numbered n
WHERE n.nth > 1
"""
MESSAGE = "序号 {number} 与 data/{first_path} 的相同"
HINT = "对照方案改正序号"
