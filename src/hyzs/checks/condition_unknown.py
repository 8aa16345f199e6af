"""Conditions that the data declares can be read: fields, words and names that there are."""

from hyzs.checks._setting_assertions import SETTINGS
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "condition-unknown",
    Severity.error,
    "写在数据里的条件看不懂，或者写了没有的字段、词。",
    "看不懂的条件一条也查不出，用到它的报表和匹配都会停下来。",
    "照提示改；写法同 hyzs list 的 --where，先用 --where 试一试。",
    f"{SETTINGS}views: [{{name: 重大项目, where: »项目类另=重大«}}]\n",
)
SQL = ""
MESSAGE = "条件“{text}”：{said}"
HINT = "{todo}"
