"""The formats for programs, and how values are written."""

import csv
import io
import json
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.model.answer import Answer
from hyzs.model.blocks import Column, Pairs, Table
from hyzs.model.errors import BadUsage
from hyzs.model.week import Week
from hyzs.render.layout.cell_text import clean, plain_text
from support.format_samples import ANSWER, SOME_TEXT, STORE, TABLE, show

# For machines


def test_json_is_one_document_in_the_order_of_the_contract():
    document = json.loads(show(ANSWER, "json"))

    assert list(document) == ["report", "version", "store", "params", "rows", "summary", "units"]
    assert (document["report"], document["version"], document["store"]) == ("track", 1, STORE)


def test_json_writes_weeks_days_and_money_as_json_has_them():
    row = {
        "week": Week(2026, 47),
        "on": date(2026, 11, 20),
        "a": Decimal("8000.0"),
        "b": Decimal("0.5"),
        "c": (1, None),
    }

    [row_now] = json.loads(show(Answer("x", rows=[row]), "json"))["rows"]

    assert row_now == {"week": "2026-W47", "on": "2026-11-20", "a": 8000, "b": 0.5, "c": [1, None]}


def test_json_keeps_chinese_and_ends_in_a_line_break():
    assert '"name": "甲"' in show(ANSWER, "json")
    assert show(ANSWER, "json").endswith("}\n")


def test_jsonl_is_a_row_a_line():
    assert [json.loads(line)["name"] for line in show(ANSWER, "jsonl").splitlines()] == ["甲", "乙"]


def test_csv_has_labels_with_units_and_plain_numbers():
    head, _, second = csv.reader(io.StringIO(show(ANSWER, "csv")))

    assert head == ["项目", "状态", "总投资(万元)", "诉求", "本周进展"]
    assert second == ["乙", "已报", "8000.5", "用电、用水", ""]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", " ="])
def test_csv_guards_what_a_spreadsheet_would_run(sign):
    out = show(Answer("x", blocks=[Table([Column("a", "甲")], [{"a": f"{sign}1+1"}])]), "csv")

    assert out.splitlines()[1].lstrip('"').startswith("'")


def test_csv_leaves_a_negative_number_a_number():
    assert show(Answer("x", blocks=[Table([Column("a", "甲")], [{"a": -5}])]), "csv") == "甲\n-5\n"


@given(st.lists(st.lists(SOME_TEXT, min_size=2, max_size=2), max_size=4))
def test_csv_gives_back_the_cells(cells):
    columns = [Column("a", "甲"), Column("b", "乙")]
    out = show(Answer("x", blocks=[Table(columns, [dict(zip("ab", row, strict=True)) for row in cells])]), "csv")

    back = list(csv.reader(io.StringIO(out, newline="")))[1:]

    assert [[cell.removeprefix("'") for cell in row] for row in back] == [
        [clean(cell).removeprefix("'") for cell in row] for row in cells
    ]


@given(st.lists(SOME_TEXT, min_size=2, max_size=2))
def test_tsv_has_as_many_tabs_in_every_line(cells):
    table = Table([Column("a", "甲"), Column("b", "乙")], [dict(zip("ab", cells, strict=True))])

    assert [line.count("\t") for line in show(Answer("x", blocks=[table]), "tsv").split("\n")] == [1, 1, 0]


def test_csv_shows_the_table_of_the_very_rows():
    other = Table([Column("x", "别的")], [{"x": 1}])

    assert show(replace(ANSWER, blocks=[other, TABLE]), "csv").startswith("项目,")
    assert show(replace(ANSWER, blocks=[other]), "csv") == "别的\n1\n"


def test_csv_without_a_table_shows_rows_else_pairs():
    assert show(Answer("x", rows=[{"id": "m01"}]), "csv") == "id\nm01\n"
    assert show(Answer("x", blocks=[Pairs([("牵头", ["甲", "乙"])])]), "csv") == "项目,内容\n牵头,甲、乙\n"


def test_a_format_loads_only_what_it_needs():
    program = (
        "import sys; from hyzs.model.answer import Answer; from hyzs.render import render\n"
        "for name in ('json', 'jsonl', 'csv', 'tsv'): render(Answer('x'), name, store={})\n"
        "sys.exit(bool({'jinja2', 'rich', 'hyzs.render.formats.html'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_unknown_format_is_told_with_those_there_are():
    with pytest.raises(BadUsage) as caught:
        show(ANSWER, "doc")

    assert "doc" in caught.value.message
    assert "html" in caught.value.hint


# Values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (Decimal("1.2E+5"), "120000"),
        (Decimal("8000.50"), "8000.5"),
        (120000.0, "120000"),
        (["甲", None, "乙"], "甲、乙"),
        (["甲、乙等单位", "丙"], "甲、乙等单位；丙"),
        (date(2026, 11, 20), "2026-11-20"),
        (Week(2026, 47), "2026-W47"),
    ],
)
def test_a_value_is_told_plainly(value, text):
    assert plain_text(value) == text


@given(st.text())
def test_clean_leaves_no_control_character(text):
    left = clean(text + "\x1b]8;;http://x\x07\x9b31m\u202e\u2066\u200b\ufeff\x85\r")

    assert {char for char in left if unicodedata.category(char) in {"Cc", "Zl", "Zp"}} <= {"\n"}
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]", left)
