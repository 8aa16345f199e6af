"""Weekly forms as workbook files, sealed with the key of their store."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hyzs.model.answer import Answer
    from hyzs.model.letter import Attachment
    from hyzs.model.workbook_form import FormColumn, ReturnedForm, WorkbookForm
    from hyzs.session import Session
    from hyzs.workbooks.workbook_files import HandedInFile

_NO_PRINT = "不是 hyzs 印出去的，或者隐藏的内容丢了，没有读；收方案用 hyzs import plan，意见抄到印的表上再收"


def write_forms(root: Path, forms: "Sequence[WorkbookForm]", folder: str) -> None:
    """Write each form as a workbook into ``folder``, which is made if need be.

    Raises: CannotWrite; CannotRead: the key of the store is none.
    """
    from hyzs.store.user_files import write_files

    write_files(Path(folder), _workbooks(root, forms))


def write_handed_in(root: Path, forms: "Sequence[tuple[str, WorkbookForm, WorkbookForm]]", folder: str) -> None:
    """Write forms as somebody filled them in, each by its file name, with the form that went out.

    Raises: as ``write_forms``.
    """
    from hyzs.store.form_key import ensure_form_key
    from hyzs.store.user_files import write_files
    from hyzs.workbooks.write_form import write_form

    key = ensure_form_key(root)
    write_files(Path(folder), {name: write_form(_with_notes(workbook), key, sent) for name, workbook, sent in forms})


def attachments(root: Path, forms: "Sequence[WorkbookForm]") -> "dict[str, Attachment]":
    """Each form as a workbook to attach, by the name of its unit. Raises: as ``write_forms``."""
    from hyzs.model.letter import Attachment

    workbooks = _workbooks(root, forms)
    return {form.unit: Attachment(form.file, workbooks[form.file]) for form in forms}


def read_forms(
    root: Path,
    names: Sequence[str],
    columns: "Mapping[str, Sequence[FormColumn]]",
    evidence: "Collection[HandedInFile]" = (),
) -> "Iterator[ReturnedForm]":
    """The forms that came back, one after the other: these files, and what lies in these folders, without evidence.

    Raises: NotFound: there is nothing to read; CannotRead: the key of the store is none.
    """
    from hyzs.output import print_progress
    from hyzs.store.form_key import form_keys
    from hyzs.workbooks.read_form import read_form
    from hyzs.workbooks.workbook_files import DOCUMENTS, workbook_files

    keys = [form_key.key for form_key in form_keys(root)]
    files = [file for file in workbook_files([Path(name) for name in names]) if file not in evidence]
    for number, (path, skipped) in enumerate(files, 1):
        print_progress(number, len(files), "收表", least=2)
        is_document = not skipped and path.suffix.lower() in DOCUMENTS
        yield _returned_document(path, keys) if is_document else read_form(path, columns, keys, skipped)


def _returned_document(path: Path, keys: Sequence[bytes]) -> "ReturnedForm":
    """A print that came back as a document; one that is none is skipped."""
    from hyzs.documents.returned_document import read_returned_document
    from hyzs.model.errors import CannotRead
    from hyzs.model.workbook_form import FormNotice, ReturnedForm
    from hyzs.workbooks.read_form import read_hidden_lines

    out = ReturnedForm(path.name)
    try:
        document = read_returned_document(path)
    except CannotRead as error:
        out.problem, out.hint = error.message, error.hint
        return out
    out.sha256, out.problem, out.hint = document.sha256, document.problem, document.hint
    if not out.problem and not document.lines:
        out.skipped = _NO_PRINT
    elif not out.problem and read_hidden_lines(out, document.lines, keys):
        out.tables, out.texts = document.tables, document.texts
        out.notices += [FormNotice("", remark) for remark in document.remarks]
    return out


def with_hidden_base(session: "Session", answer: "Answer") -> "Answer":
    """The answer with what its prints are compared with when they come back, sealed with the key of the store.

    A store that cannot keep a key prints without a seal, and says so.
    """
    from dataclasses import replace

    from hyzs.model.errors import HyzsError
    from hyzs.model.workbook_form import FORM_VERSION
    from hyzs.output import print_notice
    from hyzs.store.form_key import ensure_form_key
    from hyzs.workbooks.write_form import hidden_lines

    if answer.base is None:
        return answer
    key = None
    try:
        key = ensure_form_key(session.root)
    except HyzsError as error:
        print_notice(f"注意：{error.message}；印的表没有封签，交回来要加 --trust 才收")
    about = {name: str(session.about[name] or "") for name in ("name", "commit")}
    metadata = {"store": str(session.about["id"]), "version": str(FORM_VERSION), **about, **answer.base.metadata}
    return replace(answer, base=replace(answer.base, lines=hidden_lines(metadata, answer.base.sent, key)))


def _workbooks(root: Path, forms: "Sequence[WorkbookForm]") -> dict[str, bytes]:
    """The bytes of each workbook by its file name; a key is made for the first."""
    from hyzs.store.form_key import ensure_form_key
    from hyzs.workbooks.write_form import write_form

    key = ensure_form_key(root) if forms else b""
    return {form.file: write_form(_with_notes(form), key) for form in forms}


def _with_notes(form: "WorkbookForm") -> "WorkbookForm":
    """The form with all its notes: those of the manual before its own."""
    from hyzs.scaffold.manual import filling_in_notes

    return replace(form, notes=[*filling_in_notes(), *form.notes]) if form.is_weekly else form
