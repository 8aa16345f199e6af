"""Forms as people really send them back: nothing is taken for what it is not, and nothing goes without a word."""

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from support.forms import City, bad_cells, cell_messages, edit, fill, place, states


@pytest.fixture
def city(tmp_path):
    city = City(tmp_path)
    yield city
    city.close()


def copy_row(page, source: int, target: int) -> None:
    for cell in page[source]:
        page.cell(target, cell.column).value = cell.value


# Rows: B5 is 示例·乙项目 (p26-b2), B6 is 示例·甲项目 (p26-a1).


def test_a_copied_row_and_its_first_are_both_refused(city):
    before = city.record_bytes()

    def copied(page):
        copy_row(page, 6, 8)
        page["H8"] = "写在复制的行里"

    result = city.collect(edit(city.send(), copied), partial=True)

    assert bad_cells(result) == ["项目!B6", "项目!B8"]
    assert "整行复制" in cell_messages(result)
    assert city.record_bytes() == before


def test_the_other_rows_of_a_form_with_a_copied_row_go_in_with_partial(city):
    def copied(page):
        page["H5"] = "谈好了"
        copy_row(page, 6, 7)
        page["B7"], page["H7"] = "示例·新建的", "是新项目"

    result = city.collect(edit(city.send(), copied), partial=True)

    assert bad_cells(result) == ["项目!B6", "项目!B7"]
    assert "p26-b2: {progress: 谈好了}" in city.text()
    assert "p26-a1" not in city.text()


def test_a_new_project_typed_over_a_row_is_not_the_old_one(city):
    def typed_over(page):
        page["B6"], page["H6"] = "示例·别的项目", "刚接触"

    result = city.collect(edit(city.send(), typed_over))

    assert bad_cells(result) == ["项目!B6"]
    assert "新项目写在表尾的空行里" in cell_messages(result)


def test_rows_sorted_without_their_hidden_keys_are_noticed(city):
    def sorted_without_keys(page):
        page["H5"] = "乙的进展"
        for column in range(2, page.max_column + 1):
            cell, next_cell = page.cell(5, column), page.cell(6, column)
            cell.value, next_cell.value = next_cell.value, cell.value

    result = city.collect(edit(city.send(), sorted_without_keys))

    assert bad_cells(result) == ["项目!B6"]
    assert "连同第一列一起排" in cell_messages(result)
    assert not result.changes


def test_a_grey_cell_that_was_changed_is_told(city):
    result = city.collect(fill(city.send(), 阶段__p26_a1="投产", 本周进展__p26_a1="谈定"))

    assert states(result) == [("changed", "本周进展"), ("remark", "阶段")]
    assert "progress: 谈定" in city.text()


def test_an_unknown_key_is_refused(city):
    def dragged(page):
        copy_row(page, 6, 7)
        page["A7"] = "p26-a2"

    result = city.collect(edit(city.send(), dragged))

    assert bad_cells(result) == ["项目!B7"] and "p26-a2" in cell_messages(result)


def without_head(page):
    page.delete_rows(4)


def without_keys(page):
    page.delete_cols(1)


def without_progress(page):
    page.delete_cols(8)


def twice(page):
    page["L4"] = "本周进展"


@pytest.mark.parametrize(
    ("damage", "where", "words"),
    [
        (without_head, "项目", "找不到表头"),
        (without_keys, "项目", "编号”)没有了"),
        (without_progress, "项目", "少了 1 列：本周进展"),
        (twice, "项目!H4、项目!L4", "“本周进展”有 2 列"),
    ],
)
def test_what_was_asked_and_is_gone_is_bad(city, damage, where, words):
    file = edit(city.send(), lambda page: (page.cell(6, page.max_column, "下周再去"), damage(page)))

    result = city.collect(file)

    assert where in bad_cells(result) and words in cell_messages(result)
    assert not result.changes


def test_a_lost_sheet_is_bad_and_a_renamed_one_is_taken(city):
    lost = city.send()
    book = openpyxl.load_workbook(lost)
    del book["项目"]
    book.save(lost)
    assert "工作表“项目”没有了" in cell_messages(city.collect(lost))

    renamed = fill(city.send(), 本周进展__p26_a1="谈定")
    edit(renamed, lambda page: setattr(page, "title", "11月填报"))
    result = city.collect(renamed)
    assert "改名为“11月填报”" in cell_messages(result, "remark")
    assert "progress: 谈定" in city.text()


def test_rows_that_were_cut_are_counted(city):
    result = city.collect(edit(city.send(), lambda page: page.delete_rows(5)))

    assert (result.is_accepted, result.lost_rows) == (True, ["p26-b2"])
    assert "少了 1 行" in cell_messages(result, "remark")


@pytest.mark.parametrize("words", ["", "另写的"])
def test_a_second_copy_of_the_sheet_is_compared(city, words):
    file = fill(city.send(), 本周进展__p26_a1="谈定")
    book = openpyxl.load_workbook(file)
    copy = book.copy_worksheet(book["项目"])
    copy["H5"] = words or copy["H5"].value
    book.save(file)

    result = city.collect(file)

    assert bad_cells(result) == ([f"{copy.title}!H5"] if words else [])
    assert result.is_accepted or "只留一张再交" in cell_messages(result)


def test_sheets_and_columns_that_people_put_in_are_counted(city):
    file = city.send()
    book = openpyxl.load_workbook(file)
    book.create_sheet("备忘")["B2"] = "问市里"
    book.create_sheet("WpsReserved_CellImgList")["A1"] = "x"
    page = book["项目"]
    last = page.max_column
    page.cell(4, last + 1, "备注"), page.cell(5, last + 1, "重点"), page.cell(5, last + 2, "无题")
    book.save(file)

    result = city.collect(file)

    messages = [text.message for text in result.cells]
    assert messages == [
        "“备注”不是发出去的列，里面 1 格没有收",
        f"{get_column_letter(last + 2)} 列不是发出去的列，里面 1 格没有收",
        "工作表不是发出去的，里面 1 格没有收",
    ]
    assert result.unread == 3


def test_merged_cells_to_fill_in_are_refused_and_others_named(city):
    def merged(page):
        page["H5"], place(page, "下步打算", "p26-b2").value = "两个项目都在谈", "下周再去"
        page.merge_cells("H5:H6")
        page.merge_cells("D5:D6")

    result = city.collect(edit(city.send(), merged), partial=True)

    assert bad_cells(result) == ["项目!H5:H6"]
    assert "合并了单元格" in cell_messages(result, "remark")
    assert "  p26-b2: {no_change" not in city.text() and "两个项目" not in city.text()
    assert "next: 下周再去" in city.text()


def test_hidden_rows_are_taken_and_told(city):
    def hidden(page):
        page["H6"] = "谈定"
        page.row_dimensions[6].hidden = True

    result = city.collect(edit(city.send(), hidden))

    assert "隐藏(筛选)的 1 行也收了：第 6 行" in cell_messages(result, "remark")
    assert "progress: 谈定" in city.text()


def test_cells_without_a_value_are_refused_at_their_place(city):
    def formulas(page):
        page["I5"] = "=9800+100"
        page["I6"], page["I6"].data_type = "#REF!", "e"
        page["H5"] = 914000000000000128

    result = city.collect(edit(city.send(), formulas))

    assert sorted(bad_cells(result)) == ["项目!H5", "项目!I5", "项目!I6"]
    assert (
        "公式没有结果" in cell_messages(result)
        and "#REF!" in cell_messages(result)
        and "超过 15 位" in cell_messages(result)
    )


@pytest.mark.parametrize(
    ("cell_text", "expected", "codes"),
    [
        ("完成\u200b验收", "完成验收", "U+200B"),
        ("完成\u2028验收", '"完成\\n验收"', "U+2028"),
        ("完成_x000B_验收", '"完成\\n验收"', "U+000B"),
        ("完成👷\u200d♂️验收", "完成👷♂️验收", "U+200D"),
    ],
)
def test_unseen_characters_go_and_are_told_at_their_cell(city, cell_text, expected, codes):
    result = city.collect(fill(city.send(), 本周进展__p26_a1=cell_text))

    [text] = result.cells
    assert (text.state, text.message) == ("changed", f"去掉了看不见的字符 {codes}")
    assert f"progress: {expected}" in city.text()


def test_running_text_is_kept_as_it_came(city):
    city.collect(fill(city.send(), 本周进展__p26_a1="签约（一期）ＡＢＣ，㎡１２\n第二行　缩进"))

    assert 'progress: "签约（一期）ＡＢＣ，㎡１２\\n第二行　缩进"' in city.text()


def test_no_change_beside_progress_costs_only_that_word(city):
    result = city.collect(
        fill(city.send(), 无变化__p26_a1="是", 本周进展__p26_a1="谈定", 无变化__p26_b2="是", 下步打算__p26_b2="去"),
        partial=True,
    )

    assert len(bad_cells(result)) == 2
    assert "progress: 谈定" in city.text() and "p26-b2: {next: 去}" in city.text()
