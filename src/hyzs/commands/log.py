"""``hyzs log``: record one line of a weekly return: progress, figures, needs, meetings."""

import sys
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from hyzs.commands.options import DryRun, Format, Week, apply_and_show, complete_record, complete_unit, offers
from hyzs.model.errors import BadUsage
from hyzs.session import Session

if TYPE_CHECKING:
    from hyzs.edits.log import EntrySubject
    from hyzs.edits.return_entry import EntryUpdate


def complete_figure(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Indicators of the settings, by name or by label."""
    return offers(ctx, incomplete, _figure_words)


def _figure_words(session: Session) -> dict[str, str]:
    from hyzs.query.indicators import indicators

    indicator_rows = indicators(session.index)
    return {f"{word}=": about for name, label, *_ in indicator_rows for word, about in ((name, label), (label, name))}


class LogOptions(NamedTuple):
    """The parts of an entry as people type them."""

    progress: Annotated[str | None, typer.Option("--progress", metavar="文字", help="本周进展")] = None
    next: Annotated[str | None, typer.Option("--next", metavar="文字", help="下步打算")] = None
    need: Annotated[
        list[str] | None, typer.Option("--need", metavar="诉求", help="写成 '文字@单位<2026-12-05'，可以写多次")
    ] = None
    met: Annotated[
        list[str] | None, typer.Option("--met", metavar="对接", help="写成 '2026-11-18 拜访 对方@我方职务'，可以写多次")
    ] = None
    solve: Annotated[
        list[str] | None, typer.Option("--solve", metavar="诉求", help="这条诉求已解决，写它的文字；可以写多次")
    ] = None
    withdraw: Annotated[
        list[str] | None, typer.Option("--withdraw", metavar="诉求", help="这条诉求撤回，写它的文字；可以写多次")
    ] = None
    invested: Annotated[str | None, typer.Option("--invested", metavar="万元", help="累计完成投资")] = None
    paid_in: Annotated[str | None, typer.Option("--paid-in", metavar="万元", help="累计到位资金")] = None
    figure: Annotated[
        list[str] | None,
        typer.Option(
            "--figure",
            metavar="指标=数",
            help="设置里的其他指标，或任务声明的指标",
            autocompletion=complete_figure,
        ),
    ] = None
    done_amount: Annotated[str | None, typer.Option("--done", metavar="数", help="任务本期完成了多少")] = None
    state: Annotated[str | None, typer.Option("--state", metavar="状态", help="任务：未启动 推进 完成")] = None
    result_name: Annotated[str | None, typer.Option("--result-name", metavar="名称", help="任务的成果")] = None
    result_number: Annotated[str | None, typer.Option("--result-number", metavar="文号", help="成果的文号")] = None
    result_on: Annotated[str | None, typer.Option("--result-on", metavar="日期", help="成果的日期")] = None
    result_file: Annotated[str | None, typer.Option("--result-file", metavar="位置", help="成果存放的位置或网址")] = (
        None
    )
    nil: Annotated[bool, typer.Option("--nil", help="零报告：写单位，它这一周没有要报的")] = False
    no_change: Annotated[str | None, typer.Option("--no-change", metavar="理由", help="本周无变化，和它的原因")] = None
    week: Week = None
    by: Annotated[
        str | None, typer.Option("--by", metavar="单位", help="谁报的；不写为填报单位", autocompletion=complete_unit)
    ] = None
    filed_by: Annotated[str | None, typer.Option("--filed-by", metavar="姓名", help="填报人")] = None
    late: Annotated[str | None, typer.Option("--late", metavar="理由", help="这一周已经关闭，为什么补报")] = None
    why: Annotated[str | None, typer.Option("--why", metavar="理由", help="更正以前报过的数，为什么")] = None
    reason: Annotated[str | None, typer.Option("--reason", metavar="理由", help="很久没有报，为什么")] = None

    @property
    def reports_something(self) -> bool:
        """True if the entry says more than who filed it, and for which week."""
        texts = (self.progress, self.next, self.invested, self.paid_in, self.done_amount, self.state)
        lists = (self.need, self.met, self.solve, self.withdraw, self.figure)
        return any((*texts, *lists, self.no_change, self.late))

    @property
    def result(self) -> dict[str, str]:
        """The result that a task came to, by its fields."""
        texts = {
            "name": self.result_name,
            "number": self.result_number,
            "on": self.result_on,
            "file": self.result_file,
        }
        return {name: text for name, text in texts.items() if text}


def log(
    ctx: typer.Context,
    id: Annotated[
        str, typer.Argument(metavar="项目", help="项目或任务，编号或名称；零报告写单位", autocompletion=complete_record)
    ],
    options: LogOptions,
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """写一行周填报：这个项目(任务)这一周怎么样了；已经报过的就补充、更正。"""
    from hyzs.edits.log import find_subject, log, log_nil

    session: Session = ctx.obj
    if options.nil:
        if options.reports_something:
            raise BadUsage("零报告是没有要报的，不能再写别的", "去掉 --nil，或去掉别的；只可以写 --week 和 --filed-by")
        changes = log_nil(session.index, id, options.week, session.now, options.filed_by)
        apply_and_show(session, changes, format, dry=dry_run)
        return
    subject = find_subject(session.index, id, options.week, options.by, session.now)
    update = _entry_update(subject, options)
    apply_and_show(session, log(subject, update, session.now, options.filed_by), format, dry=dry_run)


def _entry_update(subject: "EntrySubject", options: LogOptions) -> "EntryUpdate":
    """The update as typed; without any of its content the progress is asked for at a terminal."""
    from hyzs.edits.log import parse_figures, parse_meetings, parse_needs, require_state, settle_needs, typed_number
    from hyzs.edits.return_entry import EntryUpdate
    from hyzs.model.typed_input import parse_number

    figures = {"invested": options.invested, "paid_in": options.paid_in, **_pairs(options.figure or [])}
    amounts = {name: text for name, text in figures.items() if text is not None}
    closed = [
        *settle_needs(subject, options.solve or [], "已解决"),
        *settle_needs(subject, options.withdraw or [], "撤回"),
    ]
    progress, following = options.progress, options.next
    content = (progress, following, options.need, options.met, closed, amounts, options.done_amount)
    if not any((*content, options.no_change, options.state, options.result)) and sys.stdin.isatty():
        progress, following = _ask_progress(subject)
    return EntryUpdate(
        progress=progress,
        next=following,
        needs=[*parse_needs(options.need or []), *closed],
        met=parse_meetings(options.met or []),
        figures=parse_figures(subject, amounts),
        done=typed_number(parse_number, options.done_amount),
        no_change=options.no_change,
        late=options.late,
        why=options.why,
        by=options.filed_by,
        reason=options.reason,
        state=require_state(options.state),
        result=options.result,
    )


def _ask_progress(about: "EntrySubject") -> tuple[str | None, str | None]:
    """Answers of the person, who sees the last entry and the open needs."""
    from hyzs.reports.track_page import need_lines

    filing, last = about.filing, about.before
    typer.echo(f"{about.name}　{filing.week.heading}　{filing.unit}", err=True)
    typer.echo(
        f"上次({last.get('week', '没有报过')})：{last.get('progress') or '—'}；下步打算：{last.get('next') or '—'}",
        err=True,
    )
    if about.last.get("needs"):
        typer.echo(f"未解决的诉求：{'；'.join(need_lines(about.last))}", err=True)
    progress = typer.prompt("本周进展", default="", show_default=False, err=True)
    following = typer.prompt("下步打算", default="", show_default=False, err=True)
    return progress or None, following or None


def _pairs(words: list[str]) -> dict[str, str]:
    pairs = [word.partition("=") for word in words]
    if bad := [name for name, sign, _ in pairs if not sign]:
        raise BadUsage(f"“{bad[0]}”看不懂", "写成 --figure 指标=数")
    return {name: text for name, _, text in pairs}
