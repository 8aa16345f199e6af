"""``hyzs init``: a new store from the shipped plan, measures and units; with samples or an invented city, or bare."""

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from hyzs.index.index import Index
from hyzs.index.record_file import kind_for_path
from hyzs.kinds import kinds
from hyzs.kinds.settings import Settings
from hyzs.model.change import Plain
from hyzs.model.errors import BadUsage, CannotWrite, os_error_text
from hyzs.model.finding import Route
from hyzs.model.json_pointer import from_pointer
from hyzs.model.record import Starter
from hyzs.model.scalars import ID
from hyzs.paths import STARTER, shipped_store
from hyzs.scaffold.demo_city import demo_files
from hyzs.scaffold.json_schemas import schemas
from hyzs.scaffold.new_settings import remove_sources, set_values
from hyzs.scaffold.practice import PRACTICE_ID, PRACTICE_NAME, practice_files, practice_now, practice_units
from hyzs.store.trees import WorkingTree
from hyzs.yamldoc.document import read

#: Id and name of a bare store until somebody names it.
_ID, _NAME = "city", "招商引资跟踪库"
#: Every mention of a record: its file, its place there, the kind that is mentioned.
MENTIONS = """
SELECT DISTINCT f.path, m.at, r.kind FROM mention m JOIN file f ON f.id = m.file JOIN record r ON r.id = m.target
"""
#: The records of a kind with what their files say.
BODIES = """
SELECT f.path, r.at, b.json FROM record r JOIN body b ON b.file = r.file AND b.item = r.item
JOIN file f ON f.id = r.file WHERE r.kind = :kind
"""
#: Terms of a vocabulary that a setting declares: they go with it.
TERMS = """
SELECT DISTINCT f.path, t.at FROM name n JOIN file s ON s.id = n.file AND s.path = 'settings.yaml'
JOIN term t ON t.text = n.text AND instr('|' || t.kinds || '|', '|' || n.kind || '|') > 0
JOIN file f ON f.id = t.file WHERE n.at LIKE :beginning
"""
#: The units that file, or that have an exercise.
FILING_UNITS = """
SELECT id, name FROM unit WHERE files OR name IN (SELECT value FROM json_each(:names)) ORDER BY id
"""
#: Confirmations of completions that sample returns report.
CONFIRMATIONS = """
SELECT f.path, t.at || '/confirmation' AS at FROM task t JOIN file f ON f.id = t.file
WHERE t."confirmation.by" IS NOT NULL
"""


def create_store(
    folder: Path,
    *,
    sample: bool = False,
    bare: bool = False,
    demo: int | None = None,
    practice: bool = False,
    id: str = "",
    name: str = "",
) -> None:
    """Make a store in ``folder``: all of it or nothing. Nothing may be there yet but ``.git``.

    ``demo`` is the number of projects of an invented city, which come instead of the sample projects; ``practice``
    adds the records of the exercises, and stops the clock. ``id`` and ``name`` are the store's own; without them a
    bare one is called as no city is, any other as the shipped one.

    Raises:
        BadUsage: the id or the name cannot be one; CannotWrite: the folder is not empty, or cannot be written.
    """
    _require_empty(folder)
    level = Starter.bare if bare else Starter.city if demo else Starter.sample if sample else Starter.plan
    values = _identity(id, name, level)
    added = _practice_files() if practice else demo_files(demo) if demo else ()
    if practice:
        values |= {"id": PRACTICE_ID, "name": PRACTICE_NAME, "as_of": Plain(practice_now())}
    stage = folder / ".hyzs-new"
    try:
        for path, data in _files(level, added, values):
            file = stage / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        for entry in sorted(stage.iterdir()):
            entry.rename(folder / entry.name)
    except OSError as error:
        raise CannotWrite(f"建不了 {folder}：{os_error_text(error)}", "换一个可以写的文件夹") from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _practice_files() -> Iterator[tuple[str, str]]:
    """Path and text of the records of a practice store, besides the plan and the units."""
    index = _shipped_index()
    units = {row["name"]: row["id"] for row in index.rows(FILING_UNITS, names=json.dumps(practice_units()))}
    index.close()
    return practice_files(units)


def _require_empty(folder: Path) -> None:
    """Refuse a folder that has anything but ``.git``. Raises: CannotWrite."""
    if (folder / "data" / "settings.yaml").exists():
        raise CannotWrite(f"{folder} 已经是数据仓库", "换一个空文件夹")
    if folder.exists() and not folder.is_dir():
        raise CannotWrite(f"{folder} 是一个文件，不是文件夹", "换一个空文件夹")
    if folder.is_dir() and any(entry.name != ".git" for entry in folder.iterdir()):
        raise CannotWrite(f"{folder} 不是空文件夹", "换一个空文件夹；只有 .git 也可以")


def _identity(id: str, name: str, level: Starter) -> dict[str, str]:
    """The id and the name that are not the shipped ones; an id must be free among the records that come along."""
    if id and not re.fullmatch(ID, id):
        raise BadUsage(f"“{id}”不能作编号", "只用小写字母、数字和减号，以字母或数字开头，如 --id zhuzhou")
    if id and level > Starter.bare and (kind := _kind_of(id)):
        raise BadUsage(f"编号 {id} 已经是一个{kind}的编号", "换一个：一个仓库里编号不能重复")
    if name and (not name.strip() or not name.isprintable()):
        raise BadUsage("--name 要写一个看得见的名称", "如 --name 某市招商引资跟踪库")
    nameless = {"id": _ID, "name": _NAME} if level == Starter.bare else {}
    return nameless | ({"id": id} if id else {}) | ({"name": name.strip()} if name else {})


def _kind_of(id: str) -> str | None:
    """The label of the kind of the shipped record with that id."""
    index = _shipped_index()
    kind = index.value(
        "SELECT k.label FROM record r JOIN kind k ON k.name = r.kind WHERE r.id = :id AND r.kind <> 'settings'", id=id
    )
    index.close()
    return str(kind) if kind else None


def _files(level: Starter, added: Iterable[tuple[str, str]], values: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of every file of a new store, one after the other: a city would not fit in memory."""
    yield from _records(level, values)
    yield from ((path, text.encode()) for path, text in added)
    for name, schema in schemas().items():
        yield f"schema/{name}.json", schema.text.encode()
    first = "samples" if level >= Starter.city else level.name
    steps = (STARTER / "first" / f"{first}.md").read_text(encoding="utf-8")
    yield "README.md", (STARTER / "README.md").read_text(encoding="utf-8").replace("{first}\n", steps).encode()
    yield ".gitignore", (STARTER / "gitignore").read_bytes()
    yield ".vscode/settings.json", _editor().encode()


def _records(level: Starter, values: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The shipped record files of the kinds that come with a store of that level, without what has to go from them."""
    data_folder = shipped_store() / "data"
    fields = _fields_to_remove(level) if level < Starter.sample else {}
    if level < Starter.city and "as_of" not in values:
        fields.setdefault(Settings.path, []).append(("as_of",))  # a clock stops for samples alone
    if level == Starter.bare or "id" in values:
        fields.setdefault(Settings.path, []).append(("region_code",))  # it is that of the city whose data are shipped
    for file in sorted(data_folder.rglob("*.yaml")):
        path = file.relative_to(data_folder).as_posix()
        if _starter_of(path) <= level:
            data = remove_fields(file.read_bytes(), fields.get(path, []))
            yield f"data/{path}", _settings(data, level, values) if path == Settings.path else data


def _starter_of(path: str) -> Starter:
    """The smallest store that has the file at that path below ``data/``."""
    match = kind_for_path(path)
    assert match, f"data/{path} belongs to no kind"
    return match[0].starter


def _settings(data: bytes, level: Starter, values: Mapping[str, str]) -> bytes:
    """The settings under the store's own id and name; without a plan nothing comes from it."""
    return set_values(remove_sources(data) if level == Starter.bare else data, values)


def _fields_to_remove(level: Starter) -> dict[str, list[Route]]:
    """The fields, by file, that are invented, or speak of records which do not come with a store of that level."""
    index = _shipped_index()
    fields: dict[str, list[Route]] = defaultdict(list)
    for row in index.rows(MENTIONS):
        if _starter_of(row["path"]) <= level < kinds()[row["kind"]].starter:
            steps = from_pointer(row["at"])
            fields[row["path"]].append(steps[: 2 if isinstance(steps[0], int) else 1])
    dropped_keys = [route[0] for route in fields[Settings.path]]
    for row in (row for setting in dropped_keys for row in index.rows(TERMS, beginning=f"/{setting}/%")):
        if _starter_of(row["path"]) <= level:
            fields[row["path"]].append(from_pointer(row["at"])[:1])
    for kind in kinds().values() if level < Starter.sample else ():
        for row in index.rows(BODIES, kind=kind.kind) if kind.invented else ():
            keys = [key for key in kind.invented if key in json.loads(row["json"])]
            fields[row["path"]] += [(*from_pointer(row["at"]), key) for key in keys]
    for row in index.rows(CONFIRMATIONS):
        fields[row["path"]].append(from_pointer(row["at"]))
    index.close()
    return {path: list(dict.fromkeys(routes)) for path, routes in fields.items()}


def _shipped_index() -> Index:
    root = shipped_store()
    index = Index(root, keep=False)
    index.show_tree(WorkingTree(root))
    return index


def remove_fields(data: bytes, fields: list[Route]) -> bytes:
    """The file without these fields, each of which has its lines to itself; every other line stays as it is."""
    document, lines = read(data), data.decode().splitlines(keepends=True)
    for field in fields:
        key, value = document.span_of(field, key=True), document.span_of(field)
        before, after = lines[key.line - 1][: key.column - 1], lines[value.end_line - 1][value.end_column - 1 :].strip()
        assert not before.strip() and after[:1] in ("", "#"), f"{field} 与别的内容同在一行"
        for number in range(key.line - 1, value.end_line):
            lines[number] = ""
    return "".join(lines).encode()


def _editor() -> str:
    """The settings of VS Code: the schema of each file."""
    places = {f"schema/{schema.name}.json": schema.files for schema in schemas().values()}
    settings = {
        "yaml.schemas": places,
        "yaml.yamlVersion": "1.2",
        "files.encoding": "utf8",
        "files.eol": "\n",
        "[yaml]": {"editor.tabSize": 2, "editor.insertSpaces": True},
    }
    return json.dumps(settings, ensure_ascii=False, indent=2) + "\n"
