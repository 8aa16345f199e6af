"""SQL shared by the rules on projects in play: a state that a later one undid stops nothing."""


def is_last_state(alias: str) -> str:
    """Condition on a row of ``state``: it is the last of its record by the day."""
    return f"""{alias}.since <= :today
    AND NOT EXISTS (SELECT 1 FROM state t WHERE t.file = {alias}.file AND t.pos > {alias}.pos AND t.since <= :today)"""
