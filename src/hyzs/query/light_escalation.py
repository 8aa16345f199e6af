"""Escalation of lights: one that has been on for so many weeks becomes a graver one, as the settings declare."""

from collections.abc import Collection, Mapping, Sequence

from hyzs.model.week import Week
from hyzs.query.duties import Duties
from hyzs.query.lights import LightRule, light_rules
from hyzs.query.track_row import RowLight, TrackRow
from hyzs.query.track_rows import WeekRows


def escalate_lights(duties: Duties, week: Week, rows: Sequence[TrackRow]) -> list[TrackRow]:
    """Rows of that week's tracking list, with the graver lights in place of those that were on too long.

    ``duties`` holds the projects of the rows; earlier weeks are asked only about those whose light may escalate.
    """
    declared = light_rules(duties.index)
    steps = {rule.name: rule for rule in declared if rule.after and rule.to}
    lit = {row["id"]: row["light"]["name"] for row in rows if row["light"] and row["light"]["name"] in steps}
    for back in range(1, max((steps[name].after for name in lit.values()), default=0)):
        pending = {id for id, name in lit.items() if back < steps[name].after}
        lights = _lights(duties, week.plus(-back), pending)
        lit = {id: name for id, name in lit.items() if id not in pending or lights.get(id) == name}
    colours = {rule.name: rule.colour for rule in declared}
    return [
        {**row, "light": _escalated_light(row["light"], steps[lit[row["id"]]], colours)}
        if row["light"] and row["id"] in lit
        else row
        for row in rows
    ]


def _lights(duties: Duties, week: Week, ids: Collection[str]) -> dict[str, str]:
    """Name of the light in that week of each project of ``ids`` that was in play then and had one."""
    projects = [project for project in duties.projects if project.row["id"] in ids]
    in_play = [project for project in projects if not project.out_of_play_reason(week, duties.stages)]
    if not in_play:
        return {}
    rows = WeekRows(duties.of_projects(in_play), week).rows()
    return {row["id"]: row["light"]["name"] for row in rows if row["light"]}


def _escalated_light(light: RowLight, rule: LightRule, colours: Mapping[str, str]) -> RowLight:
    prefix = f"连续 {rule.after} 周{rule.name}，升级为{rule.to}："
    colour = colours.get(rule.to, rule.colour)
    return {"name": rule.to, "colour": colour, "reason": prefix + light["reason"], "clause": prefix + light["clause"]}
