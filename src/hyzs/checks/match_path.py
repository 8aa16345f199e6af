"""Match rules look at fields that there are."""

from hyzs.checks._match_examples import RULE_HEAD
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "match-path",
    Severity.error,
    "匹配规则写了没有的字段或记录种类。",
    "看不到的字段谁也配不上；用到这条规则的都会停下来。",
    "照提示改；写法同 hyzs list 的 --columns。",
    f"{RULE_HEAD}      - {{name: 面积, left: land.area_mu, test: at_most, right: »area«}}\n",
)
SQL = ""
MESSAGE = "匹配规则“{name}”这一项：{said}"
HINT = "{todo}"
