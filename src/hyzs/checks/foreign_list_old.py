"""Access is checked by the edition of the list that was in force on that day."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "foreign-list-old",
    Severity.warning,
    "外资准入核对用的清单，那一天不是现行的那一版。",
    "清单每一版有起止日期；按旧版核对的结论可能已经不对。",
    "按现行的一版重新核对；各版见设置里的 access_lists。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "foreign: {origin: 示例地, access: {list: »示例清单旧版«, on: 2026-03-10, by: 市招商局, result: 不在清单}}\n",
)
SQL = """
SELECT p.file, '/foreign/access/list' AS at, p.id AS record, 'foreign.access.list' AS field, l.name AS text,
       p."foreign.access.on" AS day, coalesce(l.since, '') AS since, coalesce(l.until, '') AS until
FROM project p JOIN access_list l ON l.name = p."foreign.access.list"
WHERE p."foreign.access.on" < l.since OR p."foreign.access.on" > l.until
"""
MESSAGE = "{day} 按“{text}”核对，那一版的施行日期是 {since} 至 {until}"
HINT = "按现行的一版重新核对"
