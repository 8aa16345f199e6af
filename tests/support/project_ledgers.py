"""A store with projects, and ledgers with one cell more."""

from support.spreadsheets import book_of, import_book, trees

STORE = """
== data/projects/p26-a1.yaml
name: 示例·甲项目（一期）
sample: true
tier: 一般
county: 衡南县
lead: 市商务局
investment: {total: 12000}
milestones: {签约: 2026-05-11}
tracked: {since: 2026-05-11}
== data/projects/p26-b2.yaml
name: 示例·乙项目
sample: true
tier: 一般
county: 衡南县
lead: 市商务局
responsible: [各县市区政府]
tracked: {since: 2026-05-11}
== data/units/qunti.yaml
- {id: renmin, name: 各县市区政府, aliases: [各县（市、区）人民政府], type: 群体, members: [衡南县, 衡山县]}
"""


def one_cell(session, heading, cell, **more):
    """The draft and the result of a spreadsheet with one more column."""
    result = import_book(session, book_of(["示例·丙", "重大", cell], head=["项目名称", "级别", heading], **more))
    return trees(result).get("示例·丙", {}), result
