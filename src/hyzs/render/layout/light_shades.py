"""Shades of the colours that lights are declared in: each differs from the others in hue, lightness and hatching."""

from collections.abc import Mapping
from typing import NamedTuple


class Shade(NamedTuple):
    """The drawing of a declared colour: the fill, the ink on it, the lines in it, and its style on a terminal.

    ``hatch`` is across (lines from top to bottom), along, grid (both) or empty: it tells shades apart in grey print.
    """

    fill: str
    ink: str
    hatch: str
    style: str


#: Colours of the settings → their shades. Lightness L* falls from 100 by at least 14: white, yellow, green, red, blue.
SHADES = {
    "red": Shade("#C0261C", "#FFFFFF", "", "red"),
    "yellow": Shade("#F7CF46", "#222222", "across", "yellow"),
    "green": Shade("#5FA777", "#000000", "along", "green"),
    "blue": Shade("#1B3F7A", "#FFFFFF", "grid", "blue"),
    "white": Shade("#FFFFFF", "#222222", "", "dim"),
}


def light_name(text: str, lights: Mapping[str, str]) -> str:
    """The name of the light that ``text`` is, or begins with before a colon (红灯：连续未报 5 周); else empty.

    ``lights`` are the declared ones: name → colour.
    """
    name = text.partition("：")[0]
    return name if name in lights else ""


def shade_of(text: str, lights: Mapping[str, str]) -> Shade | None:
    """The shade of the light that ``text`` is or begins with."""
    name = light_name(text, lights)
    return SHADES.get(lights[name]) if name else None


def shade_css() -> str:
    """The shades as CSS classes ``light-red`` …, for pages on screens and on paper."""
    return "\n".join(
        f".light-{colour} {{ background: {shade.fill}; color: {shade.ink}; }}" for colour, shade in SHADES.items()
    )
