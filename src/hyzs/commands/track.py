"""``hyzs track``: print the tracking list of a week: reporting status of each project, lights, needs."""

from typing import Annotated, NamedTuple

import typer

from hyzs.commands.options import (
    Format,
    Output,
    Week,
    both_ways,
    complete_person,
    complete_tier,
    complete_unit,
    complete_word,
    offers,
    split_list,
)
from hyzs.session import Session


def complete_status(incomplete: str) -> list[tuple[str, str]]:
    """States of a duty to report."""
    from hyzs.query.duty_counts import STATUSES

    return complete_word(incomplete, both_ways(STATUSES))


def complete_grouping(incomplete: str) -> list[tuple[str, str]]:
    """Fields to group the list by."""
    from hyzs.reports.track_page import GROUPINGS

    return complete_word(incomplete, both_ways(GROUPINGS))


def complete_light(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Lights of the settings, and the word for none."""
    return offers(ctx, incomplete, _lights)


def _lights(session: Session) -> dict[str, str]:
    from hyzs.query.lights import light_names
    from hyzs.reports.track_page import UNLIT

    return dict.fromkeys((*light_names(session.index), UNLIT), "")


class TrackOptions(NamedTuple):
    """The projects that the list holds, and their grouping."""

    week: Week = None
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="单位", help="填报、属地、园区或牵头单位", autocompletion=complete_unit),
    ] = None
    tier: Annotated[
        str | None, typer.Option("--tier", metavar="类别", help="如 重大", autocompletion=complete_tier)
    ] = None
    patron: Annotated[
        str | None, typer.Option("--patron", metavar="人员", help="联系市领导", autocompletion=complete_person)
    ] = None
    status: Annotated[
        str | None,
        typer.Option(
            "--status",
            metavar="状态",
            help="未报 部分已报 迟报 待报 已报 免报，逗号分开",
            autocompletion=complete_status,
        ),
    ] = None
    silent: Annotated[int, typer.Option("--silent", metavar="周数", min=0, help="连续未报或无变化至少这么多周")] = 0
    light: Annotated[
        str | None,
        typer.Option("--light", metavar="灯", help="如 红灯,黄灯；没有灯的写 未亮灯", autocompletion=complete_light),
    ] = None
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="分组", help="类别 阶段 属地 牵头单位 联系市领导 亮灯", autocompletion=complete_grouping
        ),
    ] = "类别"
    all: Annotated[bool, typer.Option("--all", help="也列草稿、终止和已完结的项目")] = False
    new: Annotated[bool, typer.Option("--new", help="只要和上周比新的：新项目、新进展、新问题、静默项目")] = False
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on",
            metavar="状态",
            help="列出的项目或单位里有这些状态时，退出码为 1",
            autocompletion=complete_status,
        ),
    ] = None


def track(
    ctx: typer.Context,
    options: TrackOptions,
    format: Format = None,
    output: Output = None,
) -> None:
    """本周跟踪清单：谁报了、谁没报、哪些项目有新进展、哪些一直没动静。"""
    from hyzs.reports.track import TrackFilter, has_state, statuses, track
    from hyzs.reports.whats_new import whats_new

    session: Session = ctx.obj
    fails = statuses(split_list(options.fail_on))
    track_filter = TrackFilter(
        options.unit,
        options.tier,
        options.patron,
        split_list(options.status),
        options.silent,
        options.by,
        options.all,
        split_list(options.light),
    )
    ask = whats_new if options.new else track
    answer = ask(session.index, options.week, session.now, track_filter)
    session.show(answer, format, output)
    if has_state(answer, fails):
        raise typer.Exit(1)
