"""Bytes of evidence: copied whole or not at all, known by their sha256 alone, never anything but a plain file."""

import errno
import hashlib
import os
from datetime import date

import pytest

from hyzs.model.errors import BadUsage, CannotRead, CannotWrite, NotFound
from hyzs.model.evidence import valid_name
from hyzs.store import evidence
from hyzs.store.evidence import ensure_ignored, keep, openable_file, stored_files

DAY = date(2026, 11, 23)
PDF = b"%PDF-1.7\n"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "evidence"


def file(tmp_path, name="许可证.pdf", data=PDF):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def stored_copies(folder, path):
    return keep(folder, path, path.name, DAY)


def test_a_file_is_kept_under_its_sha256_and_its_year_once(tmp_path, folder):
    first, second = stored_copies(folder, file(tmp_path)), stored_copies(folder, file(tmp_path, "另一个名称.PDF"))

    sha256 = hashlib.sha256(PDF).hexdigest()
    assert first.path.relative_to(folder).as_posix() == f"2026/{sha256}.pdf"
    assert (first.is_new, second.is_new, second.path) == (True, False, first.path)
    assert stored_files(folder) == {sha256: first.path}
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [f"{sha256}.pdf"]


def test_bytes_that_rotted_are_mended_by_the_same_file(tmp_path, folder):
    place = stored_copies(folder, file(tmp_path)).path
    place.write_bytes(b"x")

    assert stored_copies(folder, file(tmp_path)).is_new
    assert place.read_bytes() == PDF


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("空.pdf", b"", "是空的"),
        ("表.xlsx", b"MZ\x90", "是程序"),
        ("看.bat", b"echo", "是程序"),
        ("a.sh", b"ls", "是程序"),
    ],
)
def test_what_proves_nothing_is_refused(tmp_path, folder, name, data, expected):
    with pytest.raises(CannotRead, match=expected):
        stored_copies(folder, file(tmp_path, name, data))
    assert stored_files(folder) == {}


def test_links_folders_devices_pipes_and_huge_files_are_refused(tmp_path, folder):
    (tmp_path / "l.pdf").symlink_to(file(tmp_path))
    os.mkfifo(tmp_path / "p.pdf")
    with (tmp_path / "big.pdf").open("wb") as big:
        big.truncate(5_000_000_000)
    for name, text in [
        ("l.pdf", "符号链接"),
        (".", "普通文件"),
        ("p.pdf", "普通文件"),
        ("big.pdf", "5.0 GB"),
        ("无", "没有"),
    ]:
        with pytest.raises(CannotRead, match=text):
            keep(folder, tmp_path / name, "a.pdf", DAY)
    with pytest.raises(CannotRead, match="普通文件"):
        keep(folder, type(tmp_path)("/dev/zero"), "a.pdf", DAY)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_file_that_grows_or_shrinks_while_it_is_read_is_refused(tmp_path, folder, monkeypatch):
    path, read = file(tmp_path), evidence._block

    def growing(opened, source):
        with path.open("ab") as more:
            more.write(b"x")
        return read(opened, source)

    monkeypatch.setattr(evidence, "_block", growing)
    with pytest.raises(CannotRead, match="正在变"):
        stored_copies(folder, path)
    assert stored_files(folder) == {}


def test_a_full_disk_leaves_nothing_and_says_so(tmp_path, folder, monkeypatch):
    def full(handle):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(evidence.os, "fsync", full)
    with pytest.raises(CannotWrite, match="磁盘满了"):
        stored_copies(folder, file(tmp_path))
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_what_a_killed_run_left_is_no_evidence_and_goes_after_a_day(tmp_path, folder):
    (folder / "2026").mkdir(parents=True)
    half = folder / "2026" / ".hyzs-1-2.tmp"
    half.write_bytes(PDF)
    assert stored_files(folder) == {}
    os.utime(half, (0, 0))

    stored_copies(folder, file(tmp_path))
    assert not half.exists()


def test_links_below_the_folder_lead_nowhere(tmp_path, folder):
    sha256 = "a" * 64
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026" / f"{sha256}.pdf").write_bytes(PDF)
    folder.mkdir()
    (folder / "2026").symlink_to(tmp_path / "2026")
    (folder / "2025").mkdir()
    (folder / "2025" / f"{sha256}.pdf").symlink_to(tmp_path / "2026" / f"{sha256}.pdf")
    assert stored_files(folder) == {}
    with pytest.raises(CannotWrite, match="符号链接"):
        stored_copies(folder, file(tmp_path))

    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "evidence").symlink_to(tmp_path)
    with pytest.raises(CannotWrite, match="不是真实的文件夹"):
        stored_copies(tmp_path / "store" / "evidence", file(tmp_path))


def test_only_proved_bytes_of_a_usual_sort_are_opened(tmp_path, folder):
    good = stored_copies(folder, file(tmp_path))
    odd = stored_copies(folder, file(tmp_path, "a.xyz", b"..."))
    places = stored_files(folder)

    assert openable_file(places, good.content.sha256, "a.pdf") == good.path
    with pytest.raises(BadUsage, match="不替你打开"):
        openable_file(places, odd.content.sha256, "a.xyz")
    with pytest.raises(NotFound, match="本机没有"):
        openable_file(places, "b" * 64, "a.pdf")
    good.path.write_bytes(b"x")
    with pytest.raises(CannotRead, match="不一样"):
        openable_file(places, good.content.sha256, "a.pdf")


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("许可证.pdf", "许可证.pdf"),
        ("..\\..\\许可\n证\x1b[31m\u202e.pdf", ".._.._许可_证[31m.pdf"),
        ("..", "附件"),
        ("甲" * 300 + ".pdf", "甲" * 116 + ".pdf"),
        ("a." + "b" * 300, ("a." + "b" * 300)[:120]),
    ],
)
def test_a_name_is_one_that_records_may_have(name, called):
    assert valid_name(name) == called


def test_the_folder_is_kept_out_of_git_and_that_is_said_once(tmp_path):
    (tmp_path / ".gitignore").write_text("private/", "utf-8")
    assert (ensure_ignored(tmp_path), ensure_ignored(tmp_path)) == (True, False)
    assert (tmp_path / ".gitignore").read_text("utf-8") == "private/\nevidence/\n"
