"""A new store: the plan, its measures and units as shipped with the program; with samples, without, or a whole city."""

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from hyzs.index.index import Index
from hyzs.model.errors import BadUsage, CannotWrite, os_error_text
from hyzs.model.finding import Route
from hyzs.model.route import from_pointer
from hyzs.model.scalars import ID
from hyzs.scaffold.demo_city import demo_files as city
from hyzs.scaffold.json_schemas import schemas
from hyzs.scaffold.new_settings import remove_sources, set_values
from hyzs.store.trees import WorkingTree
from hyzs.yamldoc.document import read

#: Folders of ``data/`` whose records are invented for demonstration.
SAMPLES = frozenset(("people", "investors", "projects", "matters", "notices", "returns"))
#: The samples that an invented city has its own of.
INVENTED = frozenset(("projects", "matters", "notices", "returns"))
#: All that a bare store has; settings are a file.
BARE = frozenset(("settings.yaml", "calendar"))
#: What a bare store is called until somebody names it.
_ID, _NAME = "city", "招商引资跟踪库"
#: What a record that is no sample says of one that is.
OF_SAMPLES = """
SELECT DISTINCT f.path, m.at, m.record
FROM mention m
JOIN file f ON f.id = m.file
JOIN record one ON one.file = m.file AND one.item = m.item AND one.sample = 0
JOIN record other ON other.id = m.target AND other.sample = 1
"""
#: Confirmations of completions that sample returns report.
CONFIRMATIONS = """
SELECT f.path, t.at || '/confirmation' AS at FROM task t JOIN file f ON f.id = t.file
WHERE t."confirmation.by" IS NOT NULL
"""


def create_store(
    folder: Path, *, sample: bool = False, bare: bool = False, demo: int | None = None, id: str = "", name: str = ""
) -> None:
    """Make a store in ``folder``: all of it or nothing. Nothing may be there yet but ``.git``.

    ``demo`` is the number of projects of an invented city, which come instead of the sample projects. ``id`` and
    ``name`` are the store's own; without them a bare one is called as no city is, any other as the shipped one.

    Raises: BadUsage (no id), CannotWrite.
    """
    _require_empty(folder)
    tops = _shipped_entries(sample or bool(demo), bare, INVENTED if demo else frozenset())
    values = _identity(id, name, tops)
    stage = folder / ".hyzs-new"
    try:
        for path, data in _files(tops, demo, values):
            file = stage / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        for entry in sorted(stage.iterdir()):
            entry.rename(folder / entry.name)
    except OSError as error:
        raise CannotWrite(f"建不了 {folder}：{os_error_text(error)}", "换一个可以写的文件夹") from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _require_empty(folder: Path) -> None:
    """Whatever is there already stays untouched."""
    if (folder / "data" / "settings.yaml").exists():
        raise CannotWrite(f"{folder} 已经是数据仓库", "换一个空文件夹")
    if folder.exists() and not folder.is_dir():
        raise CannotWrite(f"{folder} 是一个文件，不是文件夹", "换一个空文件夹")
    if folder.is_dir() and any(entry.name != ".git" for entry in folder.iterdir()):
        raise CannotWrite(f"{folder} 不是空文件夹", "换一个空文件夹；只有 .git 也可以")


def _identity(id: str, name: str, tops: frozenset[str]) -> dict[str, str]:
    """The id and the name that are not the shipped ones; an id must be free among the records that come along."""
    if id and not re.fullmatch(ID, id):
        raise BadUsage(f"“{id}”不能作编号", "只用小写字母、数字和减号，以字母或数字开头，如 --id zhuzhou")
    if id and (kind := _kind_of(id, tops)):
        raise BadUsage(f"编号 {id} 已经是一个{kind}的编号", "换一个：一个仓库里编号不能重复")
    if name and (not name.strip() or not name.isprintable()):
        raise BadUsage("--name 要写一个看得见的名称", "如 --name 某市招商引资跟踪库")
    nameless = {"id": _ID, "name": _NAME} if tops == BARE else {}
    return nameless | ({"id": id} if id else {}) | ({"name": name.strip()} if name else {})


def _kind_of(id: str, tops: frozenset[str]) -> str | None:
    """The label of the kind of the shipped record with that id, if it comes along."""
    if tops == BARE:
        return None
    index = _shipped_index()
    kind = index.value(
        "SELECT k.label FROM record r JOIN kind k ON k.name = r.kind WHERE r.id = :id AND r.kind <> 'settings'", id=id
    )
    index.close()
    return str(kind) if kind else None


def _shipped_entries(sample: bool, bare: bool, omitted: frozenset[str]) -> frozenset[str]:
    """The entries of the shipped ``data/`` that come along."""
    if bare:
        return BARE
    every = frozenset(entry.name for entry in (shipped_root() / "data").iterdir())
    return every - omitted if sample else every - SAMPLES


def _files(tops: frozenset[str], demo: int | None, values: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of every file of a new store, one after the other: a city would not fit in memory."""
    yield from _records(tops, values)
    if demo:
        yield from ((path, text.encode()) for path, text in city(demo))
    for name, schema in schemas().items():
        yield f"schema/{name}.json", schema.text.encode()
    starter = Path(__file__).parents[1] / "starter"
    first = "bare" if tops == BARE else "samples" if "people" in tops else "plan"
    steps = (starter / "first" / f"{first}.md").read_text(encoding="utf-8")
    yield "README.md", (starter / "README.md").read_text(encoding="utf-8").replace("{first}\n", steps).encode()
    yield ".gitignore", (starter / "gitignore").read_bytes()
    yield ".vscode/settings.json", _editor().encode()


def _records(tops: frozenset[str], values: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    shipped = shipped_root()
    slips = {} if tops == BARE or "returns" in tops else _fields_on_samples(people="people" not in tops)
    if "people" not in tops:
        slips = {**slips, "settings.yaml": [("as_of",)]}  # a clock stops for samples alone
    for file in sorted((shipped / "data").rglob("*.yaml")):
        path = file.relative_to(shipped / "data").as_posix()
        if path.split("/")[0] in tops:
            data = remove_fields(file.read_bytes(), slips.get(path, []))
            yield f"data/{path}", _settings(data, tops, values) if path == "settings.yaml" else data


def _settings(data: bytes, tops: frozenset[str], values: Mapping[str, str]) -> bytes:
    """The settings under the store's own id and name; without a plan nothing comes from it."""
    return set_values(remove_sources(data) if tops == BARE else data, values)


def shipped_root() -> Path:
    """Where the shipped ``data/`` is: inside the package once installed, at the top of the repository before."""
    inside = Path(__file__).parents[1] / "starter"
    return inside if (inside / "data").is_dir() else Path(__file__).parents[3]


def _fields_on_samples(*, people: bool) -> dict[str, list[Route]]:
    """The fields, by file, that are to go when sample returns go, and those on other samples if ``people`` go too."""
    index = _shipped_index()
    found: dict[str, list[Route]] = defaultdict(list)
    for row in index.rows(OF_SAMPLES) if people else ():
        steps = from_pointer(row["at"])
        found[row["path"]].append(steps[: 2 if isinstance(steps[0], int) else 1])
    for row in index.rows(CONFIRMATIONS):
        found[row["path"]].append(from_pointer(row["at"]))
    index.close()
    return found


def _shipped_index() -> Index:
    shipped = shipped_root()
    index = Index(shipped, keep=False)
    index.show_tree(WorkingTree(shipped))
    return index


def remove_fields(data: bytes, fields: list[Route]) -> bytes:
    """The file without these fields, each of which has its lines to itself; every other line stays as it is."""
    document, lines = read(data), data.decode().splitlines(keepends=True)
    for field in fields:
        key, value = document.place(field, key=True), document.place(field)
        before, after = lines[key.line - 1][: key.column - 1], lines[value.end_line - 1][value.end_column - 1 :].strip()
        assert not before.strip() and after[:1] in ("", "#"), f"{field} 与别的内容同在一行"
        for number in range(key.line - 1, value.end_line):
            lines[number] = ""
    return "".join(lines).encode()


def _editor() -> str:
    """The settings of VS Code: which files keep to which schema."""
    places = {f"schema/{one.name}.json": one.files for one in schemas().values()}
    settings = {
        "yaml.schemas": places,
        "yaml.yamlVersion": "1.2",
        "files.encoding": "utf8",
        "files.eol": "\n",
        "[yaml]": {"editor.tabSize": 2, "editor.insertSpaces": True},
    }
    return json.dumps(settings, ensure_ascii=False, indent=2) + "\n"
