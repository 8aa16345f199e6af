"""Applying of edits: the store is checked as it would be afterwards; an edit that adds an error is refused."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from hyzs.checking.revision_findings import CountedFindings, finding_keys
from hyzs.checking.tree_findings import check_tree, findings
from hyzs.index.index import Index
from hyzs.index.record_file import kind_for_path
from hyzs.model.change import (
    AppliedEdit,
    Change,
    ContentChange,
    Create,
    Delete,
    EditedLines,
    FormatFile,
    Move,
    WriteText,
)
from hyzs.model.errors import Busy, CannotWrite, EditRefused, HyzsError
from hyzs.model.finding import START, Finding, Severity
from hyzs.store.atomic_file import read_bytes, record_path
from hyzs.store.lock import store_lock
from hyzs.store.source_lines import mask_private_numbers
from hyzs.store.trees import Tree, blob_id
from hyzs.writing import undo_log
from hyzs.writing.journal import Write
from hyzs.writing.overlay_tree import OverlayTree
from hyzs.writing.transaction import commit_writes
from hyzs.yamldoc.document import read
from hyzs.yamldoc.edit import edit_bytes
from hyzs.yamldoc.emitter import dump
from hyzs.yamldoc.formatter import format_bytes
from hyzs.yamldoc.schema_hints import SchemaHints

#: Findings listed when an edit is refused.
_MOST_FINDINGS = 10


def apply(
    index: Index, today: date, changes: Sequence[Change], *, dry: bool = False, tidy: bool = False
) -> AppliedEdit:
    """Make the changes; ``dry``: only say what would be done.

    ``tidy``: values stay and only their spelling changes, so an error whose message differs counts as the same.

    Raises:
        EditRefused: an error would be added, with the findings; Busy: a file was changed since it was read.
        CannotWrite: a change does not fit the files, or the system refuses.
    """
    keys = {path: _content_key(index, path) for change in changes for path in _paths(change)}
    keys |= {
        change.path: _attachment_key(index.root, change.path) for change in changes if isinstance(change, WriteText)
    }
    index.release_lock()  # another edit may have to write the index first, and could not while this one reads it
    with store_lock(index.root):
        return _apply_writes(index, today, plan_writes(index.root, changes, keys), dry=dry, tidy=tidy)


def undo(index: Index, today: date, name: str | None) -> AppliedEdit:
    """Undo the edit of that name, or the last one in effect; errors from before it may come back.

    Raises:
        NotFound: there is no such edit; Busy: a file was changed since; CannotWrite: the system refuses.
    """
    index.release_lock()
    with store_lock(index.root):
        edit = undo_log.find_edit(index.root, name)
        without_effect = undo_log.names_without_effect(index.root, edit) if name is None else []
        edited = _restore(index, edit, _added_findings(index, today, edit.inverse, by_text=False))
        remarks = [f"跳过 {'、'.join(without_effect)}：文件已经是改动以前的样子"] if without_effect else []
        return edited._replace(undo_name="", redo_name=edit.name, remarks=(*remarks, *edited.remarks))


def redo(index: Index, today: date, name: str | None) -> AppliedEdit:
    """Redo the edit of that name, or the one that was undone last.

    Raises:
        EditRefused: it would add an error by now; NotFound: there is no such edit; Busy: a file was changed since.
    """
    index.release_lock()
    with store_lock(index.root):
        edit = undo_log.find_edit(index.root, name, undo_log.UNDONE)
        index.refresh()
        added = _added_findings(index, today, edit.inverse, by_text=True)
        _refuse_errors(added)
        return _restore(index, edit, added)


def _restore(index: Index, edit: undo_log.LoggedEdit, added: Sequence[Finding]) -> AppliedEdit:
    """Write the other state of the edit, and log it there.

    Raises: Busy where a file is not as the edit left it.
    """
    if not edit.is_current(index.root):
        paths = "、".join(f"data/{write.path}" for write in edit.writes)
        raise Busy(
            f"{paths} 在改动 {edit.name} 以后又改过，没有写", "hyzs undo --list 看有哪些改动；别处改的用 git diff 看"
        )
    commit_writes(index.root, edit.inverse)
    undo_log.switch_state(index.root, edit)
    _refresh_after_write(index)
    return _edit_result(edit.name, edit.inverse, added)


def _apply_writes(index: Index, today: date, writes: Sequence[Write], *, dry: bool, tidy: bool) -> AppliedEdit:
    writes = [write for write in writes if write.before != write.after]
    if not writes:
        return AppliedEdit("", ())
    index.refresh()
    added = _added_findings(index, today, writes, by_text=not tidy)
    _refuse_errors(added)
    return _edit_result("", writes, added) if dry else _write(index, writes, added)


def _refuse_errors(added: Sequence[Finding]) -> None:
    """Raises: EditRefused where an error would be added."""
    if errors := [finding for finding in added if finding.severity == Severity.error]:
        raise edit_refused(errors)


def _write(index: Index, writes: Sequence[Write], added: Sequence[Finding]) -> AppliedEdit:
    commit_writes(index.root, writes)
    name = ""
    with contextlib.suppress(OSError):  # the data are written: nothing may fail the edit any more
        name = undo_log.record(index.root, writes)
    _refresh_after_write(index)
    return _edit_result(name, writes, added)


def _refresh_after_write(index: Index) -> None:
    """Refresh the index; the data are written, so an error now is left to the next run."""
    with contextlib.suppress(HyzsError, OSError):
        index.refresh()


def _edit_result(name: str, writes: Sequence[Write], added: Sequence[Finding]) -> AppliedEdit:
    return AppliedEdit(name, changed_lines(writes), tuple(_finding_text(finding) for finding in added), tuple(added))


def _content_key(index: Index, path: str) -> str | None:
    """The content key of the file that the changes were made from; None if there was none."""
    key = index.value("SELECT key FROM tracked_file WHERE path = :path", path=path)
    return None if key is None else str(key)


def _attachment_key(root: Path, path: str) -> str | None:
    """The content key of an attachment as it is now, which no index has; None if there is none."""
    data = read_bytes(record_path(root, path))
    return None if data is None else blob_id(data)


def plan_writes(root: Path, changes: Sequence[Change], keys: Mapping[str, str | None]) -> list[Write]:
    """The changes as whole files; ``keys``: the content keys that they were made from, by path.

    Raises:
        Busy: a file holds something else by now; CannotWrite: a change does not fit the files.
    """
    before: dict[str, bytes | None] = {}
    after: dict[str, bytes | None] = {}
    for path in keys:
        before[path] = after[path] = read_bytes(record_path(root, path))
        if keys[path] != (None if (data := before[path]) is None else blob_id(data)):
            raise Busy(f"data/{path} 读过以后又被别人改了，没有写", "看看现在的内容，再运行一次")
    for change in changes:
        _plan(after, change)
    return [Write(path, before[path], after[path]) for path in sorted(before)]


def edit_refused(errors: Sequence[Finding], message: str = "", hint: str = "") -> EditRefused:
    """The error of a change that would add these findings, which are listed below the message."""
    message = message or f"没有写：改了以后会多出 {len(errors)} 个错误"
    more = [f"……等 {len(errors)} 个"] if len(errors) > _MOST_FINDINGS else []
    lines = [f"  {_finding_text(finding)}" for finding in errors[:_MOST_FINDINGS]]
    return EditRefused("\n".join([message, *lines, *more]), hint, errors)


def _paths(change: Change) -> tuple[str, ...]:
    return (change.path, change.to) if isinstance(change, Move) else (change.path,)


def _plan(files: dict[str, bytes | None], change: Change) -> None:
    """Make the change in ``files``."""
    data = files[change.path]
    if isinstance(change, WriteText):
        files[change.path] = change.text.encode()
        return
    if isinstance(change, Create):
        if data is not None:
            raise CannotWrite(f"已经有 data/{change.path}，没有写")
        files[change.path] = dump(change.tree)
        return
    if data is None:
        raise CannotWrite(f"没有 data/{change.path}，改不了")
    if isinstance(change, Delete):
        files[change.path] = None
    elif isinstance(change, FormatFile):
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
    kind_and_id = kind_for_path(path)
    return SchemaHints(kind_and_id[0] if kind_and_id else None)


def _added_findings(index: Index, today: date, writes: Sequence[Write], *, by_text: bool) -> list[Finding]:
    """Findings that the writes would add, placed in the files as they would be."""

    def keys(tree: Tree, listed: Sequence[Finding]) -> Sequence[tuple[str, ...]]:
        return finding_keys(tree, listed) if by_text else [finding.key for finding in listed]

    checked = check_tree(index, today)
    old = CountedFindings(keys(index.tree, checked.findings), checked.consequences)
    tree = OverlayTree(index.tree, index.tracked_files(), {write.path: write.after for write in writes})
    with index.try_tree(tree):
        new = findings(index, today)
        added = [finding for finding, key in zip(new, keys(tree, new), strict=True) if not old.take(key, finding)]
        return _with_routes(tree, added)


def _with_routes(tree: Tree, findings: Sequence[Finding]) -> list[Finding]:
    """The findings with their routes; those of a whole file, or outside ``data/``, have none."""
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
    """The lines that the writes change; of a file that only moved, its path."""
    return tuple(_lines(writes))


def _lines(writes: Sequence[Write]) -> Iterator[EditedLines]:
    removed: dict[bytes | None, str] = {write.before: write.path for write in writes if write.after is None}
    moved = {write.path: removed[write.after] for write in writes if write.before is None and write.after in removed}
    for path, before in moved.items():
        yield EditedLines(f"data/{path}", 1, (f"data/{before}",), (f"data/{path}",))
    for write in writes:
        if write.path in moved or write.path in moved.values():
            continue
        old, new = (
            mask_private_numbers((data or b"").decode("utf-8", "replace")).splitlines()
            for data in (write.before, write.after)
        )
        for change, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if change != "equal":
                yield EditedLines(f"data/{write.path}", m + 1, tuple(old[i:j]), tuple(new[m:n]))
