"""A new store: whole, clean, and never over anything that is there."""

import json
import os
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from hyzs.checking.tree_findings import findings
from hyzs.model.errors import CannotWrite
from hyzs.scaffold.json_schemas import schemas
from hyzs.scaffold.new_store import create_store, remove_fields
from support import program
from support.stores import REPO, index_of

TODAY = date(2026, 11, 23)


def count(folder, kind):
    return index_of(folder).value("SELECT count(*) FROM record WHERE kind = :kind", kind=kind)


def hyzs(*words, cwd, path=None):
    env = {key: value for key, value in os.environ.items() if not key.startswith("HYZS")}
    env |= {"PYTHONPATH": str(path)} if path else {}
    return program.run(words, cwd, env, encoding="utf-8")


@pytest.mark.parametrize(
    "options", [{}, {"sample": True}, {"bare": True}, {"demo": 30}], ids=lambda o: "-".join(o) or "plain"
)
def test_a_new_store_has_no_finding(tmp_path, options):
    create_store(tmp_path, **options)

    assert findings(index_of(tmp_path), TODAY) == []


def test_a_new_store_holds_the_plan_and_nothing_invented(tmp_path):
    create_store(tmp_path)
    samples = index_of(tmp_path).value("SELECT count(*) FROM record WHERE sample = 1")
    texts = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "data" / "units").iterdir())

    assert (count(tmp_path, "measure"), count(tmp_path, "unit"), samples) == (20, count(REPO, "unit"), 0)
    assert "示例·" not in texts


def test_without_samples_only_the_lines_that_name_them_are_gone(tmp_path):
    create_store(tmp_path)
    for file in sorted((REPO / "data" / "units").iterdir()):
        ours = [line for line in file.read_text(encoding="utf-8").splitlines() if "person: 示例·" not in line]

        assert (tmp_path / "data" / "units" / file.name).read_text(encoding="utf-8").splitlines() == ours


def test_with_samples_every_file_is_byte_for_byte_the_shipped_one(tmp_path):
    create_store(tmp_path, sample=True)
    shipped = {f.relative_to(REPO): f.read_bytes() for f in (REPO / "data").rglob("*.yaml")}

    assert {f.relative_to(tmp_path): f.read_bytes() for f in (tmp_path / "data").rglob("*.yaml")} == shipped


def test_a_bare_store_has_settings_and_calendars_alone(tmp_path):
    create_store(tmp_path, bare=True)

    assert sorted(entry.name for entry in (tmp_path / "data").iterdir()) == ["calendar", "settings.yaml"]


def files(folder):
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


@pytest.mark.slow
def test_an_invented_city_is_the_same_each_time(tmp_path):
    for name in ("one", "two"):
        create_store(tmp_path / name, demo=30)

    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_an_invented_city_has_the_projects_asked_for_and_none_of_the_shipped(tmp_path):
    create_store(tmp_path, demo=30)

    assert count(tmp_path, "project") == 30
    assert not set(files(tmp_path)) & {f.relative_to(REPO).as_posix() for f in (REPO / "data/projects").rglob("*.yaml")}


def test_an_invented_city_is_written_as_it_is_invented(tmp_path, monkeypatch):
    def city(projects):
        yield "data/projects/2026/one.yaml", "name: 一"
        assert (tmp_path / ".hyzs-new/data/projects/2026/one.yaml").exists()
        yield "data/projects/2026/two.yaml", "name: 二"

    monkeypatch.setattr("hyzs.scaffold.new_store.demo_files", city)

    create_store(tmp_path, demo=2)

    assert (tmp_path / "data/projects/2026/two.yaml").exists()


@pytest.mark.slow
def test_the_editor_is_told_which_files_keep_to_which_schema(tmp_path):
    create_store(tmp_path, sample=True)
    places = json.loads((tmp_path / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]

    assert sorted(places) == [f"schema/{kind}.json" for kind in schemas()]
    for schema in places:
        Draft202012Validator.check_schema(json.loads((tmp_path / schema).read_text(encoding="utf-8")))
    # An edition names the commit that it was made from: none can come along with a new store.
    assert [schema for schema, files in places.items() if not list(tmp_path.glob(files))] == ["schema/edition.json"]


def test_private_numbers_and_the_index_stay_out_of_git(tmp_path):
    create_store(tmp_path)

    assert {"private/", ".hyzs/"} <= set((tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines())


def test_a_folder_with_a_git_repository_and_nothing_else_will_do(tmp_path):
    (tmp_path / ".git").mkdir()

    create_store(tmp_path)

    assert not (tmp_path / ".hyzs-new").exists()


@pytest.mark.parametrize("kept_path", ["a.txt", "data/settings.yaml"])
def test_what_is_there_stays_untouched(tmp_path, kept_path):
    file = tmp_path / kept_path
    file.parent.mkdir(exist_ok=True)
    file.write_text("mine", encoding="utf-8")

    with pytest.raises(CannotWrite):
        create_store(tmp_path)

    assert [f for f in tmp_path.rglob("*") if f.is_file()] == [file]


@pytest.mark.parametrize("field", ["{id: a, name: 甲, officers: [{person: 乙}]}", "name: 甲\nofficers: [乙] # 任职"])
def test_a_field_that_shares_its_line_is_not_cut(field):
    if field.startswith("{"):
        with pytest.raises(AssertionError):
            remove_fields(field.encode(), [("officers",)])
    else:
        assert remove_fields(field.encode(), [("officers",)]) == "name: 甲\n".encode()


def test_the_command_says_what_there_is_and_what_comes_next(tmp_path):
    process = hyzs("init", "库", cwd=tmp_path)

    assert (process.returncode, process.stderr) == (0, "")
    assert "举措\t20\n" in process.stdout


def test_the_command_refuses_a_full_folder_with_73(tmp_path):
    (tmp_path / "a.txt").touch()

    process = hyzs("init", cwd=tmp_path)

    assert (process.returncode, process.stdout) == (73, "")
    assert "不是空文件夹" in process.stderr


@pytest.mark.parametrize("words", ["--sample --bare", "--sample --demo 3", "--bare --demo 3"])
def test_two_wishes_that_exclude_each_other_are_refused(tmp_path, words):
    process = hyzs("init", *words.split(), cwd=tmp_path)

    assert process.returncode == 2
    assert "不能一起用" in process.stderr
    assert not list(tmp_path.iterdir())


def test_a_city_without_projects_is_refused(tmp_path):
    assert hyzs("init", "--demo", "0", cwd=tmp_path).returncode == 2


@pytest.mark.slow
def test_the_command_invents_a_city_that_passes_the_check(tmp_path):
    assert hyzs("init", "--demo", "30", cwd=tmp_path).returncode == 0

    check = hyzs("--today", "2026-11-23", "check", "-f", "json", cwd=tmp_path)

    assert json.loads(check.stdout)["summary"]["errors"] == 0


def test_invented_goals_and_taskforces_come_with_samples_alone(tmp_path):
    for folder, options in (("plain", {}), ("sample", {"sample": True})):
        create_store(tmp_path / folder, **options)

    text = {
        name: (tmp_path / name / "data/industries/industries.yaml").read_text("utf-8") for name in ("plain", "sample")
    }
    assert [line for line in text["plain"].splitlines() if line.lstrip().startswith(("goals:", "taskforce:"))] == []
    assert text["sample"].count("taskforce: {") == 4
