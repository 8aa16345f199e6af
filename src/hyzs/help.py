"""Help and usage errors in Chinese, on top of what the command-line library says in English."""

from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_Context: Any = TyperGroup.context_class
_Formatter: Any = _Context.formatter_class
#: The library's errors, whichever package it keeps them in.
UsageError: Any = typer.BadParameter.__mro__[1]
ClickError: Any = typer.BadParameter.__mro__[2]

_HEADINGS = {"Options": "选项", "Arguments": "参数", "Commands": "命令", "Usage: ": "用法："}
_EXTRAS = {"[required]": "[必填]", "[default: ": "[默认：", "Show this message and exit.": "显示这段说明"}
_METAVARS = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}


class _ChineseFormatter(_Formatter):  # type: ignore[misc]
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for english, chinese in _METAVARS.items():
            args = args.replace(english, chinese)
        super().write_usage(prog, args, _HEADINGS["Usage: "])

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(self, rows: Any, *args: Any, **options: Any) -> None:
        super().write_dl([(name, _in_chinese(text)) for name, text in rows], *args, **options)


def _in_chinese(text: str) -> str:
    for english, chinese in _EXTRAS.items():
        text = text.replace(english, chinese)
    return text


class _ChineseContext(_Context):  # type: ignore[misc]
    formatter_class = _ChineseFormatter


class Command(TyperCommand):
    """A command whose help is Chinese."""

    context_class = _ChineseContext


class Group(TyperGroup):
    """The table of commands, in the order in which they were added."""

    context_class = _ChineseContext

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands as they stand in the table."""
        return list(self.commands)


def usage_error(error: Any) -> tuple[str, str]:
    """The sentence and the hint of a usage error."""
    name, ctx = type(error).__name__, getattr(error, "ctx", None)
    path = ctx.command_path if ctx else "hyzs"
    return _sentence(error, name, ctx), f"运行 {path} --help 看用法"


def _sentence(error: Any, name: str, ctx: Any) -> str:
    param = getattr(error, "param", None)
    what = (param.metavar or max(param.opts, key=len)) if param else ""
    if name == "NoSuchOption":
        near = "、".join(sorted(error.possibilities or []))
        return f"没有选项 {error.option_name}" + (f"，是不是：{near}" if near else "")
    if name == "MissingParameter":
        return f"缺少{'选项' if param and param.param_type_name == 'option' else '参数'} {what}"
    if name == "BadOptionUsage":
        return (
            f"选项 {error.option_name} 后面要有一个值"
            if "requires" in error.message
            else f"选项 {error.option_name} 不带值"
        )
    if name == "BadParameter":
        return f"{what} 的值不对"
    if ctx and error.message.startswith("No such command"):
        word = error.message.split("'")[1]
        like = get_close_matches(word, ctx.command.commands, 1)
        return f"没有命令 {word}" + (f"，是不是：{like[0]}" if like else "")
    if "extra argument" in error.message:
        return f"多余的参数：{error.message.rsplit('(', 1)[1].rstrip(')')}"
    return "还缺一个命令" if error.message.startswith("Missing command") else f"没看懂：{error.message}"
