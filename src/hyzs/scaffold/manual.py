"""The manual: a page for each of those who work with a store, in Markdown."""

import re

from hyzs.paths import manual_folder

#: The page that goes out with every weekly form.
FILLING_IN = "填报人"
_ITEM = re.compile(r"^\d+\. (.+)$", re.MULTILINE)


def manual_pages() -> dict[str, str]:
    """The text of each page, by whom it is for."""
    files = sorted(manual_folder().glob("*.md"))
    return {file.stem: file.read_text(encoding="utf-8").replace("\r\n", "\n") for file in files}


def filling_in_notes() -> list[str]:
    """Notes on filling in a weekly form: the numbered items of that page of the manual."""
    return _ITEM.findall(manual_pages()[FILLING_IN])
