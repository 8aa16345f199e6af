"""A stage is not reached before the permits that must be done for it."""

from hyzs.checks._permit_dates import DONE
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "permit-start",
    Severity.warning,
    "节点到了，该先办结的手续还没有办结。",
    "没有施工许可就开工是违法建设；也可能只是手续没有补记。设置里 permits 的 before 写明哪样手续要在哪个节点以前。",
    "手续已经办结的补记日期；没有办的如实写，并催办。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "investment: {total: 5000}\nmilestones: {签约: 2025-09-05, 开工: »2026-03-01«}\n"
    "permits:\n  用地预审: {status: 已办, on: 2026-02-10}\n  施工许可: {status: 已办, on: 2026-05-06}\n",
)
SQL = f"""
WITH {DONE}
SELECT m.file, m.at || '/on' AS at, m.record, m.field, m.key_id AS stage, m."on" AS day, d.permit,
       coalesce(d.day || ' 才办结', '还没有办结') AS state
FROM permit_type t JOIN done d ON d.permit = t.name
JOIN milestone m ON m.file = d.file AND m.item = d.item AND m.key_id = t."before"
WHERE t."before" IS NOT NULL AND coalesce(d.status, '') <> '不需要' AND m."on" <= :today
  AND (d.day > m."on" OR (d.day IS NULL AND coalesce(d.status, '') <> '已办'))
"""
MESSAGE = "“{stage}”{day}，“{permit}”{state}"
HINT = "已经办结的补记日期，没有办的催办"
