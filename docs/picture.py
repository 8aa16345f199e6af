"""Draw docs/track.svg: the weekly list as a terminal shows it. ``make picture`` runs this."""

import sys
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from told import ROOT, Step, run

WIDTH, LINES = 96, 36
CELL, LINE, MARGIN, TOP = 8.4, 21, 22, 46
FONTS = "Sarasa Mono SC,Noto Sans Mono CJK SC,Source Han Mono SC,NSimSun,ui-monospace,Menlo,Consolas,monospace"


def main() -> None:
    """Write the picture beside this file."""
    said = [line.replace("^[", "\x1b[") for line in run(Step("hyzs track --week", WIDTH), ROOT)[:LINES]]
    lines = [Text("$ hyzs track --week", style="bold green"), *map(Text.from_ansi, said), Text("…")]
    width, height = WIDTH * CELL + 2 * MARGIN, len(lines) * LINE + TOP + MARGIN
    body = "\n".join(piece for row, line in enumerate(lines) for piece in _pieces(line, TOP + row * LINE))
    dots = "".join(
        f'<circle cx="{MARGIN + n * 20}" cy="20" r="6" fill="{c}"/>'
        for n, c in enumerate(("#ff5f57", "#febc2e", "#28c840"))
    )
    (Path(__file__).parent / "track.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" role="img"'
        f' aria-label="本周跟踪清单" font-family="{FONTS}" font-size="15.5" fill="#e6e6e6">\n'
        f'<rect width="100%" height="100%" rx="10" fill="#16181d"/>\n{dots}\n{body}\n</svg>\n',
        encoding="utf-8",
    )


def _pieces(line: Text, y: float) -> Iterator[str]:
    """The runs of one line, each at its own cell, so that no font can push the next one aside."""
    at = 0
    for segment in line.render(Console(width=WIDTH)):
        style, colour = segment.style, ""
        if style and style.color:
            colour = f' fill="{style.color.get_truecolor(MONOKAI).hex}"'
        weight = ' font-weight="bold"' if style and style.bold else ""
        faint = ' opacity="0.6"' if style and style.dim else ""
        for _, run_of in groupby(segment.text.rstrip("\n"), key=lambda char: (char == " ", cell_len(char))):
            text = "".join(run_of)
            size = cell_len(text)
            if text.strip():
                place = f'x="{MARGIN + at * CELL:.1f}" y="{y}" textLength="{size * CELL:.1f}"'
                yield f"<text {place}{colour}{weight}{faint}>{escape(text)}</text>"
            at += size


if __name__ == "__main__":
    main()
