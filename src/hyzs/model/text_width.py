"""Width of texts on a terminal: two cells for a Chinese character, one for a Latin one (UAX 11)."""

from unicodedata import combining, east_asian_width


def cell_width(text: str) -> int:
    """Terminal cells of the text on one line; a combining mark takes none."""
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def line_count(text: str, width: int) -> int:
    """Number of lines that the text takes in a column of so many cells; at least one."""
    return sum(max(1, -(-cell_width(line) // max(1, width - 1))) for line in text.split("\n"))
