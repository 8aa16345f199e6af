"""A record with 示例 in its name must be marked as a sample."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "sample-unmarked",
    Severity.error,
    "名称里有“示例”，却没有标 sample: true。",
    "没有标记的示例会混进真实数据的合计和报表，输出上也不会有提醒。",
    "加上 sample: true；不是示例就改名。",
    "== data/projects/p26-a1.yaml\nname: »示例·甲项目«\ntier: 一般\ncounty: 甲县\n",
)
SQL = """
SELECT r.file, r.at || '/name' AS at, r.id AS record, 'name' AS field
FROM record r
WHERE r.sample = 0 AND r.name LIKE '%示例%' AND r.kind IN (SELECT f.kind FROM field f WHERE f.name = 'sample')
"""
MESSAGE = "名称里有“示例”，没有标明是示例"
HINT = "加上 sample: true，不是示例就改名"
