"""A permit is not done before those that it waits for."""

from hyzs.checks._permit_dates import DONE
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "permit-order",
    Severity.error,
    "手续在它要等的手续办结以前办结了。",
    "有先后的手续(设置里 permits 的 waits_for)颠倒了，不是日期写错，就是前一样没有补记。",
    "核对两样手续的办结日期；前一样不用办的写 status: 不需要。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "permits:\n  用地预审: {status: 已办, on: 2026-06-10}\n  施工许可: »{status: 已办, on: 2026-05-06}«\n",
)
SQL = f"""
WITH {DONE}
SELECT d.file, d.at, d.record, d.field, d.permit, d.day, b.permit AS before, coalesce(b.day, '还没有办结') AS bound
FROM done d JOIN permit_type t ON t.name = d.permit
JOIN term_value w ON w.file = t.file AND w.field = 'permits.waits_for' AND w.at LIKE t.at || '/%'
JOIN done b ON b.file = d.file AND b.item = d.item AND b.permit = w.text
WHERE d.day IS NOT NULL AND coalesce(b.status, '') <> '不需要' AND (b.day IS NULL OR b.day > d.day)
"""
MESSAGE = "“{permit}”{day} 办结，它要等的“{before}”{bound}"
HINT = "核对两样手续的日期，或补记“{before}”"
