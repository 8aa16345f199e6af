"""No edit adds an error: the store as it would be is judged whole before a byte of it is written."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from hyzs.checking.findings import check_tree, findings
from hyzs.checking.revision_diff import CountedFindings, finding_keys
from hyzs.index.index import Index
from hyzs.index.record_file import kind_for_path
from hyzs.model.change import AppliedEdit, Change, ContentChange, Create, Delete, EditedLines, Format, Move
from hyzs.model.errors import Busy, CannotWrite, EditRefused, HyzsError
from hyzs.model.finding import START, Finding, Severity
from hyzs.store.atomic_file import read_bytes, record_path
from hyzs.store.lock import store_lock
from hyzs.store.source_lines import mask_private_numbers
from hyzs.store.trees import Tree, blob_id
from hyzs.writing import undo_log
from hyzs.writing.journal import Write
from hyzs.writing.overlay_tree import OverlayTree
from hyzs.writing.transaction import write
from hyzs.yamldoc.document import read
from hyzs.yamldoc.edit import edit_bytes
from hyzs.yamldoc.emitter import dump
from hyzs.yamldoc.formatter import format_bytes
from hyzs.yamldoc.schema_hints import SchemaHints

#: So many findings are told when an edit is refused.
_TOLD = 10


def apply(
    index: Index, today: date, changes: Sequence[Change], *, dry: bool = False, tidy: bool = False
) -> AppliedEdit:
    """Make the changes, or refuse them with what they would break; ``dry``: only say what would be done.

    ``tidy``: what stands there is only written otherwise, so an error that says another text is none the less the same.
    """
    known = {path: _known_key(index, path) for change in changes for path in _paths(change)}
    index.release_lock()  # whoever edits before us has to write the index, and could not while we read it
    with store_lock(index.root):
        return _apply_writes(index, today, plan_writes(index.root, changes, known), dry=dry, tidy=tidy)


def undo(index: Index, today: date, name: str | None) -> AppliedEdit:
    """Take back the edit of that name, or the last one that stands; what was wrong before it may be wrong again."""
    index.release_lock()
    with store_lock(index.root):
        edit = undo_log.find_edit(index.root, name)
        gone = undo_log.names_without_effect(index.root, edit) if name is None else []
        edited = _restore(index, edit, _added_findings(index, today, edit.inverse, by_text=False))
        remarks = [f"跳过 {'、'.join(gone)}：文件已经是改动以前的样子"] if gone else []
        return edited._replace(undo_name="", redo_name=edit.name, remarks=(*remarks, *edited.remarks))


def redo(index: Index, today: date, name: str | None) -> AppliedEdit:
    """Make the edit of that name again, or the one that was taken back last.

    Raises: Refused where it would add an error by now, NotFound, Busy.
    """
    index.release_lock()
    with store_lock(index.root):
        edit = undo_log.find_edit(index.root, name, undo_log.UNDONE)
        index.refresh()
        added = _added_findings(index, today, edit.inverse, by_text=True)
        _refuse_errors(added)
        return _restore(index, edit, added)


def _restore(index: Index, edit: undo_log.LoggedEdit, added: Sequence[Finding]) -> AppliedEdit:
    """Write the edit's other state, and keep it as such.

    Raises: Busy where a file is not as the edit left it.
    """
    if not edit.is_current(index.root):
        paths = "、".join(f"data/{one.path}" for one in edit.writes)
        raise Busy(
            f"{paths} 在改动 {edit.name} 以后又改过，没有写", "hyzs undo --list 看有哪些改动；别处改的用 git diff 看"
        )
    write(index.root, edit.inverse)
    undo_log.switch_state(index.root, edit)
    _refresh_after_write(index)
    return _edit_result(edit.name, edit.inverse, added)


def _apply_writes(index: Index, today: date, writes: Sequence[Write], *, dry: bool, tidy: bool) -> AppliedEdit:
    writes = [one for one in writes if one.before != one.after]
    if not writes:
        return AppliedEdit("", ())
    index.refresh()
    added = _added_findings(index, today, writes, by_text=not tidy)
    _refuse_errors(added)
    return _edit_result("", writes, added) if dry else _write(index, writes, added)


def _refuse_errors(added: Sequence[Finding]) -> None:
    """Raises: Refused where an error would be added."""
    if errors := [finding for finding in added if finding.severity == Severity.error]:
        raise refusal_error(errors)


def _write(index: Index, writes: Sequence[Write], added: Sequence[Finding]) -> AppliedEdit:
    write(index.root, writes)
    name = ""
    with contextlib.suppress(OSError):  # the data are written: nothing may fail the edit any more
        name = undo_log.record(index.root, writes)
    _refresh_after_write(index)
    return _edit_result(name, writes, added)


def _refresh_after_write(index: Index) -> None:
    """Look at the files once more; the data are written, so what cannot be read now is left to the next question."""
    with contextlib.suppress(HyzsError, OSError):
        index.refresh()


def _edit_result(name: str, writes: Sequence[Write], added: Sequence[Finding]) -> AppliedEdit:
    return AppliedEdit(name, changed_lines(writes), tuple(_finding_text(finding) for finding in added), tuple(added))


def _known_key(index: Index, path: str) -> str | None:
    """The content key of the file that the changes were made from; None if there was none."""
    key = index.value("SELECT key FROM tracked_file WHERE path = :path", path=path)
    return None if key is None else str(key)


def plan_writes(root: Path, changes: Sequence[Change], known: Mapping[str, str | None]) -> list[Write]:
    """The files as they would be, each ``known`` by a content key; Busy where one holds something else by now."""
    before: dict[str, bytes | None] = {}
    after: dict[str, bytes | None] = {}
    for path in known:
        before[path] = after[path] = read_bytes(record_path(root, path))
        if known[path] != (None if (data := before[path]) is None else blob_id(data)):
            raise Busy(f"data/{path} 读过以后又被别人改了，没有写", "看看现在的内容，再运行一次")
    for change in changes:
        _plan(after, change)
    return [Write(path, before[path], after[path]) for path in sorted(before)]


def refusal_error(errors: Sequence[Finding]) -> EditRefused:
    """What is said of a change that would break something."""
    more = [f"……等 {len(errors)} 个"] if len(errors) > _TOLD else []
    told = [f"  {_finding_text(finding)}" for finding in errors[:_TOLD]]
    return EditRefused("\n".join([f"没有写：改了以后会多出 {len(errors)} 个错误", *told, *more]), findings=errors)


def _paths(change: Change) -> tuple[str, ...]:
    return (change.path, change.to) if isinstance(change, Move) else (change.path,)


def _plan(files: dict[str, bytes | None], change: Change) -> None:
    """Do the change to the files in hand."""
    data = files[change.path]
    if isinstance(change, Create):
        if data is not None:
            raise CannotWrite(f"已经有 data/{change.path}，没有写")
        files[change.path] = dump(change.tree)
        return
    if data is None:
        raise CannotWrite(f"没有 data/{change.path}，改不了")
    if isinstance(change, Delete):
        files[change.path] = None
    elif isinstance(change, Format):
        files[change.path] = format_bytes(data, _schema_hints(change.path))
    elif isinstance(change, Move):
        if files[change.to] is not None:
            raise CannotWrite(f"已经有 data/{change.to}，没有改名")
        files[change.path], files[change.to] = None, data
    else:
        files[change.path] = _spliced(data, change)


def _spliced(data: bytes, change: ContentChange) -> bytes:
    return edit_bytes(data, [change], _schema_hints(change.path))


def _schema_hints(path: str) -> SchemaHints:
    found = kind_for_path(path)
    return SchemaHints(found[0] if found else None)


def _added_findings(index: Index, today: date, writes: Sequence[Write], *, by_text: bool) -> list[Finding]:
    """What would be wrong that is not wrong now, as findings in the files as they would be."""

    def keys(tree: Tree, found: Sequence[Finding]) -> Sequence[tuple[str, ...]]:
        return finding_keys(tree, found) if by_text else [finding.key for finding in found]

    whole = check_tree(index, today)
    old = CountedFindings(keys(index.tree, whole.findings), whole.consequences)
    other = index.open_other(OverlayTree(index.tree, index.tracked_files(), {one.path: one.after for one in writes}))
    try:
        found = findings(other, today)
        added = [one for one, key in zip(found, keys(other.tree, found), strict=True) if not old.take(key, one)]
        return _with_routes(other.tree, added)
    finally:
        other.close()


def _with_routes(tree: Tree, findings: Sequence[Finding]) -> list[Finding]:
    """The findings with the way to each in its file; those of a whole file, or outside ``data/``, have none."""
    inside = {f.path for f in findings if f.path.startswith("data/") and f.span != START}
    # A path whose private number is masked names no file.
    files = {path: data for path in inside if (data := tree.read(path.removeprefix("data/")))}
    documents = {path: read(data) for path, data in files.items()}
    return [replace(f, route=documents[f.path].route_at(f.span)) if f.path in documents else f for f in findings]


def _finding_text(finding: Finding) -> str:
    line, column = finding.span[:2]
    hint = f"；{finding.hint}" if finding.hint else ""
    return f"{finding.path}:{line}:{column} {finding.message}（{finding.code}）{hint}"


def changed_lines(writes: Sequence[Write]) -> tuple[EditedLines, ...]:
    """What the writes change, line by line; of a file that only moved, its path."""
    return tuple(_lines(writes))


def _lines(writes: Sequence[Write]) -> Iterator[EditedLines]:
    gone: dict[bytes | None, str] = {one.before: one.path for one in writes if one.after is None}
    moved = {one.path: gone[one.after] for one in writes if one.before is None and one.after in gone}
    for path, before in moved.items():
        yield EditedLines(f"data/{path}", 1, (f"data/{before}",), (f"data/{path}",))
    for one in writes:
        if one.path in moved or one.path in moved.values():
            continue
        old, new = (
            mask_private_numbers((data or b"").decode("utf-8", "replace")).splitlines()
            for data in (one.before, one.after)
        )
        for what, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what != "equal":
                yield EditedLines(f"data/{one.path}", m + 1, tuple(old[i:j]), tuple(new[m:n]))
