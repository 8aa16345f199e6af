"""Weekly forms as workbook files, sealed with the key of their store."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hyzs.model.letter import Attachment
    from hyzs.model.workbook_form import FormColumn, ReturnedForm, WorkbookForm


def write_forms(root: Path, forms: "Sequence[WorkbookForm]", folder: str) -> None:
    """Write each form as a workbook into ``folder``, which is made if need be.

    Raises: CannotWrite; CannotRead: the key of the store is none.
    """
    from hyzs.store.user_files import write_files

    write_files(Path(folder), _workbooks(root, forms))


def attachments(root: Path, forms: "Sequence[WorkbookForm]") -> "dict[str, Attachment]":
    """Each form as a workbook to attach, by the name of its unit. Raises: as ``write_forms``."""
    from hyzs.model.letter import Attachment

    workbooks = _workbooks(root, forms)
    return {form.unit: Attachment(form.file, workbooks[form.file]) for form in forms}


def read_forms(
    root: Path, names: Sequence[str], columns: "Mapping[str, Sequence[FormColumn]]"
) -> "Iterator[ReturnedForm]":
    """The forms that came back, one after the other: these files, and what lies in these folders.

    Raises: NotFound: there is nothing to read; CannotRead: the key of the store is none.
    """
    from hyzs.output import print_progress
    from hyzs.store.form_key import read_form_key
    from hyzs.workbooks.folder import workbook_files
    from hyzs.workbooks.read_form import read_form

    key = read_form_key(root)
    files = workbook_files([Path(name) for name in names])
    for number, (path, skipped) in enumerate(files, 1):
        print_progress(number, len(files), "收表", least=2)
        yield read_form(path, columns, key, skipped)


def _workbooks(root: Path, forms: "Sequence[WorkbookForm]") -> dict[str, bytes]:
    """The bytes of each workbook by its file name; a key is made for the first."""
    from hyzs.store.form_key import ensure_form_key
    from hyzs.workbooks.write_form import write_form

    key = ensure_form_key(root) if forms else b""
    return {form.file: write_form(form, key) for form in forms}
