"""No two notices have the same number."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "notice-number-twice",
    Severity.error,
    "两份催办文书文号相同。",
    "文书按文号引用和答复，重号就不知道答复的是哪一份。",
    "改正其中一份的文号；hyzs report remind --record 会接着最大的编。",
    "== data/notices/n26-a1.yaml\ntype: 提醒函\nnumber: 示例〔2026〕1号\nsample: true\nunit: 衡南县\nsent: 2026-11-17\n"
    "== data/notices/n26-a2.yaml\ntype: 提醒函\nnumber: »示例〔2026〕1号«\nsample: true\n"
    "unit: 衡山县\nsent: 2026-11-17\n",
)
SQL = """
WITH numbered AS (
    SELECT n.file, n.at, n.id, n.number,
        row_number() OVER same AS nth,
        first_value(f.path) OVER same AS first_path
    FROM notice n JOIN file f ON f.id = n.file
    WINDOW same AS (PARTITION BY n.number ORDER BY f.path)
)
SELECT n.file, n.at || '/number' AS at, n.id AS record, 'number' AS field, n.number, n.first_path
FROM numbered n
WHERE n.nth > 1
"""
MESSAGE = "文号“{number}”与 data/{first_path} 的相同"
HINT = "改正其中一份的文号"
