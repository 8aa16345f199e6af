"""A paused project is looked at again on the day that was set."""

from hyzs.checks._last_state import LAST_STATE
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "pause-review",
    Severity.warning,
    "项目仍在暂缓，复核日期已经过了。",
    "过了复核日期，项目重新计入应报；是继续暂缓、恢复还是终止，要有一个说法。",
    "复核后在 states 末尾加一条：恢复写 在推，继续暂缓写新的 review，不做了写 终止。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "states:\n  - {state: 暂缓, since: 2026-08-01, approved_by: 市招商局, review: »2026-10-31«}\n",
)
SQL = f"""
WITH {LAST_STATE}
SELECT s.file, s.at || '/review' AS at, s.record, s.field, s.since, s.review
FROM last_state s WHERE s.state = '暂缓' AND s.review < :today
"""
MESSAGE = "{since} 起暂缓的项目，复核日期 {review} 已过"
HINT = "在 states 末尾加一条：恢复、继续暂缓(写新的 review)或终止"
