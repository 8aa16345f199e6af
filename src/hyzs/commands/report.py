"""``hyzs report``: print one of the reports that are found in ``reports/``."""

from typing import TYPE_CHECKING, Annotated

import typer

from hyzs.commands.form_files import with_hidden_base
from hyzs.commands.options import (
    Format,
    Output,
    PrintArguments,
    complete_names,
    complete_plan,
    complete_project,
    complete_unit,
    complete_week,
)
from hyzs.commands.report_registry import (
    ReportOptions,
    ask_report,
    find_printed_report,
    printed_reports,
    with_subject,
)
from hyzs.model.errors import BadUsage
from hyzs.model.print_options import MONEY_UNITS, PrintOptions
from hyzs.output import AnswerWriter, format_of, is_folder, print_notice, shows_letters
from hyzs.session import Session

if TYPE_CHECKING:
    from hyzs.model.answer import Answer


#: Formats in which an office can write, and which come back.
_RETURNABLE = frozenset(("xlsx", "docx"))


def complete_report(incomplete: str) -> list[tuple[str, str]]:
    """Reports by name."""
    return [(name, report.title) for name, report in printed_reports().items() if name.startswith(incomplete)]


def complete_subject(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Words that may stand behind the report that was named."""
    report = printed_reports().get(ctx.params.get("name") or "")
    if report and report.subject_kind:
        return complete_names(ctx, report.subject_kind, incomplete)
    complete = _SUBJECTS.get(report.of) if report else None
    return complete(ctx, incomplete) if complete else []


#: The option that a report's word stands for → its completion.
_SUBJECTS = {"week": complete_week, "unit": complete_unit, "project": complete_project, "plan": complete_plan}


def report(
    ctx: typer.Context,
    options: ReportOptions,
    name: Annotated[
        str | None, typer.Argument(metavar="[名称]", help="哪一种；不写就列出所有", autocompletion=complete_report)
    ] = None,
    of: Annotated[
        str | None,
        typer.Argument(
            metavar="[对象]",
            help="关于哪一个：周、单位、项目或方案；不写就是最新的",
            autocompletion=complete_subject,
        ),
    ] = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """可打印的报表：周跟踪清单、任务分工表、一页通等；-o 文件名.pdf、.docx、.xlsx、.html、.png。"""
    from hyzs.reports.report_list import report_list

    session: Session = ctx.obj
    options = _with_money_apart(options)
    if not name:
        titles = {key: (row.title, row.about) for key, row in printed_reports().items()}
        session.show(report_list(titles), format, output)
        return
    printed = find_printed_report(name)
    options = with_subject(printed, of, options)
    if options.attach and format != "eml" and not (output or "").endswith(".eml"):
        raise BadUsage("只有邮件能带附件", "--attach 和 -f eml 一起写")
    answer = ask_report(session, printed, options)
    if options.record:
        _record_notices(session, answer, dry=True)  # what cannot be recorded is not printed under a number
    if printed.has_letters and output and is_folder(output):
        _write_letters(session, answer, format, output, options.printing.options(session))
    else:
        _show(session, answer, format, output, options.printing)
    if printed.has_letters and shows_letters(format, output):
        _print_letter_notices(session, answer, options.printing.letterhead, attach=options.attach)
    if options.record:  # only once the papers are written: what cannot be printed is not recorded
        count, edit = _record_notices(session, answer, dry=False)
        undo = f"。撤销：hyzs undo {edit}" if edit else ""
        print_notice(f"记下 {count} 份催办文书，已经发过的 {answer.summary['already_sent']} 份不重发{undo}")


def _show(session: Session, answer: "Answer", format: str | None, output: str | None, printing: PrintArguments) -> None:
    """Show the answer, in a format that comes back with what it was printed from.

    Not for readers who see less than the whole: what is hidden in it must not say more than what is seen.
    """
    printed_as = printing.options(session)
    if printing.is_whole and output and (format or format_of(output)) in _RETURNABLE:
        answer = with_hidden_base(session, answer)
    session.show(answer, format, output, printed_as)


def _write_letters(
    session: Session, answer: "Answer", format: str | None, folder: str, printed_as: PrintOptions
) -> None:
    """Write each letter into a file of its own, and say how many."""
    files = AnswerWriter(session).show_letters(answer, format, folder, printed_as)
    sentence = (
        f"写到 {folder}：{len(answer.letters)} 份，{len(files)} 个文件" if files else "没有要发的文书，没有写文件"
    )
    print_notice(sentence)


def _record_notices(session: Session, answer: "Answer", *, dry: bool) -> tuple[int, str | None]:
    """Record the notices of a reminder; how many, and the name of that edit."""
    from hyzs.edits.notices import record_notices

    changes = record_notices(session.index, answer.rows, session.today)
    applied = session.apply(changes, dry=dry) if changes else None
    return len(changes), applied.undo_name if applied else None


def _print_letter_notices(session: Session, answer: "Answer", letterhead: str, *, attach: bool) -> None:
    """Say what the letters leave out: units that were sent one before, who signs, workbooks that there are not."""
    written_to = {letter.unit for letter in answer.letters}
    before = [f"{row['unit']}({row['number']})" for row in answer.rows if row["unit"] not in written_to]
    if before:
        print_notice(f"已经发过，没有再写 {len(before)} 份：{'、'.join(before)}")
    bare_units = [letter.unit for letter in answer.letters if attach and not letter.attachments]
    if bare_units:
        print_notice(f"本期没有填报表可附 {len(bare_units)} 家：{'、'.join(bare_units)}")
    issuer = answer.letters[0].issuer if answer.letters else ""
    if answer.letters and not (letterhead or issuer):
        print_notice("注意：没有写发文机关，署名空着；用 --letterhead 写，或在设置里写 notice_issuer")
    elif "示例" in issuer and not letterhead and not session.as_of:
        print_notice(f"注意：署名还是示例的“{issuer}”；用 --letterhead 写，或改设置里的 notice_issuer")


def _with_money_apart(options: ReportOptions) -> ReportOptions:
    """The options with ``--unit 亿元``, as it used to be written, as the unit of money."""
    unit, money = options.unit, options.printing.money
    if unit not in MONEY_UNITS:
        return options
    if money and money != unit:
        raise BadUsage(f"金额的单位写了两个：{unit}、{money}", "只写 --money")
    print_notice(f"注意：--unit 现在指组织，金额的单位写 --money {unit}；这次照金额办")
    return options._replace(unit=None, printing=options.printing._replace(money=unit))
