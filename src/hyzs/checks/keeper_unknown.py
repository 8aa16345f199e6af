"""Rules on keepers are about kinds and fields that there are."""

from hyzs.checks._setting_assertions import SETTINGS
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "keeper-unknown",
    Severity.error,
    "管理规则写了没有的记录种类或字段。",
    "写错的规则一条也不起作用，管它的单位反而改不了。",
    "照提示改；hyzs schema --all 列出各种记录的字段。",
    f"{SETTINGS}keepers: [{{unit: 市招商局, of: 项目, fields: [»land.aera«]}}]\n",
)
SQL = ""
MESSAGE = "管理规则：{said}"
HINT = "{todo}"
