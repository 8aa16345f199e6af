"""A project that was transferred is held by the unit that it went to."""

from hyzs.model.finding import Rule, Severity
from hyzs.model.lateness import in_force

RULE = Rule(
    "transfer-holder",
    Severity.warning,
    "项目写了已流转，当天的属地或园区却不是转入的单位。",
    "流转以后由转入单位填报；属地没有跟着改，就会继续催原来的单位。",
    "在 county 或 park 里写明前一段到哪天止、转入单位从哪天起。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 丙县\n"
    "transfers: [{on: 2026-11-09, do: 已流转, from: 丙县, to: »乙县«}]\n",
)
SQL = f"""
SELECT t.file, t.at || '/to' AS at, t.record, t.field, t."on" AS day, t."to",
       t."to" IN (SELECT text FROM unknown)
       OR EXISTS (SELECT 1 FROM holding h WHERE h.record = t.record AND h.field IN ('county', 'park')
                  AND h.value IN (SELECT text FROM unknown)) AS consequence
FROM transfer t
WHERE t.do = '已流转' AND t."to" IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM holding h
                  WHERE h.record = t.record AND h.field IN ('county', 'park') AND h.value = t."to"
                    AND {in_force("h", 't."on"')})
"""
MESSAGE = "{day} 已流转到{to}，当天的属地和园区却都不是它"
HINT = "在 county 里写明：原单位 until 前一天，{to} since: {day}"
