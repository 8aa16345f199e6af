"""Backups: whole or not at all, proved by their manifest, and a store again in a new folder."""

import hashlib
import json
import os
import shutil
import subprocess
import time
from datetime import datetime

import pytest

from hyzs.model.errors import BadUsage, CannotRead, CannotWrite, NotFound
from hyzs.store import backup as backups
from hyzs.store.backup import back_up, restore
from hyzs.store.local_settings import LocalSettings
from support import program
from support.stores import make_store


def git(folder, *words):
    identity = ("-c", "user.name=示例", "-c", "user.email=a@b")
    return subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def root(tmp_path):
    """A store with two versions, an unsaved file, evidence and something private."""
    root = make_store(tmp_path / "store")
    (root / ".gitignore").write_text("private/\nevidence/\n.hyzs/\n", "utf-8")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-qm", "甲")
    git(root, "commit", "-qm", "乙", "--allow-empty")
    for name in ("private/form.key", "evidence/2026/ab.pdf", "data/new.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, "utf-8")
    return root


def run(folder, *words, code=0):
    process = program.run([*words], folder, {"HYZS_TODAY": "2026-11-23"}, encoding="utf-8")
    assert process.returncode == code, process.stdout + process.stderr
    return process


def test_a_store_comes_back_with_its_versions_its_unsaved_files_evidence_and_private_ones(root, tmp_path):
    result = json.loads(run(root, "backup", "../盘", "-f", "json").stdout)["rows"][0]
    row = json.loads(
        run(
            tmp_path,
            "restore",
            result["folder"],
            "新",
            "-f",
            "json",
        ).stdout
    )["rows"][0]

    new = tmp_path / "新"
    assert (result["commits"], result["private"], result["unsaved"], row["errors"]) == (2, 1, 1, 0)
    assert git(new, "log", "--format=%s").split() == ["乙", "甲"]
    for name in ("private/form.key", "evidence/2026/ab.pdf", "data/new.txt"):
        assert (new / name).read_text("utf-8") == name
    assert git(new, "status", "--porcelain") == git(root, "status", "--porcelain")


def folder_of(root, tmp_path, now):
    return back_up(root, tmp_path / "盘", "demo", now).folder


@pytest.fixture
def now():
    return datetime.fromisoformat("2026-11-23T10:00:00")


def outside_private(folder):
    """The bytes of every file of a backup that is not below its private/, and all paths of its versions."""
    files = [file for file in folder.rglob("*") if file.is_file() and folder / "private" not in file.parents]
    data = b"".join(file.read_bytes() for file in files if file.name != "history.bundle")
    if (bundle := folder / "history.bundle").exists():
        git(folder.parent, "clone", "-q", "--bare", str(bundle), str(folder.parent / "clone"))
        data += git(folder.parent / "clone", "log", "--all", "--format=", "--name-only", "-p").encode()
    return data


def test_nothing_private_is_in_the_bundle_nor_beside_it(root, tmp_path, now):
    folder = folder_of(root, tmp_path, now)

    assert b"private/form.key" not in outside_private(folder).replace(b'"private/form.key"', b"")
    assert (folder / "private" / "form.key").exists()


def test_versions_in_which_private_files_were_saved_stay_with_them(root, tmp_path, now):
    (root / "private/roster.yaml").write_text("canary-6b1f", "utf-8")
    git(root, "add", "-f", "private/roster.yaml")
    git(root, "commit", "-qm", "丙")
    folder = folder_of(root, tmp_path, now)

    assert b"canary-6b1f" not in outside_private(folder)
    result = restore(folder, tmp_path / "新")
    assert (result.commits, result.private_versions, git(tmp_path / "新", "log", "--format=%s").split()[0]) == (
        3,
        True,
        "丙",
    )
    shutil.rmtree(folder / "private")
    second = restore(folder, tmp_path / "又一次")
    assert (second.commits, "private/history.bundle" in second.left_out) == (0, True)


def test_evidence_on_a_shared_drive_is_backed_up_from_there(root, tmp_path, now, monkeypatch):
    monkeypatch.setenv("HYZS_CONFIG", str(tmp_path / "config"))
    drive = tmp_path / "drive"
    shutil.move(root / "evidence", drive)
    settings = LocalSettings()
    settings.set_value(root, "evidence", str(drive))
    settings.write()

    restore(folder_of(root, tmp_path, now), tmp_path / "新")
    shutil.rmtree(drive)
    absent = back_up(root, tmp_path / "盘", "demo", now)

    assert (tmp_path / "新" / "evidence/2026/ab.pdf").read_text("utf-8") == "evidence/2026/ab.pdf"
    assert str(drive) in absent.left_out


def test_a_bundle_that_git_cannot_read_is_a_sentence_and_nothing_is_restored(root, tmp_path, now):
    folder = folder_of(root, tmp_path, now)
    cut = (folder / "history.bundle").read_bytes()[:-30]
    (folder / "history.bundle").write_bytes(cut)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["files"]["history.bundle"] = hashlib.sha256(cut).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")

    with pytest.raises(CannotRead, match="备份里的版本读不出来"):
        restore(folder, tmp_path / "新")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store", "盘"]


def test_two_backups_of_one_second_have_two_names(root, tmp_path, now):
    assert [folder_of(root, tmp_path, now).name for _ in "ab"] == ["demo-20261123-100000", "demo-20261123-100000-2"]


def test_without_its_private_files_a_backup_comes_back_and_says_so(root, tmp_path, now):
    folder = folder_of(root, tmp_path, now)
    (folder / "private" / "form.key").unlink()
    (folder / "private").rmdir()

    assert restore(folder, tmp_path / "新").left_out == ("private/form.key",)


@pytest.mark.parametrize("path", ["history.bundle", "store/data/settings.yaml", "private/form.key"])
def test_a_changed_or_cut_file_is_found_before_anything_is_written(root, tmp_path, now, path):
    folder = folder_of(root, tmp_path, now)
    (folder / path).write_bytes((folder / path).read_bytes()[:-1])

    with pytest.raises(CannotRead, match="缺了或变了"):
        restore(folder, tmp_path / "新")
    assert not (tmp_path / "新").exists()


@pytest.mark.parametrize("path", ["../../etc/x", "/etc/x", "store/.git/hooks/post-checkout"])
def test_a_manifest_that_leads_out_of_the_folder_is_refused(root, tmp_path, now, path):
    folder = folder_of(root, tmp_path, now)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "files": {path: ""}}), "utf-8")

    with pytest.raises(CannotRead, match="坏了"):
        restore(folder, tmp_path / "新")


def test_a_full_disk_leaves_the_older_backup_whole(root, tmp_path, now, monkeypatch):
    older = folder_of(root, tmp_path, now)
    before = sorted(older.rglob("*"))

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "_copy", full)
    with pytest.raises(CannotWrite, match="备份没有做成"):
        folder_of(root, tmp_path, now.replace(hour=11))

    assert [path.name for path in (tmp_path / "盘").iterdir()] == [older.name] and sorted(older.rglob("*")) == before


def test_the_half_of_a_run_that_was_killed_goes_after_a_day(root, tmp_path, now):
    half = tmp_path / "盘" / ".hyzs-demo-20261101-100000.tmp"
    half.mkdir(parents=True)
    os.utime(half, (time.time() - 90_000,) * 2)

    folder = folder_of(root, tmp_path, now)

    assert [path.name for path in (tmp_path / "盘").iterdir()] == [folder.name]


def test_a_store_without_versions_is_backed_up_too(tmp_path, now):
    root = make_store(tmp_path / "store")

    result = restore(folder_of(root, tmp_path, now), tmp_path / "新")

    assert result.commits == 0 and (tmp_path / "新" / "data" / "settings.yaml").exists()


def test_bad_places_are_said_in_a_sentence(root, tmp_path, now):
    with pytest.raises(BadUsage, match="仓库里面"):
        back_up(root, root / "备份", "demo", now)
    with pytest.raises(NotFound, match="不是备份"):
        restore(tmp_path, tmp_path / "新")
    with pytest.raises(CannotWrite, match="不是空文件夹"):
        restore(folder_of(root, tmp_path, now), root)


def test_links_are_not_followed_and_are_named(root, tmp_path, now):
    (root / "evidence").mkdir(exist_ok=True)
    (root / "evidence" / "外面").symlink_to(tmp_path)

    assert "evidence/外面" in back_up(root, tmp_path / "backups", "city", now).left_out
