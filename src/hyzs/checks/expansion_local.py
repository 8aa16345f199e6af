"""Projects of a sort for firms that are here already have such an investor."""

from hyzs.checks._setting_assertions import SETTINGS
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "expansion-local",
    Severity.warning,
    "增资扩产的项目，投资方没有一家已经在本地。",
    "增资扩产是已经落地的企业再投资；算错了，新引进和存量的数都不对。",
    "投资方已经在本地的，在企业上写 local: true；不是的，改项目的 type。",
    f"{SETTINGS}project_types: [{{name: 增资扩产, local: true}}]\n"
    "== data/investors/firms.yaml\n- {id: firm-a1, name: 示例·甲公司, sample: true}\n"
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ntype: »增资扩产«\n"
    "investors: [示例·甲公司]\n",
)
SQL = """
SELECT p.file, p.at || '/type' AS at, p.id AS record, 'type' AS field, p.type
FROM project p JOIN project_type t ON t.name = p.type AND t.local = 1
WHERE coalesce(p.draft, 0) = 0
  AND EXISTS (SELECT 1 FROM share s JOIN investor i ON i.name = s.of WHERE s.file = p.file AND s.record = p.id)
  AND NOT EXISTS (
    SELECT 1 FROM share s JOIN investor i ON i.name = s.of
    WHERE s.file = p.file AND s.record = p.id AND (i.local = 1 OR i.draft = 1))
"""
MESSAGE = "{type}的项目，投资方没有一家已经在本地"
HINT = "投资方已经在本地的，写 local: true；不是的，改 type"
