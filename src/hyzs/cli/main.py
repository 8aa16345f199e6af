"""The front door: the table of commands, and errors made exit codes."""

import contextlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

import typer

from hyzs import __version__, commands
from hyzs.cli.argv import parse_argv
from hyzs.cli.help_zh import ClickError, Command, HelpGroup, UsageError, usage_error
from hyzs.model.errors import Exit, HyzsError, terminal_safe
from hyzs.output import begin_stdout, help_formats, print_failure
from hyzs.session import Session


class _ProgramCommand(Command):
    """A command whose help lists formats as they are found."""

    help_texts: ClassVar[Mapping[str, Callable[[], str]]] = {
        "{formats}": lambda: " ".join(help_formats()),
        "{finding_formats}": lambda: " ".join(help_formats("findings", binary=False)),
    }


class Commands(HelpGroup):
    """The commands of ``hyzs``."""

    command_type = _ProgramCommand
    groups = commands.GROUPS
    load = staticmethod(commands.load)


app = typer.Typer(
    cls=Commands, rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True
)


@app.callback()
def hyzs(
    ctx: typer.Context,
    store: str = typer.Option(
        None, "--store", metavar="目录", help="数据仓库；默认是最近的含 data/settings.yaml 的上级目录"
    ),
    today: str = typer.Option(None, "--today", metavar="日期", help="把这一天当作今天"),
    at: str = typer.Option(None, "--at", metavar="版本|日期", help="按那个提交、那一天结束时已提交的数据回答"),
    version: bool = typer.Option(False, "--version", is_eager=True, help="显示版本"),
) -> None:
    """把政策方案变成可追责、可跟踪的工作：谁牵头、谁负责，本周谁报了、谁没报。"""
    ctx.obj = Session(store, today, at)
    ctx.call_on_close(ctx.obj.close)


def run(argv: Sequence[str]) -> int:
    """Run one command; the exit code. An error that people can mend is a sentence, a bug a traceback."""
    begin_stdout()
    if "--version" in argv[:1]:
        print(f"hyzs {__version__}")
        return Exit.OK
    try:
        return int(app(parse_argv(argv).normalized, prog_name="hyzs", standalone_mode=False) or 0)
    except HyzsError as error:
        return _report_error(argv, error.message, error.hint, error.code)
    except UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.message)
            return Exit.USAGE
        return _report_error(argv, *usage_error(error), Exit.USAGE)
    except ClickError as error:
        return _report_error(argv, error.message, "", Exit.USAGE)
    except (KeyboardInterrupt, typer.Abort):
        return Exit.INTERRUPTED
    except (BrokenPipeError, SystemExit):  # the library leaves so when nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK


def _report_error(argv: Sequence[str], message: str, hint: str, code: int) -> int:
    """Print the error on stderr, and a document of it where a program waits for one; the exit code."""
    _print_error(message, hint)
    try:
        _print_error_document(argv, message, hint, code)
    except HyzsError as error:  # no document can be written: the program that waits has the exit code
        _print_error(error.message, error.hint)
    return code


def _print_error(message: str, hint: str) -> None:
    sys.stderr.write(terminal_safe(f"错误：{message}\n" + (f"提示：{hint}\n" if hint else "")))


def _print_error_document(argv: Sequence[str], message: str, hint: str, code: int) -> None:
    line = parse_argv(argv)
    if line.format:
        report = next((word for word in line.words if word in commands.TABLE), "hyzs")
        print_failure(report, line.format, {"code": int(code), "message": message, "hint": hint or None})


def main() -> None:
    """The program ``hyzs``."""
    if "_HYZS_COMPLETE" in os.environ:
        from typer.completion import get_completion_inspect_parameters

        get_completion_inspect_parameters()  # makes the shells known
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.OK
    except Exception as error:
        import traceback

        traceback.print_exc()
        sys.stderr.write("这是 hyzs 的错误，不是您的。请把以上内容发给维护者。\n")
        code = Exit.BUG
        with contextlib.suppress(Exception):
            _print_error_document(
                sys.argv[1:], f"hyzs 自己出错了：{type(error).__name__}", "请把标准错误上的内容发给维护者", code
            )
            sys.stdout.flush()
    sys.exit(code)
