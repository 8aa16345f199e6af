"""Files of a practice store that are no records: the forms as its units hand them in, and the calls of the units."""

from pathlib import Path
from typing import TYPE_CHECKING

from hyzs.model.errors import HyzsError
from hyzs.output import print_notice
from hyzs.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hyzs.model.answer import Answer
    from hyzs.model.week import Week
    from hyzs.model.workbook_form import WorkbookForm

#: The folder with what was handed in, and the file that says what the units say on the telephone.
HANDED_IN, CALLS = "交回来的表", "练习.md"


def write_practice(session: Session) -> list[str]:
    """Hand in the form of every exercise; the names of the files. Raises: CannotWrite: the folder cannot be written."""
    from hyzs.commands.form_files import write_handed_in
    from hyzs.reports.results.practice_result import calls_page, picture_of
    from hyzs.scaffold.practice import blank_form, exercises, filled_forms, practice_week
    from hyzs.store.user_files import write_user_file

    week, tasks = practice_week(), exercises()
    late = [exercise.unit for exercise in tasks if exercise.is_last_week]
    forms = _forms(session, week, [exercise.unit for exercise in tasks if exercise.unit not in late])
    forms |= _forms(session, week.plus(-1), late)
    pairs: list[tuple[str, WorkbookForm, WorkbookForm]] = []
    pictures: dict[str, Answer] = {}
    for exercise in tasks:
        sent = blank_form(forms[exercise.unit])
        if exercise.is_picture:
            pictures[f"{exercise.unit}.png"] = picture_of(exercise, sent)
        else:
            pairs += [(name, form, sent) for name, form in filled_forms(exercise, sent)]
    folder = session.root / HANDED_IN
    write_handed_in(session.root, pairs, str(folder))
    names = [_write_picture(session, answer, folder / name) for name, answer in pictures.items()]
    write_user_file(session.root / CALLS, calls_page(tasks, HANDED_IN).encode())
    return [name for name, *_ in pairs] + names


def _forms(session: Session, week: "Week", units: "Sequence[str]") -> "dict[str, WorkbookForm]":
    """The forms of a week by the name of their unit."""
    from hyzs.reports.dispatch import dispatch

    return {form.unit: form for form in dispatch(session.index, str(week), session.now, units, session.about).forms}


def _write_picture(session: Session, answer: "Answer", file: Path) -> str:
    """Write an answer as a picture, or as a page where nothing that draws is installed; the name of the file."""
    try:
        session.show(answer, "png", str(file))
    except HyzsError as error:
        file = file.with_suffix(".html")
        session.show(answer, "html", str(file))
        print_notice(f"截图做成了网页 {file.name}：{error.message}")
    return file.name
