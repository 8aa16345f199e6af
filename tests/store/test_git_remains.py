"""What git leaves in a file instead of its content is named as such, once a file, and not as a slip of YAML."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.diagnostics import baseline
from hyzs.model.errors import BadConfig, BadUsage
from hyzs.model.git_remains import find_conflict
from hyzs.store.user_files import load_yaml
from hyzs.workbooks.spreadsheet import read_spreadsheet
from hyzs.yamldoc.document import read

PLAIN = "name: 示例·甲项目\n<<<<<<< HEAD\ntier: 重大\n=======\ntier: 一般\n>>>>>>> 同事的分支\nsample: true\n"
DIFF3 = PLAIN.replace("=======\n", "||||||| 4f2a\ntier: 重点\n=======\n")
IN_TEXT = "note: |\n  第一行\n<<<<<<< ours\n  甲\n=======\n  乙\n>>>>>>> theirs\n"
IN_QUOTES = 'note: "第一行\n<<<<<<< ours\n甲\n=======\n乙\n>>>>>>> theirs\n"\n'
POINTER = (
    "version https://git-lfs.github.com/spec/v1\n"
    "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 1812\n"
)


def faults(data: bytes) -> list[tuple[str, tuple[int, ...]]]:
    document = read(data)
    assert document.tree is None or not document.problems
    return [(fault.code, tuple(fault.span)) for fault in document.problems]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (PLAIN, (2, 1, 2, 13)),
        (PLAIN.replace("\n", "\r\n"), (2, 1, 2, 13)),
        (f"\ufeff{PLAIN}", (2, 1, 2, 13)),
        (DIFF3, (2, 1, 2, 13)),
        (PLAIN + PLAIN.replace("name", "x"), (2, 1, 2, 13)),
        (IN_TEXT, (3, 1, 3, 13)),
        (IN_QUOTES, (2, 1, 2, 13)),
        ("<<<<<<< HEAD\n" * 2 + "=======\n>>>>>>> x\n", (1, 1, 1, 13)),
        ("<<<<<<<<< 临时\na: 1\n=========\na: 2\n>>>>>>>>> x\n", (1, 1, 1, 13)),
    ],
)
def test_a_conflict_is_one_finding_at_its_first_mark(text, place):
    results = [row for row in faults(text.encode()) if row[0] != "bom"]

    assert [(row[0], row[1][:3]) for row in results] == [("merge-conflict", place[:3])]


def test_how_many_conflicts_there_are_is_told():
    [fault] = read((PLAIN + DIFF3).encode()).problems

    assert fault.message == "文件里有 2 处合并冲突没有解决，读不下去"


@pytest.mark.parametrize("mark", ["=======", ">>>>>>> theirs", "<<<<<<< HEAD", "||||||| base", "=======\r"])
def test_a_mark_that_was_left_over_is_told_where_it_stops_reading(mark):
    assert faults(f"name: 甲\n{mark}\ntier: 一般\n".encode())[0][0] == "merge-conflict"


@pytest.mark.parametrize(
    "text",
    [
        "note: |\n  标题\n  =======\n  <<<<<<< 引文\n  >>>>>>> x\n",
        "note: >\n  标题\n  =======\n",
        'note: "标题\n=======\n"\n',
        "# <<<<<<< HEAD\n# =======\n# >>>>>>> x\nname: 甲\n",
        "name: <<<<<<< HEAD ======= >>>>>>> x\n",
        "- =======\n- '>>>>>>> x'\n",
    ],
)
def test_signs_in_a_text_are_no_conflict(text):
    assert faults(text.encode()) == []


@given(st.lists(st.sampled_from(["甲", "=======", "<<<<<<< x", ">>>>>>> y", "||||||| z"])))
def test_no_text_of_a_block_is_a_conflict(lines):
    text = "note: |\n  头\n" + "".join(f"  {line}\n" for line in lines)

    assert read(text.encode()).tree == {"note": "头\n" + "".join(f"{line}\n" for line in lines)}
    assert find_conflict(text, complete=False) is None


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (POINTER.encode(), "Git LFS 的指针，文件的内容（1,812 字节）"),
        (POINTER.replace("\n", "\r\n").encode(), "Git LFS 的指针，文件的内容（1,812 字节）"),
        (POINTER.replace("git-lfs", "hawser").encode(), "Git LFS 的指针"),
        (b"/annex/objects/SHA256E-s812--4d7a2146.yaml\n", "git-annex 的指针"),
        (b"\0GITCRYPT\0\x8f\x12", "git-crypt 加了密"),
    ],
)
def test_a_pointer_is_told_as_one(data, says):
    [fault] = read(data).problems

    assert fault.code == "file-elsewhere" and says in fault.message and fault.hint


def test_a_record_that_speaks_of_lfs_is_no_pointer():
    assert faults(b"name: version https://git-lfs.github.com/spec/v1\n") == []


@pytest.mark.parametrize("reader", [baseline.read_baseline, load_yaml], ids=["baseline", "map"])
@pytest.mark.parametrize(
    ("text", "says"),
    [(f"# 头\n{PLAIN}", "1 处合并冲突没有解决"), (POINTER, "Git LFS 的指针")],
    ids=["conflict", "pointer"],
)
def test_a_file_that_holds_no_records_is_told_alike(tmp_path, reader, text, says):
    file: Path = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises((BadConfig, BadUsage), match=says):
        reader(file)


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.csv"])
def test_a_spreadsheet_that_is_a_pointer_is_told_as_one(tmp_path, name):
    (tmp_path / name).write_text(POINTER, encoding="utf-8")
    book = read_spreadsheet(tmp_path / name)

    assert "Git LFS 的指针" in book.problem and "git lfs pull" in book.hint and not book.sheets
