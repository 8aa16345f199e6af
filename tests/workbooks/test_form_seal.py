"""A form is taken for the unit it went out to, and for no other: its hidden part is sealed."""

import errno
import os
import shutil
import stat
import subprocess
from itertools import pairwise

import openpyxl
import pytest

from hyzs.cli.main import run
from hyzs.model.errors import CannotRead, CannotWrite
from hyzs.model.workbook_form import HIDDEN_SHEET
from hyzs.store import form_key
from hyzs.store.form_key import NAME, ensure_form_key, read_form_key
from hyzs.workbooks.write_form import checksum
from support.forms import City, fill, states
from support.stores import make_store


@pytest.fixture
def city(tmp_path):
    city = City(tmp_path)
    yield city
    city.close()


def hidden(file):
    """The pairs and the lines of the hidden sheet."""
    rows = [
        [str(value or "") for value in row[:4]]
        for row in openpyxl.load_workbook(file)[HIDDEN_SHEET].iter_rows(values_only=True)
    ]
    return {row[2]: row[3] for row in rows if not row[0] and row[2]}, [row for row in rows if row[0]]


def forge(file, **pairs):
    """Change pairs of the hidden sheet (None: take out), and put the checksum right."""
    secret, sent = hidden(file)
    book = openpyxl.load_workbook(file)
    page = book[HIDDEN_SHEET]
    by_key = {key: value for key, value in {**secret, **pairs}.items() if value is not None}
    by_key["checksum"] = checksum(
        {key: value for key, value in by_key.items() if key not in ("checksum", "seal")}, sent
    )
    for row in page.iter_rows():
        if not row[0].value and row[2].value:
            row[3].value = by_key.get(row[2].value)
            row[2].value = row[2].value if row[2].value in by_key else None
    book.save(file)
    return file


def write_unit(file, text):
    book = openpyxl.load_workbook(file)
    for page in book.worksheets:
        for row in page.iter_rows(max_row=5):
            for cell, neighbour in pairwise(row):
                if str(cell.value or "").rstrip("：:") == "填报单位":
                    neighbour.value = text
    book.save(file)
    return file


def test_the_form_of_one_unit_cannot_be_made_that_of_another(city):
    file = fill(city.send("衡南县"), 本周进展__p26_a1="平整完成")
    out = city.collect(write_unit(forge(file, unit="衡山县"), "衡山县"))

    assert (out.changes, out.is_accepted) == ([], False)
    assert "隐藏的内容不是这个仓库发出去的" in out.cells[0].message


@pytest.mark.parametrize("text", ["衡山县", "衡山县 ", "高新区(代衡南县)"])
def test_a_form_that_people_read_as_another_units_is_refused_at_the_cell(city, text):
    file = fill(city.send("衡南县"), 本周进展__p26_a1="平整完成")
    out = city.collect(write_unit(file, text), partial=True)

    assert (out.changes, states(out)[0]) == ([], ("bad", "填报单位"))
    assert out.cells[0].cell.startswith("项目!")
    assert "发给衡南县的" in out.cells[0].message


@pytest.mark.parametrize("text", ["衡南县", " 衡 南县", ""])
def test_the_units_own_name_may_stand_in_other_signs(city, text):
    file = fill(city.send("衡南县"), 本周进展__p26_a1="平整完成")

    assert city.collect(write_unit(file, text)).is_accepted


def test_the_key_is_made_once_for_nobody_else_to_read(city):
    city.send("衡南县")
    key = (city.root / NAME).read_bytes()
    city.send("衡山县")

    assert (city.root / NAME).read_bytes() == key
    assert os.name == "nt" or stat.S_IMODE((city.root / NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize("unverified", [False, True])
def test_without_the_key_a_form_is_taken_only_on_ones_own_word(city, unverified, monkeypatch, capsys):
    file = fill(city.send("衡南县"), 本周进展__p26_a1="平整完成")
    (city.root / NAME).unlink()
    city.close()
    monkeypatch.chdir(city.root)
    code = run(["--today", "2026-11-20T09:00", "collect", str(file), *(["--unverified"] if unverified else [])])
    output = capsys.readouterr().out

    assert code == (0 if unverified else 1)
    assert "这把钥匙本机没有" in output
    assert ("由收表的人担保" if unverified else "hyzs key import") in output


def test_a_form_without_a_seal_is_told_to_be_old(city):
    out = city.collect(forge(fill(city.send("衡南县"), 本周进展__p26_a1="平整完成"), seal=None))

    assert (out.changes, out.is_accepted) == ([], False)
    assert "没有封签，是旧版本发的" in out.cells[0].message


@pytest.mark.parametrize("text", ["", "0" * 63, "g" * 64, "0" * 64 + "00"])
def test_a_broken_key_is_told(city, text):
    (city.root / "private").mkdir(exist_ok=True)
    (city.root / NAME).write_text(text)

    with pytest.raises(CannotRead, match="坏了"):
        read_form_key(city.root)


def test_a_key_that_came_with_a_commit_is_not_believed(city):
    git(city.root, "init", "-q")
    (city.root / "private").mkdir(exist_ok=True)
    (city.root / NAME).write_text("0" * 64)
    git(city.root, "add", "-f", NAME)

    with pytest.raises(CannotRead, match="进了 git"):
        ensure_form_key(city.root)


def test_no_key_is_made_where_git_would_take_it(city):
    git(city.root, "init", "-q")
    (city.root / ".gitignore").unlink(missing_ok=True)

    with pytest.raises(CannotWrite, match="会进 git"):
        ensure_form_key(city.root)
    assert not (city.root / NAME).exists()


def test_no_key_is_written_through_a_link(city, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    shutil.rmtree(city.root / "private", ignore_errors=True)
    (city.root / "private").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(CannotWrite, match="符号链接"):
        ensure_form_key(city.root)
    assert [*(tmp_path / "elsewhere").iterdir()] == []


def git(root, *words):
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)


def test_a_full_disk_leaves_nothing_of_the_key(tmp_path, monkeypatch):
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    root = make_store(tmp_path)
    monkeypatch.setattr(form_key.os, "fsync", full)

    with pytest.raises(CannotWrite, match=r"private/form\.key"):
        ensure_form_key(root)
    assert list((root / "private").iterdir()) == []
