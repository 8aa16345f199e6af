"""Keepers (管理规则): which unit may change which records, fields and files, as the settings declare it."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from typing import NamedTuple

from hyzs.fields.field_catalog import Field, FieldCatalog
from hyzs.fields.index_reader import IndexReader
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.blocks import Row
from hyzs.model.errors import BadUsage, HyzsError
from hyzs.model.lateness import in_force

SETTINGS = "SELECT b.file, b.id, b.json FROM body b WHERE b.kind = 'settings' ORDER BY b.file LIMIT 1"
FILES = "SELECT f.path FROM visible_file v JOIN file f ON f.id = v.file"
ANY_RECORD = "SELECT 1 FROM record WHERE kind = :kind LIMIT 1"
#: Names by which units are called, each with the name of the unit.
CALLED = "SELECT text, called FROM name WHERE kind = 'unit'"
#: Members of groups as of the day, by the name of the group.
MEMBERS = f"""
SELECT DISTINCT u.name, n.called FROM member m JOIN unit u ON u.file = m.file AND u.id = m.record
JOIN name n ON n.text = m.unit AND n.kind = 'unit'
WHERE {in_force("m")}
"""
PATHS = "SELECT r.id, f.path FROM record r JOIN file f ON f.id = r.file WHERE r.kind = :kind"
UNITS = "SELECT name, id FROM unit"
#: Makes a problem: code, key of the rule, what is wrong, what to do.
Tell = Callable[[str, str, str, str], tuple[str, Row]]


def is_one_of(path: str, fields: Collection[str]) -> bool:
    """True if the field at that dotted path is one of these, or below one; of no fields, any is."""
    return not fields or any(f"{path}.".startswith(f"{field}.") for field in fields)


class KeeperRule(NamedTuple):
    """One rule of the settings, its names resolved: ``units`` are those that it names, a group by its members.

    With ``unit_field`` each record names its own keeper. No ``fields``: whole records. No ``every``: no sheet in a
    workbook. ``called`` is the unit or group as the rule calls it, or the label of the field.
    """

    position: int
    units: frozenset[str]
    unit_field: str
    kind: str
    where: str
    fields: tuple[str, ...]
    paths: tuple[str, ...]
    every: str
    source: str
    called: str

    def covers_field(self, path: str) -> bool:
        """True if the rule is about the field at that dotted path, or about whole records."""
        return is_one_of(path, self.fields)

    def covers_file(self, path: str) -> bool:
        """True if the rule is about that file, relative to the store's root."""
        return any(fnmatchcase(path, pattern) for pattern in self.paths)


def keeper_rules(index: IndexReader, now: datetime) -> list[KeeperRule]:
    """The rules of the settings, in their order, groups as of ``now``; those of unknown kinds or fields are left out.

    What is left out is a finding of ``check`` (``keeper_problems``).
    """
    if not (declared := _declared(index)):
        return []
    catalog, called = FieldCatalog(index), dict(index.tuples(CALLED))
    members: dict[str, set[str]] = defaultdict(set)
    for group, member in index.tuples(MEMBERS, day=str(now.date())):
        members[group].add(member)
    rules: list[KeeperRule] = []
    for position, rule in enumerate(declared):
        try:
            kind = catalog.kind(rule["of"]).name if rule.get("of") else ""
            fields = tuple(_field(catalog, kind, name).name for name in rule.get("fields") or ())
            unit_field = _field(catalog, kind, rule["unit_field"]) if rule.get("unit_field") else None
        except BadUsage:
            continue
        unit = str(called.get(unit_text, unit_text)) if (unit_text := rule.get("unit")) else ""
        rules.append(
            KeeperRule(
                position,
                frozenset(members.get(unit) or ({unit} if unit else ())),
                unit_field.name if unit_field else "",
                kind,
                rule.get("where") or "",
                fields,
                tuple(map(_with_folder, rule.get("paths") or ())),
                str(rule.get("every") or ""),
                rule.get("source") or "",
                unit or (f"各条的{unit_field.label}" if unit_field else ""),
            )
        )
    return rules


def declares_keepers(index: IndexReader) -> bool:
    """True if the settings have any rule, right or wrong."""
    return bool(_declared(index))


def kept_records(index: IndexReader, rule: KeeperRule, now: datetime) -> dict[str, frozenset[str]]:
    """The records that a rule is about, by id, each with its keepers: those of the rule, or whom its field names.

    Raises: BadUsage, NotFound: the condition of the rule cannot be read.
    """
    names = ["id", *([rule.unit_field] if rule.unit_field else [])]
    rows = matching_rows(index, rule.kind, names, rule.where or None, now)
    if not rule.unit_field:
        return dict.fromkeys((str(row["id"]) for row in rows), rule.units)
    return {str(row["id"]): frozenset(_texts(row[rule.unit_field])) for row in rows}


def record_paths(index: IndexReader, kind: str) -> dict[str, str]:
    """The file below ``data/`` of each record of a kind, by its id."""
    return dict(index.tuples(PATHS, kind=kind))


def unit_ids(index: IndexReader) -> dict[str, str]:
    """The id of each unit by its name."""
    return dict(index.tuples(UNITS))


def keeper_problems(index: IndexReader, now: datetime) -> Iterator[tuple[str, Row]]:
    """By code the problems of the rules: kinds, fields, files that there are not, conditions that nothing meets."""
    settings = next(iter(index.rows(SETTINGS)), None)
    if settings is None or not (declared := json.loads(settings["json"]).get("keepers")):
        return
    catalog, files = FieldCatalog(index), [f"data/{path}" for (path,) in index.tuples(FILES)]
    place = {"file": settings["file"], "record": settings["id"]}
    for number, rule in enumerate(declared):

        def tell(code: str, key: str, problem: str, todo: str, number: int = number) -> tuple[str, Row]:
            name = key.partition("/")[0]
            return code, {
                **place,
                "at": f"/keepers/{number}/{key}",
                "field": f"keepers.{name}",
                "said": problem,
                "todo": todo,
            }

        for n, path in enumerate(rule.get("paths") or ()):
            pattern = _with_folder(path)
            if pattern.startswith("data/") and not any(fnmatchcase(file, pattern) for file in files):
                yield tell("keeper-nothing", f"paths/{n}", f"没有文件叫“{path}”", "核对路径，从仓库根写起")
        if rule.get("of"):
            yield from _record_problems(index, catalog, rule, now, tell)


def _record_problems(
    index: IndexReader, catalog: FieldCatalog, rule: Row, now: datetime, tell: Tell
) -> Iterator[tuple[str, Row]]:
    """Problems of a rule about records."""
    try:
        kind = catalog.kind(rule["of"])
    except BadUsage as error:
        yield tell("keeper-unknown", "of", error.message, error.hint)
        return
    names = [(f"fields/{n}", name) for n, name in enumerate(rule.get("fields") or ())]
    for key, name in [*names, *([("unit_field", rule["unit_field"])] if rule.get("unit_field") else [])]:
        try:
            field = _field(catalog, kind.name, name)
        except BadUsage as error:
            yield tell("keeper-unknown", key, error.message, error.hint)
            continue
        if key == "unit_field" and "unit" not in (field.refs or "").split("|"):
            yield tell("keeper-unknown", key, f"“{field.label}”里写的不是单位", "写记录里写着管理单位的字段")
    if rule.get("where") and index.value(ANY_RECORD, kind=kind.name):
        try:
            is_met = bool(matching_rows(index, kind.name, ["id"], rule["where"], now))
        except HyzsError:
            return  # condition-unknown says so
        if not is_met:
            yield tell(
                "keeper-nothing", "where", f"没有一条{kind.label}满足“{rule['where']}”", "核对条件；用不着的删去"
            )


def _declared(index: IndexReader) -> list[Row]:
    """The rules as the settings write them."""
    settings = next(iter(index.rows(SETTINGS)), None)
    return json.loads(settings["json"]).get("keepers") or [] if settings else []


def _field(catalog: FieldCatalog, kind: str, name: str) -> Field:
    """The stored field of a kind that people call ``name``. Raises: BadUsage: there is none."""
    steps = name.split(".")
    fields = [field for field in catalog.by_kind[kind] if name in (field.name, field.label)]
    if not fields and steps[0] in {field.name for field in catalog.by_kind[kind] if field.many}:
        fields = [field for field in catalog.by_kind[kind] if field.name == steps[0]]
    if not fields:
        raise BadUsage(f"没有“{name}”这个字段", catalog.hint(kind, name))
    return fields[0]


def _with_folder(path: str) -> str:
    """The pattern, of a folder that of all its files."""
    return f"{path}*" if path.endswith("/") else path


def _texts(value: object) -> Sequence[str]:
    """The names in a value."""
    return [str(item) for item in value] if isinstance(value, list) else [str(value)] if value else []
