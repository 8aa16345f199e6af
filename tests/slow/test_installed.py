"""What is shipped: the source archive, the wheel made of it, and the program as pip installs it from the clone."""

import json
import os
import subprocess
import sys
import tarfile
import zipfile

import pytest

from support.stores import REPO


def brought():
    """Every file that the program needs besides its code, as a wheel calls it."""
    for folder, inside in (
        ("data", "hyzs/starter/data"),
        ("templates", "hyzs/templates"),
        ("docs/手册", "hyzs/manual"),
        ("src/hyzs", "hyzs"),
    ):
        for file in (REPO / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                yield f"{inside}/{file.relative_to(REPO / folder).as_posix()}"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A source archive of the repository, and the wheel that is made of it."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(REPO)]
    subprocess.run(build, check=True, capture_output=True)
    return folder


def test_a_wheel_made_of_the_source_archive_holds_all_the_program_needs(built):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())

    assert set(brought()) - names == set()
    assert {name for name in names if name.startswith("hyzs/fonts/")} != set()


def test_the_source_archive_holds_no_index_and_nothing_private(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]

    assert [name for name in names if name.startswith((".hyzs", "private", ".venv"))] == []


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The program as pip installs the clone, away from the repository."""
    target = tmp_path_factory.mktemp("installed") / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]
    pip += ["--no-build-isolation", "--target", str(target), str(REPO)]
    process = subprocess.run(pip, capture_output=True, encoding="utf-8", check=False)
    assert (process.returncode, process.stdout + process.stderr) == (0, "")
    return target


@pytest.fixture(scope="module")
def store(site, tmp_path_factory):
    """A store that the installed program made."""
    folder = tmp_path_factory.mktemp("store")
    python(site, "-m", "hyzs", "init", str(folder), "--sample")
    return folder


def python(site, *words):
    """What a Python that knows only the installed program prints; it ends well."""
    by_key = {name: value for name, value in os.environ.items() if not name.startswith("HYZS")}
    env = by_key | {"PYTHONPATH": str(site), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, *words], cwd=site.parent, env=env, capture_output=True, encoding="utf-8", check=True
    ).stdout


def test_what_runs_is_what_was_installed(site):
    assert python(site, "-c", "import hyzs; print(hyzs.__file__)").startswith(str(site))


def test_an_installed_program_brings_the_plan_with_it(site, store):
    summary = json.loads(python(site, "-m", "hyzs", "--store", str(store), "check", "-f", "json"))["summary"]

    assert (summary["errors"], summary["warnings"]) == (0, 0)
    assert summary["files"] == len(list((REPO / "data").rglob("*.yaml")))


def test_an_installed_program_brings_its_templates_with_it(site, store):
    page = python(site, "-m", "hyzs", "--store", str(store), "report", "division", "-f", "html")

    assert "衡政办发〔2025〕11号" in page


@pytest.mark.parametrize("words", ["report overview -o 一页通.pdf", "site -o 看板.html"])
def test_an_installed_program_brings_its_fonts_and_its_site_with_it(site, store, tmp_path, words):
    *words, file = words.split()
    python(site, "-m", "hyzs", "--store", str(store), *words, str(tmp_path / file))

    assert (tmp_path / file).stat().st_size > 10_000
