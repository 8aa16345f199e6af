"""A division of tasks as others keep it."""

from hyzs.model.spreadsheet import Spreadsheet, SpreadsheetSheet
from support.spreadsheets import import_book, trees

STORE = """
== data/plans/yshj.yaml
name: 优化营商环境示例方案
number: 示政办发〔2026〕9号
issuer: 示例市人民政府办公室
issued: 2026-02-05
sections: [{number: 一, title: 政务服务}, {number: 二, title: 要素保障}]
"""
TITLE = ["《优化营商环境示例方案》任务分工表"]
HEAD = ["序号", "重点任务", "具体举措", "牵头单位", "责任单位", "完成时限", "成果形式"]
#: One measure over three rows, one over a single row, in two sections; 合计 at the end.
ROWS = [
    ["一、政务服务"],
    [
        "1",
        "压减审批时限",
        "梳理事项清单（不少于200项）",
        "市发改委",
        "市工信局等市直相关单位，各县市区",
        "2026年3月底前",
        "清单",
    ],
    ["", "", "开展联合踏勘", "市自然资源和规划局", "市商务局按职责分工负责", "长期，每年", "记录"],
    ["", "", "办件满意率测评", "市发改委", "市工信局", "每年", "报告"],
    ["二、要素保障"],
    ["2", "降低用电成本", "落实电价政策", "工信局牵头", "市商务局、市城发集团", "2026年底", "台账"],
    ["合计", "", "4项"],
]


def table(*rows, head=HEAD, title=TITLE, merged=(), file="分工表.xlsx"):
    return Spreadsheet(file, "", {"分工表": SpreadsheetSheet.of_texts([title, head, *map(list, rows)], merged)})


def measures(session, book, **more):
    result = import_book(session, book, kind="measure", **more)
    return trees(result), result


def changed(rows, row, column, text):
    return [[text if (n, m) == (row, column) else cell for m, cell in enumerate(line)] for n, line in enumerate(rows)]
