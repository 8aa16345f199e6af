"""Help and usage errors in Chinese, on top of what the command-line library says in English."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info
from typer.models import CommandInfo

from hyzs.cli.option_groups import with_flat_options
from hyzs.model.text_width import cell_width

_Context: Any = TyperGroup.context_class
_Formatter: Any = _Context.formatter_class
#: The library's errors, whichever package it keeps them in.
UsageError: Any = typer.BadParameter.__mro__[1]
ClickError: Any = typer.BadParameter.__mro__[2]

#: Options that show the help of a command.
HELP = ("-h", "--help")
_HEADINGS = {"Options": "选项", "Arguments": "参数", "Commands": "命令", "Usage: ": "用法："}
_EXTRAS = {"[required]": "[必填]", "[default: ": "[默认：", "Show this message and exit.": "显示这段说明"}
_RANGE = re.compile(r"(?:; |\[)x>=([0-9.]+)\]")
#: Hints on a value, by its type.
_TYPES = {"int": "要写整数", "int range": "要写不小于 {min} 的整数", "choice": "可以写：{choices}"}
_OPENING, _CLOSING = r"\[(（“‘", r"，。；：、）)”’…\]"
_METAVARS = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]...", "{": "", "}": ""}


class _ChineseFormatter(_Formatter):  # type: ignore[misc]
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for english, chinese in _METAVARS.items():
            args = args.replace(english, chinese)
        self.write(f"{_HEADINGS['Usage: ']}{prog} {args}\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{' ' * self.current_indent}{_HEADINGS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        for line in _lines(text, self.width - self.current_indent):
            self.write(f"{' ' * self.current_indent}{line}\n")

    def write_dl(self, rows: Any, *args: Any, first: int = 0, **options: Any) -> None:
        first = first or max(cell_width(name) for name, _ in rows) + 2
        for name, text in rows:
            head = f"{name}{' ' * (first - cell_width(name))}"
            for line in _lines(_in_chinese(text), self.width - self.current_indent - first):
                self.write(f"{' ' * self.current_indent}{head}{line}\n")
                head = " " * first


def _in_chinese(text: str) -> str:
    for english, chinese in _EXTRAS.items():
        text = text.replace(english, chinese)
    return _RANGE.sub(lambda match: f"，不小于 {match[1]}]" if match[0][0] == ";" else f"[不小于 {match[1]}]", text)


def _lines(text: str, width: int) -> list[str]:
    """The text in lines of at most so many columns, broken between words or Chinese characters."""
    lines = [""]
    for piece in re.findall(rf"[{_OPENING}]*(?:[!-~]+|\S)[{_CLOSING}]*\s*", text):
        if lines[-1] and cell_width(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


class _ChineseContext(_Context):  # type: ignore[misc]
    formatter_class = _ChineseFormatter

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"help_option_names": list(HELP), **options})


class Command(TyperCommand):
    """A command whose help is Chinese."""

    context_class = _ChineseContext
    #: A help text that is looked up when it is shown → what gives it.
    help_texts: ClassVar[Mapping[str, Callable[[], str]]] = {}

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Format the help as the library does, once ``help_texts`` are filled in."""
        for param in self.params:
            if look_up := self.help_texts.get(getattr(param, "help", None) or ""):
                param.help = look_up()  # type: ignore[attr-defined]
        super().format_help(ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words as the library does; a usage error names this command, not the one above it."""
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            error.ctx = error.ctx or ctx
            raise


class HelpGroup(TyperGroup):
    """A table of commands; the module of a command is loaded when it is called."""

    context_class = _ChineseContext
    #: Heading of a group in the help → names of its commands.
    groups: ClassVar[Mapping[str, Collection[str]]] = {}
    #: Class of its commands.
    command_type: ClassVar[type[Command]] = Command

    @staticmethod
    def load(name: str) -> Callable[..., Any]:
        """The function of a command of the table."""
        raise NotImplementedError

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands as they stand in their groups."""
        return [name for names in self.groups.values() for name in names]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, made from its function."""
        if cmd_name in self.list_commands(ctx) and cmd_name not in self.commands:
            function = with_flat_options(self.load(cmd_name))
            info = CommandInfo(cmd_name, cls=self.command_type, callback=function)
            self.commands[cmd_name] = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the first line of each command's docstring, group by group."""
        rows = {name: (name, (self.load(name).__doc__ or "").partition("\n")[0]) for name in self.list_commands(ctx)}
        width = max(cell_width(name) for name in rows) + 2
        for heading, names in self.groups.items():
            with formatter.section(heading):
                formatter.write_dl([rows[name] for name in names], first=width)


def usage_error(error: Any) -> tuple[str, str]:
    """The sentence and the hint of a usage error."""
    name, ctx = type(error).__name__, getattr(error, "ctx", None)
    path = ctx.command_path if ctx else "hyzs"
    return _sentence(error, name, ctx), f"运行 {path} --help 看用法"


def _form(param: Any) -> str:
    """The form of the value, if its type says it."""
    form = _TYPES.get(param.type.name.replace("integer", "int"), "") if param else ""
    words = form.format(min=getattr(param.type, "min", ""), choices="、".join(getattr(param.type, "choices", ())))
    return f"，{words}" if words else ""


def _sentence(error: Any, name: str, ctx: Any) -> str:
    param = getattr(error, "param", None)
    option = param and param.param_type_name == "option"
    subject = f"{'选项' if option else '参数'} {max(param.opts, key=len) if option else param.metavar}" if param else ""
    if name == "NoSuchOption":
        from difflib import get_close_matches

        near = "、".join(get_close_matches(error.option_name, error.possibilities or [], 3, 0))
        return f"没有选项 {error.option_name}" + (f"，是不是：{near}" if near else "")
    if name == "MissingParameter":
        return f"缺少{subject}"
    if name == "BadOptionUsage":
        return (
            f"选项 {error.option_name} 后面要有一个值"
            if "requires" in error.message
            else f"选项 {error.option_name} 不带值"
        )
    if name == "BadParameter":
        return f"{subject} 的值不对{_form(param)}"
    if ctx and error.message.startswith("No such command"):
        from difflib import get_close_matches

        word = error.message.split("'")[1]
        like = get_close_matches(word, ctx.command.list_commands(ctx), 1)
        return f"没有命令 {word}" + (f"，是不是：{like[0]}" if like else "")
    if "extra argument" in error.message:
        return f"多余的参数：{error.message.split(' (', 1)[1].removesuffix('.').removesuffix(')')}"
    return "还缺一个命令" if error.message.startswith("Missing command") else f"没看懂：{error.message}"
