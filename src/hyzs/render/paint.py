"""The few colours of the terminal, in plain SGR codes: rich's console is too slow for 100 000 rows."""

from dataclasses import dataclass

_CODES = {"bold": "1", "dim": "2", "red": "31", "yellow": "33"}
#: Words that carry a colour where a column holds lights.
_WORDS = {
    "未报": "red",
    "错误": "red",
    "error": "red",
    "逾期": "red",
    "迟报": "yellow",
    "警告": "yellow",
    "warning": "yellow",
    "待报": "dim",
    "免报": "dim",
}


@dataclass(frozen=True, slots=True)
class Paint:
    """Gives text its colour, or leaves it alone where there are none."""

    on: bool

    def __call__(self, text: str, style: str) -> str:
        """``text`` in that style: bold, dim, red or yellow; no style leaves it plain."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.on and style and text else text

    def word(self, text: str) -> str:
        """The style of a text that begins with a status word (未报 2 周); other words have none."""
        return next((style for word, style in _WORDS.items() if text.startswith(word)), "") if self.on else ""
