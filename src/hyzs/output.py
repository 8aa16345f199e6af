"""Answers on stdout and in files, in the format that was asked for; notices beside them on stderr."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from hyzs.model.errors import BadUsage, CannotWrite, os_error_text, terminal_safe

if TYPE_CHECKING:
    from hyzs.index.index import Index
    from hyzs.model.answer import Answer
    from hyzs.model.finding import Rule
    from hyzs.model.print_options import PrintOptions
    from hyzs.render.context import FindingSources

#: The store of the JSON contract where there is none.
NO_STORE = {"id": None, "name": None, "commit": None, "dirty": False, "sample": False, "as_of": None}
_NARROWEST = 40
#: New files whose reading takes long enough to show how far it has come.
_LONG = 500


class _Stdout:
    """Stdout of the process, which takes one document."""

    is_begun: ClassVar[bool] = False


class OpenStore(Protocol):
    """The store whose answers are shown, as far as output asks it; a folder without a store has no index."""

    @property
    def is_inside(self) -> bool:
        """True if there is a store."""

    @property
    def root(self) -> Path:
        """The folder of the store."""

    @property
    def today(self) -> date:
        """The day of the answers."""

    @property
    def as_of(self) -> str:
        """The moment at which the settings stop the clock; empty where none does."""

    @property
    def about(self) -> dict[str, Any]:
        """The store as the JSON contract names it."""

    @property
    def index(self) -> "Index":
        """The index of the store."""

    @property
    def opened_index(self) -> "Index | None":
        """The index if anybody has asked it yet."""


class AnswerWriter:
    """The answers of one open store, in every format."""

    def __init__(self, store: OpenStore) -> None:
        self._store = store

    def show(self, answer: "Answer", format: str | None, output: str | None, printing: "PrintOptions | None") -> None:
        """Print the answer in that format, or write it to the file ``output``.

        Where GitHub runs us and no format is asked for, findings also become annotations.

        Raises: BadUsage: the answer does not come in that format, or not on a screen; BadConfig: a template is wrong,
        or a library of the format is not installed; CannotWrite.
        """
        chosen, answer = format or format_of(output), self._with_taken(answer)
        text = self._rendered(answer, chosen, tty=output is None and sys.stdout.isatty(), printing=printing)
        is_github = answer.has_findings and os.environ.get("GITHUB_ACTIONS") == "true" and not (format or output)
        if is_github and isinstance(text, str):
            from hyzs.render.formats.github import stop_workflow_commands

            text = str(self._rendered(answer, "github")) + stop_workflow_commands(text)
        self._print_notices(answer, text, chosen, output)
        self.print_withheld(answer, printing)
        if self._store.opened_index:
            self._store.opened_index.release_lock()
        if isinstance(text, list) and len(text) > 1:
            _write_pictures(text, output)
        else:
            write_text(text[0] if isinstance(text, list) else text, output, chosen)

    def show_letters(
        self, answer: "Answer", format: str | None, folder: str, printing: "PrintOptions | None" = None
    ) -> Sequence[str]:
        """Write each letter of the answer to a file in ``folder``, PDF unless ``format`` says; the names of the files.

        Raises: BadUsage: letters do not come in that format; BadConfig, as ``show`` does; CannotWrite.
        """
        from hyzs.render import render_letters
        from hyzs.store.user_files import write_files

        stamped, about = self._stamped(answer), self._store.about
        files = render_letters(stamped, format or "pdf", store=about, templates=self._templates(), printing=printing)
        if files:
            write_files(Path(folder), files)
        return list(files)

    def text(self, answer: "Answer", format: str, printing: "PrintOptions | None" = None) -> str:
        """The answer as a text in that format. Raises: BadUsage: it does not come in it; BadConfig."""
        return str(self._rendered(answer, format, printing=printing))

    def print_withheld(self, answer: "Answer", printing: "PrintOptions | None") -> None:
        """Print what is held back from the unit or the audience that an answer is made for.

        Raises: BadUsage: there are no such readers.
        """
        if printing and (printing.unit or printing.audience != "full"):
            from hyzs.render.redaction import withheld_sentence

            if sentence := withheld_sentence(answer, printing):
                print_notice(sentence)

    def _rendered(
        self, answer: "Answer", format: str, *, tty: bool = False, printing: "PrintOptions | None" = None
    ) -> str | bytes | list[bytes]:
        from hyzs.render import render
        from hyzs.render.format_catalog import find_format

        if tty and (declared := find_format(format)) and declared.is_binary:
            raise BadUsage(f"{format} 不能显示在屏幕上", f"写到文件：-o 文件名.{format}")
        return render(
            self._stamped(answer),
            format,
            store=self._store.about,
            width=_terminal_width() if tty else None,
            color=tty and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
            tty=tty,
            templates=self._templates(),
            sources=self._sources() if answer.has_findings else None,
            printing=printing,
            lights=self._store.index.lights() if self._store.is_inside else None,
        )

    def _templates(self) -> list[Path]:
        """The store's own templates, which go before the packaged ones."""
        own = self._store.root / "templates" if self._store.is_inside else None
        return [own] if own and own.is_dir() else []

    def _sources(self) -> "FindingSources":
        """Lines, rules and addresses for formats of findings, each read when a format asks for it."""
        from hyzs.render.context import FindingSources
        from hyzs.store import git_hosting
        from hyzs.store.source_lines import masked_lines

        root, tree = self._store.root, self._store.index.tree
        return FindingSources(
            cache(partial(masked_lines, tree)),
            _rules,
            git_hosting.repository_prefix(root),
            git_hosting.blob_url(os.environ),
        )

    def _stamped(self, answer: "Answer") -> "Answer":
        """The answer with the store, its commit and its day in the stamp."""
        about, is_inside = self._store.about, self._store.is_inside
        stamp = replace(
            answer.stamp,
            store=about["name"] or "",
            count=len(answer.rows) if is_inside and answer.main and not answer.has_findings else None,
            data_date=answer.stamp.data_date or (str(self._store.today) if is_inside else ""),
            commit=about["commit"] or "",
            dirty=about["dirty"],
            sample=about["sample"] if answer.stamp.sample is None else answer.stamp.sample,
            as_of=about["as_of"] or "",
        )
        return replace(answer, stamp=stamp)

    def _with_taken(self, answer: "Answer") -> "Answer":
        """Print once which records the texts were taken for; the JSON document has them too, as ``taken``."""
        index = self._store.opened_index
        if index is None or not (guesses := list(dict.fromkeys(index.taken))):
            return answer
        for text in guesses:
            print_notice(text.sentence)
        index.taken.clear()
        return replace(answer, extra={**answer.extra, "taken": [text._asdict() for text in guesses]})

    def _print_notices(
        self, answer: "Answer", text: str | bytes | list[bytes], format: str, output: str | None
    ) -> None:
        """Print the day at which the clock is stopped, unless the text says it, and what the text leaves out."""
        from hyzs.render import has_stamp
        from hyzs.render.finding_limits import unlisted_notice
        from hyzs.render.format_catalog import find_format

        if self._store.as_of:
            stopped = self._stamped(answer).stamp.as_of_text
            is_stamped = has_stamp(answer, format, tty=output is None and sys.stdout.isatty())
            if not is_stamped and not (isinstance(text, str) and stopped in text):
                print_notice(stopped)
        declared = find_format(format)
        if declared and declared.stamp == "never" and (sentence := unlisted_notice(answer, format)):
            print_notice(f"注意：{sentence}")


def templates(root: Path) -> list[dict[str, Any]]:
    """The templates that a store may have its own of: {name, about, text, own}."""
    from hyzs.render.builtin_templates import shadowable_templates

    own = root / "templates"
    return [{**template, "own": (own / template["name"]).exists()} for template in shadowable_templates()]


def format_of(output: str | None) -> str:
    """The format that a file name asks for; text for the screen. Raises: BadUsage: an ending that no format has."""
    from hyzs.render.format_catalog import extensions, format_by_extension

    suffix = Path(output).suffix[1:].lower() if output else ""
    format = format_by_extension(suffix) if suffix else "text"
    if format is None:
        raise BadUsage(f"写不出 .{suffix} 文件", f"扩展名可以用：{'、'.join(extensions())}；别的名字用 -f 写明格式")
    return format


def shows_raw_rows(format: str | None, output: str | None) -> bool:
    """True if the format shows the rows themselves, rather than what people look at.

    Raises: BadUsage: an ending that no format has.
    """
    from hyzs.render.format_catalog import find_format

    declared = find_format(format or format_of(output))
    return bool(declared and declared.shows_rows)


def shows_letters(format: str | None, output: str | None) -> bool:
    """True if an answer that has letters is shown as letters. Raises: BadUsage: an ending that no format has."""
    from hyzs.render.format_catalog import find_format

    declared = None if is_folder(output) else find_format(format or format_of(output))
    return is_folder(output) or bool(declared and declared.letter_extension)


def help_formats(*contents: str, binary: bool = True) -> list[str]:
    """The formats that help lists: those for any answer, and for answers with these contents."""
    from hyzs.render import format_catalog

    return format_catalog.listed_formats(*contents, binary=binary)


def is_folder(output: str | None) -> bool:
    """True for a folder that is there, or a name that ends as those of folders do."""
    return bool(output) and (str(output).endswith(("/", os.sep)) or Path(str(output)).is_dir())


def print_notice(text: str) -> None:
    """Print a sentence on stderr, beside the answer."""
    sys.stderr.write(terminal_safe(f"{text}\n"))


def print_progress(number: int, count: int, name: str = "读入文件", least: int = _LONG) -> None:
    """Show on the terminal how far a job of at least ``least`` steps has come; nothing of it stays."""
    if count >= least and sys.stderr.isatty():
        sys.stderr.write(f"\r{name} {number}/{count}" if number < count else "\r\033[K")
        sys.stderr.flush()


def print_text(text: str | bytes) -> None:
    """Print all of it on stdout, where a reader that leaves early is no error of ours.

    Raises: CannotWrite: stdout takes no more.
    """
    _Stdout.is_begun = True
    try:
        if isinstance(text, str):
            sys.stdout.write(text)
        else:
            sys.stdout.buffer.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise CannotWrite(f"写不到标准输出：{os_error_text(error)}") from None


def print_failure(report: str, format: str, error: dict[str, Any]) -> None:
    """Print, where a program waits for a document in that format, that it cannot be had: {code, message, hint}.

    Raises: CannotWrite: stdout takes no more.
    """
    from hyzs.model.answer import Answer
    from hyzs.model.blocks import Findings
    from hyzs.render import render
    from hyzs.render.format_catalog import find_format

    declared = find_format(format)
    if declared and declared.shows_failure and not _Stdout.is_begun:
        rows: list[dict[str, Any]] = []
        answer = Answer(report, rows=rows, extra={"error": error}, blocks=[Findings((), rows)])
        print_text(str(render(answer, format, store=NO_STORE)))


def begin_stdout() -> None:
    """Note that nothing stands on stdout yet: a command begins."""
    _Stdout.is_begun = False


def write_text(text: str | bytes, output: str | None, format: str = "text") -> None:
    """Print text or bytes, or write them to the file ``output``; CSV gets a mark by which spreadsheets see UTF-8.

    Raises: CannotWrite: stdout or the file takes it not.
    """
    if output is None:
        print_text(text)
    else:
        from hyzs.render.format_catalog import find_format
        from hyzs.store.user_files import write_user_file

        declared = find_format(format)
        encoding = declared.encoding if declared else "utf-8"
        write_user_file(Path(output), text.encode(encoding) if isinstance(text, str) else text)


def _write_pictures(pictures: list[bytes], output: str | None) -> None:
    """Write the pictures beside each other as a-1.png, a-2.png …, with a notice."""
    from hyzs.store.user_files import write_files

    if output is None:
        raise BadUsage(f"一张图放不下，共 {len(pictures)} 张，不能写到标准输出", "写到文件：-o 文件名.png")
    file, digits = Path(output), len(str(len(pictures)))
    names = [f"{file.stem}-{number:0{digits}}{file.suffix}" for number in range(1, len(pictures) + 1)]
    write_files(file.parent, dict(zip(names, pictures, strict=True)))
    print_notice(f"一张图放不下，写成 {len(pictures)} 张：{names[0]} 到 {names[-1]}")


def _rules() -> "Mapping[str, Rule]":
    from hyzs.diagnostics.registry import rules_by_code  # it loads every model

    return rules_by_code()


def _terminal_width() -> int:
    from shutil import get_terminal_size

    return max(_NARROWEST, get_terminal_size((100, 24)).columns)
