"""``hyzs import plan``: take a policy document in as a draft plan with its measures."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from hyzs.model.errors import FileRefused
from hyzs.session import Session

#: Tables of duties (任务分工表); all other files are documents.
_SHEETS = frozenset((".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv"))
#: Words for the kind whose files are plans and no ledgers.
WORDS = frozenset(("plan", "plans", "方案"))


def import_plan(
    session: Session,
    table: Mapping[str, Any],
    file: str,
    plan: str | None,
    words: Sequence[str],
    *,
    dry: bool,
    format: str | None,
) -> None:
    """Take in a policy document: a draft of the plan and of each measure; ``table`` guesses the type of new units.

    Raises: FileRefused, where the file is no plan; BadUsage, where it lacks what must be said; EditRefused, where the
    store would be wrong afterwards.
    """
    from hyzs.documents.read_document import read_document
    from hyzs.documents.sheet_reader import sheet_document
    from hyzs.edits.import_plan import PlanRequest, plan_import
    from hyzs.reports.results.plan_import_result import plan_import_answer
    from hyzs.workbooks.spreadsheet import read_spreadsheet

    if Path(file).suffix.lower() in _SHEETS:
        document = sheet_document(read_spreadsheet(Path(file)))
    else:
        document = read_document(Path(file))
    if document.problem:
        raise FileRefused(f"{document.name}：{document.problem}", document.hint)
    result = plan_import(session.index, document, PlanRequest(table, session.now, plan, words))
    session.apply(result.changes, dry=dry)
    session.show(plan_import_answer(result, dry=dry), format)
    if any(row["state"] == "conflict" for row in result.rows):
        raise typer.Exit(1)
