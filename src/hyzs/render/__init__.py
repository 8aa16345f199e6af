"""The formats: each shows an answer, none of them knows what a project or a unit is.

Help asks here which formats there are: whatever shows an answer is loaded in the functions that do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyzs.model.errors import BadUsage
from hyzs.render.format_catalog import contents, find_format, find_module, formats_for, letter_formats

if TYPE_CHECKING:
    from hyzs.model.answer import Answer
    from hyzs.model.print_options import PrintOptions
    from hyzs.render.context import FindingSources
    from hyzs.render.format_catalog import FormatModule


def has_stamp(answer: "Answer", format: str, *, tty: bool) -> bool:
    """True if ``answer`` in that format shows its stamp: a pipe gets rows alone, a table without a title too."""
    is_shown = {"always": True, "terminal": tty, "titled": bool(answer.title), "never": False}
    declared = find_format(format)
    return declared is not None and is_shown[declared.stamp]


def render(
    answer: "Answer",
    format: str,
    *,
    store: dict[str, Any],
    width: int | None = None,
    color: bool = False,
    tty: bool = False,
    templates: Sequence[Path] = (),
    sources: "FindingSources | None" = None,
    printing: "PrintOptions | None" = None,
    lights: Mapping[str, str] | None = None,
) -> str | bytes | list[bytes]:
    """``answer`` in that format, as one text that ends in a line break, or as the bytes of a file, or of several.

    ``templates`` are folders whose templates go before the packaged ones; ``lights`` the declared ones, name → colour.

    Raises:
        BadUsage: the answer does not come in that format, or there are no such readers.
        BadConfig: a template is wrong, or a library of the format is not installed.
    """
    from hyzs.model.print_options import PrintOptions
    from hyzs.render.context import FindingSources, RenderContext

    printing = printing or PrintOptions()
    context = RenderContext(
        store, width or 80, color, tty, tuple(templates), sources or FindingSources(), printing, lights or {}
    )
    answer, module = _ready(answer, format, printing)
    output: str | bytes | list[bytes] = module.render(answer, context)
    return output


def render_letters(
    answer: "Answer",
    format: str,
    *,
    store: dict[str, Any],
    templates: Sequence[Path] = (),
    printing: "PrintOptions | None" = None,
) -> dict[str, bytes]:
    """Each letter of ``answer`` as a file of its own, by its name; of a robot's messages each.

    Raises:
        BadUsage: letters do not come in that format.
        BadConfig: a template is wrong, or a library of the format is not installed.
    """
    from hyzs.model.print_options import PrintOptions
    from hyzs.render.context import RenderContext
    from hyzs.render.letter import file_stem, with_template_texts

    declared = find_format(format)
    if not declared or not declared.letter_extension:
        raise BadUsage(f"{format} 不能一家一份", f"可以用：{'、'.join(letter_formats())}；别的格式写文件名")
    context = RenderContext(store, templates=tuple(templates), printing=(printing := printing or PrintOptions()))
    answer, module = _ready(answer, format, printing)
    answer = with_template_texts(answer, context)
    files: dict[str, bytes] = {}
    for place, letter in enumerate(answer.letters, 1):
        output = module.render(replace(answer, letters=[letter]), context)
        data = output if isinstance(output, bytes) else output.encode()
        pieces = data.splitlines(keepends=True) if declared.has_messages else [data]
        for number, piece in enumerate(pieces, 1):
            part = f"_{number}" if len(pieces) > 1 else ""
            files[f"{file_stem(letter, place)}{part}.{declared.letter_extension}"] = piece
    return files


def _ready(answer: "Answer", format: str, printing: "PrintOptions") -> "tuple[Answer, FormatModule]":
    """The answer as its readers may see it, in their money, and the module that makes the format."""
    from hyzs.render.redaction import redact, redact_for_unit

    module = find_module(format)
    if module is None or module.FORMAT.content not in contents(answer):
        is_for_findings = module is not None and module.FORMAT.content == "findings"
        problem = f"“{format}”只用来写校验结果" if is_for_findings else f"没有“{format}”这种格式"
        raise BadUsage(problem, f"可以用：{'、'.join(formats_for(answer))}")
    if printing.archive and format != "pdf":
        raise BadUsage(f"归档只用 PDF/A，不是 {format}", "写到 PDF：-o 文件名.pdf")
    answer = redact_for_unit(answer, printing) if printing.unit else redact(answer, printing.audience)
    if printing.money:
        from hyzs.render.money_units import convert_money  # few ask for it, and it has units to learn

        answer = convert_money(answer, printing.money)
    return answer, module
