"""Settings set the severity of codes that there are."""

from hyzs.checks._setting_assertions import SETTINGS
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "setting-code",
    Severity.error,
    "设置里给一个不存在的校验代码定了程度。",
    "写错的代码不起作用，想放宽的没有放宽，想从严的没有从严。",
    "照 hyzs explain 列出的代码改。",
    f"{SETTINGS}checks: {{»unused-unti«: off}}\n",
)
SQL = """
SELECT p.file, p.at, 1 AS on_key, p.record, p.field, p.key AS code
FROM settings s CROSS JOIN pair p
WHERE p.file = s.file AND p.field = 'checks' AND p.key NOT IN (SELECT r.code FROM rule r)
"""
MESSAGE = "没有“{code}”这个校验代码"
HINT = "hyzs explain 列出所有代码"
