"""The name of a sample must contain 示例."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "sample-name",
    Severity.warning,
    "标了 sample: true，名称里却没有“示例”。",
    "名称会单独出现在表格和公文里，看不出是虚构的就可能被当真。",
    "名称前面加上“示例·”；是真实数据就去掉 sample。",
    "== data/projects/p26-a1.yaml\nname: »甲项目«\nsample: true\ntier: 一般\ncounty: 甲县\n",
)
SQL = """
SELECT r.file, r.at || '/name' AS at, r.id AS record, 'name' AS field
FROM record r
WHERE r.sample = 1 AND r.name NOT LIKE '%示例%'
"""
MESSAGE = "标明是示例，名称里却看不出来"
HINT = "名称前面加上“示例·”；是真实数据就去掉 sample"
