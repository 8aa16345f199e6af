"""Where the templates are that come with the program."""

from pathlib import Path


def folder() -> Path:
    """The packaged templates: inside the package once installed, at the top of the repository before."""
    inside = Path(__file__).parents[1] / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "templates"
