"""The store must have as many records as the settings assert."""

from hyzs.checks._setting_assertions import CHOSEN, SETTINGS
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "assert-count",
    Severity.error,
    "某种记录的条数不在设置断言的范围里。",
    "一次误删、一次漏导，每条记录单看都对，只有总数看得出来。",
    "找回缺的记录；数目确实变了，改 settings.yaml 的 assertions。",
    f"{SETTINGS}assertions: [{{of: measure, at_least: »20«}}]\n",
)
SQL = f"""
WITH {CHOSEN}, counted AS (
    SELECT a.*, (SELECT count(*) FROM chosen c WHERE c.seq = a.seq) AS present FROM judged a
)
SELECT n.file, n.at || CASE WHEN n.present < n.at_least THEN '/at_least' ELSE '/at_most' END AS at, n.record,
       CASE WHEN n.present < n.at_least THEN 'assertions.at_least' ELSE 'assertions.at_most' END AS field,
       n.called, n.present,
       CASE WHEN n.present < n.at_least THEN '至少 ' || n.at_least ELSE '至多 ' || n.at_most END AS asserted,
       n.present < n.at_least AND n.kind IN (SELECT name FROM unread) AS consequence
FROM counted n WHERE n.present < n.at_least OR n.present > n.at_most
"""
MESSAGE = "{called}有 {present} 条，断言{asserted} 条"
HINT = "核对有没有误删、漏登；数目确实变了，改这里的断言"
