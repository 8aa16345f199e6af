"""The sheets of the workbook by which units plan a year: figures of projects, targets of tasks."""

from hyzs.fields.index_reader import IndexReader
from hyzs.model.workbook_form import FormColumn
from hyzs.query.indicators import indicators

#: The purpose that a workbook of plans has among its hidden metadata.
PURPOSE = "year"
YEAR_PROJECTS, YEAR_TARGETS = "年度计划", "年度目标"
#: The head of the columns that take a plan: ``yearly.invested``.
YEARLY = "yearly."
TARGET_COLUMNS = [
    FormColumn("text", "任务", "fixed", 44, identifies_row=True),
    FormColumn("unit", "计量单位", "fixed", 9),
    FormColumn("standing", "现在的年目标", "fixed", 13),
    FormColumn("done", "今年已完成", "fixed", 11),
    FormColumn("target", "新一年的目标", "number", 13, note="和现在一样就空着"),
]


def plan_columns(index: IndexReader) -> list[FormColumn]:
    """The columns of the projects: what is known, then one to fill in for each indicator of the settings."""
    return [
        FormColumn("name", "项目名称", "fixed", 30, identifies_row=True),
        FormColumn("stage", "阶段", "fixed", 8),
        FormColumn("total", "总投资", "fixed", 11, "万元"),
        FormColumn("before", "上一年计划", "fixed", 24),
        FormColumn("reached", "末次数字", "fixed", 24),
        *(
            FormColumn(f"{YEARLY}{row.name}", f"新一年计划：{row.label}", "number", 18, row.unit, note="当年要完成的数")
            for row in indicators(index)
        ),
    ]
