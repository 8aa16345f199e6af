"""A file as rows: which kind it is, its records, and everything that is wrong with it."""

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
from hyzs.index.unkept_values import storage_errors
from hyzs.kinds import kinds
from hyzs.model.field_shapes import model_at, shapes
from hyzs.model.finding import START, Finding, Route
from hyzs.model.private_number import private_numbers
from hyzs.model.record import Record
from hyzs.model.scalars import quoted
from hyzs.model.validation_messages import code_of, message_for
from hyzs.model.week import Week
from hyzs.yamldoc.document import Absent, Document, Tree, read
from hyzs.yamldoc.private_numbers import private_fault

_ID = re.compile("[a-z0-9][a-z0-9-]*")
_BEFORE_COMMA, _AFTER_COMMA = re.compile("-?[0-9]{1,3}"), re.compile(r"[0-9]{3}(\.[0-9]+)?")
#: So often are refused values left out and the rest judged again.
_ROUNDS = 4
#: Records of a file that are read with one and the same id; each further one is a finding.
MOST_NAMESAKES = 20
#: Findings of one code that are listed of one file; the others are counted.
MOST_FINDINGS = 200
_RESERVED = re.compile(r"con|prn|aux|nul|com[1-9]|lpt[1-9]")


@dataclass(slots=True)
class ParsedFile:
    """What one file holds: rows by table, and findings with their places."""

    file: int
    tables: Tables
    kind: str | None = None
    findings: list[Finding] = field(default_factory=list)
    #: How many findings there are of each code.
    counts: Counter[str] = field(default_factory=Counter)

    def is_full(self, code: str) -> bool:
        """True where no more findings of that code are listed; each further one is counted."""
        if self.counts[code] < MOST_FINDINGS:
            return False
        self.counts[code] += 1
        return True

    def add(self, finding: Finding) -> None:
        """List the finding, if there is room for it."""
        if not self.is_full(finding.code):
            self.counts[finding.code] += 1
            self.findings.append(finding)

    def finish(self, path: str) -> None:
        """Put the findings in order, and say of each code how many more there are than are listed."""
        self.findings.sort(key=lambda finding: finding.span)
        for code, count in sorted(self.counts.items()):
            if count > MOST_FINDINGS:
                message = f"这个文件里同样的问题还有 {count - MOST_FINDINGS} 处，没有一一列出"
                self.findings.append(Finding(code, severity(code), message, path, hint="先改好列出的，再查一遍"))


def read_file(path: str, data: bytes, file: int = 0, tables: Tables | None = None) -> ParsedFile:
    """The rows and findings of the file that stands at ``path`` (below ``data/``) and holds ``data``.

    ``file`` is its number in the index; the rows are added to ``tables``, if there are any.
    """
    out = ParsedFile(file, {} if tables is None else tables)
    for number in private_numbers(path):
        fault = private_fault(number, START, "文件或文件夹的名称里")
        out.add(Finding(fault.code, severity(fault.code), fault.message, f"data/{path}", fault.span, fault.hint))
    match = kind_for_path(path)
    if match is None:
        out.findings.append(misplaced_file(path))
        return out
    kind, given = match
    out.kind = kind.kind
    document = read(data)
    for fault in document.problems:
        out.add(Finding(fault.code, severity(fault.code), fault.message, f"data/{path}", fault.span, fault.hint))
    if document.tree is not None:
        _FileReader(path, kind, given, document, out).run()
    for one in parse_directives(document.directives(), f"data/{path}", rules_by_code()):
        if isinstance(one, Finding):
            out.add(one)
        else:
            out.tables.setdefault("allow", []).append((file, one.code, one.line, *one.span))
    out.finish(f"data/{path}")
    return out


def misplaced_file(path: str) -> Finding:
    """The finding of a file that belongs to no kind."""
    wanted = "、".join(f"data/{k.path}" for k in kinds().values())
    message = f"这里不放记录：data/{path} 不属于任何一种记录"
    return Finding("path-unknown", severity("path-unknown"), message, f"data/{path}", hint=f"记录放在 {wanted}")


@cache
def _patterns() -> list[tuple[type[Record], re.Pattern[str]]]:
    """The paths of each kind as patterns; what stands in braces becomes a group."""
    out = []
    for kind in kinds().values():
        text = re.escape(kind.path).replace(r"\*\*/", "(?:[^/]+/)*")
        out.append((kind, re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", text))))
    return out


def kind_for_path(path: str) -> tuple[type[Record], dict[str, str]] | None:
    """The kind of the file at ``path``, and the fields that its path gives; None when no kind lives there."""
    for kind, pattern in _patterns():
        if found := pattern.fullmatch(path):
            return kind, found.groupdict()
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
    """Whether files may be named so, on every file system."""
    return bool(_ID.fullmatch(text)) and not _RESERVED.fullmatch(text)


class _FileReader:
    """One file on its way from a tree to records."""

    def __init__(
        self, path: str, kind: type[Record], given: dict[str, str], document: Document, out: ParsedFile
    ) -> None:
        self.path, self.kind, self.given, self.document, self.out = path, kind, given, document, out
        self.ids: Counter[str] = Counter()

    def run(self) -> None:
        tree = self.document.tree
        if tree is None or not self._named_well():
            return
        if not self.kind.listed:
            self._record(tree, 0, ())
        elif isinstance(tree, list):
            for item, entry in enumerate(tree):
                self._record(entry, item, (item,))
        else:
            self._find("bad-form", (), f"{self.kind.label}文件要写成列表，每条以“- id:”开头")

    def _named_well(self) -> bool:
        """Whether the parts of the path can be ids on every file system."""
        for name, text in self.given.items():
            if name == "week":
                try:
                    Week.parse(text)
                except ValueError as error:
                    self._find("bad-week", (), f"文件夹名不对：{error}")
                    return False
            elif not _is_id(text):
                self._find("bad-id", (), f"文件名“{quoted(text)}”不能作编号：只用小写字母、数字和减号，不用系统保留名")
                return False
        return True

    def _record(self, tree: Tree, item: int, at: Route) -> None:
        if not isinstance(tree, dict):
            self._find("bad-form", at, "这里要写成一组“键: 值”")
            return
        values: dict[str, Any] = _without_absent(tree) if self.document.has_absent else tree
        given = {k: v for k, v in self.given.items() if k != "file"}
        given = {"id": "/".join(given.values()), **{k: v for k, v in given.items() if k != "id"}} if given else {}
        id = given.get("id", values.get("id", ""))
        if not given and isinstance(id, str) and id and not _is_id(id):
            said = f"编号“{quoted(id)}”不能用：只用小写字母、数字和减号，不用系统保留名"
            self._find("bad-id", (*at, "id"), said)
            return
        if self.document.has_absent:
            self._unknown_absent(tree, at, id if isinstance(id, str) else "")
        for key in given.keys() & values.keys():
            self._find("field-unknown", (*at, key), f"“{key}”由文件的路径给出，文件里不再写", key=True)
        if isinstance(id, str) and self._is_one_too_many(id, at):
            return
        rows: Tables = {}
        record = self._judged({**values, **given}, item, at, id if isinstance(id, str) else "", rows)
        if record is None:
            return
        for table, some in rows.items():
            self.out.tables.setdefault(table, []).extend(some)
        for problem in problems(record, at):
            self._find(problem.code, problem.route, problem.message, problem.hint, record.id)

    def _is_one_too_many(self, id: str, at: Route) -> bool:
        self.ids[id] += 1
        if self.ids[id] <= MOST_NAMESAKES:
            return False
        message = f"编号“{quoted(id)}”在这个文件里用了 {MOST_NAMESAKES} 次以上，从这一条起不再读"
        self._find("duplicate-id", (*at, "id"), message, "每条记录用自己的编号", id)
        return True

    def _judged(self, values: dict[str, Any], item: int, at: Route, id: str, rows: Tables) -> Record | None:
        """The record, its rows put into ``rows``; values that are refused are told and left out: the rest answers."""
        cut: set[Route] = set()
        for _ in range(_ROUNDS):
            rows.clear()
            try:
                record = self.kind.model_validate(values)
                add_record_rows(record, self.out.file, item, at, rows)
                return record
            except ValidationError as error:
                errors: list[dict[str, Any]] = [dict(one) for one in error.errors(include_url=False)]
            except Unstorable:
                errors = storage_errors(record)
            self._refused([one for one in errors if not _is_below_any(one["loc"], cut)], at, id)
            cuts = {_offending_route(values, one) for one in errors}
            if () in cuts:
                return None
            for route in cuts:
                _remove(values, route)
            cut |= cuts
        return None

    def _refused(self, errors: list[dict[str, Any]], at: Route, record: str) -> None:
        for one in errors:
            if self.out.is_full(code_of(one)):
                continue
            code, message, hint = message_for(one, self.kind)
            key = code in ("field-unknown", "field-missing")
            loc = tuple(s for s in one["loc"] if s != "[key]")
            self._find(code, (*at, *loc), message, hint, record, key=key)

    def _find(
        self, code: str, route: Route, message: str, hint: str = "", record: str = "", *, key: bool = False
    ) -> None:
        if self.out.is_full(code):
            return
        place = self.document.span_of(route, key=key)
        name = ".".join(str(s) for s in route[1 if self.kind.listed else 0 :])
        self.out.add(Finding(code, severity(code), message, f"data/{self.path}", place, hint, record, name))

    def _unknown_absent(self, tree: dict[str, Tree], at: Route, record: str) -> None:
        """Keys that the model does not have, although they have no value: ``{total: 95,000}`` has a key 000."""
        for route, before in _absent_keys(tree, ()):
            model = model_at(self.kind, route[:-1])
            if model and all(shape.key != route[-1] for shape in shapes(model)):
                key = str(route[-1])
                error = {"type": "extra_forbidden", "loc": route, "input": None}
                if self.out.is_full(code_of(error)):
                    continue
                code, message, hint = message_for(error, self.kind)
                self._find(code, (*at, *route), message, _thousands(before, key) or hint, record, key=True)


def _is_below_any(loc: Route, cut: set[Route]) -> bool:
    """True if the error only says that something is missing which was left out before."""
    return any(loc[:length] in cut for length in range(len(loc) + 1))


def _offending_route(values: Any, error: dict[str, Any]) -> Route:
    """The way to the innermost key whose removal mends the error; () if only the whole record would."""
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
