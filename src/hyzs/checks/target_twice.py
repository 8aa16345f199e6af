"""Two units court one firm at the same time, and nobody coordinates them."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "target-twice",
    Severity.warning,
    "几个单位同时招引同一家企业，没有写由谁统筹。",
    "各谈各的，互相抬价，就是内卷(方案第四条)。",
    "停下的写 until；都要谈的，写 coordinator: 统筹单位。",
    "== data/investors/a.yaml\n- {id: shili-jia, name: 示例甲公司, sample: true, "
    "courting: [甲县, {unit: »乙县«, since: 2026-04-13}]}\n",
)
# Told at each unit that comes after another one.
SQL = """
SELECT * FROM (
  SELECT b.file, b.at || '/unit' AS at, b.record, 'courting' AS field, b.unit, (
      SELECT a.unit FROM courting a
      WHERE a.file = b.file AND a.record = b.record AND a.pos < b.pos AND a.unit <> b.unit
        AND coalesce(a.since, '') <= coalesce(b.until, '9') AND coalesce(b.since, '') <= coalesce(a.until, '9')
        AND coalesce(a.until, '9') >= :today
      ORDER BY a.pos LIMIT 1
    ) AS other
  FROM courting b JOIN investor i ON i.file = b.file AND i.item = b.item
  WHERE i.coordinator IS NULL AND coalesce(i.draft, 0) = 0 AND coalesce(b.until, '9') >= :today
) WHERE other IS NOT NULL
"""
MESSAGE = "{other}在招引这一家，{unit}也在招引，没有写由谁统筹"
HINT = "停下的写 until；都要谈的写 coordinator"
