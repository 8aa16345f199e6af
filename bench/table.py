"""The results for people: a line while it runs, and the table of the page."""

from pathlib import Path

from bench.result import Result

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
HEAD = (
    "| 做什么 / 和谁比 | 中位 | 最小–最大 | 目标 | 理想 | 结果 | 轮数 | 内存 MiB |\n|---|--:|--:|--:|--:|---|--:|--:|\n"
)


def line(one: Result) -> str:
    """One result on the screen."""
    if one.middle is None:
        return f"{one.met:<4} {one.name}"
    goal = f"目标 ≤{one.goal:g}" if one.goal else ""
    return f"{one.met:<4} {one.middle:8.2f}{one.unit} ({one.least:.2f}–{one.most:.2f})  {one.name}  {goal}"


def row(one: Result) -> str:
    """One result as a row of the page."""
    middle, span = "", ""
    if one.middle is not None:
        middle, span = f"{one.middle:.2f}{one.unit}", f"{one.least:.2f}–{one.most:.2f}"
    goal, stretch = (f"{value:g}" if value else "" for value in (one.goal, one.stretch))
    return f"| {one.name} | {middle} | {span} | {goal} | {stretch} | {one.met} | {one.turns} | {one.peak_mib:.0f} |\n"


def write(results: list[Result], page: Path) -> None:
    """Put the table between the marks of the page."""
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    table = HEAD + "".join(map(row, results))
    page.write_text(f"{before}{BEGIN}\n\n{table}\n{END}{after}", encoding="utf-8", newline="\n")
