"""The doctor says what is wrong and what to do; only what is really broken fails."""

import json
import subprocess
from contextlib import closing
from datetime import date
from types import SimpleNamespace

import pytest

from hyzs import doctor as machine
from hyzs.commands.doctor import health
from hyzs.reports.doctor import doctor
from hyzs.session import Session
from support import program
from support.stores import make_store


def signs(root, today="2026-11-23"):
    with closing(Session(str(root), today)) as session:
        return {sign["check"]: sign for sign in health(session)}


def test_a_sound_store_has_nothing_that_fails(tmp_path):
    assert "fail" not in {sign["status"] for sign in signs(make_store(tmp_path)).values()}


def test_errors_in_the_data_fail(tmp_path):
    make_store(tmp_path, "== data/stray.yaml\nx: 1\n")

    assert (signs(tmp_path)["数据"]["status"], signs(tmp_path)["数据"]["detail"]) == ("fail", "1 个错误，0 个警告")


@pytest.mark.parametrize(("today", "status"), [("2026-10-31", "ok"), ("2026-11-01", "warn"), ("2027-01-04", "warn")])
def test_next_years_calendar_is_missed_from_november_on(tmp_path, today, status):
    assert signs(make_store(tmp_path), today)["工作日历"]["status"] == status


def test_the_doctor_says_how_days_are_counted_meanwhile_and_how_a_year_is_added(tmp_path):
    frame = "== data/calendar/2027.yaml\ntitle: 示例\nholidays: []\n"
    before, begun = (
        signs(make_store(tmp_path / name, text), "2026-11-23")["工作日历"] for name, text in (("a", ""), ("b", frame))
    )

    assert before["detail"] == begun["detail"] == "到 2026 年；2027 年节假日安排未公布，按周一至周五计"
    assert before["hint"] == (
        "运行 hyzs new calendar 2027；国务院办公厅公布后把文号、放假和调休写进 data/calendar/2027.yaml"
    )
    assert begun["hint"] == "国务院办公厅公布后把文号、放假和调休写进 data/calendar/2027.yaml"


def test_settings_that_cannot_be_read_fail(tmp_path):
    make_store(tmp_path, "== data/settings.yaml\nx: [\n")

    assert signs(tmp_path)["设置"]["status"] == "fail"


def test_a_substitute_is_told_where_an_official_face_is_missing(monkeypatch):
    fonts = subprocess.CompletedProcess([], 0, "Noto Serif CJK SC\n黑体,SimHei\n".encode())
    monkeypatch.setattr(machine.subprocess, "run", lambda *words, **options: fonts)
    monkeypatch.setattr(machine.shutil, "which", lambda name: name)
    by_key = {sign.check: sign for sign in machine.machine_signs()}

    assert (by_key["字体 黑体"].status, by_key["字体 小标宋"].status) == ("ok", "warn")
    assert by_key["字体 小标宋"].detail == "没有，打印用 Noto Serif CJK SC 代替"


def test_the_command_ends_with_78_when_something_fails(tmp_path):
    make_store(tmp_path, "== data/settings.yaml\nx: [\n")
    process = program.run(["--store", str(tmp_path), "doctor", "-f", "json"], tmp_path)

    assert process.returncode == 78
    assert all(set(row) == {"check", "status", "detail", "hint"} for row in json.loads(process.stdout)["rows"])


def test_the_command_ends_well_when_there_are_only_warnings(tmp_path):
    assert program.run(["--store", str(make_store(tmp_path)), "doctor"], tmp_path).returncode == 0


def test_an_index_that_cannot_be_kept_is_told(tmp_path):
    make_store(tmp_path)
    (tmp_path / ".hyzs").write_text("")

    assert signs(tmp_path)["索引"]["status"] == "warn"


def test_a_full_disk_is_not_put_down_to_permissions(tmp_path, monkeypatch):
    make_store(tmp_path)
    (tmp_path / ".hyzs").write_text("in the way")
    monkeypatch.setattr("hyzs.doctor.shutil.disk_usage", lambda _: SimpleNamespace(free=4096))

    assert signs(tmp_path)["索引"]["hint"] == "磁盘满了，腾出地方再来"


def test_outside_a_store_the_machine_is_looked_at(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert {"hyzs", "Python", "git", "仓库"} <= {sign["check"] for sign in health(Session(None, "2026-11-23"))}


def test_a_machine_without_git_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(machine.shutil, "which", lambda name: None)

    assert {s.check: s.status for s in machine.machine_signs()}["git"] == "warn"


def test_the_answer_counts_its_signs(tmp_path):
    answer = doctor(health(Session(str(make_store(tmp_path)), str(date(2026, 11, 23)))))

    assert sum(answer.summary.values()) == len(answer.rows)


def test_what_would_be_lost_with_this_machine_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("HYZS_CONFIG", str(tmp_path / "config"))
    root = make_store(tmp_path / "store")
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"]):
        subprocess.run(["git", *words], cwd=root, check=True)
    before = signs(root)
    program.run(
        ["backup", str(tmp_path / "盘")], root, {"HYZS_TODAY": "2026-11-10", "HYZS_CONFIG": str(tmp_path / "config")}
    )
    (root / "data" / "new.txt").write_text("x")

    assert [(before[name]["status"], before[name]["detail"]) for name in ("保存", "备份")] == [
        ("ok", "都保存了"),
        ("warn", "本机没有备份过"),
    ]
    assert [signs(root)[name]["detail"] for name in ("保存", "备份")] == ["1 个文件没有保存", "13 天以前(2026-11-10)"]
    assert signs(root, "2026-11-17")["备份"]["status"] == "ok"
