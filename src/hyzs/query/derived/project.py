"""Derived fields of projects: the row of the tracking list, facts for quantities, densities on land, verified sums."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.derived_source import DerivedField, DerivedSource
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.partial_date import date_bounds
from hyzs.query.derived import OVERDUE, SILENT, STATUS
from hyzs.query.flows import step_values
from hyzs.query.indicators import indicators
from hyzs.query.lights import light_names
from hyzs.query.parcels import land_densities
from hyzs.query.project_duties import heard_rates
from hyzs.query.project_values import project_value_names, project_values
from hyzs.query.verified_figures import indicator_names, verified_rows

IDS = "SELECT DISTINCT id FROM project"


def _project_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield STATUS
    yield DerivedField("exempt_reason", "免报原因")
    yield DerivedField("light", "亮灯", "light", choices="|".join(light_names(index)))
    yield DerivedField("light_reason", "亮灯原因", level="内部")
    yield SILENT
    yield DerivedField("weeks_unchanged", "无变化周数", "number")
    yield DerivedField("last_week", "最近填报")
    yield DerivedField("next_node", "下一节点", refs="stage", level="内部")
    yield DerivedField("next_by", "节点时限", "date", level="内部", ends=True)
    yield OVERDUE
    yield DerivedField("open_needs", "未解决诉求", "number", "个", "内部")
    yield DerivedField("open_matters", "未销号事项", "number", "件", "内部")
    yield DerivedField("progress", "本周进展", level="内部")
    yield DerivedField("officer", "责任人", level="内部")
    for name, label, unit, _ in indicators(index):
        yield DerivedField(name, label, "number", unit, "内部")


def _project_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    """Rows of the tracking list of 本期, with projects out of play.

    A need that became a matter counts among the matters.
    """
    from hyzs.query.light_escalation import escalate_lights
    from hyzs.query.return_file import all_project_rows

    duties, week, rows = all_project_rows(index, None, now)
    for row in escalate_lights(duties, week, list(rows.values())):
        light: Row = {**(row["light"] or {})}
        days = date_bounds(row["next_by"] or "")
        yield {
            **row,
            "light": light.get("name"),
            "light_reason": light.get("reason"),
            "next_by_end": str(days[1]) if days else None,
            "open_needs": sum(not need["matter"] for need in row["needs"]),
            "open_matters": len(row["matters"]),
        }


def _fact_fields(index: IndexReader) -> Iterator[DerivedField]:
    for name, label, unit in project_value_names(index):
        yield DerivedField(name, label, "number", unit, "内部")


def _density_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("intensity", "投资强度", "number", "万元/亩", "内部")
    yield DerivedField("tax_per_mu", "亩均税收", "number", "万元/亩", "内部")
    yield DerivedField("output_per_mu", "亩均产出", "number", "万元/亩", "内部")


def _verified_fields(index: IndexReader) -> Iterator[DerivedField]:
    for row in indicator_names(index):
        level = "敏感" if row["private"] else "内部"
        yield DerivedField(f"verified.{row['name']}", f"核定{row['label']}", "number", row["unit"] or "", level)
        yield DerivedField(f"verifier.{row['name']}", f"核定{row['label']}的单位", refs="unit", level="内部")


def _heard_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("heard_rate", "周报按时率", "number", "%", "内部")


def _step_fields(index: IndexReader) -> Iterator[DerivedField]:
    """The open cases of its flows."""
    yield DerivedField("open_steps", "待办步骤", "number", "个", "内部")
    yield DerivedField("flow_overdue", "逾期步骤", "number", "个", "内部")
    yield DerivedField("next_step", "下一步", level="内部")
    yield DerivedField("next_step_due", "下一步期限", "date", level="内部")
    yield DerivedField("next_step_who", "下一步由谁办", refs="unit", level="内部")


def _step_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    steps = step_values(index, "project", now.date())
    for (id,) in index.tuples(IDS):
        yield {"id": id, **steps.get(id, {"open_steps": 0, "flow_overdue": 0})}


SOURCES = (
    DerivedSource(_project_fields, _project_rows),
    DerivedSource(_step_fields, _step_rows),
    DerivedSource(_fact_fields, values=project_values),
    DerivedSource(_heard_fields, heard_rates),
    DerivedSource(_density_fields, values=land_densities),
    DerivedSource(_verified_fields, verified_rows),
)
