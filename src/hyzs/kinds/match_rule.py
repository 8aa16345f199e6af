"""Match rules (匹配规则) of the settings: conditions that exclude pairs of records, and scores that add up."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from hyzs.model.annotations import Level, Name, Where
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.match_rule_limits import MOST_ITEMS
from hyzs.model.record import Part, field
from hyzs.model.scalars import Number, Text

P = Level.public
Test = Literal[
    "equals",
    "in",
    "overlap",
    "tree",
    "at_most",
    "at_least",
    "between",
    "near",
    "before",
    "not_before",
    "covers",
    "is",
]
#: Sum of the weights of a rule.
_FULL = 100
_SETTINGS = (
    "== data/settings.yaml\n"
    "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
    "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
    "stages: [{name: 线索}, {name: 在谈}]\nmatches:\n  - name: 项目找地\n    of: project\n    to: parcel\n"
    "    source: 示例\n"
)
RULES = (
    Rule(
        "match-weight",
        Severity.warning,
        "匹配规则各项的分加起来不是 100。",
        "满分不一样，两条规则的得分就不能放在一起看。",
        "调整 weight，使合计为 100。",
        f"{_SETTINGS}    score: [{{name: 面积, left: land.area_mu, test: near, right: area_mu, weight: »60«}}]\n",
    ),
    Rule(
        "match-form",
        Severity.error,
        "匹配规则没有写全，或者写得太长。",
        "没有条件也没有分的规则什么都配得上；太长的没有人说得清为什么。",
        f"写 must 或 score；两样合起来最多 {MOST_ITEMS} 项；同一种记录不能自己配自己。",
        _SETTINGS.replace("to: parcel", "to: »project«"),
    ),
)


class MatchSides(Part):
    """Records of both kinds that a rule is about."""

    of: Annotated[Text, Where(kind_in="^of")] | None = field("哪些在找", None, level=P)
    to: Annotated[Text, Where(kind_in="^to")] | None = field("哪些可配", None, level=P)


class MatchMust(Part):
    """A test that both records must pass, or they do not fit."""

    name: Text = field("名称", level=P)
    left: Text = field("左边字段", level=P, note="of 那种记录的字段，写法同 --columns")
    test: Test = field("怎么比", level=P)
    right: Text = field("右边字段", level=P, note="to 那种记录的字段；between 写装着 min、max 的那一项，is 写一个词")


class MatchScore(MatchMust):
    """A test that gives points: all of ``weight`` where it holds wholly."""

    weight: Number = field("分值", level=P)
    kin: Number | None = field("同一大类得几成", None, level=P, note="tree 用，0 到 1")
    open: Number | None = field("右边不限得几成", None, level=P, note="tree 用，0 到 1")


class MatchRule(Part):
    """A rule by which records of the kind ``of`` are matched with those of the kind ``to``."""

    vocabulary: ClassVar[str] = "match_rule"
    name: Annotated[Text, Name()] = field("名称", level=P)
    of: Text = field("谁在找", level=P, note="记录种类，如 project")
    to: Text = field("配什么", level=P, note="记录种类，如 parcel；它自己的 who 也算条件")
    where: MatchSides | None = field("范围", None, level=P, note="写法同 hyzs list --where")
    must: tuple[MatchMust, ...] = field("必须", (), level=P, note="不符合就排除，写明哪一条")
    score: tuple[MatchScore, ...] = field("计分", (), level=P, note="合计 100")
    source: Text = field("依据", level=P)
    note: Text | None = field("说明", None, level=P)

    def problems(self, route: Route) -> Iterator[Problem]:
        """A rule about one kind, too long, or whose weights do not add up."""
        if self.of == self.to:
            yield Problem("match-form", (*route, "to"), f"“{self.name}”两边是同一种记录", "of、to 写两种记录")
        if len(self.must) + len(self.score) > MOST_ITEMS:
            count = len(self.must) + len(self.score)
            yield Problem("match-form", route, f"“{self.name}”有 {count} 项，最多 {MOST_ITEMS} 项", "拆成几条规则")
        total = sum(item.weight for item in self.score)
        if self.score and total != _FULL:
            at = (*route, "score", len(self.score) - 1, "weight")
            yield Problem("match-weight", at, f"“{self.name}”各项合计 {total} 分，不是 {_FULL}", "调整 weight")
