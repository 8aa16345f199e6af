"""The formats: each shows an answer, none of them knows what a project or a unit is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.errors import BadUsage
from hyzs.model.print_options import PrintOptions
from hyzs.render.context import FindingSources, RenderContext
from hyzs.render.redaction import redact

#: Name of the format → the module that makes it, imported only when somebody asks for it.
FORMATS = {name: f"hyzs.render.formats.{name}" for name in ("text", "json", "jsonl", "csv", "tsv", "md", "html")}

#: Those that are files rather than texts.
FILES = {name: f"hyzs.render.formats.{name}" for name in ("pdf", "docx", "xlsx", "png")}
FORMATS |= FILES

#: What only some reports come in.
PLACES = {
    "site": {"site": "hyzs.render.formats.site", "live": "hyzs.render.formats.live"},
    "duty": {"ics": "hyzs.render.formats.ics"},
    "remind": {name: f"hyzs.render.formats.{name}" for name in ("eml", "wecom", "dingtalk", "feishu")},
}

#: Those in which each letter can be a file of its own → the ending of its name. Robots take one message a request.
LETTERS = {"pdf": "pdf", "docx": "docx", "html": "html", "eml": "eml"}
ROBOTS = ("wecom", "dingtalk", "feishu")

#: The same of formats that show nothing but findings.
OF_FINDINGS = {
    name: f"hyzs.render.formats.{name}" for name in ("concise", "github", "gitlab", "sarif", "junit", "summary")
}

#: The ending of a file's name → the format that it asks for.
ENDINGS = {
    **{name: name for name in FORMATS},
    "txt": "text",
    "sarif": "sarif",
    "xml": "junit",
    "ics": "ics",
    "eml": "eml",
}

#: Those that show the rows of an answer as they are; the others show its tables.
WHOLE = frozenset(("json", "jsonl"))

#: Those that have no place for what the stamp of an answer says.
BARE = frozenset(("jsonl", "csv", "tsv", "concise", "github", "gitlab", "sarif", "junit"))

#: Those in which programs read that the answer could not be given.
TELL_FAILURE = frozenset(("json", "github", "gitlab", "sarif", "junit"))


def has_stamp(answer: Answer, format: str, *, tty: bool) -> bool:
    """True if ``answer`` in that format shows its stamp: a pipe gets rows alone, a table without a title too."""
    if format == "text":
        return tty
    return bool(answer.title) if format == "xlsx" else format not in BARE


def render(
    answer: Answer,
    format: str,
    *,
    store: dict[str, Any],
    width: int | None = None,
    color: bool = False,
    tty: bool = False,
    templates: Sequence[Path] = (),
    sources: FindingSources | None = None,
    printing: PrintOptions | None = None,
    lights: Mapping[str, str] | None = None,
) -> str | bytes | list[bytes]:
    """``answer`` in that format, as one text that ends in a line break, or as the bytes of a file, or of several.

    ``templates`` are folders whose templates go before the packaged ones; ``lights`` the declared ones, name → colour.
    """
    printing = printing or PrintOptions()
    look = RenderContext(
        store, width or 80, color, tty, tuple(templates), sources or FindingSources(), printing, lights or {}
    )
    answer, module = _ready(answer, format, printing)
    made: str | bytes | list[bytes] = module.render(answer, look)
    return made


def render_letters(
    answer: Answer,
    format: str,
    *,
    store: dict[str, Any],
    templates: Sequence[Path] = (),
    printing: PrintOptions | None = None,
) -> dict[str, bytes]:
    """Each letter of ``answer`` as a file of its own, by its name; of a robot's messages each.

    Raises:
        BadUsage: letters do not come in that format.
    """
    from hyzs.render.letter import file_stem, with_template_texts

    if format not in LETTERS and format not in ROBOTS:
        raise BadUsage(f"{format} 不能一家一份", f"可以用：{'、'.join((*LETTERS, *ROBOTS))}；别的格式写文件名")
    look = RenderContext(store, templates=tuple(templates), printing=(printing := printing or PrintOptions()))
    answer, module = _ready(answer, format, printing)
    answer = with_template_texts(answer, look)
    files: dict[str, bytes] = {}
    for place, letter in enumerate(answer.letters, 1):
        made = module.render(replace(answer, letters=[letter]), look)
        data = made if isinstance(made, bytes) else made.encode()
        pieces = data.splitlines(keepends=True) if format in ROBOTS else [data]
        for number, piece in enumerate(pieces, 1):
            part = f"_{number}" if len(pieces) > 1 else ""
            files[f"{file_stem(letter, place)}{part}.{LETTERS.get(format, 'json')}"] = piece
    return files


def _ready(answer: Answer, format: str, printing: PrintOptions) -> tuple[Answer, Any]:
    """The answer as its readers may see it, in their money, and the module that makes the format."""
    formats = {**FORMATS, **PLACES.get(answer.report, {}), **(OF_FINDINGS if answer.has_findings else {})}
    if format not in formats:
        wrong = f"“{format}”只用来写校验结果" if format in OF_FINDINGS else f"没有“{format}”这种格式"
        raise BadUsage(wrong, f"可以用：{'、'.join(formats)}")
    if printing.archive and format != "pdf":
        raise BadUsage(f"归档只用 PDF/A，不是 {format}", "写到 PDF：-o 文件名.pdf")
    answer = redact(answer, printing.audience)
    if printing.money:
        from hyzs.render.money_units import convert_money  # few ask for it, and it has units to learn

        answer = convert_money(answer, printing.money)
    return answer, import_module(formats[format])
