"""What a cell was: the reader of sheets hands on text, number, date, error, formula without a value, picture."""

import os
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from hyzs.model.errors import CannotRead
from hyzs.model.spreadsheet import SheetCell, Spreadsheet, column_letters
from hyzs.workbooks.number_formats import is_scaled, shown_number
from hyzs.workbooks.spreadsheet import LARGEST, read_spreadsheet


def read(path) -> Spreadsheet:
    book = read_spreadsheet(path)
    assert not book.problem, book.problem
    return book


def first_row(path) -> list[tuple[str, str]]:
    [sheet, *_] = read(path).sheets.values()
    return [(cell.kind, cell.text) for cell in sheet.rows[0]]


def by_openpyxl(path, *values, hook=None):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "台账"
    page.append(values)
    if hook:
        hook(book, page)
    book.save(path)
    return path


def by_xlsxwriter(path, write):
    book = xlsxwriter.Workbook(str(path))
    write(book, book.add_worksheet("台账"))
    book.close()
    return path


def replaced(path, part, old, new):
    """The same archive, with one piece of one part replaced."""
    out = path.with_name("replaced.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            data = source.read(entry).decode() if entry.filename == part else source.read(entry)
            target.writestr(entry.filename, data.replace(old, new) if isinstance(data, str) else data)
    return out


def test_each_cell_says_what_it_was(tmp_path):
    path = by_openpyxl(tmp_path / "a.xlsx", "文字", 1.5, datetime(2026, 5, 11), True, None, "末")

    assert first_row(path) == [
        ("text", "文字"),
        ("number", "1.5"),
        ("date", "2026-05-11"),
        ("flag", "是"),
        ("empty", ""),
        ("text", "末"),
    ]


def test_a_formula_without_a_result_is_no_empty_cell(tmp_path):
    path = by_openpyxl(tmp_path / "a.xlsx", "=1.2+3", '="建设"&"厂房"', "=DATE(2026,5,11)")

    assert first_row(path) == [("formula", "")] * 3


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell(tmp_path):
    path = by_xlsxwriter(tmp_path / "a.xlsx", lambda _, page: page.write_formula(0, 0, '=""', None, "x"))
    path = replaced(path, "xl/worksheets/sheet1.xml", "<v>x</v>", "<v></v>")

    assert all(kind == "empty" for kind, _ in first_row(path) or [("empty", "")])


def test_a_nought_that_the_file_does_not_vouch_for_is_no_result(tmp_path):
    def write(_, page):
        page.write_formula(0, 0, "=1+1")
        page.write_formula(0, 1, "=1+1", None, 2)
        page.write_number(0, 2, 0)

    assert [kind for kind, _ in first_row(by_xlsxwriter(tmp_path / "a.xlsx", write))] == ["formula", "number", "number"]


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#NAME?", "#DIV/0!", "#VALUE!"])
def test_an_error_is_an_error(tmp_path, text):
    path = by_xlsxwriter(tmp_path / "a.xlsx", lambda _, page: page.write_formula(0, 0, "=A9x", None, text))

    assert first_row(path) == [("error", text)]


def test_an_error_that_was_typed_is_an_error(tmp_path):
    def hook(_, page):
        page["A1"].data_type = "e"

    assert first_row(by_openpyxl(tmp_path / "a.xlsx", "#REF!", hook=hook)) == [("error", "#REF!")]


@pytest.mark.parametrize(
    ("formula", "value"),
    [('=_xlfn.DISPIMG("ID_01",1)', '=DISPIMG("ID_01",1)'), ('=DISPIMG("ID_01",1)', ""), ('=_xlfn.IMAGE("x")', "#N/A")],
)
def test_a_picture_in_a_cell_is_a_picture(tmp_path, formula, value):
    path = by_xlsxwriter(tmp_path / "a.xlsx", lambda _, page: page.write_formula(0, 0, formula, None, value))

    assert [kind for kind, _ in first_row(path)] == ["picture"]


def test_a_picture_that_was_put_into_a_cell_by_excel_is_a_picture(tmp_path):
    path = by_xlsxwriter(tmp_path / "a.xlsx", lambda _, page: page.write_formula(0, 0, "=A9x", None, "#VALUE!"))
    path = replaced(path, "xl/worksheets/sheet1.xml", '<c r="A1" t="e">', '<c r="A1" t="e" vm="1">')

    assert [kind for kind, _ in first_row(path)] == ["picture"]


def test_pictures_that_lie_on_cells_are_known(tmp_path):
    import base64

    dot = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    (tmp_path / "dot.png").write_bytes(dot)
    path = by_xlsxwriter(tmp_path / "a.xlsx", lambda _, page: page.insert_image(4, 2, str(tmp_path / "dot.png")))

    assert read(path).sheets["台账"].pictures == [(4, 2)]


def test_texts_come_byte_for_byte_save_that_lines_end_in_one_way(tmp_path):
    texts = ["  前后 有空　", "第一行\n第二行\r\n第三行", "①Ⅱ号（二期）", "㎡\u200b", "０１"]
    path = by_xlsxwriter(tmp_path / "a.xlsx", lambda _, page: page.write_row(0, 0, texts))

    assert [text for _, text in first_row(path)] == [text.replace("\r\n", "\n") for text in texts]


def test_numbers_are_shown_as_their_format_shows_them(tmp_path):
    def write(book, page):
        for column, (value, code) in enumerate([(1.2, '0.0"亿元"'), (0.5, "0%"), (123, "000000"), (12.5, "#,##0.00")]):
            page.write_number(0, column, value, book.add_format({"num_format": code}))

    path = by_xlsxwriter(tmp_path / "a.xlsx", write)

    assert [text for _, text in first_row(path)] == ["1.2亿元", "50%", "000123", "12.5"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('0.00"亿元"', "1.5亿元"),
        ('#,##0.00\\ "万元";[Red]-#,##0.00"万元"', "1.5万元"),
        ("0.00%", "150%"),
        ("General", ""),
        ("0.00_);(0.00)", ""),
        ('"约"0.0', ""),
        ("[$¥-804]#,##0.00", ""),
        ("[$$-409]#,##0.00", "$1.5"),
        ("[$€-2] #,##0.00", "€1.5"),
        ('"US$"#,##0', "US$1.5"),
        ("[Red][>1]0.0", ""),
    ],
)
def test_the_words_behind_the_digits_of_a_format_are_seen(code, expected):
    assert shown_number("1.5", code) == expected


@pytest.mark.parametrize("code", ["#,##0,", "0.0,", "0\\.0,", '0"."0'])
def test_a_format_that_divides_is_known(code):
    assert is_scaled(code) and not is_scaled("#,##0.00")


def test_numbers_come_in_the_digits_that_a_spreadsheet_keeps(tmp_path):
    numbers = [1946936.31, 0.1 + 0.2, 12345678.125, 0.000001, 1e12, -3, 914301002345678901]
    path = by_xlsxwriter(tmp_path / "a.xlsx", lambda _, page: page.write_row(0, 0, numbers))

    assert [text for _, text in first_row(path)] == [
        "1946936.31",
        "0.3",
        "12345678.125",
        "0.000001",
        "1000000000000",
        "-3",
        "914301002345679000",
    ]


def test_what_is_hidden_is_known(tmp_path):
    def hook(book, page):
        for row in range(2, 6):
            page.append([f"第{row}行"])
        page.row_dimensions[3].hidden = True
        page.column_dimensions["B"].hidden = True
        book.create_sheet("去年").sheet_state = "hidden"
        book.create_sheet("更早").sheet_state = "veryHidden"

    book = read(by_openpyxl(tmp_path / "a.xlsx", "甲", "乙", hook=hook))
    page = book.sheets["台账"]

    assert [page.is_hidden_row(row) for row in range(4)] == [False, False, True, False]
    assert [page.is_hidden_column(column) for column in range(3)] == [False, True, False]
    assert {name: sheet.hidden for name, sheet in book.sheets.items()} == {"台账": False, "去年": True, "更早": True}


def test_long_numbers_have_lost_their_end(tmp_path):
    path = by_openpyxl(tmp_path / "a.xlsx", 914301002345678901, "914301002345678901", 123456789012345, "9.14301E+17")
    [row] = read(path).sheets["台账"].rows

    assert [cell.is_rounded for cell in row] == [True, False, False, True]


def test_a_cell_without_a_value_says_what_to_do():
    problems = [
        SheetCell("#REF!", "error"),
        SheetCell("", "formula"),
        SheetCell("", "picture"),
        SheetCell("1", "number"),
    ]

    assert [cell.problem.partition("；")[0] for cell in problems] == [
        "#REF!：单元格出错，没有值",
        "公式没有结果",
        "这一格是图片，不收",
        "",
    ]


URN = "urn:oasis:names:tc:opendocument:xmlns"
ODS = f"""<?xml version="1.0"?>
<office:document-content xmlns:office="{URN}:office:1.0" xmlns:table="{URN}:table:1.0" xmlns:text="{URN}:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">
<office:body><office:spreadsheet><table:table table:name="台账">
<table:table-column/><table:table-column table:visibility="collapse"/>
<table:table-row>
<table:table-cell office:value-type="string" table:number-columns-spanned="2"><text:p>标题</text:p></table:table-cell>
<table:covered-table-cell/>
<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>
</table:table-row>
<table:table-row table:visibility="filter" table:number-rows-repeated="2">
<table:table-cell table:number-columns-repeated="2"/>
<table:table-cell office:value-type="string"><text:p>筛</text:p></table:table-cell>
</table:table-row>
<table:table-row>
<table:table-cell table:formula="of:=1/0" office:value-type="string"
 calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>
<table:table-cell table:formula="of:=1+1"/>
<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="1048000">
<table:table-cell table:number-columns-repeated="16000"/>
</table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def test_an_ods_tells_the_same(tmp_path):
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='urn:x'/>")
        packed.writestr("content.xml", ODS.replace("\n ", " ").replace("\n", ""))

    page = read(path).sheets["台账"]

    assert [(cell.kind, cell.text) for cell in page.rows[3]] == [
        ("error", "#DIV/0!"),
        ("formula", ""),
        ("number", "50%"),
    ]
    assert (page.hidden_rows, page.hidden_columns) == ([(1, 2)], [(1, 1)])
    assert page.merged == [((0, 0), (0, 1))]


@pytest.mark.parametrize(
    "data",
    [
        "sep=;\n项目;级别\n示例·䶮甲;重大\n".encode("gb18030"),
        "项目\t级别\n示例·䶮甲\t重大\n".encode("utf-16"),
        "\ufeff项目,级别\r\n示例·䶮甲,重大\r\n".encode(),
    ],
)
def test_a_table_between_signs_is_read_in_any_writing_of_chinese_offices(tmp_path, data):
    (tmp_path / "a.csv").write_bytes(data)
    [sheet] = read(tmp_path / "a.csv").sheets.values()

    assert [[cell.text for cell in row] for row in sheet.rows] == [["项目", "级别"], ["示例·䶮甲", "重大"]]


def test_what_no_writing_explains_is_garbled(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a,\xff\xffb\n")
    [sheet] = read(tmp_path / "a.csv").sheets.values()

    assert sheet.rows[0][1].kind == "garbled" and "认不出" in sheet.rows[0][1].problem


def test_an_entity_in_another_encoding_is_refused_too(tmp_path):
    path = by_openpyxl(tmp_path / "a.xlsx", "文字")
    evil = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e "x">]><worksheet/>'.encode("utf-16")
    out = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            target.writestr(
                entry.filename, evil if entry.filename == "xl/worksheets/sheet1.xml" else source.read(entry)
            )

    assert read_spreadsheet(out).problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("项目\n" * 20_001, "表格太大"),
        ("a," * 500 + "\n", "表格太大"),
        ('项目\n"' + "x" * 200_000, "引号不成对"),
        ("项目\n" + "x" * LARGEST, "文件太大"),
    ],
)
def test_a_table_that_is_none_or_too_large_is_told_in_a_sentence(tmp_path, text, problem):
    (tmp_path / "a.csv").write_text(text, "utf-8")

    assert problem in read_spreadsheet(tmp_path / "a.csv").problem


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="这里没有管道")
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_pipe_is_not_waited_for(tmp_path, name):
    os.mkfifo(tmp_path / name)

    with pytest.raises(CannotRead, match="不是普通文件"):
        read_spreadsheet(tmp_path / name)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="这里没有设备文件")
def test_a_device_is_not_read_to_its_end():
    with pytest.raises(CannotRead, match="不是普通文件"):
        read_spreadsheet(Path("/dev/zero"))


def test_columns_have_letters():
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
