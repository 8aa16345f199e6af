"""Registry of all rules: of files, of types, of kinds, between records."""

from functools import cache

from hyzs.checks import checks
from hyzs.diagnostics import baseline, file_rules, keeper_rules, suppressions
from hyzs.kinds import kinds
from hyzs.model import credit_code, holdings, promise, validation_messages
from hyzs.model.finding import Rule, Severity


@cache
def rules_by_code() -> dict[str, Rule]:
    """Every rule by its code, in alphabetical order; a code that two rules claim is a bug."""
    rules: dict[str, Rule] = {}
    of_kinds = (rule for kind in kinds().values() for rule in kind.rules)
    of_checks = (check.RULE for check in checks())
    of_reading = (*file_rules.RULES, *suppressions.RULES, *baseline.RULES, *keeper_rules.RULES)
    of_types = (*validation_messages.RULES, *holdings.RULES, *promise.RULES, credit_code.RULE)
    for rule in (*of_reading, *of_types, *of_kinds, *of_checks):
        if rule.code in rules:
            raise AssertionError(f"two rules claim the code {rule.code}")
        rules[rule.code] = rule
    return dict(sorted(rules.items()))


def severity(code: str) -> Severity:
    """Severity that the rule of that code has by itself."""
    return rules_by_code()[code].severity
