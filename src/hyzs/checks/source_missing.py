"""A lead of the channel 以商招商 must name the firm or partner that brought it."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "source-missing",
    Severity.warning,
    "渠道是以商招商，没有写是哪家企业或哪个伙伴介绍的。",
    "说不出是谁介绍的，以商招商的成效就算不到人。",
    "写 source.firm 或 source.partner：hyzs set 编号 source.firm=企业。",
    "== data/settings.yaml\nid: base\nname: 测试库\n"
    "week: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\ncadence: {default: weekly}\n"
    "tiers: [{name: 重大}, {name: 重点}, {name: 一般}]\nstages: [{name: 线索}, {name: 在谈}]\n"
    "channels: [{name: 以商招商}]\n"
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\nsource: {channel: »以商招商«}\n",
)
SQL = """
SELECT p.file, p.at || '/source/channel' AS at, p.id AS record, 'source.channel' AS field, p."source.channel" AS channel
FROM project p
WHERE p."source.channel" = '以商招商' AND coalesce(p.draft, 0) = 0
  AND p."source.firm" IS NULL AND p."source.partner" IS NULL
"""
MESSAGE = "{channel}没有写是谁介绍的"
HINT = "写 firm: 企业，或 partner: 伙伴"
