"""Changes since a revision that the unit which made them may not make, by the keepers of that revision.

The rules are those of the older state: nobody gives himself a right in the very change that needs it. Comments that
allow a code, the baseline and the severities of the settings do not hold for these findings.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from hyzs.diagnostics.keeper_rules import NOT_YOURS
from hyzs.fields.field_catalog import FieldCatalog
from hyzs.fields.index_reader import resolve_name
from hyzs.index.index import Index
from hyzs.model.errors import BadUsage, HyzsError
from hyzs.model.finding import START, Finding, Route, TextSpan
from hyzs.model.json_pointer import from_pointer
from hyzs.query.keepers import KeeperRule, declares_keepers, keeper_rules, kept_records
from hyzs.store.git_history import changed_paths
from hyzs.store.git_revision import commit_of
from hyzs.store.staged_tree import StagedTree
from hyzs.store.trees import CommitTree
from hyzs.yamldoc.document import Document, read

RECORDS = """
SELECT f.path, r.kind, r.id, r.name, r.at, b.json FROM in_values a
JOIN file f ON f.path = a.value JOIN visible_file v ON v.file = f.id
JOIN record r ON r.file = f.id JOIN body b ON b.file = r.file AND b.item = r.item
"""
#: Comments that allow a code, by file.
ALLOWANCES = "SELECT l.path, l.code FROM allow l JOIN in_values a ON a.value = l.path"
#: A record as its file has it.
RecordKey = tuple[str, str]
_DATA = "data/"


class _Stored(NamedTuple):
    """A record in one of the two states."""

    path: str
    kind: str
    id: str
    name: str
    at: str
    body: dict[str, Any]


def unauthorized_changes(index: Index, revision: str, unit: str, today: date) -> list[Finding]:
    """A finding for each field, record or file that differs from the revision and that the unit does not keep.

    Raises:
        NotFound: there is no such revision, or no such unit.
        BadUsage: the settings of the revision have no keepers.
    """
    commit = commit_of(index.root, revision)
    old = index.open_other(CommitTree(index.root, commit))
    try:
        now = datetime.combine(today, datetime.max.time())
        if not declares_keepers(old):
            message = f"版本 {commit[:10]} 的设置里没有写谁管什么(keepers)"
            raise BadUsage(message, "在 data/settings.yaml 里写 keepers，见 docs/SETTINGS.md；提交以后再用 --as")
        name = resolve_name(old, unit, "unit")["name"]
        paths = changed_paths(index.root, commit, _new_commit(index), is_staged=isinstance(index.tree, StagedTree))
        return _Comparison(old, index, keeper_rules(old, now), name, now).findings(paths)
    finally:
        old.close()


def has_keepers(index: Index, revision: str) -> bool:
    """True if the settings of the revision say who keeps what. Raises: NotFound: there is no such revision."""
    old = index.open_other(CommitTree(index.root, commit_of(index.root, revision)))
    try:
        return declares_keepers(old)
    finally:
        old.close()


def _new_commit(index: Index) -> str:
    """The commit that the index shows; empty where it shows files."""
    return index.tree.commit if isinstance(index.tree, CommitTree) else ""


class _Comparison:
    """Two states and the rights of one unit."""

    def __init__(self, old: Index, new: Index, rules: list[KeeperRule], unit: str, now: datetime) -> None:
        self.old, self.new, self.rules, self.unit, self.now = old, new, rules, unit, now
        self.catalog = FieldCatalog(new)
        self.is_kept = cache(self._is_kept)

    def findings(self, paths: Collection[str]) -> list[Finding]:
        """Findings on the changed files at these paths, sorted by place."""
        foreign = [path for path in paths if not self._keeps_file(path)]
        inside = [path.removeprefix(_DATA) for path in foreign if path.startswith(_DATA)]
        before, after = _records(self.old, inside), _records(self.new, inside)
        out: list[Finding] = []
        touched: set[str] = set()
        documents = cache(self._document)
        for key in sorted({*before, *after}):
            stored = [side[key] for side in (before, after) if key in side]
            problems = [*self._record_problems(before.get(key), after.get(key))]
            is_changed = len(stored) == 1 or stored[0].body != stored[1].body or stored[0].path != stored[1].path
            touched |= {record.path for record in stored} if is_changed else set()
            is_gone = key not in after
            out += [
                self._finding(stored[-1], route, text, field, None if is_gone else documents(stored[-1].path))
                for route, text, field in problems
            ]
        out += self._file_problems([path for path in foreign if path.removeprefix(_DATA) not in touched], before, after)
        out += self._allowance_problems(inside, touched, before, after)
        return sorted(out, key=lambda finding: (finding.path, finding.span, finding.message))

    # rights

    def _keeps_file(self, path: str) -> bool:
        return any(rule.covers_file(path) and self.unit in rule.units for rule in self.rules)

    def _is_kept(self, position: int, *, is_new: bool) -> Mapping[str, frozenset[str]]:
        """The records of a rule in the old or the new state, each with its keepers."""
        try:
            return kept_records(self.new if is_new else self.old, self.rules[position], self.now)
        except HyzsError:
            return {}  # a rule that cannot be read gives no right; ``check`` says so

    def _keeps(self, record: _Stored, field: str = "", *, is_new: bool = False) -> bool:
        """True if the unit keeps the field of the record, or without one the whole record."""
        return any(
            self.unit in self.is_kept(n, is_new=is_new).get(record.id, ())
            for n, rule in enumerate(self.rules)
            if rule.kind == record.kind and (rule.covers_field(field) if field else not rule.fields)
        )

    def _units(self, position: int, record: _Stored) -> frozenset[str]:
        """The keepers of a record by one rule; of a new record those that it would have."""
        is_in_charge = self.is_kept(position, is_new=False)
        return is_in_charge.get(record.id) or self.is_kept(position, is_new=True).get(record.id) or frozenset()

    def _keepers(self, record: _Stored, field: str = "") -> str:
        """The units that keep the field of a record: 由市科技局管."""
        names = {
            name
            for n, rule in enumerate(self.rules)
            if rule.kind == record.kind and (rule.covers_field(field) if field else not rule.fields)
            for name in self._units(n, record)
        }
        return f"由{'、'.join(sorted(names))}管" if names else "设置里没有写由谁管"

    # problems

    def _record_problems(self, before: _Stored | None, after: _Stored | None) -> Iterator[tuple[Route, str, str]]:
        """Changes of a record that the unit may not make: the route, the sentence, the field."""
        if before is None and after is not None:
            if not self._keeps(after, is_new=True):
                yield (), f"新增了{self._called(after)}，{self._keepers(after)}", ""
        elif after is None and before is not None:
            if not self._keeps(before):
                yield (), f"删去了{self._called(before)}，{self._keepers(before)}", ""
        elif before and after:
            if before.path != after.path and not self._keeps(before):
                yield (), f"把{self._called(before)}移到了 {after.path}，{self._keepers(before)}", ""
            for route in _differing_routes(before.body, after.body):
                field = ".".join(step for step in route if isinstance(step, str))
                if not self._keeps(before, field):
                    yield (
                        route,
                        f"{self._called(before)}的{self._label(before.kind, field)}{self._keepers(before, field)}",
                        field,
                    )

    def _file_problems(
        self, paths: Collection[str], before: Mapping[RecordKey, _Stored], after: Mapping[RecordKey, _Stored]
    ) -> Iterator[Finding]:
        """Files in which no record says anything else: only comments and layout changed, or they hold no records."""
        for path in paths:
            stored = [record for side in (before, after) for record in side.values() if f"{_DATA}{record.path}" == path]
            if not stored:
                yield _file_finding(path, f"改动了 {path}，设置里没有写{self.unit}可以改它")
            elif not all(self._keeps(record) for record in stored):
                yield _file_finding(path, f"改动了 {path} 的注释或写法，里面的记录不都归{self.unit}管")

    def _allowance_problems(
        self,
        inside: Collection[str],
        touched: Collection[str],
        before: Mapping[RecordKey, _Stored],
        after: Mapping[RecordKey, _Stored],
    ) -> Iterator[Finding]:
        """Comments that allow findings, in files of which the unit does not keep every record."""
        counts = [
            Counter(side.tuples(ALLOWANCES, {f"{_DATA}{path}" for path in inside})) for side in (self.old, self.new)
        ]
        altered = {path.removeprefix(_DATA) for path, _ in (counts[0] - counts[1]) + (counts[1] - counts[0])}
        for path in sorted(altered & set(touched)):
            stored = [record for side in (before, after) for record in side.values() if record.path == path]
            if not all(self._keeps(record, is_new=record.id not in {key[1] for key in before}) for record in stored):
                yield _file_finding(f"{_DATA}{path}", f"改动了 {path} 里放行的注释，里面的记录不都归{self.unit}管")

    # words and places

    def _called(self, record: _Stored) -> str:
        label = next((kind.label for kind in self.catalog.kinds if kind.name == record.kind), record.kind)
        return f"{label}“{record.name or record.id}”"

    def _label(self, kind: str, field: str) -> str:
        """The label of the field, or of the nearest one round it."""
        labels = {own.name: own.label for own in self.catalog.by_kind[kind]}
        steps = field.split(".")
        names = (".".join(steps[:size]) for size in range(len(steps), 0, -1))
        return f"“{next((labels[name] for name in names if name in labels), field)}”"

    def _document(self, path: str) -> Document | None:
        """The new text of the file; None where it is gone."""
        try:
            return read(self.new.tree.read(path))
        except HyzsError:
            return None

    def _finding(self, record: _Stored, route: Route, message: str, field: str, document: Document | None) -> Finding:
        """The finding at the field, at the start of a record, or of the file that it has gone from."""
        own = from_pointer(record.at)
        place = document.span_of((*own, *route), key=not route) if document else START
        return Finding(
            NOT_YOURS.code,
            NOT_YOURS.severity,
            message,
            f"{_DATA}{record.path}",
            place if route else TextSpan(place.line, place.column, place.line, place.column + 1),
            "请管它的单位改",
            record.id,
            field,
        )


def _records(index: Index, paths: Collection[str]) -> dict[RecordKey, _Stored]:
    """The records of the files at these paths below ``data/``, by kind and id."""
    rows = (
        _Stored(path, kind, id, name, at, json.loads(text))
        for path, kind, id, name, at, text in index.tuples(RECORDS, set(paths))
    )
    return {(record.kind, record.id): record for record in rows}


def _file_finding(path: str, message: str) -> Finding:
    return Finding(NOT_YOURS.code, NOT_YOURS.severity, message, path, START, "请管它的单位改", "", "")


def _differing_routes(old: Any, new: Any, route: Route = ()) -> Iterator[Route]:
    """Routes to the values that differ; of a list with more or fewer items the first that does."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _differing_routes(old.get(key), new.get(key), (*route, key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for n, (was, now) in enumerate(zip(old, new, strict=True)):
            yield from _differing_routes(was, now, (*route, n))
    elif isinstance(old, list) and isinstance(new, list):
        pairs = zip(old, new, strict=False)
        position = next((n for n, (was, now) in enumerate(pairs) if was != now), min(len(old), len(new)))
        yield (*route, position) if position < len(new) else route
    elif old != new:
        yield route
