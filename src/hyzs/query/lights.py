"""Lights: the first declared rule whose conditions a project or task meets, and the reason in words."""

import operator
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.decimals import decimal_of, number_text
from hyzs.model.partial_date import date_bounds
from hyzs.model.week import Week
from hyzs.query.entry_history import figures
from hyzs.query.flows import step_values
from hyzs.query.track_row import RowLight, TrackRow, indicator_value

RULES = """
SELECT l.name, l.colour, l.meaning, l."after", l."to", c.fact, c.at_least, c.above, c.below, c.at_most, l.pos
FROM light l LEFT JOIN condition c ON c.file = l.file AND c.owner = l.seq ORDER BY l.pos, c.pos
"""
#: The yearly plan of each indicator, of the projects in files ``in_values``.
PLANS = """
SELECT p.record, p.key, p.number FROM in_values a CROSS JOIN pair p
WHERE p.file = a.value AND p.field = 'yearly' AND p.key LIKE :year || '.%'
"""
ASKS_STEPS = "SELECT 1 FROM condition WHERE fact = 'flow_overdue'"
_NO_STEPS = {"flow_overdue": 0}
#: Facts that rules may use, with their labels.
FACT_LABELS = {
    "points_behind": "落后序时进度(百分点)",
    "overdue_days": "承诺节点逾期(天)",
    "days_left": "距承诺节点(天)",
    "weeks_silent": "连续未报(周)",
    "weeks_unchanged": "连续无变化(周)",
    "needs_overdue": "过期未解决的诉求(个)",
    "matters_overdue": "逾期的交办事项(件)",
    "flow_overdue": "逾期的流程步骤(个)",
    "exempt": "免报(1 为是)",
}
#: The same for tasks; a condition on a fact that tasks have not is never met.
TASK_FACT_LABELS = FACT_LABELS | {"overdue_days": "完成时限逾期(天)", "days_left": "距完成时限(天)"}
#: Clauses with the value of a fact; ``TASK_FACT_CLAUSES`` are those of tasks.
FACT_CLAUSES = {
    "points_behind": "落后序时进度 {:g} 个百分点",
    "overdue_days": "承诺节点逾期 {:g} 天",
    "days_left": "距承诺节点 {:g} 天",
    "weeks_silent": "连续 {:g} 周未报",
    "weeks_unchanged": "连续 {:g} 周无变化",
    "needs_overdue": "{:g} 个诉求过期未解决",
    "matters_overdue": "{:g} 件交办事项逾期",
    "flow_overdue": "{:g} 个流程步骤逾期",
    "exempt": "免报",
}
TASK_FACT_CLAUSES = FACT_CLAUSES | {"overdue_days": "完成时限逾期 {:g} 天", "days_left": "距完成时限 {:g} 天"}
#: Colours of lights from the gravest to the lightest; PUSH_COLOURS call for a push.
GRAVITY = ("red", "yellow", "blue", "green", "white")
PUSH_COLOURS = GRAVITY[:3]
_SIGNS = {"at_least": "不少于", "above": "大于", "below": "小于", "at_most": "不超过"}
_SHORT = {"at_least": "到", "above": "超过", "below": "低于", "at_most": "降到"}
_TESTS: Mapping[str, Callable[[float, float], bool]] = {
    "at_least": operator.ge,
    "above": operator.gt,
    "below": operator.lt,
    "at_most": operator.le,
}


class LightCondition(NamedTuple):
    """A fact and its limits; an unknown fact meets none."""

    fact: str
    limits: Mapping[str, float]

    def is_met(self, facts: Mapping[str, float | None]) -> bool:
        """True if the fact is known and within the limits."""
        value = facts.get(self.fact)
        if value is None:
            return False
        for sign, bound in self.limits.items():  # noqa: SIM110 — asked of every rule and project, and twice as fast
            if not _TESTS[sign](value, bound):
                return False
        return True

    def shortfall_text(self, facts: Mapping[str, float | None]) -> str:
        """Distance of the fact from the limits, in words; empty if it is within them or unknown."""
        value = facts.get(self.fact)
        if value is None:
            return ""
        unmet = [(sign, bound) for sign, bound in self.limits.items() if not _TESTS[sign](value, bound)]
        return "；".join(f"现 {number_text(value)}，{_SHORT[sign]} {number_text(bound)} 才算" for sign, bound in unmet)

    @property
    def text(self) -> str:
        """The condition in words, with the labels of projects."""
        return self.text_with(FACT_LABELS)

    def text_with(self, labels: Mapping[str, str]) -> str:
        """The condition in words, the fact named by ``labels``."""
        return labels[self.fact] + "，".join(
            f"{_SIGNS[sign]} {number_text(bound)}" for sign, bound in self.limits.items()
        )


class LightRule(NamedTuple):
    """A light: name, colour, meaning, and conditions, all of which must be met.

    After ``after`` weeks in a row it becomes the light ``to`` (0: never).
    """

    name: str
    colour: str
    meaning: str | None
    conditions: Sequence[LightCondition]
    after: int = 0
    to: str = ""

    def is_met(self, facts: Mapping[str, float | None]) -> bool:
        """True if every condition is met."""
        return all(condition.is_met(facts) for condition in self.conditions)


def light_rules(index: IndexReader) -> list[LightRule]:
    """Rules of the settings, in their order; empty if the store has no lights."""
    rules: dict[int, LightRule] = {}
    for row in index.rows(RULES):
        rule = rules.setdefault(row["pos"], _rule(row))
        if row["fact"]:
            limits = {sign: row[sign] for sign in _SIGNS if row[sign] is not None}
            rules[row["pos"]] = rule._replace(conditions=[*rule.conditions, LightCondition(row["fact"], limits)])
    return list(rules.values())


def light_names(index: IndexReader) -> list[str]:
    """Names of lights, each once, in the order of the rules."""
    return list(dict.fromkeys(rule.name for rule in light_rules(index)))


def _rule(row: Row) -> LightRule:
    return LightRule(row["name"], row["colour"], row["meaning"], [], int(row["after"] or 0), row["to"] or "")


def light_of(
    rules: Sequence[LightRule], facts: Mapping[str, float | None], labels: Mapping[str, str] = FACT_LABELS
) -> RowLight | None:
    """The light {name, colour, reason, clause} that these facts give; None if no rule is met."""
    for rule in rules:
        if rule.is_met(facts):
            reason = "；".join(condition.text_with(labels) for condition in rule.conditions) or "没有触到别的规则"
            return {"name": rule.name, "colour": rule.colour, "reason": reason, "clause": _clause(rule, facts, labels)}
    return None


def _clause(rule: LightRule, facts: Mapping[str, float | None], labels: Mapping[str, str]) -> str:
    """Facts that gave the light, with their values: 连续 5 周未报; its meaning where it has no conditions."""
    clauses = FACT_CLAUSES if labels is FACT_LABELS else TASK_FACT_CLAUSES
    parts = [clauses[condition.fact].format(facts[condition.fact]) for condition in rule.conditions]
    return "，".join(parts) or rule.meaning or ""


def gravity(light: RowLight | None) -> int:
    """Rank of a light in GRAVITY, 0 the gravest; no light comes last."""
    return GRAVITY.index(light["colour"]) if light else len(GRAVITY)


class ProjectFacts:
    """Facts of the projects in these files in a week; the index is asked once for all of them."""

    def __init__(self, index: IndexReader, week: Week, today: date, files: Sequence[int]) -> None:
        self.day = min(week.sunday, today)
        #: Share of the year that is over on that day, in per cent (序时进度).
        self.year_share = self.day.timetuple().tm_yday / date(self.day.year, 12, 31).timetuple().tm_yday * 100
        self.plans: dict[str, dict[str, float]] = defaultdict(dict)
        for id, key, number in index.tuples(PLANS, files, year=str(self.day.year)):
            self.plans[id][key.partition(".")[2]] = number
        planned = {name for plan in self.plans.values() for name in plan}
        opening = figures(index, self.plans, Week(self.day.year, 1).plus(-1), planned)
        #: Values of the indicators at the beginning of the year, by project and indicator.
        self.values_at_new_year = {key: values[0].value for key, values in opening.items()}
        #: Steps by project; None: no rule asks for them.
        self.steps = step_values(index, "project", self.day) if index.value(ASKS_STEPS) else None

    def facts_of(self, row: TrackRow) -> dict[str, float | None]:
        """Facts of one row of the tracking list, each in its unit (days, weeks, percentage points); None: unknown."""
        return {
            "points_behind": self._points_behind(row),
            "overdue_days": row["overdue_days"] if row["next_by"] else None,
            "days_left": self._days_left(row),
            "weeks_silent": row["weeks_silent"],
            "weeks_unchanged": row["weeks_unchanged"],
            "needs_overdue": sum(need["overdue_days"] > 0 for need in row["needs"]),
            "matters_overdue": sum(matter["overdue_days"] > 0 for matter in row["matters"]),
            "flow_overdue": None if self.steps is None else self.steps.get(row["id"], _NO_STEPS)["flow_overdue"],
            "exempt": int(row["status"] == "exempt"),
        }

    def _days_left(self, row: TrackRow) -> float | None:
        """Days until the promise of the next milestone ends; 0 once it has, None without one."""
        if not row["next_by"] or row["overdue_days"]:
            return 0 if row["overdue_days"] else None
        days = date_bounds(row["next_by"])
        return (days[1] - self.day).days if days else None

    def _points_behind(self, row: TrackRow) -> float | None:
        """Percentage points by which the work done this year is behind ``year_share``, of the worst planned indicator.

        落后序时进度 = 序时进度 - (累计数 - 年初数) / 年度计划.
        """
        behind_shares = []
        for name, plan in self.plans.get(row["id"], {}).items():
            now = indicator_value(row, name)
            if now is not None and plan:
                before = self.values_at_new_year.get((row["id"], name), 0)
                done_share = (decimal_of(now) - decimal_of(before)) / decimal_of(plan)
                behind_shares.append(self.year_share - float(done_share * 100))
        return round(max(behind_shares), 1) if behind_shares else None
