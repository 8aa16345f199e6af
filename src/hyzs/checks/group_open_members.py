"""An open group has no members."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "group-open-members",
    Severity.error,
    "名单不穷举(open)的群体又列了成员。",
    "open 的意思是名单没有列全，谁也不因它担责；列出成员就自相矛盾。",
    "名单列全了就去掉 open，没有列全就去掉 members。",
    "== data/units/z.yaml\n- {id: zx, name: 相关单位, type: 群体, members: [市招商局], open: »true«, files: true}\n",
)
SQL = """
SELECT u.file, u.at || '/open' AS at, u.id AS record, 'open' AS field, u.name, count(*) AS n
FROM unit u JOIN member mb ON mb.record = u.id AND mb.file = u.file
WHERE u.open = 1
GROUP BY u.file, u.at, u.id, u.name
"""
MESSAGE = "“{name}”写明不穷举，又列了 {n} 个成员"
HINT = "名单列全了就去掉 open，没有列全就去掉 members"
