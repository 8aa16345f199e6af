"""The templates that come with the program."""

import re
from collections.abc import Iterator
from pathlib import Path

#: What a template says of itself, in its first line.
_ABOUT = re.compile(r"\{#\s*([^。\n]+)")


def folder() -> Path:
    """The packaged templates: inside the package once installed, at the top of the repository before."""
    inside = Path(__file__).parents[1] / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "templates"


def shadowable() -> Iterator[dict[str, str]]:
    """The templates of pages, which a store may put its own before: {name, about, text}."""
    for file in sorted([*folder().glob("*.html.j2"), *folder().glob("*.md.j2")]):
        if not file.name.startswith("site."):
            text = file.read_text(encoding="utf-8")
            about = _ABOUT.match(text)
            yield {"name": file.name, "about": about[1] if about else "", "text": text}
