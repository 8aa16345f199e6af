"""Folders and files that come with the program: in the package once installed, at the top of a checkout before."""

from pathlib import Path

PACKAGE = Path(__file__).parent
_CHECKOUT = PACKAGE.parents[1]

FONTS = PACKAGE / "fonts"
#: Files of a new store that are no records.
STARTER = PACKAGE / "starter"
#: Projects, returns and faults of a practice store.
PRACTICE = STARTER / "practice.yaml"
#: Headings of spreadsheets by the fields that they mean.
HEADINGS = PACKAGE / "headings.yaml"
#: Articles that policies are linted by.
ARTICLES = PACKAGE / "articles.yaml"


def template_folder() -> Path:
    """The folder of the built-in templates."""
    packaged = PACKAGE / "templates"
    return packaged if packaged.is_dir() else _CHECKOUT / "templates"


def manual_folder() -> Path:
    """The folder of the manual, a page for each of those who work with a store."""
    packaged = PACKAGE / "manual"
    return packaged if packaged.is_dir() else _CHECKOUT / "docs" / "手册"


def shipped_store() -> Path:
    """The folder whose ``data/`` has the plan, the units and the samples that come with the program."""
    return STARTER if (STARTER / "data").is_dir() else _CHECKOUT
