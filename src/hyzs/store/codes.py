"""Every code there is: of reading, of types, of kinds, of cross-record rules."""

from functools import cache

from hyzs.checks import checks
from hyzs.kinds import kinds
from hyzs.model import dated, messages, promise
from hyzs.model.finding import Rule, Severity
from hyzs.store import allow, baseline, rules


@cache
def codes() -> dict[str, Rule]:
    """Every rule by its code, in alphabetical order; a code that two rules claim is a bug."""
    found: dict[str, Rule] = {}
    of_kinds = (rule for kind in kinds().values() for rule in kind.rules)
    of_checks = (check.RULE for check in checks())
    of_reading = (*rules.RULES, *allow.RULES, *baseline.RULES)
    of_types = (*messages.RULES, *dated.RULES, *promise.RULES)
    for rule in (*of_reading, *of_types, *of_kinds, *of_checks):
        if rule.code in found:
            raise AssertionError(f"two rules claim the code {rule.code}")
        found[rule.code] = rule
    return dict(sorted(found.items()))


def severity(code: str) -> Severity:
    """How bad a finding of that code is."""
    return codes()[code].severity
