"""Jinja over one set of templates: the text of the first that there is, and errors of wrong ones as sentences."""

import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from hyzs.model.errors import BadConfig
from hyzs.render.builtin_templates import environment

#: Errors of a wrong template while it is read or rendered; anything else is our own bug.
_TEMPLATE_ERRORS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    OSError,
)


def run_template(
    folders: Sequence[Path],
    finalize: Callable[[Any], Any],
    names: Sequence[str],
    variables: dict[str, Any],
    kind: type[Environment] = ImmutableSandboxedEnvironment,
) -> str:
    """The text of the first of the templates that there is; once a store brings one of its own, all run in the sandbox.

    Raises:
        BadConfig: the template is wrong.
    """
    try:
        return environment(folders, finalize, kind).select_template(names).render(variables)
    except _TEMPLATE_ERRORS as error:
        raise BadConfig(*_error_texts(error)) from error


def _error_texts(error: Exception) -> tuple[str, str]:
    """Message and hint: the error, the template and its line."""
    hint = "改正这个模板，或删去 templates/ 里的同名文件、改用自带的模板"
    if isinstance(error, TemplateSyntaxError):
        return f"模板 {error.name} 第 {error.lineno} 行写错了：{error.message}", hint
    if isinstance(error, TemplateNotFound):
        return f"没有这个模板：{error.message}", hint
    places = [place for place in traceback.extract_tb(error.__traceback__) if place.filename.endswith(".j2")]
    where = f" {Path(places[-1].filename).name} 第 {places[-1].lineno} 行" if places else ""
    return f"模板{where}出错：{error}", hint
