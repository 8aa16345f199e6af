"""``hyzs check``: judge the store by every rule and list the findings."""

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from hyzs.commands.options import Output, complete_unit, complete_word, split_list, store_path
from hyzs.model.errors import BadUsage, Exit
from hyzs.output import help_formats, print_notice, write_text
from hyzs.session import Session

#: Forms of a summary → the format that makes each.
_SUMMARIES = {"md": "summary"}
#: From how bad on the run fails → what is counted.
_FAILING = {"error": ("errors",), "warning": ("errors", "warnings")}


def complete_format(incomplete: str) -> list[tuple[str, str]]:
    """Formats that findings come in."""
    return complete_word(incomplete, dict.fromkeys(help_formats("findings", binary=False), ""))


class CheckArguments(NamedTuple):
    """The findings that count, and the use made of them."""

    changed: Annotated[
        str | None, typer.Option("--changed", metavar="[版本]", help="只要这个版本里还没有的；不写为和主分支分开处")
    ] = None
    unit: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="单位",
            help="和 --changed 一起用：这些改动是这个单位做的，不归它管的(设置的 keepers)报 not-yours",
            autocompletion=complete_unit,
        ),
    ] = None
    staged: Annotated[
        bool | None,
        typer.Option(
            "--staged/--no-staged", help="查暂存区(要提交的)，不看工作区；在提交钩子里是默认", show_default=False
        ),
    ] = None
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="[文件]", help="已知的问题不计；不写为 check-baseline.yaml")
    ] = None
    write_baseline: Annotated[
        str | None, typer.Option("--write-baseline", metavar="[文件]", help="把现有的问题都记为已知")
    ] = None
    select: Annotated[list[str] | None, typer.Option("--select", metavar="代码", help="只要这些代码，逗号分开")] = None
    ignore: Annotated[list[str] | None, typer.Option("--ignore", metavar="代码", help="不要这些代码，逗号分开")] = None
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="程度", help="从哪种程度起退出码为 1：error 或 warning")
    ] = "error"
    max: Annotated[int | None, typer.Option("--max", metavar="个数", min=0, help="最多列这么多个，其余只计数")] = None
    summary: Annotated[
        str | None, typer.Option("--summary", metavar="md", help="只要小结：个数、表格和链接，供作业摘要和合并请求评论")
    ] = None
    fix: Annotated[bool, typer.Option("--fix", help="先改好不会改变意思的写法，同 hyzs fmt；再查")] = False
    diff: Annotated[bool, typer.Option("--diff", help="和 --fix 一起用：只显示会改什么，不写")] = False


def check(
    ctx: typer.Context,
    options: CheckArguments,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[路径]...", help="只显示这些文件的问题；整个仓库照样都查")
    ] = None,
    format: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="格式", help="{finding_formats}", autocompletion=complete_format),
    ] = None,
    output: Output = None,
) -> None:
    """数据对不对：一次列出所有问题，精确到行和列。"""
    from hyzs.reports.check import CheckOptions, check

    session: Session = ctx.obj
    if options.summary:
        format = _summary(options.summary, format)
    fails = _failing_severities(options.fail_on)
    is_staged = _views_staged(session, _fix_first(session, paths or [], options, format))
    baseline = options.baseline
    if options.write_baseline:
        _write_baseline(session, options.write_baseline)
        baseline = options.write_baseline
    run = session.check_run(options.changed, _baseline_file(session, baseline), options.unit)
    places = [store_path(session, path) for path in paths or []]
    select, ignore = split_list(*options.select or ()), split_list(*options.ignore or ())
    answer = check(
        session.index,
        run,
        CheckOptions(places, select, ignore, options.max, options.changed, baseline, is_staged),
    )
    session.show(answer, format, output)
    if paths and len(answer.summary["empty_paths"]) == len(paths):
        raise typer.Exit(Exit.USAGE)  # nothing that was asked about was looked at
    if any(answer.summary[severity] for severity in fails):
        raise typer.Exit(1)


def _fix_first(session: Session, paths: list[str], options: CheckArguments, format: str | None) -> bool | None:
    """Mend what is to be mended; ``--staged`` as it is then: what is mended is the working tree."""
    if not (options.fix or options.diff):
        return options.staged
    if options.staged:
        raise BadUsage("--staged 和 --fix 不能一起用", "--fix 改的是工作区；改好、git add 以后再查")
    _fix(session, paths, format, fix=options.fix, diff=options.diff)
    return False


def _views_staged(session: Session, is_asked: bool | None) -> bool:
    """Look at what is staged, if ``is_asked`` or, where that is None, in a commit hook; True if it is looked at."""
    from hyzs.store.staged_tree import is_commit_hook

    if is_asked is None and not session.past_commit and is_commit_hook(session.root):
        print_notice("在 git 的提交钩子里：查的是暂存区（要提交的内容），不是工作区；查工作区加 --no-staged")
        is_asked = True
    if is_asked:
        session.view_staged()
    return bool(is_asked)


def _baseline_file(session: Session, name: str | None) -> Path | None:
    if not name:
        return None
    from hyzs.diagnostics.baseline import baseline_file

    return baseline_file(session.root, name)


def _write_baseline(session: Session, name: str) -> None:
    """Write all findings of today to that file, which then knows them."""
    from hyzs.diagnostics.baseline import baseline_file, baseline_text, check_writable

    file, findings = baseline_file(session.root, name), session.findings()
    check_writable(file)
    write_text(baseline_text(findings), str(file))
    print_notice(f"已写入 {file.name}：{len(findings)} 个已知问题")


def _fix(session: Session, paths: list[str], format: str | None, *, fix: bool, diff: bool) -> None:
    """Mend what can be mended without changing its meaning; with ``diff`` only show it, and end there."""
    from hyzs.checking.autofix import autofixes
    from hyzs.edits.fmt import fmt
    from hyzs.reports.results.edit_result import edit_result

    if not fix:
        raise BadUsage("--diff 要和 --fix 一起用", "和哪个版本比用 --changed")
    fixes = list(autofixes(session.index, session.today))
    changes = fmt(session.index, fixes, [store_path(session, path) for path in paths])
    applied = session.apply(changes, dry=diff, tidy=True)
    if diff:
        session.show(edit_result(applied, dry=True), format)
        raise typer.Exit(1 if applied.lines else 0)
    if applied.lines:
        undo = f"撤销：hyzs undo {applied.undo_name}" if applied.undo_name else "撤销记录没有写成，要退回用 git"
        print_notice(f"改好了 {len({line.path for line in applied.lines})} 个文件。{undo}")


def _failing_severities(severity: str) -> tuple[str, ...]:
    """The counts of the summary that make a run fail. Raises: BadUsage."""
    if severity not in _FAILING:
        raise BadUsage(f"没有“{severity}”这种程度", f"可以用：{'、'.join(_FAILING)}")
    return _FAILING[severity]


def _summary(form: str, format: str | None) -> str:
    """The format of a summary of that form."""
    if format:
        raise BadUsage("--summary 和 -f 不能一起用")
    if form not in _SUMMARIES:
        raise BadUsage(f"没有“{form}”这种小结", f"可以用：{'、'.join(_SUMMARIES)}")
    return _SUMMARIES[form]
