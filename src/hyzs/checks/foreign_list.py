"""A foreign project must be checked against the access list before it reaches the stage that the settings name."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "foreign-list",
    Severity.warning,
    "外资项目到了该先核对准入的节点，没有写按哪一版清单核对。",
    "外资准入按负面清单管理(方案第十一条)；哪天以前要核对，见设置里 foreign 的 before。",
    "核对以后写 foreign 的 access: {list: …, on: …, by: …, result: …}；谁核对的、哪天，程序只记不判。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "investment: {total: 5000}\nmilestones: {签约: 2026-05-06}\nforeign: {origin: »示例地«}\n",
)
SQL = """
SELECT p.file, '/foreign/origin' AS at, p.id AS record, 'foreign.origin' AS field, m.key_id AS stage, m."on" AS day
FROM settings s JOIN milestone m ON m.key_id = s."foreign.before"
JOIN project p ON p.file = m.file AND p.item = m.item
WHERE p."foreign.origin" IS NOT NULL AND p."foreign.access.list" IS NULL AND m."on" <= :today
  AND coalesce(p.draft, 0) = 0
"""
MESSAGE = "“{stage}”{day}，没有写按哪一版清单核对过准入"
HINT = "写 access：哪一版、哪天、谁核对、什么结果"
