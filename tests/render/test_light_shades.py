"""A light is drawn by its declared colour and its word, in every format; shades differ in grey print too."""

import io
import re
import zipfile
from itertools import combinations

import pytest

from hyzs.model.answer import Answer
from hyzs.model.blocks import Chart, ChartSeries, Column, Pairs, Table
from hyzs.render import render
from hyzs.render.layout.chart import layout_chart
from hyzs.render.layout.light_shades import SHADES, light_name

LIGHTS = {"红牌": "red", "黄牌": "yellow", "好": "green", "关注": "blue", "不亮灯": "white"}
ROWS = [{"name": f"项目{n}", "light": name} for n, name in enumerate(LIGHTS)]
LIT = Chart("stacked", "亮灯", ["甲县"], [ChartSeries(name, [n + 3]) for n, name in enumerate(LIGHTS)], "个")
ANSWER = Answer(
    "list",
    rows=ROWS,
    blocks=[
        Table([Column("name", "项目"), Column("light", "亮灯", "light")], ROWS),
        LIT,
        Pairs([("亮灯", "红牌：逾期")]),
    ],
    title="清单",
)


def rendered_light(format: str, **more) -> str | bytes:
    return render(ANSWER, format, store={}, lights=LIGHTS, **more)


def lightness(colour: str) -> float:
    """L* of a colour, 0 to 100: what grey print keeps of it."""
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * luminance ** (1 / 3) - 16


@pytest.mark.parametrize(("colour", "other"), [*combinations(SHADES, 2)])
def test_shades_differ_in_grey_print(colour, other):
    assert abs(lightness(SHADES[colour].fill) - lightness(SHADES[other].fill)) > 12


@pytest.mark.parametrize("colour", list(SHADES))
def test_the_word_can_be_read_on_its_shade(colour):
    light, dark = sorted((lightness(SHADES[colour].fill), lightness(SHADES[colour].ink)), reverse=True)

    assert light - dark > 45


@pytest.mark.parametrize(
    ("text", "name"), [("红牌", "红牌"), ("红牌：逾期", "红牌"), ("红牌榜", ""), ("好的", ""), ("", "")]
)
def test_a_light_is_known_by_its_whole_name(text, name):
    assert light_name(text, LIGHTS) == name


def test_the_terminal_colours_each_light_and_keeps_its_word():
    lines = str(rendered_light("text", tty=True, color=True, width=60))

    for name, code in {"红牌": 31, "黄牌": 33, "好": 32, "关注": 34, "不亮灯": 2}.items():
        assert f"\x1b[{code}m{name}\x1b[0m" in lines
    assert "\x1b[31m红牌\x1b[0m：逾期" in lines


def test_html_marks_each_light_with_its_colour_and_keeps_its_word():
    page = str(rendered_light("html"))

    for name, colour in LIGHTS.items():
        assert f'<mark class="light-{colour}">{name}</mark>' in page
        assert f".light-{colour} {{ background: {SHADES[colour].fill}" in page


def test_a_document_shades_each_light():
    with zipfile.ZipFile(io.BytesIO(bytes(rendered_light("docx")))) as file:
        body = file.read("word/document.xml").decode()

    for name, colour in LIGHTS.items():
        assert re.search(rf'w:fill="{SHADES[colour].fill[1:]}"/>(?:(?!<w:t>).)*</w:rPr><w:t>{name}</w:t>', body)


def test_a_workbook_fills_each_light():
    from openpyxl import load_workbook

    cells = [
        cell
        for row in load_workbook(io.BytesIO(bytes(rendered_light("xlsx")))).worksheets[0].iter_rows()
        for cell in row
    ]
    fills = {cell.value: cell.fill.fgColor.rgb for cell in cells if cell.value in LIGHTS}

    assert fills == {name: f"FF{SHADES[colour].fill[1:]}" for name, colour in LIGHTS.items()}


def test_a_chart_draws_a_light_in_its_colour_with_a_letter_in_it():
    shapes = layout_chart(LIT, LIGHTS).shapes
    rectangles = [shape for shape in shapes if shape.kind == "rect"]

    assert {SHADES[colour].fill for colour in LIGHTS.values()} == {shape.fill for shape in rectangles}
    assert {"红3", "黄4", "好5", "关6", "不7"} <= {shape.text for shape in shapes}


def test_a_light_too_small_for_a_letter_keeps_its_hatching():
    chart = Chart(
        "stacked", "亮灯", ["甲县"], [ChartSeries("好", [1]), ChartSeries("黄牌", [40]), ChartSeries("红牌", [1])], "个"
    )
    [green] = [s for s in layout_chart(chart, LIGHTS).shapes if s.kind == "rect" and s.fill == SHADES["green"].fill][1:]

    lines = [
        s for s in layout_chart(chart, LIGHTS).shapes if s.kind == "line" and (s.x, s.width) == (green.x, green.width)
    ]

    assert green.width < 14 and lines


def test_a_workbook_has_native_charts_in_the_colours_of_the_lights():
    with zipfile.ZipFile(io.BytesIO(bytes(rendered_light("xlsx")))) as file:
        drawn = file.read("xl/charts/chart1.xml").decode()

    assert {f'val="{SHADES[colour].fill[1:]}"' for colour in LIGHTS.values()} <= set(re.findall(r'val="\w+"', drawn))
    assert "图表!$A$2" in drawn.replace("'", "")
