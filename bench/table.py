"""The results for people: a line while it runs, and the table of the page."""

from pathlib import Path

from bench.result import Result

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
HEAD = (
    "| 做什么 / 和谁比 | 中位 | 最小–最大 | 目标 | 理想 | 结果 | 轮数 | 内存 MiB |\n|---|--:|--:|--:|--:|---|--:|--:|\n"
)


def line(item: Result) -> str:
    """One result on the screen."""
    if item.middle is None:
        return f"{item.met:<4} {item.name}"
    goal = f"目标 ≤{item.goal:g}" if item.goal else ""
    return f"{item.met:<4} {item.middle:8.2f}{item.unit} ({item.least:.2f}–{item.most:.2f})  {item.name}  {goal}"


def row(item: Result) -> str:
    """One result as a row of the page."""
    middle, span = "", ""
    if item.middle is not None:
        middle, span = f"{item.middle:.2f}{item.unit}", f"{item.least:.2f}–{item.most:.2f}"
    goal, stretch = (f"{value:g}" if value else "" for value in (item.goal, item.stretch))
    return (
        f"| {item.name} | {middle} | {span} | {goal} | {stretch} | {item.met} | {item.turns} | {item.peak_mib:.0f} |\n"
    )


def write(results: list[Result], page: Path) -> None:
    """Put the table between the marks of the page."""
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    table = HEAD + "".join(map(row, results))
    page.write_text(f"{before}{BEGIN}\n\n{table}\n{END}{after}", encoding="utf-8", newline="\n")
