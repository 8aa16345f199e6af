"""The few colours of the terminal, in plain SGR codes: rich's console is too slow for 100 000 rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hyzs.render.layout.light_shades import light_name, shade_of

_CODES = {"bold": "1", "dim": "2", "red": "31", "yellow": "33", "green": "32", "blue": "34"}
#: Words that carry a colour where a column holds states.
_STATUS_COLOURS = {
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
class AnsiStyle:
    """Gives text its colour, or leaves it alone where there are none; ``lights`` are declared, name → colour."""

    is_on: bool
    lights: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, text: str, style: str) -> str:
        """``text`` in that style: bold, dim, or a colour; no style leaves it plain."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.is_on and style and text else text

    def style_of(self, text: str) -> str:
        """The style of a light, or of a text that begins with a status word (未报 2 周); other words have none."""
        if not self.is_on:
            return ""
        if shade := shade_of(text, self.lights):
            return shade.style
        return next((style for word, style in _STATUS_COLOURS.items() if text.startswith(word)), "")

    def with_light(self, text: str) -> str:
        """``text`` with the light that it begins with (红灯：…) in that light's colour."""
        shade = shade_of(text, self.lights) if self.is_on else None
        if not shade:
            return text
        name = light_name(text, self.lights)
        return self(name, shade.style) + text[len(name) :]
