"""``hyzs report``"""

from typing import TYPE_CHECKING, Annotated

import typer

from hyzs.commands.options import (
    Audience,
    Format,
    Money,
    Output,
    Paper,
    Plan,
    Week,
    complete_plan,
    complete_project,
    complete_unit,
    complete_week,
    printing,
)
from hyzs.commands.report_table import REPORTS, More
from hyzs.model.errors import BadUsage
from hyzs.model.print_options import MONEY_UNITS
from hyzs.output import AnswerWriter, is_folder, print_notice, shows_letters
from hyzs.session import Session

if TYPE_CHECKING:
    from hyzs.model.answer import Answer


def complete_report(incomplete: str) -> list[tuple[str, str]]:
    """Reports by name."""
    return [(name, report.title) for name, report in REPORTS.items() if name.startswith(incomplete)]


def complete_subject(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """What the report that was named can be asked of."""
    report = REPORTS.get(ctx.params.get("name") or "")
    complete = _SUBJECTS.get(report.of) if report else None
    return complete(ctx, incomplete) if complete else []


#: What a report is asked of → what completes it.
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
    money: Money = "",
    paper: Paper = "A4",
    audience: Audience = "full",
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
    from hyzs.reports.choices import find_report, report_list

    session: Session = ctx.obj
    unit, money = _apart(session, unit, money)
    titles = {key: (one.title, one.about) for key, one in REPORTS.items()}
    if not name:
        session.show(report_list(titles), format, output)
        return
    wanted = REPORTS[find_report(name, titles)]
    more = More(leaders, where, columns, measure, plan, record, week, unit, contacts, attach, audience)
    if beside := [option for option in more.given() if option not in (*wanted.takes, wanted.of)]:
        raise BadUsage(f"{wanted.title}没有 --{beside[0]}", "hyzs report 看每种报表可以写什么")
    if attach and format != "eml" and not (output or "").endswith(".eml"):
        raise BadUsage("只有邮件能带附件", "--attach 和 -f eml 一起写")
    answer, how = (
        wanted.ask(session, wanted.subject(of, more), more),
        printing(paper, money, audience, annex, letterhead, archive=archive),
    )
    if wanted.has_letters and output and is_folder(output):
        files = AnswerWriter(session).show_letters(answer, format, output, how)
        print_notice(
            f"写到 {output}：{len(answer.letters)} 份，{len(files)} 个文件" if files else "没有要发的文书，没有写文件"
        )
    else:
        session.show(answer, format, output, how)
    if wanted.has_letters and shows_letters(format, output):
        _tell_letters(session, answer, letterhead, attach=attach)
    if wanted.settle:
        wanted.settle(session, answer, more)


def _tell_letters(session: Session, answer: "Answer", letterhead: str, *, attach: bool) -> None:
    """Say what the letters leave out: units that were sent one before, who signs, workbooks that there are not."""
    told = {letter.unit for letter in answer.letters}
    before = [f"{row['unit']}({row['number']})" for row in answer.rows if row["unit"] not in told]
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


def _apart(session: Session, unit: str | None, money: str) -> tuple[str | None, str]:
    """The organisation and the unit of money; ``--unit 亿元``, as it used to be written, is money."""
    if unit not in MONEY_UNITS:
        return unit, money
    if money and money != unit:
        raise BadUsage(f"金额的单位写了两个：{unit}、{money}", "只写 --money")
    print_notice(f"注意：--unit 现在指组织，金额的单位写 --money {unit}；这次照金额办")
    return None, unit
