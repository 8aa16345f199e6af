"""Saving, and several people on one shared repository, with real git: nothing is lost, nothing of a stranger's runs."""

import json
import shutil
import stat
import subprocess

import pytest

from hyzs.model.errors import BadUsage, Busy
from hyzs.store.git_remote import parse_share
from hyzs.store.local_settings import Author
from hyzs.writing.sync import save
from support import program
from support.stores import make_store

#: Two clones and a share, and git between them.
pytestmark = pytest.mark.slow

PROJECT = """\
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
lead: 市工信局
tracked: {since: 2026-11-09}
milestones: {在谈: 2026-01-20}
"""
DAY = {"HYZS_TODAY": "2026-11-23"}


class Person:
    """Somebody with a store and settings of a machine of their own."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        self.env = {**DAY, "HYZS_CONFIG": str(folder.parent / f"config-{folder.name}")}

    def run(self, *words, code=0):
        process = program.run([*words], self.folder, self.env, encoding="utf-8")
        assert process.returncode == code, process.stdout + process.stderr
        return process

    def json(self, *words, code=0):
        return json.loads(self.run(*words, "-f", "json", code=code).stdout)

    def save(self, *words, **options):
        return self.json("save", "--yes", *words, **options)

    def sync(self, **options):
        return self.json("sync", **options)

    def set(self, *words):
        self.run("set", "p26-a1", *words)

    def git(self, *words):
        process = subprocess.run(["git", *words], cwd=self.folder, capture_output=True, text=True, check=True)
        return process.stdout

    def note(self, field="note"):
        return self.json("list", "projects", "--columns", field)["rows"][0][field]


def people(folder):
    return [Person(folder / id, name) for id, name in (("jia", "甲"), ("yi", "乙"))]


@pytest.fixture(scope="module")
def first_day(tmp_path_factory):
    """The folder in which two people have a copy of one store that stands in a shared folder."""
    folder = tmp_path_factory.mktemp("office")
    first, second = people(folder)
    make_store(first.folder, PROJECT)
    (first.folder / ".gitignore").write_text("private/\n")
    first.run("init", "--shared", str(folder / "share"))
    first.save("--author", "甲")
    first.run("sync", "--to", str(folder / "share"))
    program.run(["init", str(second.folder), "--from", str(folder / "share")], folder, second.env, check=True)
    return folder


@pytest.fixture
def office(first_day, tmp_path):
    """Both of them on a morning like any other."""
    shutil.copytree(first_day, tmp_path, dirs_exist_ok=True)
    for person in people(tmp_path):
        settings = {"author": {"name": person.name, "email": "x@localhost"}, "stores": {}}
        head = person.git("rev-parse", "HEAD").strip()
        settings["stores"][str(person.folder)] = {"share": str(tmp_path / "share"), "synced": head}
        (tmp_path / f"config-{person.folder.name}").mkdir(exist_ok=True)
        (tmp_path / f"config-{person.folder.name}" / "local.yaml").write_text(json.dumps(settings), "utf-8")
    return people(tmp_path)


def test_a_save_is_one_commit_by_the_person_at_this_machine(office):
    item, _ = office
    item.git("config", "user.name", "仓库里写的人")
    item.set("note=先看地")

    answer = item.save("-m", "记一笔")

    assert (answer["summary"]["changes"], answer["rows"][0]["new"]) == (1, "先看地")
    assert item.git("log", "-1", "--format=%an %s").strip() == "甲 记一笔"
    assert item.git("status", "--short") == ""
    assert item.save()["summary"] == {"files": 0, "changes": 0, "ignored": 0, "commit": None, "by_event": {}}


def test_what_is_elsewhere_in_the_repository_is_not_saved(office):
    item, _ = office
    (item.folder / "草稿.docx").write_bytes(b"x")
    item.set("note=先看地")
    item.save()

    assert item.git("status", "--short", "-z").split("\0")[0] == "?? 草稿.docx"


def test_nobody_is_saved_for_unasked(office):
    item, _ = office
    item.set("note=先看地")

    assert "没有人可以问" in item.run("save", code=2).stderr
    assert item.json("save", "--dry-run")["summary"]["files"] == 1
    assert item.git("rev-list", "--count", "HEAD").strip() == "1"


def test_what_somebody_else_has_just_saved_is_not_saved_again(office):
    item, _ = office

    with pytest.raises(Busy, match="刚刚有人在这个文件夹里存过"):
        save(item.folder, "甲", Author("甲", "x@localhost"))


def test_new_errors_are_not_saved_unless_one_insists(office):
    item, _ = office
    file = item.folder / "data" / "projects" / "p26-a1.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("衡南县", "没有的县"), encoding="utf-8")

    assert "没有保存" in item.run("save", "--yes", code=1).stderr
    assert item.save("--anyway")["summary"]["commit"]


def test_the_archive_of_a_year_goes_with_a_sync_and_is_never_moved(office):
    """Tags of other names stay at home; one that stands elsewhere in the share is said, and nothing is forced."""
    first, second = office
    head = first.git("rev-parse", "HEAD").strip()
    for name in ("archive-2025", "archive-2025-draft", "v1"):
        first.git("tag", name, head)
    share = str(first.folder.parent / "share")

    assert first.sync()["summary"]["archives"] == ["archive-2025"]
    assert first.sync()["summary"]["archives"] == []
    assert first.git("ls-remote", "--tags", share).split() == [head, "refs/tags/archive-2025"]

    second.set("note=先看地")
    second.save()
    second.git("tag", "archive-2025", "HEAD")
    finished = second.run("sync", code=1)
    assert "archive-2025 在那边是另一个版本，没有动" in finished.stdout + finished.stderr
    assert second.json("sync", code=1)["summary"]["other_archives"] == ["archive-2025"]
    assert first.git("ls-remote", "--tags", share).split()[0] == head


def test_what_both_did_in_different_places_is_together(office):
    first, second = office
    first.set("note=甲写的")
    first.save()
    first.sync()
    second.set("content=乙写的")
    second.save()

    answer = second.sync()

    assert (answer["summary"]["received"], answer["summary"]["sent"], len(answer["rows"])) == (1, 2, 1)
    assert first.sync()["summary"]["conflicts"] == 0
    assert [(person.note(), person.note("content")) for person in office] == [("甲写的", "乙写的")] * 2


def conflicting(office):
    first, second = office
    for person, text in ((first, "甲写的"), (second, "乙写的")):
        person.set(f"note={text}")
        person.save()
    first.sync()
    return first, second


def test_one_field_changed_by_both_is_shown_with_both_values_and_nothing_moves(office):
    first, second = conflicting(office)
    before = second.git("rev-parse", "HEAD")

    answer = second.sync(code=1)

    row = answer["rows"][0]
    assert (row["id"], row["field"], row["ours"], row["theirs"]) == ("p26-a1", "note", "乙写的", "甲写的")
    assert (second.git("rev-parse", "HEAD"), second.note(), second.git("status", "--short")) == (before, "乙写的", "")
    assert first.sync()["summary"]["received"] == 0


@pytest.mark.parametrize(
    ("decision", "result"), [(["--ours"], "乙写的"), (["--theirs"], "甲写的"), (["=两个: 都写"], "两个: 都写")]
)
def test_a_decision_ends_the_conflict(office, decision, result):
    first, second = conflicting(office)
    second.sync(code=1)
    assert second.json("resolve", "p26-a1", "note", *decision)["summary"]["undecided"] == 0

    assert second.sync()["summary"]["sent"] == 2
    first.sync()
    assert [person.note() for person in office] == [result, result]


def test_a_decision_on_other_values_does_not_count(office):
    first, second = conflicting(office)
    second.sync(code=1)
    second.run("resolve", "p26-a1", "note", "--ours")
    first.set("note=甲又改了")
    first.save()
    first.sync()

    assert second.sync(code=1)["rows"][0]["theirs"] == "甲又改了"


def test_a_record_removed_here_and_changed_there_is_one_conflict(office):
    first, second = office
    first.set("note=甲写的")
    first.save()
    first.sync()
    (second.folder / "data" / "projects" / "p26-a1.yaml").unlink()
    second.save("--anyway")

    assert [(row["id"], row["field"]) for row in second.sync(code=1)["rows"]] == [("p26-a1", "")]
    second.run("resolve", "p26-a1", "--theirs")
    second.sync()
    assert second.note() == "甲写的"


def test_errors_that_only_both_together_have_are_not_pushed(office):
    first, second = office
    for person in office:
        text = f"- {{id: u-xin, name: {person.name}县新区, type: 县市区}}\n"
        (person.folder / "data" / "units" / f"{person.folder.name}.yaml").write_text(text, encoding="utf-8")
        person.save()
    first.sync()

    assert "合在一起多出" in second.run("sync", code=1).stderr
    assert second.git("rev-list", "--count", "HEAD").strip() == "2"


def test_what_is_not_saved_is_never_touched(office):
    first, second = office
    first.set("note=甲写的")
    first.save()
    first.sync()
    second.set("note=没有保存")

    assert "没有保存" in second.run("sync", code=1).stderr
    assert second.note() == "没有保存"


def test_a_run_killed_between_files_and_branch_loses_nothing(office):
    first, second = office
    first.set("note=甲写的")
    first.save()
    first.sync()
    second.git("fetch", "-q", str(first.folder.parent / "share"), "main:incoming")
    second.git("update-index", "--refresh")
    second.git("read-tree", "-m", "-u", "HEAD", "incoming")

    second.save()
    second.sync()
    assert (first.sync()["summary"]["conflicts"], first.note(), second.note()) == (0, "甲写的", "甲写的")


def test_without_the_share_people_go_on_and_are_told_what_waits(office):
    item, _ = office
    share = item.folder.parent / "share"
    share.rename(share.with_name("away"))
    item.set("note=离线")
    item.save()

    assert "本机有 1 次保存等着送出" in item.run("sync", code=74).stderr
    share.with_name("away").rename(share)
    assert item.sync()["summary"]["sent"] == 1


def test_somebody_who_pushes_in_between_is_waited_for(office, monkeypatch):
    """The first push finds the share moved on: fetch, merge, push again."""
    first, second = office
    first.set("note=甲写的")
    first.save()
    second.set("content=乙写的")
    second.save()
    late = (
        "from hyzs.store import git_remote; import subprocess; real = git_remote.push_commit\n"
        "def push(*words, done=[]):\n"
        "    if not done:\n"
        "        done.append(1)\n"
        f"        subprocess.run(['git', 'push', '-q', {str(first.folder.parent / 'share')!r}, 'main'],"
        f" cwd={str(first.folder)!r}, check=True)\n"
        "    return real(*words)\n"
        "git_remote.push_commit = push\n"
    )
    process = program.run(["sync", "-f", "json"], second.folder, second.env, first=late, encoding="utf-8")

    assert json.loads(process.stdout)["summary"]["received"] == 1
    assert first.sync()["summary"]["received"] == 2


def test_nothing_that_the_store_or_the_share_brings_is_run(office):
    item, _ = office
    ran = item.folder.parent / "ran"
    script = item.folder.parent / "evil"
    script.write_text(f"#!/bin/sh\ntouch {ran}\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    for key in ("core.sshCommand", "core.fsmonitor", "core.askPass", "core.alternateRefsCommand", "credential.helper"):
        item.git("config", key, str(script))
    item.git("config", f"url.{item.folder.parent / 'elsewhere'}.insteadOf", str(item.folder.parent / "share"))
    for hooks in (item.folder / ".git" / "hooks", item.folder.parent / "share" / "hooks"):
        hooks.mkdir(exist_ok=True)
        for name in ("pre-commit", "post-commit", "pre-push", "pre-receive", "update", "post-merge"):
            (hooks / name).write_text(script.read_text())
            (hooks / name).chmod(0o755)
    item.set("note=写一笔")
    item.save()

    assert item.sync()["summary"]["sent"] == 1
    assert not ran.exists()


@pytest.mark.parametrize("address", ["ext::sh -c evil", "--upload-pack=evil", "gopher://x/y", "fd::3"])
def test_addresses_that_would_run_something_are_refused(address):
    with pytest.raises(BadUsage):
        parse_share(address)


@pytest.mark.parametrize(
    ("address", "is_folder"),
    [
        ("ssh://git@nei.wang/kuku.git", False),
        ("git@nei.wang:kuku.git", False),
        ("https://nei.wang/kuku.git", False),
        ("/srv/share", True),
        ("D:\\share", True),
        ("file:///srv/share", True),
    ],
)
def test_a_share_is_a_folder_or_a_server(address, is_folder):
    assert parse_share(address).is_folder is is_folder


def test_a_share_that_is_none_is_said(office):
    item, _ = office

    assert "那里没有共享的仓库" in item.run("sync", "--to", str(item.folder.parent / "nowhere"), code=74).stderr


def test_a_share_inside_of_a_store_is_refused(office):
    item, _ = office

    assert "在另一个仓库" in item.run("init", "--shared", "share", code=73).stderr
    assert "在另一个仓库" in item.run("init", "copy", "--from", str(item.folder.parent / "share"), code=73).stderr


def test_nothing_to_decide_is_said(office):
    assert "没有两边改得不一样" in office[0].run("resolve").stdout
