"""Files that become evidence: judged, copied beside the others, and taken back out if the record is refused."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hyzs.model.errors import BadUsage, HyzsError, NotFound
from hyzs.model.private_number import mask
from hyzs.output import print_notice
from hyzs.session import Session

if TYPE_CHECKING:
    from hyzs.edits.forms.result import FormResult
    from hyzs.model.evidence import Evidence
    from hyzs.workbooks.workbook_files import HandedInFile

LEVELS = ("公开", "内部", "敏感")


@contextlib.contextmanager
def kept_evidence(session: Session, source: Path, name: str, level: str, *, dry: bool) -> "Iterator[Evidence]":
    """The file as evidence, its bytes in their folder; they go again if the record is refused. ``dry`` copies nothing.

    Raises: BadUsage: there is no such level; CannotRead: the file is none, or none to keep; CannotWrite.
    """
    from hyzs.model.evidence import Evidence, valid_name
    from hyzs.store.evidence import FOLDER, ensure_ignored, evidence_folder, keep, read_content, require_drive

    if level not in LEVELS:
        raise BadUsage(f"没有“{level}”这种密级", f"可以写：{'、'.join(LEVELS)}")
    called, folder = valid_name(name or source.name), evidence_folder(session.root)
    if called != (name or source.name):
        print_notice(f"名称改写为 {mask(called)}：去掉了看不见的字符、路径，太长的截短")
    stored = None
    if dry:
        content = read_content(source, called)
    else:
        if folder != session.root / FOLDER:
            require_drive(folder)
        elif ensure_ignored(session.root):
            print_notice("在 .gitignore 里加了一行 evidence/：附件不进 git")
        stored = keep(folder, source, called, session.today)
        content = stored.content
        print_notice(f"{'存在' if stored.is_new else '已经有一样的，不再存一份：'} {stored.path}")
    if content.has_false_ending:
        print_notice(f"注意：{mask(called)} 的内容和扩展名对不上，打开以前先核对")
    values = {"name": called, "sha256": content.sha256, "size": str(content.size), "level": level}
    try:
        yield Evidence.model_validate({**values, "on": str(session.today)})
    except HyzsError:
        if stored and stored.is_new:
            stored.path.unlink(missing_ok=True)
        raise


def handed_in_evidence(session: Session, names: "Sequence[str]") -> "list[HandedInFile]":
    """Files among those that were handed in whose names begin with the id of something in the store.

    Raises: NotFound: a name is no file, or a folder has nothing that may be a return.
    """
    from hyzs.query.evidence import known_ids
    from hyzs.workbooks.workbook_files import workbook_files

    ids = known_ids(session.index)
    files = workbook_files([Path(name) for name in names])
    return [file for file in files if file.evidence and file.evidence[0] in ids]


def collect_evidence(
    session: Session, files: "Sequence[HandedInFile]", forms: "Sequence[FormResult]", *, dry: bool
) -> "list[FormResult]":
    """Attach each file to what its name says, if a form beside it is of a unit that answers for that."""
    from hyzs.edits.forms.result import FormResult

    results = []
    for file in files:
        out = FormResult(file.path.name)
        try:
            _collect_file(session, file, forms, out, dry=dry)
        except HyzsError as error:
            out.refuse_file(error.message, error.hint)
        results.append(out)
    return results


def _collect_file(
    session: Session, file: "HandedInFile", forms: "Sequence[FormResult]", out: "FormResult", *, dry: bool
) -> None:
    from hyzs.edits.attach import attach
    from hyzs.edits.cell_result import CellResult
    from hyzs.edits.collect_evidence import handed_in_fact

    assert file.evidence
    id, name = file.evidence
    fact = handed_in_fact(session.index, id, forms, dry=dry)
    with kept_evidence(session, file.path, name, LEVELS[-1], dry=dry) as evidence:
        changes = attach(fact, evidence)
        if changes and fact.path:
            session.apply(changes, dry=dry)
    out.changes, out.unit = changes, fact.unit or id
    if changes:
        out.cells.append(CellResult("changed", "", id, "附件", fact.words or "附在这条记录旁边", evidence.name))
    else:
        out.same += 1


def use_folder(session: Session, text: str) -> None:
    """Remember on this machine where the evidence of the store is kept.

    Raises: NotFound: there is no such folder; BadUsage: it is inside of the store; CannotWrite.
    """
    from hyzs.store.evidence import FOLDER, SETTING, evidence_folder, stored_files
    from hyzs.store.local_settings import LocalSettings

    folder = Path(text).resolve()
    if not folder.is_dir():
        raise NotFound(f"没有这个文件夹：{folder}", "接好共享盘，或者先建这个文件夹")
    root = session.root.resolve()
    if folder.is_relative_to(root) and folder != root / FOLDER:
        raise BadUsage("附件不能放在仓库里别的地方，会进 git", f"写共享盘上的文件夹；放回仓库写 {root / FOLDER}")
    before = evidence_folder(session.root)
    settings = LocalSettings()
    settings.set_value(session.root, SETTING, "" if folder == root / FOLDER else str(folder))
    settings.write()
    print_notice(f"本机记住了：附件在 {folder}")
    if folder != before.resolve() and (count := len(stored_files(before))):
        print_notice(f"原来的 {count} 个附件还在 {before}，没有搬；要搬就把里面的文件夹都拷过去")
