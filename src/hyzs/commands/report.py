"""``hyzs report``"""

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from hyzs.commands.options import Format, Output
from hyzs.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from hyzs.model.answer import Answer


class Report(NamedTuple):
    """A printable report: what it is called, what it says, and how it is asked."""

    title: str
    about: str
    ask: "Callable[[Desk, str | None], Answer]"


def _division(desk: Desk, plan: str | None) -> "Answer":
    from hyzs.reports.division import division

    return division(desk.index, plan)


def _brief(desk: Desk, week: str | None) -> "Answer":
    from hyzs.reports.brief import brief

    return brief(desk.index, week, desk.now)


def _remind(desk: Desk, week: str | None) -> "Answer":
    from hyzs.reports.remind import remind

    return remind(desk.index, week, desk.now)


def _weekly(desk: Desk, week: str | None) -> "Answer":
    from hyzs.reports.weekly import weekly

    return weekly(desk.index, week, desk.now)


REPORTS = {
    "division": Report("任务分工表", "每条举措做什么、谁牵头、谁负责、何时完成、交什么成果", _division),
    "weekly": Report("周报", "各类各阶段多少个、新进展、承诺变动、交办事项、静默项目、欠报单位；可写哪一周", _weekly),
    "remind": Report("催办文书", "欠报的单位每家一份：提醒函、催办单、督办单，按未答复的次数升级；可写哪一周", _remind),
    "brief": Report("一周简报", "发到聊天窗口的几行字，不超过三百字；可写哪一周", _brief),
}


def complete_report(incomplete: str) -> list[tuple[str, str]]:
    """Reports by name."""
    return [(name, report.title) for name, report in REPORTS.items() if name.startswith(incomplete)]


def report(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[名称]", help="哪一种；不写就列出所有", autocompletion=complete_report)
    ] = None,
    of: Annotated[
        str | None, typer.Argument(metavar="[对象]", help="关于哪一个：任务分工表写方案，简报写周；不写就是最新的")
    ] = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """可打印的报表：任务分工表等；-f html 或 -o 文件名.html 得到排好版的页面。"""
    from hyzs.reports.catalog import catalog, chosen

    desk: Desk = ctx.obj
    titles = {key: (one.title, one.about) for key, one in REPORTS.items()}
    answer = REPORTS[chosen(name, titles)].ask(desk, of) if name else catalog(titles)
    desk.show(answer, format, output)
