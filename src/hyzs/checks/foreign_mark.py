"""A project of a foreign investor says where the investment comes from."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "foreign-mark",
    Severity.warning,
    "投资方是外资，项目没有写外资情况。",
    "外资项目单独跟踪(方案第十一条)：来源地、按哪一版清单核对准入。",
    "写 foreign: {origin: 来源地, access: {list: …, on: …, by: …, result: …}}。",
    "== data/investors/a.yaml\n- {id: shili-jia, name: 示例甲公司, sample: true, foreign: true}\n"
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "investors: [{of: »示例甲公司«}]\n",
)
SQL = """
SELECT s.file, s.at || '/of' AS at, s.record, s.field, s.of AS text
FROM share s JOIN investor i ON i.name = s.of JOIN project p ON p.file = s.file AND p.item = s.item
WHERE i."foreign" = 1 AND p."foreign.origin" IS NULL AND coalesce(p.draft, 0) = 0
"""
MESSAGE = "投资方“{text}”是外资，项目没有写外资情况"
HINT = "写 foreign，至少写来源地 origin"
