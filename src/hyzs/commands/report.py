"""``hyzs report``"""

from typing import TYPE_CHECKING, Annotated

import typer

from hyzs.commands.form_files import with_hidden_base
from hyzs.commands.options import (
    Audience,
    Format,
    ForUnit,
    Money,
    Output,
    Paper,
    Plan,
    Week,
    complete_names,
    complete_plan,
    complete_project,
    complete_scheme,
    complete_unit,
    complete_week,
    for_unit,
    print_options,
)
from hyzs.commands.report_table import (
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
    week: Week = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="单位", help="哪个单位：编号或名称", autocompletion=complete_unit),
    ] = None,
    leaders: Annotated[bool, typer.Option("--leaders", help="任务分工表加牵头领导和备注")] = False,
    where: Annotated[
        str | None, typer.Option("--where", metavar="条件", help="台账、目录的筛选，写法同 hyzs list")
    ] = None,
    columns: Annotated[str | None, typer.Option("--columns", metavar="字段", help="台账要哪些列，逗号分开")] = None,
    measure: Annotated[
        str | None, typer.Option("--measure", metavar="举措", help="落实情况表：序号、编号或名称")
    ] = None,
    plan: Plan = None,
    basket: Annotated[str | None, typer.Option("--basket", metavar="篮子", help="要素成本按哪个篮子算")] = None,
    change: Annotated[bool, typer.Option("--change", help="要素成本：涨了、降了哪些")] = False,
    period: Annotated[
        str | None, typer.Option("--period", metavar="期间", help="评价、评估、共享结算：哪一期，如 2026-Q3、2027")
    ] = None,
    phase: Annotated[str | None, typer.Option("--phase", metavar="阶段", help="项目评估：事前、事中或事后")] = None,
    scheme: Annotated[
        str | None, typer.Option("--scheme", metavar="办法", help="评价办法", autocompletion=complete_scheme)
    ] = None,
    diff: Annotated[
        str | None, typer.Option("--diff", metavar="期", help="目录：和哪一期比，上期 或发布的编号")
    ] = None,
    money: Money = "",
    paper: Paper = "A4",
    audience: Audience = "full",
    for_: ForUnit = None,
    annex: Annotated[str, typer.Option("--annex", metavar="号", help="作为附件几；版心左上角印“附件1”")] = "",
    letterhead: Annotated[str, typer.Option("--letterhead", metavar="机关", help="红头：印在最上面的机关名称")] = "",
    archive: Annotated[bool, typer.Option("--archive", help="归档用的 PDF/A-2b")] = False,
    record: Annotated[
        bool, typer.Option("--record", help="催办文书：编号并记下来，要么全记要么不记；发过的不重发")
    ] = False,
    contacts: Annotated[
        bool, typer.Option("--contacts", help="催办文书：写上 private/contacts.yaml 里的联系人和邮箱")
    ] = False,
    attach: Annotated[bool, typer.Option("--attach", help="催办文书 -f eml：附上那一家本期的填报表")] = False,
    format: Format = None,
    output: Output = None,
) -> None:
    """可打印的报表：周跟踪清单、任务分工表、一页通等；-o 文件名.pdf、.docx、.xlsx、.html、.png。"""
    from hyzs.reports.choices import report_list

    session: Session = ctx.obj
    unit, money = _split_unit(session, unit, money)
    if not name:
        titles = {key: (row.title, row.about) for key, row in printed_reports().items()}
        session.show(report_list(titles), format, output)
        return
    printed = find_printed_report(name)
    options = ReportOptions(
        leaders=leaders,
        where=where,
        columns=columns,
        measure=measure,
        plan=plan,
        record=record,
        week=week,
        unit=unit,
        contacts=contacts,
        attach=attach,
        basket=basket,
        change=change,
        period=period,
        phase=phase,
        scheme=scheme,
        diff=diff,
        audience="public" if for_ else audience,
    )
    options = with_subject(printed, of, options)
    if attach and format != "eml" and not (output or "").endswith(".eml"):
        raise BadUsage("只有邮件能带附件", "--attach 和 -f eml 一起写")
    answer = ask_report(session, printed, options)
    if record:
        _record_notices(session, answer, dry=True)  # what cannot be recorded is not printed under a number
    printed_as = print_options(paper, money, audience, annex, letterhead, archive=archive)
    printed_as = for_unit(session, printed_as, for_)
    if printed.has_letters and output and is_folder(output):
        _write_letters(session, answer, format, output, printed_as)
    else:
        is_whole = audience == "full" and not for_  # what is hidden in it must not say more than what is seen
        if is_whole and output and (format or format_of(output)) in _RETURNABLE:
            answer = with_hidden_base(session, answer)
        session.show(answer, format, output, printed_as)
    if printed.has_letters and shows_letters(format, output):
        _print_letter_notices(session, answer, letterhead, attach=attach)
    if record:  # only once the papers are written: what cannot be printed is not recorded
        count, edit = _record_notices(session, answer, dry=False)
        undo = f"。撤销：hyzs undo {edit}" if edit else ""
        print_notice(f"记下 {count} 份催办文书，已经发过的 {answer.summary['already_sent']} 份不重发{undo}")


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
    without = [letter.unit for letter in answer.letters if attach and not letter.attachments]
    if without:
        print_notice(f"本期没有填报表可附 {len(without)} 家：{'、'.join(without)}")
    issuer = answer.letters[0].issuer if answer.letters else ""
    if answer.letters and not (letterhead or issuer):
        print_notice("注意：没有写发文机关，署名空着；用 --letterhead 写，或在设置里写 notice_issuer")
    elif "示例" in issuer and not letterhead and not session.as_of:
        print_notice(f"注意：署名还是示例的“{issuer}”；用 --letterhead 写，或改设置里的 notice_issuer")


def _split_unit(session: Session, unit: str | None, money: str) -> tuple[str | None, str]:
    """The organisation and the unit of money; ``--unit 亿元``, as it used to be written, is money."""
    if unit not in MONEY_UNITS:
        return unit, money
    if money and money != unit:
        raise BadUsage(f"金额的单位写了两个：{unit}、{money}", "只写 --money")
    print_notice(f"注意：--unit 现在指组织，金额的单位写 --money {unit}；这次照金额办")
    return None, unit
