"""Rules on keepers are about records and files that there are."""

from hyzs.checks._setting_assertions import SETTINGS
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "keeper-nothing",
    Severity.warning,
    "管理规则的条件或路径什么也没有碰到。",
    "碰不到东西的规则等于没有，多半是名称或路径写错了。",
    "核对条件和路径；用不着的删去。",
    f"{SETTINGS}keepers: [{{unit: 市招商局, paths: [»data/event/*«]}}]\n",
)
SQL = ""
MESSAGE = "管理规则：{said}"
HINT = "{todo}"
