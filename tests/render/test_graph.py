"""A graph: a table of nodes by column where there are no pictures, a drawing where there are, and data for others."""

import io
import time
import xml.etree.ElementTree as ET
from itertools import pairwise

import networkx
import openpyxl
import pytest

from hyzs.model.answer import Answer
from hyzs.model.blocks import Column, Graph, Group, PublicColumn, Table
from hyzs.render import render
from hyzs.render.layout.graph import layout_graph
from hyzs.render.redaction import redact
from hyzs.render.svg import graph_svg

STATES = ("成链", "单点", "在补", "缺口")


def graph(*nodes, edges=(), groups=("上游", "下游")):
    """Nodes (id, column, state); the first column is 上游."""
    rows = [
        {"id": id, "name": f"“{id}”<&\\环节", "state": state, "firms": 2}
        for group in groups
        for id, column, state in nodes
        if column == group
    ]
    sizes = [Group(group, sum(node[1] == group for node in nodes), "公开") for group in groups]
    columns = [
        PublicColumn("id", "编号", "code"),
        PublicColumn("name", "环节"),
        PublicColumn("state", "状态"),
        Column("firms", "企业", "number", level="内部"),
    ]
    ends = [PublicColumn("from", "供给方", "code"), PublicColumn("to", "需求方", "code")]
    table = Table(ends, [{"from": start, "to": end} for start, end in edges])
    return Graph(columns, rows, sizes, edges=table, title="示例产业链图", states=STATES)


SMALL = graph(
    ("a", "上游", "缺口"), ("b", "上游", "成链"), ("c", "下游", None), edges=[("a", "c"), ("b", "c"), ("c", "x")]
)


def answer(block=SMALL):
    return Answer("chain", {}, block.rows, {}, {"edges": block.edges.rows}, blocks=[block], title="示例产业链图")


def rendered(format, block=SMALL):
    return render(answer(block), format, store={"id": "x"}, width=80, tty=False)


def test_text_and_markdown_list_the_nodes_by_column():
    text, page = rendered("text"), rendered("md")

    assert text.startswith("分组\t编号\t环节") and "下游\tc" in text
    assert "### 上游" in page and "<svg" not in page


def test_a_workbook_has_a_sheet_of_nodes_and_one_of_edges():
    book = openpyxl.load_workbook(io.BytesIO(rendered("xlsx")))

    assert [sheet.title for sheet in book][1].endswith("·关系")


def test_json_rows_are_the_nodes_and_the_edges_stand_beside_them():
    assert '"edges": [' in rendered("json")


def test_another_program_reads_the_graphml():
    read = networkx.parse_graphml(rendered("graphml"))

    assert sorted(read.edges) == [("a", "c"), ("b", "c")]
    assert read.nodes["a"] == {"name": "“a”<&\\环节", "state": "缺口", "firms": 2.0, "column": "上游"}


def test_dot_escapes_what_would_end_a_text():
    dot = rendered("dot", graph(('a"b\\', "上游", "成链")))

    assert r'"a\"b\\" [label="“a\"b\\”<&\\环节\n成链"];' in dot


def test_the_drawing_is_well_formed_and_says_itself_in_words():
    drawing = ET.fromstring(graph_svg(SMALL))

    assert drawing.attrib["aria-label"].startswith("示例产业链图：上游：“a”<&\\环节(缺口)、")


def test_states_differ_without_colours():
    boxes = layout_graph(graph(*((state, "上游", state) for state in STATES))).boxes
    shades = {(int(box.style.fill[1:3], 16) > 127, box.style.border, box.style.dashes, box.style.fill) for box in boxes}

    assert len(shades) == len(STATES)


def test_nodes_stand_opposite_their_neighbours():
    crossed = graph(
        ("a", "上游", None),
        ("b", "上游", None),
        ("c", "下游", None),
        ("d", "下游", None),
        edges=[("a", "d"), ("b", "c")],
    )
    at = {box.lines[0][1]: box.y for box in layout_graph(crossed).boxes}

    assert (at["a"] < at["b"]) == (at["d"] < at["c"])


@pytest.mark.parametrize("count", [1, 11, 200])
def test_a_drawing_fits_on_a_sheet_across_and_no_boxes_touch(count):
    nodes = [(f"n{n}", "上游" if n % 3 else "下游", STATES[n % 4]) for n in range(count)]
    begin = time.monotonic()
    drawing = layout_graph(graph(*nodes, edges=[(f"n{n}", f"n{n // 2}") for n in range(count)]))

    assert time.monotonic() - begin < 1
    assert len(drawing.boxes) == count and drawing.width >= 1.6 * drawing.height
    places = sorted((box.x, box.y) for box in drawing.boxes)
    height, width = drawing.boxes[0].height, drawing.boxes[0].width
    for (x, y), (other_x, other_y) in pairwise(places):
        assert other_x - x >= width or (other_x == x and other_y - y >= height)


def test_nobody_outside_gets_a_hidden_value_by_way_of_the_graph():
    public = redact(answer(), "public")

    assert all("firms" not in row for row in public.rows)
    assert "2.0" not in render(public, "graphml", store={"id": "x"}, width=80, tty=False).replace("encoding", "")
