"""``hyzs collect``: take the returned forms in, comparing the sent, the returned and the present value of each cell."""

from typing import Annotated

import typer

from hyzs.commands.options import DryRun, Format
from hyzs.session import Session


def collect(
    ctx: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(metavar="文件或目录...", help="交回来的工作簿、分工表(xlsx、docx)，或装着它们的文件夹"),
    ],
    dry_run: DryRun = False,
    partial: Annotated[bool, typer.Option("--partial", help="有毛病的表，先收好的格子")] = False,
    unverified: Annotated[
        bool, typer.Option("--trust", "--unverified", help="没有钥匙、核对不了是发给哪家的表，也收(收表的人担保)")
    ] = False,
    format: Format = None,
) -> None:
    """收表：把交回来的工作簿收进周填报；发出去的、交回来的和现在的三方对照，没动的格子什么也不改。"""
    from hyzs.commands.evidence_intake import collect_evidence, handed_in_evidence
    from hyzs.commands.form_files import read_forms
    from hyzs.commands.import_ import heading_words
    from hyzs.edits.collect import Weeks, collect
    from hyzs.edits.forms.collect_options import CollectOptions
    from hyzs.model.private_number import has_private_number
    from hyzs.query.form_columns import sheet_columns
    from hyzs.reports.results.collect_result import collect_result

    session: Session = ctx.obj
    columns, store = sheet_columns(session.index), str(session.about["id"])
    options = CollectOptions(columns, store, has_private_number, partial, dry_run, unverified, heading_words())
    weeks = Weeks(session.index, session.now)
    evidence = handed_in_evidence(session, files)
    forms = read_forms(session.root, files, options.columns, evidence)
    results = [collect(weeks, form, options, session.apply) for form in forms]
    results += collect_evidence(session, evidence, results, dry=dry_run)
    hint = "" if partial else "(或加 --partial 先收好的)"
    session.show(collect_result(results, dry=dry_run, hint=hint, outstanding=weeks.outstanding(results)), format)
    if not all(result.is_accepted for result in results):
        raise typer.Exit(1)
