"""Text made by templates: ours, or those that a store puts before them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment

from hyzs.model.answer import Answer
from hyzs.model.errors import BadConfig
from hyzs.paths import template_folder
from hyzs.render.context import RenderContext
from hyzs.render.page_model import page_of
from hyzs.render.template_engine import run_template
from hyzs.render.template_sandbox import render_in_child


def render_template(
    answer: Answer, context: RenderContext, format: str, finalize: Callable[[Any], Any], **more: Any
) -> str:
    """The answer in the template of its report, else in the page of that format.

    ``finalize`` makes text of every value that a template prints; ``more`` are further variables of this format.

    Raises:
        BadConfig: a template is wrong.
    """
    page = page_of(answer, context.lights, paper=format == "html")
    data = {"page": page, "rows": answer.rows, "summary": answer.summary, "params": answer.params, **more}
    variables = {
        **data,
        "store": context.store,
        "annex": context.printing.annex,
        "letterhead": context.printing.letterhead,
    }
    names = [answer.report, *(["remind"] if answer.letters else []), "page"]  # all letters look as reminders do
    return render_first([f"{name}.{format}.j2" for name in names], variables, context, finalize)


def render_first(
    names: Sequence[str], variables: dict[str, Any], context: RenderContext, finalize: Callable[[Any], Any]
) -> str:
    """The text of the first of these templates that there is: made in a child process if the store brings its own.

    Raises:
        BadConfig: the template is wrong, or a link, a pipe or a device stands among the store's.
    """
    job: dict[str, Any] = {"folders": context.templates, "finalize": finalize, "names": names, "variables": variables}
    for own in context.templates:
        _refuse_links(own)
    return render_in_child(job) if any(map(_is_foreign, context.templates)) else run_template(**job, kind=Environment)


def _refuse_links(own: Path) -> None:
    """Raises BadConfig where something in a store's templates is a link, a pipe or a device: it may be anybody's."""
    odd = (path for path in (own, *own.rglob("*")) if path.is_symlink() or not (path.is_dir() or path.is_file()))
    if path := next(odd, None):
        name = path.relative_to(own.parent).as_posix()
        raise BadConfig(f"{name} 不是普通文件或文件夹，不用它", "把真实的文件放进 templates/，删掉链接")


def _is_foreign(folder: Path) -> bool:
    """True if the folder has a file that is not byte for byte one of ours."""
    return any(not _is_ours(path, folder) for path in folder.rglob("*") if not path.is_dir())


def _is_ours(path: Path, folder: Path) -> bool:
    try:
        return path.read_bytes() == (template_folder() / path.relative_to(folder)).read_bytes()
    except OSError:
        return False
