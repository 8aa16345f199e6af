"""A ruling names one of those who claimed."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "claim-ruling",
    Severity.error,
    "首谈裁定给了一个没有申报过首谈的单位。",
    "裁定是在申报的单位之间作出的，裁给别人说明有一处写错了。",
    "核对裁定文件；漏登的申报补进 claims。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "claims: [{unit: 甲县, on: 2026-05-11}, {unit: 乙县, on: 2026-08-03}]\n"
    "ruling: {unit: »丙县«, by: 市招商局, on: 2026-09-01}\n",
)
SQL = """
SELECT p.file, '/ruling/unit' AS at, p.id AS record, 'ruling.unit' AS field, p."ruling.unit" AS unit,
       p."ruling.unit" IN (SELECT text FROM unknown)
       OR EXISTS (SELECT 1 FROM claim c WHERE c.file = p.file AND c.record = p.id
                  AND c.unit IN (SELECT text FROM unknown)) AS consequence
FROM project p
WHERE p."ruling.unit" IS NOT NULL
  AND EXISTS (SELECT 1 FROM claim c WHERE c.file = p.file AND c.record = p.id)
  AND p."ruling.unit" NOT IN (SELECT c.unit FROM claim c WHERE c.file = p.file AND c.record = p.id)
"""
MESSAGE = "首谈裁定给了{unit}，它没有申报过首谈"
HINT = "核对裁定文件；漏登的申报补进 claims"
