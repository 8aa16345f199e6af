"""A unit goes on with an investor after the first talk was ruled to another unit."""

from hyzs.checks._last_state import LAST_STATE
from hyzs.model.finding import Rule, Severity
from hyzs.model.lateness import in_force

RULE = Rule(
    "ruling-ignored",
    Severity.warning,
    "首谈裁给了别的单位，这个项目的属地还在谈同一个投资方。",
    "首谈裁定是为了不内卷；裁定以后还各谈各的，裁定就成了空文。",
    "已经停下的写 states；确实另有项目的，在 ruling 的 basis 里写明。",
    "== data/investors/a.yaml\n- {id: shili-jia, name: 示例甲公司, sample: true}\n"
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "claims: [{unit: 甲县, on: 2026-05-11}, {unit: 乙县, on: 2026-04-03}]\n"
    "ruling: {unit: »乙县«, by: 市招商局, on: 2026-09-01}\n"
    "milestones: {线索: 2026-03-01}\ntracked: {since: 2026-03-01}\n",
)
SQL = f"""
WITH {LAST_STATE}
SELECT p.file, '/ruling/unit' AS at, p.id AS record, 'ruling.unit' AS field, p."ruling.unit" AS unit,
       p."ruling.on" AS day, h.value AS county,
       p."ruling.unit" IN (SELECT text FROM unknown) OR h.value IN (SELECT text FROM unknown) AS consequence
FROM project p JOIN holding h ON h.file = p.file AND h.item = p.item AND h.field = 'county'
WHERE p."ruling.unit" IS NOT NULL AND p."ruling.on" <= :today AND coalesce(p.draft, 0) = 0
  AND {in_force("h", ":today")}
  AND h.value <> p."ruling.unit"
  AND p.id NOT IN (SELECT record FROM last_state WHERE state IN ('终止', '暂缓'))
"""
MESSAGE = "首谈自 {day} 裁给{unit}，{county}还在谈同一个投资方"
HINT = "已经停下的写 states，确实另有项目的写明依据"
