"""A unit that hands in an empty return must be one that files returns."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "not-filer",
    Severity.warning,
    "不是填报单位，却交了一张什么也没有列的表。",
    "应报名单里没有它，它的零报告不计入已报。",
    "它每周都要填报的，在单位文件里写 files: true；否则删去这张表。",
    "== data/returns/2026-W47/gxj.yaml\n»submitted«: 2026-11-20T09:42\nnil: true\n",
)
SQL = """
SELECT r.file, r.at || '/unit' AS at, r.id AS record, 'unit' AS field, r.unit
FROM record w
CROSS JOIN "return" r
CROSS JOIN unit u
WHERE u.name = r.unit AND u.files = 0 AND r.file = w.file AND w.kind = 'return'
  AND instr(w.filled, '|projects|') = 0 AND instr(w.filled, '|tasks|') = 0 AND instr(w.filled, '|notes|') = 0
"""
MESSAGE = "{unit}不是填报单位，这张表也没有列项目、任务或协同情况"
HINT = "每周都要填报的，在单位文件里写 files: true"
