"""零报告: a unit that has no project to report says so, in its form or by hand."""

import openpyxl
import pytest

from hyzs.edits.log import log_nil
from hyzs.model.errors import BadUsage
from support.forms import WEEK, City, fill

FILE = f"data/returns/{WEEK}/hengshan.yaml"


@pytest.fixture
def city(tmp_path):
    city = City(tmp_path)
    yield city
    city.close()


def test_a_form_asks_it_of_a_unit_without_projects_alone(city):
    assert "零报告" in openpyxl.load_workbook(city.send("衡山县")).sheetnames
    assert "零报告" not in openpyxl.load_workbook(city.send("衡南县")).sheetnames


def test_what_is_chosen_is_filed_with_who_filled_it_in(city):
    result = city.collect(fill(city.send("衡山县"), "零报告", 零报告__nil="是"))

    assert result.is_accepted and result.changes
    text = city.text(FILE)
    assert text.startswith("submitted: 2026-11-20T09:00\n") and "nil: true\n" in text


def test_the_same_form_again_changes_nothing(city):
    file = fill(city.send("衡山县"), "零报告", 零报告__nil="是")
    city.collect(file)
    before = city.record_bytes()

    assert city.collect(file).same == 1
    assert city.record_bytes() == before


def test_a_form_left_empty_files_nothing(city):
    assert not city.collect(city.send("衡山县")).changes


def test_it_is_refused_beside_a_new_project(city):
    file = fill(city.send("衡山县"), "零报告", 零报告__nil="是")
    fill(file, "项目", 项目名称__="示例·新项目", 类别__="一般", 本周进展__="初步接洽")

    result = city.collect(file)

    assert [text.message for text in result.cells if text.state == "bad"] == ["选了零报告，又报了项目或任务；留一样"]
    assert not result.changes


def test_by_hand_it_is_one_line_and_twice_is_once(city):
    session = city.session()

    session.apply(log_nil(session.index, "衡山县", WEEK, session.now))

    assert city.text(FILE) == "submitted: 2026-11-20T09:00\nnil: true\n"
    assert log_nil(city.session().index, "衡山县", WEEK, session.now) == []


def test_by_hand_it_is_refused_where_projects_are_reported(city):
    city.collect(fill(city.send("衡南县"), 本周进展__p26_a1="谈妥地块"))
    session = city.session()

    with pytest.raises(BadUsage, match="已经报了项目或任务"):
        log_nil(session.index, "衡南县", WEEK, session.now)
