"""An answer with a value of each sort, as every format shows it."""

from decimal import Decimal

from hypothesis import strategies as st

from hyzs.model.answer import Answer
from hyzs.model.blocks import Column, Table
from hyzs.render import render

STORE = {"id": "hengyang", "name": "衡阳市", "commit": None, "dirty": False, "sample": False}
COLUMNS = [
    Column("name", "项目"),
    Column("status", "状态", "light"),
    Column("total", "总投资", "number", "万元"),
    Column("needs", "诉求", "list"),
    Column("progress", "本周进展", wide=True),
]
ROWS = [
    {"name": "甲", "status": "未报", "total": 120000, "needs": [], "progress": "土地平整完成七成。" * 12},
    {"name": "乙", "status": "已报", "total": Decimal("8000.50"), "needs": ["用电", "用水"], "progress": None},
]
TABLE = Table(COLUMNS, ROWS)
ANSWER = Answer("track", {"week": "2026-W47"}, ROWS, {"due": 2}, {"units": []}, [TABLE])
SOME_TEXT = st.text(max_size=60)


def show(answer, format="text", **look):
    """The answer in that format."""
    return render(answer, format, store=STORE, **look)
