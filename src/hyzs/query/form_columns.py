"""The sheets and columns of weekly forms, and the texts of an entry in their cells."""

from collections.abc import Mapping, Sequence
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.decimals import number_text
from hyzs.model.folding import fold_wording
from hyzs.model.workbook_form import FormColumn
from hyzs.query.indicators import indicators
from hyzs.query.push_confirmation_sheet import PUSH_COLUMNS, PUSH_SHEET
from hyzs.query.tasks import REPORTED
from hyzs.query.year_plan_sheets import TARGET_COLUMNS, YEAR_PROJECTS, YEAR_TARGETS, plan_columns

TIERS = "SELECT name FROM tier ORDER BY pos"
PROJECTS, NEED_SHEET, TASK_SHEET, FIGURE_SHEET = "项目", "诉求", "任务", "任务指标"
#: The sheet that only tells: what else the unit owes; nothing is filled in on it.
TODO_SHEET = "待办"
#: The sheet with the one line of a unit that has no project to report; its key.
NIL_SHEET, NIL_KEY = "零报告", "nil"
#: Since when an indicator is summed up → what its column asks for.
_FIGURE_NOTES = {"ever": "累计数，只写数字", "year": "当年累计数，只写数字", "": "本周的数，只写数字"}
#: The word that a cell says yes with.
YES = "是"


def project_columns(index: IndexReader) -> list[FormColumn]:
    """The columns of the projects; the figures are those of the settings."""
    figures = [
        FormColumn(
            f"figures.{figure.name}", figure.label, "number", 15, figure.unit, note=_FIGURE_NOTES[figure.cumulative]
        )
        for figure in indicators(index)
    ]
    tiers = [row["name"] for row in index.rows(TIERS)]
    return [
        FormColumn("name", "项目名称", "fixed", 24, required_in_new_rows=True, identifies_row=True),
        FormColumn("tier", "类别", "fixed", 7, choices=tiers, required_in_new_rows=True),
        FormColumn("stage", "阶段", "fixed", 7),
        FormColumn("next_node", "承诺节点", "fixed", 14),
        FormColumn("before", "上次进展", "fixed", 30),
        FormColumn("figures_before", "上次数字", "fixed", 16),
        FormColumn("progress", "本周进展", "text", 34, required_in_new_rows=True),
        *figures,
        FormColumn("no_change", "无变化", "choice", 8, choices=[YES], note="没有变化就选“是”，并写原因"),
        FormColumn("reason", "无变化原因", "text", 18),
        FormColumn("needs", "需协调的问题", "text", 28, note="一行一条：事项@承办单位<2026-12-05，单位和限期可以不写"),
        FormColumn("open_needs", "未解决的诉求", "fixed", 26, note="了结的，在“诉求”表里一条一条选"),
        FormColumn(
            "met",
            "对接",
            "text",
            24,
            note="一行一次：2026-11-18 拜访 对方@我方职务；方式有来访、拜访、洽谈、考察、视频",
        ),
        FormColumn("next", "下步打算", "text", 22),
    ]


NEED_COLUMNS = [
    FormColumn("project", "项目名称", "fixed", 26, identifies_row=True),
    FormColumn("text", "诉求", "fixed", 40, identifies_row=True),
    FormColumn("to", "承办单位", "fixed", 16),
    FormColumn("raised", "提出", "fixed", 12),
    FormColumn("due", "限期", "fixed", 20),
    FormColumn("settled", "了结", "choice", 10, choices=["已解决", "撤回"], note="没有了结就空着，下周还列在这里"),
]
NIL_COLUMNS = [
    FormColumn("text", "事项", "fixed", 40, identifies_row=True),
    FormColumn(
        "nil", "零报告", "choice", 10, choices=[YES], note="没有要报的选“是”；有新项目就空着，写在“项目”表的空行里"
    ),
]
TASK_COLUMNS = [
    FormColumn("measure", "举措", "fixed", 12),
    FormColumn("text", "任务", "fixed", 30, identifies_row=True),
    FormColumn("due", "完成时限", "fixed", 12),
    FormColumn("target", "目标", "fixed", 12),
    FormColumn("so_far", "今年已完成", "fixed", 10),
    FormColumn("before", "上次所报", "fixed", 30),
    FormColumn(
        "state", "状态", "choice", 8, choices=list(REPORTED), note="完成要写成果，由督查部门核定；不选就照上次所报"
    ),
    FormColumn("done", "本周完成", "number", 10, note="本周新完成的数，不是累计"),
    FormColumn("progress", "本周进展", "text", 34),
    FormColumn("result.name", "成果名称", "text", 18, note="印发的文件、建成的台账、清单"),
    FormColumn("result.number", "文号", "text", 14),
    FormColumn("result.on", "成果日期", "date", 11),
    FormColumn("result.file", "成果存放", "text", 14, note="存放的位置或网址"),
    FormColumn("no_change", "无变化", "choice", 8, choices=[YES], note="没有变化就选“是”，并写原因"),
    FormColumn("reason", "无变化原因", "text", 16),
    FormColumn("next", "下步打算", "text", 20),
]
FIGURE_COLUMNS = [
    FormColumn("text", "任务", "fixed", 40, identifies_row=True),
    FormColumn("label", "指标", "fixed", 20, identifies_row=True),
    FormColumn("unit", "计量单位", "fixed", 10),
    FormColumn("before", "上次所报", "fixed", 16),
    FormColumn("value", "本期数", "number", 12, note="本期的数，不是累计"),
]


TODO_COLUMNS = [
    FormColumn("name", "名称", "fixed", 30, identifies_row=True),
    FormColumn("step", "该办", "fixed", 40, identifies_row=True),
    FormColumn("due", "期限", "fixed", 12),
    FormColumn("late", "逾期", "fixed", 14),
    FormColumn("rule", "期限依据", "fixed", 30),
    FormColumn("id", "记录编号", "fixed", 14),
]


def sheet_columns(index: IndexReader) -> dict[str, Sequence[FormColumn]]:
    """The columns of every sheet that goes out, by its name."""
    return {
        PROJECTS: project_columns(index),
        NIL_SHEET: NIL_COLUMNS,
        NEED_SHEET: NEED_COLUMNS,
        TASK_SHEET: TASK_COLUMNS,
        FIGURE_SHEET: FIGURE_COLUMNS,
        TODO_SHEET: TODO_COLUMNS,
        PUSH_SHEET: PUSH_COLUMNS,
        YEAR_PROJECTS: plan_columns(index),
        YEAR_TARGETS: TARGET_COLUMNS,
    }


def entry_cells(entry: Row) -> dict[str, str]:
    """The cells of a form for an entry, by the fields of the entry."""
    figures = {f"figures.{name}": number_text(value) for name, value in (entry.get("figures") or {}).items()}
    words = {key: str(entry[key]) for key in ("state", "progress", "next", "reason") if entry.get(key)}
    result = {f"result.{key}": str(text) for key, text in (entry.get("result") or {}).items()}
    entry_needs = entry.get("needs") or ()
    needs = "\n".join(need_text(need) for need in entry_needs if not need.get("state"))
    settled = {f"settled.{fold_wording(need['text'])}": need.get("state") or "" for need in entry_needs}
    met = "\n".join(met_text(meeting) for meeting in entry.get("met") or ())
    done_value = {"done": number_text(entry["done"])} if entry.get("done") is not None else {}
    return {
        **words,
        **result,
        **figures,
        **done_value,
        **({"needs": needs} if needs else {}),
        **{key: state for key, state in settled.items() if state},
        **({"met": met} if met else {}),
        **({"no_change": YES} if entry.get("no_change") else {}),
    }


def figure_cells(entry: Row, name: str) -> dict[str, str]:
    """The value of a figure in an entry, as the cells of a form say it."""
    value = (entry.get("figures") or {}).get(name)
    return {} if value is None else {"value": number_text(value)}


def met_text(met: Row) -> str:
    """A meeting as a form writes it: 2026-11-18 拜访 示例集团@分管副县长."""
    return f"{met['on']} {met['how']} {met['with']}" + (f"@{met['rank']}" if met.get("rank") else "")


def need_text(need: Mapping[str, Any]) -> str:
    """A need as a cell says it: 文字@承办单位<2026-12-05."""
    to = f"@{need['to']}" if need.get("to") else ""
    return f"{need['text']}{to}" + (f"<{need['due']}" if need.get("due") else "")
