"""The sentence for the one who prints on what an edition for readers outside leaves out."""

from hyzs.model.answer import Answer
from hyzs.model.blocks import Column, Heading, Pairs, PublicColumn, Table, Text
from hyzs.model.print_options import PrintOptions
from hyzs.render.redaction import withheld_sentence

ROWS = [{"id": "a1", "name": "甲", "said": "缺电", "level": "公开"}, {"id": "b2", "name": "乙", "level": "内部"}]
COLUMNS = [PublicColumn("id", "编号"), Column("name", "项目", level="内部"), Column("said", "诉求", level="敏感")]
ANSWER = Answer(
    "x",
    rows=ROWS,
    blocks=[
        Heading("本周", level="公开"),
        Text("两个项目", level="内部"),
        Pairs([("联系人", "某某"), ("属地", "衡南县")], levels=["敏感", "公开"]),
        Table(COLUMNS, ROWS, row_level="level"),
    ],
    title="清单",
    title_level="公开",
)


def test_columns_rows_and_other_parts_are_counted():
    sentence = withheld_sentence(ANSWER, PrintOptions(audience="public"))

    assert sentence == "只给看公开的：没有列的有 2 列(项目、诉求)、1 行、2 处"


def test_readers_inside_miss_less():
    sentence = withheld_sentence(ANSWER, PrintOptions(audience="internal"))

    assert sentence == "只给看公开、内部的：没有列的有 1 列(诉求)、1 处"


def test_nothing_is_left_out_and_nothing_is_said():
    assert withheld_sentence(Answer("x", blocks=[Heading("本周", level="公开")]), PrintOptions(audience="public")) == ""


def test_many_columns_are_counted_and_the_first_named():
    columns = [Column(f"c{n}", f"第{n}栏", level="内部") for n in range(12)]

    sentence = withheld_sentence(Answer("x", blocks=[Table(columns, [])]), PrintOptions(audience="public"))

    assert sentence == f"只给看公开的：没有列的有 12 列({'、'.join(f'第{n}栏' for n in range(8))} 等)"
