"""Tests of match rules suit the fields that they hold against each other."""

from hyzs.checks._match_examples import RULE_HEAD
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "match-test",
    Severity.error,
    "匹配规则的比法用在了不合适的字段上。",
    "文字比不了大小，两边单位不同的数也比不了；比出来的是错的。",
    "换一种比法，或者换成同一种、同一单位的字段。",
    f"{RULE_HEAD}      - {{name: 面积, left: »tier«, test: at_most, right: area_mu}}\n",
)
SQL = ""
MESSAGE = "匹配规则“{name}”这一项：{said}"
HINT = "{todo}"
