"""Draw the pictures of README: the weekly list in a terminal, a page of the division table, the site."""

import subprocess
import sys
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from support.sessions import ROOT, Step, run

WIDTH, LINES = 96, 36
TODAY = "2026-11-23"
CELL, LINE, MARGIN, TOP = 8.4, 21, 22, 46
FONTS = "Sarasa Mono SC,Noto Sans Mono CJK SC,Source Han Mono SC,NSimSun,ui-monospace,Menlo,Consolas,monospace"


HERE = Path(__file__).parent


def main() -> None:
    """Write the pictures beside this file; those that need poppler and chromium only where these are."""
    _terminal()
    with TemporaryDirectory() as folder:
        _page(Path(folder))
        _site(Path(folder))


def _page(folder: Path) -> None:
    hyzs = [sys.executable, "-m", "hyzs", "--store", str(ROOT), "--today", TODAY]
    subprocess.run([*hyzs, "report", "division", "-o", str(folder / "x.pdf")], check=True)
    command = ["pdftoppm", "-r", "80", "-png", "-singlefile", str(folder / "x.pdf"), str(HERE / "division")]
    subprocess.run(command, check=True)


def _site(folder: Path) -> None:
    from playwright.sync_api import sync_playwright

    hyzs = [sys.executable, "-m", "hyzs", "--store", str(ROOT), "--today", TODAY]
    subprocess.run([*hyzs, "site", "-o", str(folder / "x.html")], check=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 700})
        page.goto((folder / "x.html").as_uri())
        page.screenshot(path=HERE / "site.png")
        page.goto((folder / "x.html").as_uri() + "#/看板")
        page.screenshot(path=HERE / "board.png")


def _terminal() -> None:
    output_lines = [line.replace("^[", "\x1b[") for line in run(Step("hyzs track --week", WIDTH), ROOT)[:LINES]]
    lines = [Text("$ hyzs track --week", style="bold green"), *map(Text.from_ansi, output_lines), Text("…")]
    width, height = WIDTH * CELL + 2 * MARGIN, len(lines) * LINE + TOP + MARGIN
    body = "\n".join(piece for row, line in enumerate(lines) for piece in _pieces(line, TOP + row * LINE))
    dots = "".join(
        f'<circle cx="{MARGIN + n * 20}" cy="20" r="6" fill="{c}"/>'
        for n, c in enumerate(("#ff5f57", "#febc2e", "#28c840"))
    )
    (HERE / "track.svg").write_text(
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
