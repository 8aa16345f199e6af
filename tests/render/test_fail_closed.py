"""What does not say who may see it is for nobody outside."""

import pytest

from hyzs.model.answer import Answer
from hyzs.model.blocks import Chart, ChartSeries, Column, Group, Heading, Pairs, PublicColumn, Table, Tiles
from hyzs.model.print_options import PrintOptions
from hyzs.render import render
from hyzs.render.format_catalog import listed_formats

ROWS = [{"name": "示例·甲", "secret": "底价九折"}]


def report(*blocks, **more) -> Answer:
    """A report that nobody has thought through yet."""
    return Answer("list", rows=ROWS, blocks=blocks, **more)


def seen_by(audience, answer, format="json") -> str:
    data = render(answer, format, store={}, printing=PrintOptions(audience=audience))
    return data if isinstance(data, str) else str(data)


@pytest.mark.parametrize("format", listed_formats(binary=False))
@pytest.mark.parametrize("audience", ["public", "internal"])
def test_a_column_without_a_level_is_in_no_format_for_readers_outside(audience, format):
    answer = report(Table([PublicColumn("name", "项目"), Column("secret", "底价")], ROWS))

    text = seen_by(audience, answer, format)

    assert "示例·甲" in text.replace("\\", "") and "底价" not in text
    assert "底价九折" in seen_by("full", answer, format)


def test_a_table_of_columns_without_a_level_is_not_there_at_all():
    assert '"rows": []' in seen_by("internal", report(Table([Column("secret", "底价")], ROWS)))


def test_a_title_and_a_heading_without_a_level_are_not_shown():
    blocks = [Heading("底价 九折", 2), Table([PublicColumn("name", "项目")], ROWS)]
    answer = report(*blocks, title="示例·甲的底价")

    assert "底价" not in seen_by("internal", answer, "html")
    assert "底价" in seen_by("internal", report(Heading("底价", 2, "公开"), blocks[1]), "html")


@pytest.mark.parametrize(
    "block",
    [
        Pairs([("底价", 9)]),
        Tiles([("底价", 9)]),
        Chart("bar", "底价", ["甲"], [ChartSeries("个", [1])]),
        Table([PublicColumn("name", "项目")], ROWS, [Group("底价", 1)], "底价是九折"),
    ],
)
def test_no_other_block_shows_what_it_does_not_declare(block):
    assert "底价" not in seen_by("public", report(block), "html")
