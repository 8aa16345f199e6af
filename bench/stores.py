"""The stores that the benchmark runs on: made once, in git, with nothing left for git to settle."""

import hashlib
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Where everything generated is; git ignores it.
FOLDER = Path(os.environ.get("HYZS_BENCH") or ROOT / ".hyzs-bench")
HYZS = str(Path(sys.executable).with_name("hyzs"))
#: As people have it: Python keeps what it has compiled, which some machines are told not to.
_UNUSUAL = ("HYZS", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
ENV = {k: v for k, v in os.environ.items() if not k.startswith(_UNUSUAL)} | {"HYZS_TODAY": "2026-11-23"}
WEEKS = 8
#: How many parcels are on the shelf, and one of them.
PARCELS = 600
_PARCEL = """name: 示例·地块{0}
sample: true
type: 净地
area_mu: {1}
floor: {{intensity: {2}}}
scale: {{min: {3}, max: 60000}}
ready: 2026-12
steps: [{{on: 2026-01-05, do: 可供}}]
"""
#: How many files the other branch of a twin changes.
CHANGED = 1000
PERMITS = ("立项备案", "规划选址", "用地预审", "环评", "节能审查", "施工许可", "工商登记", "税务登记")
#: One permit in so many waits for its last event.
OPEN_ONE_IN = 20


def git(store: Path, *words: str) -> None:
    """One git command in ``store``, quietly."""
    who = ("-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "gc.auto=0", "-c", "core.autocrlf=false")
    subprocess.run(["git", "-C", str(store), *who, *words], check=True, capture_output=True, env=ENV)


def hyzs(*words: str) -> None:
    """One command of the program, quietly."""
    subprocess.run([HYZS, *words], check=True, stdout=subprocess.DEVNULL, env=ENV)


def city(projects: int, weeks: int = WEEKS) -> Path:
    """A committed sample store with so many projects and weeks; made if it is not there."""
    store = FOLDER / f"city-{projects}-{weeks}-{_version()}"
    if store.exists():
        return store
    new = _fresh(store)
    hyzs("init", "--demo", str(projects), str(new))
    if weeks != WEEKS:
        words = [sys.executable, "-m", "bench.history", str(new), str(projects), str(weeks)]
        subprocess.run(words, check=True, cwd=ROOT, env=ENV)
    shutil.rmtree(new / ".hyzs", ignore_errors=True)
    git(new, "init", "-q", "-b", "main")
    return _with_git(new, store, "sample store")


def twin(projects: int, name: str) -> Path:
    """A store of its own that jobs may change, with a branch ``other`` that differs in ``CHANGED`` project files."""
    store = FOLDER / f"city-{projects}-{name}-{_version()}"
    if store.exists():
        return reset(store)
    new = _fresh(store)
    shutil.copytree(city(projects), new, ignore=shutil.ignore_patterns(".hyzs"))
    git(new, "switch", "-q", "-c", "other")
    for file in project_files(new)[:CHANGED]:
        file.write_bytes(file.read_bytes() + b"# changed on the other branch\n")
    git(new, "commit", "-q", "-a", "-m", "other")
    git(new, "switch", "-q", "main")
    new.rename(store)
    return reset(store)


def with_parcels(projects: int) -> Path:
    """A twin with so many parcels on the shelf: five hundred of ten thousand projects look for one."""
    store = FOLDER / f"city-{projects}-{PARCELS}-parcels-{_version()}"
    if store.exists():
        return reset(store)
    new = _fresh(store)
    shutil.copytree(city(projects), new, ignore=shutil.ignore_patterns(".hyzs"))
    folder = new / "data" / "parcels"
    folder.mkdir(exist_ok=True)
    for number in range(PARCELS):
        text = _PARCEL.format(number, 20 + number * 7 % 180, 100 + number * 3 % 250, 1000 + number * 40)
        (folder / f"k26-b{number:03}.yaml").write_text(text, encoding="utf-8")
    git(new, "add", "data/parcels")
    git(new, "commit", "-q", "-m", "parcels")
    new.rename(store)
    return reset(store)


def with_scheme(projects: int) -> Path:
    """A twin with the shipped scheme, which compares its counties."""
    store = FOLDER / f"city-{projects}-scheme-{_version()}"
    if store.exists():
        return reset(store)
    new = _fresh(store)
    shutil.copytree(city(projects), new, ignore=shutil.ignore_patterns(".hyzs"))
    folder = new / "data" / "schemes"
    folder.mkdir(exist_ok=True)
    shutil.copy(ROOT / "data" / "schemes" / "zbpj-2026.yaml", folder)
    git(new, "add", "data/schemes")
    git(new, "commit", "-q", "-m", "scheme")
    new.rename(store)
    return reset(store)


def with_steps(projects: int) -> Path:
    """A twin whose projects have eight permits of three events each; one in twenty waits for its last."""
    store = FOLDER / f"city-{projects}-steps-{_version()}"
    if store.exists():
        return reset(store)
    new = _fresh(store)
    shutil.copytree(city(projects), new, ignore=shutil.ignore_patterns(".hyzs"))
    for number, file in enumerate(project_files(new)):
        text = file.read_text(encoding="utf-8")
        before, rest = text.split("permits:\n", 1)
        file.write_text(f"{before}permits:\n{_permits(number)}tracked:{rest.split('tracked:', 1)[1]}", encoding="utf-8")
    git(new, "commit", "-q", "-a", "-m", "permits step by step")
    new.rename(store)
    return reset(store)


def _permits(number: int) -> str:
    """The permits of a project as the file tells them."""
    lines = []
    for place, name in enumerate(PERMITS):
        is_open = (number * len(PERMITS) + place) % OPEN_ONE_IN == 0
        day = date(2026, 10, 12) + timedelta(number % 28) if is_open else date(2025, 3, 3) + timedelta(number % 200)
        acts = (("申请", 0), ("受理", 3), *(() if is_open else (("办结", 12),)))
        events = "".join(f"      - {{on: {day + timedelta(after)}, do: {act}}}\n" for act, after in acts)
        lines.append(f"  {name}:\n    status: {'在办' if is_open else '已办'}\n    events:\n{events}")
    return "".join(lines)


def with_weeks(projects: int, weeks: int) -> Path:
    """A twin whose last commit adds the returns of the last of so many weeks."""
    store = FOLDER / f"city-{projects}-{weeks}-added-{_version()}"
    if store.exists():
        return reset(store)
    new = _fresh(store)
    shutil.copytree(city(projects, weeks), new, ignore=shutil.ignore_patterns(".hyzs"))
    last = sorted((new / "data" / "returns").iterdir())[-1]
    git(new, "rm", "-r", "-q", str(last))
    git(new, "commit", "-q", "-m", "before the last week")
    git(new, "revert", "--no-edit", "HEAD")
    new.rename(store)
    return reset(store)


def without_units(projects: int) -> Path:
    """A twin in which a wrong merge has lost all units but one: thousands of places name what is not there."""
    store = twin(projects, "bereft")
    shutil.rmtree(store / "data" / "units")
    file = store / "data" / "units" / "u.yaml"
    file.parent.mkdir()
    file.write_text("- {id: szf, name: 某市人民政府, type: 人民政府, level: 市}\n", encoding="utf-8")
    return store


def reset(store: Path) -> Path:
    """The store as it was committed; git's own index is settled by one plain status."""
    git(store, "switch", "-q", "-f", "main")
    git(store, "status")
    return store


def project_files(store: Path) -> list[Path]:
    """Every project file, in order."""
    return sorted((store / "data" / "projects").rglob("*.yaml"))


def _version() -> str:
    """Changes when the invented city does: old stores are not mistaken for new ones."""
    return hashlib.sha256((ROOT / "src" / "hyzs" / "scaffold" / "demo_city.py").read_bytes()).hexdigest()[:8]


def _fresh(store: Path) -> Path:
    new = store.with_name(store.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.parent.mkdir(parents=True, exist_ok=True)
    return new


def _with_git(new: Path, store: Path, message: str) -> Path:
    """Commit what is in ``new``; only a store that is whole gets its name."""
    git(new, "add", "-A")
    git(new, "commit", "-q", "-m", message)
    new.rename(store)
    return reset(store)
