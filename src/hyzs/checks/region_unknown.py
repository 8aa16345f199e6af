"""Every place of a firm, office or partner must belong to a region of the settings."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "region-unknown",
    Severity.warning,
    "所在地、驻地写的地方，设置里哪个招商区域也不包括。",
    "归不进区域，哪个驻外机构该管、哪里没有人看就数不出来；多半是写错了字。",
    "地名从省级写起，如 广东深圳；确实是新地方，写进 settings.regions 的 covers。",
    "== data/settings.yaml\nid: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
    "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
    "stages: [{name: 线索}, {name: 在谈}]\nregions: [{name: 粤港澳, covers: [广东, 香港, 澳门]}]\n"
    "== data/investors/a.yaml\n- {id: shili-jia, name: 示例甲公司, sample: true, region: »深圳«}\n",
)
SQL = """
SELECT s.file, s.at, s.record, s.field, s.place FROM (
  SELECT i.file, i.at || '/region' AS at, i.id AS record, 'region' AS field, i.region AS place FROM investor i
  WHERE i.region IS NOT NULL
  UNION ALL
  SELECT u.file, u.at || '/base', u.id, 'base', u.base FROM unit u WHERE u.base IS NOT NULL
  UNION ALL
  SELECT p.file, p.at || '/source/origin', p.id, 'source.origin', p."source.origin" FROM project p
  WHERE p."source.origin" IS NOT NULL
) s
WHERE EXISTS (SELECT 1 FROM region)
  AND NOT EXISTS (SELECT 1 FROM pair c WHERE c.field = 'regions.covers' AND instr(s.place, c.text) = 1)
"""
MESSAGE = "“{place}”不在任何招商区域里"
HINT = "地名从省级写起，如 广东深圳；新地方写进 settings.regions"
