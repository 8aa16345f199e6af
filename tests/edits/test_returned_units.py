"""Unit lists of a printed division that changed on both sides: merged unit by unit."""

import json
import shutil

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.edits.forms.unit_list_merge import UnitLists, merged_lists
from support import program
from support.division_stories import MEASURE
from support.stores import make_store

#: Each story is a workbook that goes out and comes back.
pytestmark = pytest.mark.slow

LEAD, UNITS, ROW = 5, 6, 6


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """A store whose division was printed; each test works in a copy of it."""
    root = make_store(tmp_path_factory.mktemp("units") / "store", MEASURE)
    run = program.run(["report", "division", "-o", "../sent.xlsx"], root, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    return root


def both(printed, folder, here, cells, *options):
    """Change the file here and the cells there, collect; (rows, exit code, lines of the units in the file)."""
    root = shutil.copytree(printed, folder / "store")
    if here:
        assert program.run(["set", "m02", *here], root, encoding="utf-8").returncode == 0
    book = openpyxl.load_workbook(printed.parent / "sent.xlsx")
    for column, text in cells.items():
        book.worksheets[0].cell(ROW, column).value = text
    book.save(folder / "returned.xlsx")
    run = program.run(["collect", str(folder / "returned.xlsx"), "-f", "json", *options], root, encoding="utf-8")
    text = (root / "data/measures/m02.yaml").read_text("utf-8")
    units = [line for line in text.splitlines() if line.startswith(("lead:", "responsible:", "  - "))]
    return json.loads(run.stdout)["rows"], run.returncode, units


def test_what_each_side_added_and_removed_is_merged(printed, tmp_path):
    here = ["responsible:=[{named: [市发改委, 市工信局, 衡南县], of: 市直相关单位, open: true}, [各县市区]]"]
    by_key = {UNITS: "市城发集团、市工信局等市直相关单位"}

    rows, code, units = both(printed, tmp_path, here, by_key)

    assert code == 0
    assert [(row["state"], row["field"], row["message"]) for row in rows] == [
        (
            "changed",
            "责任单位",
            "两边都改了，逐个单位合并：加上市城发集团，去掉市发改委；这边改的留着",
        )
    ]
    assert "市城发集团, 市工信局, 衡南县" in " ".join(units)
    assert "园区" not in " ".join(units)


def test_a_change_here_of_another_cell_is_kept(printed, tmp_path):
    here = ["responsible:=[{named: [市发改委, 市工信局], of: 市直相关单位, open: true}, [各县市区]]"]

    rows, code, units = both(printed, tmp_path, here, {UNITS: "市发改委、市工信局、市城发集团等市直相关单位"})

    assert (code, len(rows)) == (0, 1)
    assert "市城发集团" in " ".join(units)
    assert "园区" not in " ".join(units)


def test_a_unit_that_both_sides_treat_differently_is_the_conflict_alone(printed, tmp_path):
    here = [
        "lead=市商务局，市工信局",
        "responsible:=[{named: [市发改委], of: 市直相关单位, open: true}, [各县市区, 园区]]",
    ]
    by_key = {UNITS: "市发改委、市城发集团等市直相关单位"}

    rows, code, units = both(printed, tmp_path, here, by_key)
    partial, _, after = both(printed, tmp_path / "more", here, by_key, "--partial")

    conflict, change = rows
    assert code == 1
    assert (conflict["state"], conflict["message"]) == (
        "conflict",
        "市工信局：印出去以后库里也改了，改得不一样，这个单位没有动",
    )
    assert (conflict["sent"], conflict["returned"], conflict["now"]) == ("责任单位", "没有", "牵头单位")
    assert (change["state"], change["taken"]) == ("changed", False)
    assert "市城发集团" not in " ".join(units)
    assert [row["taken"] for row in partial] == [None, True]
    assert "市城发集团" in " ".join(after)


def test_a_unit_moved_there_is_moved_and_both_additions_stay(printed, tmp_path):
    here = ["responsible:=[{named: [市发改委, 市工信局, 衡南县], of: 市直相关单位, open: true}, [各县市区, 园区]]"]
    by_key = {LEAD: "市工信局\n市商务局", UNITS: "市发改委等市直相关单位"}

    _, code, units = both(printed, tmp_path, here, by_key)

    assert code == 0
    assert "lead: [市工信局, 市商务局]" in units
    assert "市发改委, 衡南县" in " ".join(units)


def test_a_name_of_no_unit_is_refused_in_its_own_cell(printed, tmp_path):
    here = ["responsible:=[[市发改委], [各县市区, 园区]]"]

    rows, code, _ = both(printed, tmp_path, here, {LEAD: "市商物局", UNITS: "市工信举"})

    assert code == 1
    assert [(row["state"], row["field"], row["message"]) for row in rows] == [
        ("bad", "牵头单位", "没有这个单位：市商物局，是不是 市商务局"),
        ("bad", "责任单位", "没有这个单位：市工信举，是不是 市工信局"),
    ]


def test_the_same_change_on_both_sides_is_the_same(printed, tmp_path):
    here = ["responsible:=[{named: [市发改委, 市工信局, 市城发集团], of: 市直相关单位, open: true}, [各县市区, 园区]]"]

    rows, code, _ = both(printed, tmp_path, here, {UNITS: "市发改委、市工信局、市城发集团等市直相关单位"})

    assert (rows, code) == ([], 0)


UNIT_LISTS = st.permutations("甲乙丙丁戊己").flatmap(
    lambda units: st.tuples(st.integers(1, 3), st.integers(0, 5)).map(
        lambda cut: UnitLists(
            list(units[: cut[0]]), [{"named": list(units[cut[0] : cut[1]]), "of": "", "open": False}], []
        )
    )
)


@given(UNIT_LISTS, UNIT_LISTS, UNIT_LISTS)
def test_no_unit_is_lost_or_invented(sent, returned, now):
    merged, conflicts = merged_lists(sent, returned, now)

    contested = {conflict.name for conflict in conflicts}
    for name in "甲乙丙丁戊己":
        before, returned_place, here, after = (lists.place(name) for lists in (sent, returned, now, merged))
        assert after in (returned_place, here)
        if returned_place in (here, before) or name in contested:
            assert after == here
        assert len(merged.column("responsible")) == len(set(merged.column("responsible")))


@given(UNIT_LISTS, UNIT_LISTS)
def test_one_side_alone_is_taken_whole(sent, other):
    assert [merged_lists(sent, sent, other)[0].place(name) for name in "甲乙丙丁戊己"] == [
        other.place(name) for name in "甲乙丙丁戊己"
    ]
    assert [merged_lists(sent, other, sent)[0].place(name) for name in "甲乙丙丁戊己"] == [
        other.place(name) for name in "甲乙丙丁戊己"
    ]
