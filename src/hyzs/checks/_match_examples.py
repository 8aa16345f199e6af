"""Settings of the examples of the rules on match rules."""

from hyzs.checks._setting_assertions import SETTINGS

#: Settings with a match rule, up to its conditions.
RULE_HEAD = f"{SETTINGS}matches:\n  - name: 项目找地\n    of: project\n    to: parcel\n    source: 示例\n    must:\n"
