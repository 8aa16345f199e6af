"""The list of printable reports, and a report by the name that people call it."""

from collections.abc import Mapping
from difflib import get_close_matches

from hyzs.model.answer import Answer
from hyzs.model.blocks import PublicColumn, Table, Text
from hyzs.model.errors import BadUsage

#: Title and description of each report, by its name.
Titles = Mapping[str, tuple[str, str]]


def report_list(titles: Titles) -> Answer:
    """A line for each report."""
    rows = [{"name": name, "title": title, "about": about} for name, (title, about) in titles.items()]
    columns = [PublicColumn("name", "名称"), PublicColumn("title", "报表"), PublicColumn("about", "内容")]
    example = Text("例：hyzs report division -o 任务分工表.html", "note")
    return Answer("reports", rows=rows, blocks=[Table(columns, rows), example], title="报表")


def find_report(text: str, titles: Titles) -> str:
    """Name of the report that people call ``text``, by its name or title.

    Raises: BadUsage where there is none.
    """
    names = {title: name for name, (title, _) in titles.items()} | {name: name for name in titles}
    if text in names:
        return names[text]
    near = get_close_matches(text, names, 1, 0.5)
    raise BadUsage(f"没有“{text}”这种报表", f"是不是：{near[0]}" if near else f"可以写：{'、'.join(titles)}")
