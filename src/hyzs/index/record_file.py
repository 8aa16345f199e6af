"""Parse one file: its kind, the rows of its records, and all findings on it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import ValidationError

from hyzs.diagnostics.registry import rules_by_code, severity
from hyzs.diagnostics.suppressions import parse_directives
from hyzs.index.record_problems import problems
from hyzs.index.record_rows import Tables, add_record_rows
from hyzs.index.row_values import Unstorable
from hyzs.index.unstorable_values import storage_errors
from hyzs.kinds import kinds
from hyzs.model.field_shapes import model_at, shapes
from hyzs.model.finding import START, Finding, Route
from hyzs.model.private_number import private_numbers
from hyzs.model.record import Record
from hyzs.model.scalars import quoted
from hyzs.model.validation_messages import code_of, message_for
from hyzs.model.week import Week
from hyzs.yamldoc.document import Absent, Document, Tree, read
from hyzs.yamldoc.private_number_faults import private_fault

_ID = re.compile("[a-z0-9][a-z0-9-]*")
_BEFORE_COMMA, _AFTER_COMMA = re.compile("-?[0-9]{1,3}"), re.compile(r"[0-9]{3}(\.[0-9]+)?")
#: Times that invalid values are removed and the rest is validated again.
_ROUNDS = 4
#: Records of a file with the same id that are read; each further one is a finding.
MOST_NAMESAKES = 20
#: Findings of one code listed for one file; further ones are counted.
MOST_FINDINGS = 200
_RESERVED = re.compile(r"con|prn|aux|nul|com[1-9]|lpt[1-9]")


@dataclass(slots=True)
class ParsedFile:
    """A parsed file: rows by table, and findings with their spans."""

    file: int
    tables: Tables
    kind: str | None = None
    findings: list[Finding] = field(default_factory=list)
    #: Count of findings by code.
    counts: Counter[str] = field(default_factory=Counter)

    def is_full(self, code: str) -> bool:
        """Count a finding of that code; True if so many are listed that this one is not."""
        if self.counts[code] < MOST_FINDINGS:
            return False
        self.counts[code] += 1
        return True

    def add(self, finding: Finding) -> None:
        """Add the finding to the list, or only count it where the list is full."""
        if not self.is_full(finding.code):
            self.counts[finding.code] += 1
            self.findings.append(finding)

    def finish(self, path: str) -> None:
        """Sort the findings, and add one for each code with more than are listed."""
        self.findings.sort(key=lambda finding: finding.span)
        for code, count in sorted(self.counts.items()):
            if count > MOST_FINDINGS:
                message = f"这个文件里同样的问题还有 {count - MOST_FINDINGS} 处，没有一一列出"
                self.findings.append(Finding(code, severity(code), message, path, hint="先改好列出的，再查一遍"))


def read_file(path: str, data: bytes, file: int = 0, tables: Tables | None = None) -> ParsedFile:
    """The rows and findings of the file ``path`` (below ``data/``) with the bytes ``data``.

    ``file`` is its id in the index; rows are added to ``tables`` if given.
    """
    out = ParsedFile(file, {} if tables is None else tables)
    for number in private_numbers(path):
        fault = private_fault(number, START, "文件或文件夹的名称里")
        out.add(Finding(fault.code, severity(fault.code), fault.message, f"data/{path}", fault.span, fault.hint))
    match = kind_for_path(path)
    if match is None:
        out.findings.append(misplaced_file(path))
        return out
    kind, path_fields = match
    out.kind = kind.kind
    document = read(data)
    for fault in document.problems:
        out.add(Finding(fault.code, severity(fault.code), fault.message, f"data/{path}", fault.span, fault.hint))
    if document.tree is not None:
        _FileReader(path, kind, path_fields, document, out).run()
    for directive in parse_directives(document.directives(), f"data/{path}", rules_by_code()):
        if isinstance(directive, Finding):
            out.add(directive)
        else:
            out.tables.setdefault("allow", []).append((file, directive.code, directive.line, *directive.span))
    out.finish(f"data/{path}")
    return out


def misplaced_file(path: str) -> Finding:
    """The finding of a file that belongs to no kind."""
    paths = "、".join(f"data/{k.path}" for k in kinds().values())
    message = f"这里不放记录：data/{path} 不属于任何一种记录"
    return Finding("path-unknown", severity("path-unknown"), message, f"data/{path}", hint=f"记录放在 {paths}")


@cache
def _patterns() -> list[tuple[type[Record], re.Pattern[str]]]:
    """The path of each kind as a pattern; fields in braces become groups."""
    out = []
    for kind in kinds().values():
        text = re.escape(kind.path).replace(r"\*\*/", "(?:[^/]+/)*")
        out.append((kind, re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", text))))
    return out


def kind_for_path(path: str) -> tuple[type[Record], dict[str, str]] | None:
    """The kind of the file at ``path``, and the fields that its path gives; None if it belongs to no kind."""
    for kind, pattern in _patterns():
        if match := pattern.fullmatch(path):
            return kind, match.groupdict()
    return None


def _without_absent(tree: Any) -> Any:
    """The tree without absent values: a plain empty, ``~`` or ``null`` is as if it were not there.

    An item of a list cannot be absent: it becomes an empty text, which every type refuses.
    """
    if isinstance(tree, dict):
        return {k: _without_absent(v) for k, v in tree.items() if type(v) is not Absent}
    if isinstance(tree, list):
        return ["" if type(v) is Absent else _without_absent(v) for v in tree]
    return tree


def _absent_keys(tree: Any, at: Route) -> Iterator[tuple[Route, Any]]:
    """The routes of keys without a value, each with the value before it in its mapping ("": it is the first)."""
    if isinstance(tree, dict):
        before: Any = ""
        for key, value in tree.items():
            if type(value) is Absent:
                yield (*at, key), before
            else:
                yield from _absent_keys(value, (*at, key))
            before = value
    elif isinstance(tree, list):
        for number, value in enumerate(tree):
            yield from _absent_keys(value, (*at, number))


def _thousands(before: Any, key: str) -> str:
    """A hint where the key is what a comma between thousands has cut off the value before it: ``95,000``."""
    if isinstance(before, str) and _BEFORE_COMMA.fullmatch(before) and _AFTER_COMMA.fullmatch(key):
        return f"数里不写千分位逗号：{before},{key} 写成 {before}{key}"
    return ""


def _is_id(text: str) -> bool:
    """True if files can have that name on every file system."""
    return bool(_ID.fullmatch(text)) and not _RESERVED.fullmatch(text)


class _FileReader:
    """Turns the tree of one file into records, rows and findings."""

    def __init__(
        self, path: str, kind: type[Record], path_fields: dict[str, str], document: Document, out: ParsedFile
    ) -> None:
        self.path, self.kind, self.path_fields, self.document, self.out = path, kind, path_fields, document, out
        self.ids: Counter[str] = Counter()

    def run(self) -> None:
        tree = self.document.tree
        if tree is None or not self._has_valid_path():
            return
        if not self.kind.listed:
            self._record(tree, 0, ())
        elif isinstance(tree, list):
            for item, entry in enumerate(tree):
                self._record(entry, item, (item,))
        else:
            self._add_finding("bad-form", (), f"{self.kind.label}文件要写成列表，每条以“- id:”开头")

    def _has_valid_path(self) -> bool:
        """True if the parts of the path can be ids on every file system."""
        for name, text in self.path_fields.items():
            if name == "week":
                try:
                    Week.parse(text)
                except ValueError as error:
                    self._add_finding("bad-week", (), f"文件夹名不对：{error}")
                    return False
            elif not _is_id(text):
                message = f"文件名“{quoted(text)}”不能作编号：只用小写字母、数字和减号，不用系统保留名"
                self._add_finding("bad-id", (), message)
                return False
        return True

    def _record(self, tree: Tree, item: int, at: Route) -> None:
        if not isinstance(tree, dict):
            self._add_finding("bad-form", at, "这里要写成一组“键: 值”")
            return
        values: dict[str, Any] = _without_absent(tree) if self.document.has_absent else tree
        id_parts = {k: v for k, v in self.path_fields.items() if k != "file"}
        id_parts = (
            {"id": "/".join(id_parts.values()), **{k: v for k, v in id_parts.items() if k != "id"}} if id_parts else {}
        )
        id = id_parts.get("id", values.get("id", ""))
        if not id_parts and isinstance(id, str) and id and not _is_id(id):
            message = f"编号“{quoted(id)}”不能用：只用小写字母、数字和减号，不用系统保留名"
            self._add_finding("bad-id", (*at, "id"), message)
            return
        if self.document.has_absent:
            self._add_unknown_keys(tree, at, id if isinstance(id, str) else "")
        for key in id_parts.keys() & values.keys():
            self._add_finding("field-unknown", (*at, key), f"“{key}”由文件的路径给出，文件里不再写", key=True)
        if isinstance(id, str) and self._is_one_too_many(id, at):
            return
        rows: Tables = {}
        record = self._validate({**values, **id_parts}, item, at, id if isinstance(id, str) else "", rows)
        if record is None:
            return
        for table, some in rows.items():
            self.out.tables.setdefault(table, []).extend(some)
        for problem in problems(record, at):
            self._add_finding(problem.code, problem.route, problem.message, problem.hint, record.id)

    def _is_one_too_many(self, id: str, at: Route) -> bool:
        self.ids[id] += 1
        if self.ids[id] <= MOST_NAMESAKES:
            return False
        message = f"编号“{quoted(id)}”在这个文件里用了 {MOST_NAMESAKES} 次以上，从这一条起不再读"
        self._add_finding("duplicate-id", (*at, "id"), message, "每条记录用自己的编号", id)
        return True

    def _validate(self, values: dict[str, Any], item: int, at: Route, id: str, rows: Tables) -> Record | None:
        """The record, its rows put into ``rows``; invalid values become findings and are left out."""
        removed: set[Route] = set()
        for _ in range(_ROUNDS):
            rows.clear()
            try:
                record = self.kind.model_validate(values)
                add_record_rows(record, self.out.file, item, at, rows)
                return record
            except ValidationError as error:
                errors: list[dict[str, Any]] = [dict(detail) for detail in error.errors(include_url=False)]
            except Unstorable:
                errors = storage_errors(record)
            self._add_errors([error for error in errors if not _is_below_any(error["loc"], removed)], at, id)
            routes = {_offending_route(values, error) for error in errors}
            if () in routes:
                return None
            for route in routes:
                _remove(values, route)
            removed |= routes
        return None

    def _add_errors(self, errors: list[dict[str, Any]], at: Route, record: str) -> None:
        for error in errors:
            if self.out.is_full(code_of(error)):
                continue
            code, message, hint = message_for(error, self.kind)
            key = code in ("field-unknown", "field-missing")
            loc = tuple(s for s in error["loc"] if s != "[key]")
            self._add_finding(code, (*at, *loc), message, hint, record, key=key)

    def _add_finding(
        self, code: str, route: Route, message: str, hint: str = "", record: str = "", *, key: bool = False
    ) -> None:
        if self.out.is_full(code):
            return
        place = self.document.span_of(route, key=key)
        name = ".".join(str(s) for s in route[1 if self.kind.listed else 0 :])
        self.out.add(Finding(code, severity(code), message, f"data/{self.path}", place, hint, record, name))

    def _add_unknown_keys(self, tree: dict[str, Tree], at: Route, record: str) -> None:
        """Keys that the model does not have, although they have no value: ``{total: 95,000}`` has a key 000."""
        for route, before in _absent_keys(tree, ()):
            model = model_at(self.kind, route[:-1])
            if model and all(shape.key != route[-1] for shape in shapes(model)):
                key = str(route[-1])
                error = {"type": "extra_forbidden", "loc": route, "input": None}
                if self.out.is_full(code_of(error)):
                    continue
                code, message, hint = message_for(error, self.kind)
                self._add_finding(code, (*at, *route), message, _thousands(before, key) or hint, record, key=True)


def _is_below_any(loc: Route, routes: set[Route]) -> bool:
    """True if the error is at or below a route that was removed before."""
    return any(loc[:length] in routes for length in range(len(loc) + 1))


def _offending_route(values: Any, error: dict[str, Any]) -> Route:
    """The route of the innermost key whose removal fixes the error; () if only that of the whole record does."""
    loc: tuple[Any, ...] = error["loc"]
    best = 0
    for depth, step in enumerate(loc[:-1] if error["type"] == "missing" else loc, start=1):
        if isinstance(values, dict) and step in values:
            best = depth
        elif not (isinstance(values, list) and isinstance(step, int) and step < len(values)):
            break
        values = values[step]
    return tuple(loc[:best])


def _remove(values: Any, route: tuple[Any, ...]) -> None:
    for step in route[:-1]:
        values = values[step] if isinstance(values, list) else values.get(step, {})
    values.pop(route[-1], None)
