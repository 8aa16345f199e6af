"""``hyzs import minutes``: take the minutes of a meeting in as draft matters."""

from collections.abc import Sequence
from pathlib import Path

from hyzs.model.errors import FileRefused
from hyzs.session import Session

#: Words for what minutes are, which are no kind of record.
WORDS = frozenset(("minutes", "纪要", "会议纪要"))


def import_minutes(session: Session, file: str, words: Sequence[str], *, dry: bool, format: str | None) -> None:
    """Take in the minutes of a meeting: a draft matter an item that was decided.

    Raises: FileRefused, where the file is not read or decides nothing; BadUsage, where it lacks what must be said;
    EditRefused, where the store would be wrong afterwards.
    """
    from hyzs.documents.read_document import read_document
    from hyzs.edits.import_minutes import minutes_import
    from hyzs.reports.results.minutes_result import minutes_import_answer

    document = read_document(Path(file))
    if document.problem:
        raise FileRefused(f"{document.name}：{document.problem}", document.hint)
    result = minutes_import(session.index, document, words, session.now)
    session.apply(result.changes, dry=dry)
    session.show(minutes_import_answer(result, dry=dry), format)
