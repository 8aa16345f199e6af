"""Only a store of sample data may stop its clock (``as_of``)."""

from hyzs.checks._setting_assertions import SETTINGS
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "clock-stopped",
    Severity.warning,
    "设置用 as_of 把今天停在某一天，仓库里却没有示例，或者已经有真实项目。",
    "停在那一天以后，没有一件事会到期：谁没报、哪个承诺逾期，都看不出来。",
    "删去 settings.yaml 里的 as_of；只有试用示例数据的仓库才写它。",
    f"{SETTINGS}as_of: »2026-11-23«\n== data/projects/p26-a1.yaml\nname: 甲项目\ntier: 一般\ncounty: 甲县\n",
)
_ACTUAL = "(SELECT count(*) FROM record r WHERE r.kind = 'project' AND r.sample = 0 AND r.draft = 0)"
SQL = f"""
SELECT s.file, s.at || '/as_of' AS at, s.id AS record, 'as_of' AS field, s.as_of,
       CASE WHEN {_ACTUAL} > 0 THEN '有 ' || {_ACTUAL} || ' 个不是示例的项目' ELSE '没有示例数据' END AS held,
       {_ACTUAL} = 0 AND EXISTS (SELECT 1 FROM unread) AS consequence
FROM settings s
WHERE s.as_of IS NOT NULL AND ({_ACTUAL} > 0 OR NOT EXISTS (SELECT 1 FROM record r WHERE r.sample = 1))
"""
MESSAGE = "今天停在 {as_of}，库里却{held}：到了期的事不会显示出来"
HINT = "删去这一行，用真正的今天；只看示例的仓库才停在一天"
