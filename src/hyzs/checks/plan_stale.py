"""A planned project is revised at least as often as the settings of the catalogue say."""

from hyzs.checks._catalogue_examples import CATALOGUE, PLANNED
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "plan-stale",
    Severity.warning,
    "策划项目很久没有修订：过了设置里写的天数。",
    "旧的策划拿给企业看，条件和投资额早就变了。",
    "修订以后把 proposed.on 改成修订的日期；不再推的，写明 states 终止。",
    f"{CATALOGUE}{PLANNED.format(start='', end='')}proposed: {{unit: 甲县, on: »2025-02-01«}}\n",
)
SQL = ""
MESSAGE = "上次修订是 {revised}，超过 {days} 天"
HINT = "修订以后改 proposed.on；不再推的写明终止"
