"""A light that has been on for so many weeks becomes a graver one, where the settings say so."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from hyzs.model.answer import Row
from hyzs.model.week import Week
from hyzs.query.duties import load_duties
from hyzs.query.fields.index_reader import IndexReader
from hyzs.query.lights import LightRule, light_rules
from hyzs.query.reporting_week import load_schedule
from hyzs.query.track_rows import WeekRows


def escalate_lights(index: IndexReader, week: Week, now: datetime, rows: Sequence[Row]) -> list[Row]:
    """The rows of that week's tracking list, with the graver lights in place of those that were on too long."""
    declared = light_rules(index)
    steps = {rule.name: rule for rule in declared if rule.after and rule.to}
    lit = {row["id"]: row["light"]["name"] for row in rows if row["light"] and row["light"]["name"] in steps}
    for back in range(1, max((steps[name].after for name in lit.values()), default=0)):
        before = _lights(index, week.plus(-back), now)
        lit = {id: name for id, name in lit.items() if back >= steps[name].after or before.get(id) == name}
    colours = {rule.name: rule.colour for rule in declared}
    return [_escalated_row(row, steps[lit[row["id"]]], colours) if row["id"] in lit else row for row in rows]


def _lights(index: IndexReader, week: Week, now: datetime) -> dict[str, str]:
    """The name of each project's light in that week."""
    book = load_duties(index, load_schedule(index), now, week)
    return {row["id"]: row["light"]["name"] for row in WeekRows(book, week).rows() if row["light"]}


def _escalated_row(row: Row, rule: LightRule, colours: Mapping[str, str]) -> Row:
    told = f"连续 {rule.after} 周{rule.name}，升级为{rule.to}："
    words = {key: told + row["light"][key] for key in ("reason", "clause")}
    return {**row, "light": {"name": rule.to, "colour": colours.get(rule.to, rule.colour), **words}}
