"""The templates that come with the program."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from markupsafe import Markup

from hyzs.model.git_remains import remains_in
from hyzs.paths import template_folder

#: Description of a template: the comment in its first line.
_ABOUT = re.compile(r"\{#\s*([^。\n]+)")


class _Loader(FileSystemLoader):
    """Reads templates; refuses one in which git left something else than its text: it would be printed."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of the template, where it stands, and whether it is unchanged since."""
        source = super().get_source(environment, template)
        if remains := remains_in(source[0]):
            raise TemplateSyntaxError(remains[1].message, remains[0], template, source[1])
        return source


def environment(
    folders: Sequence[Path] = (), finalize: Callable[[Any], Any] | None = None, kind: type[Environment] = Environment
) -> Environment:
    """Jinja environment that reads templates of ``folders`` before ours; ``finalize`` makes text of printed values.

    Where there are only ours it is made once and keeps the templates that it has compiled.
    """
    existing = tuple(folder for folder in folders if folder.is_dir())
    return (_new_environment if existing else _own_environment)(existing, finalize, kind)


def _new_environment(
    folders: tuple[Path, ...], finalize: Callable[[Any], Any] | None, kind: Callable[..., Environment]
) -> Environment:
    jinja = kind(
        # Not select_autoescape(): it looks at the last ending only and would leave page.html.j2 unescaped.
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        loader=_Loader([*folders, template_folder()]),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    jinja.filters["css_string"] = css_string
    return jinja


_own_environment = lru_cache(maxsize=16)(_new_environment)


def css_string(text: str) -> Markup:
    """``text`` as a CSS string: whatever could end the string or the style element is written as its number."""
    characters = "".join(char if char.isalnum() else f"\\{ord(char):x} " for char in text)
    return Markup(f'"{characters}"')  # noqa: S704 - only letters, digits and numbered characters


def shadowable_templates() -> Iterator[dict[str, str]]:
    """The templates of pages, which a store may put its own before: {name, about, text}."""
    folder = template_folder()
    for file in sorted([*folder.glob("*.html.j2"), *folder.glob("*.md.j2"), *folder.glob("letter*.j2")]):
        if not file.name.startswith(("site.", "letters.")):
            text = file.read_text(encoding="utf-8")
            about = _ABOUT.match(text)
            yield {"name": file.name, "about": about[1] if about else "", "text": text}
