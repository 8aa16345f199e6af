"""One HTML file to look around in: tables that sort and search, with no network and no frame."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from hyzs.model.answer import Answer
from hyzs.model.blocks import Chart, Column, Graph, Heading, Pairs, Row, Table, Text
from hyzs.model.pinyin import readings_in
from hyzs.paths import template_folder
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.layout.cell_text import clean, is_number, items, plain_text, stamp_texts
from hyzs.render.layout.light_shades import shade_css
from hyzs.render.svg import chart_svg, graph_svg

FORMAT = Format(rank=170, content="site", is_hidden=True)

#: Charts that the page draws of bars itself: they are as wide as the screen, and each bar leads to what it counts.
_BAR_KINDS = ("bar", "stacked", "funnel", "bullet")


def render(answer: Answer, context: RenderContext) -> str:
    """The answer as a file that needs nothing else."""
    return site_page(answer, context.lights)


def site_page(answer: Answer, lights: Mapping[str, str], *, live: bool = False) -> str:
    """The page; its script and style are made known to the browser by their hashes. A ``live`` one looks for news."""
    from hyzs.render.builtin_templates import environment  # it loads the template engine

    script, style = _packaged_text("site.js"), f"{_packaged_text('site.css')}{shade_css()}\n"
    tables = _table_data(answer)
    charts = [_chart_data(block) for block in answer.blocks if isinstance(block, Chart) and block.kind in _BAR_KINDS]
    data = {"tables": tables, "charts": charts, "readings": readings_in(_texts(tables)), "lights": lights, "live": live}
    return (
        environment()
        .get_template("site.html.j2")
        .render(
            title=clean(answer.title or answer.report),
            stamp=stamp_texts(answer),
            pairs=[(clean(k), plain_text(v)) for b in answer.blocks if isinstance(b, Pairs) for k, v in b.items],
            texts=[clean(block.text) for block in answer.blocks if isinstance(block, Text)],
            drawings=[chart_svg(b, lights) for b in answer.blocks if isinstance(b, Chart) and b.kind not in _BAR_KINDS],
            maps=[(clean(b.title), graph_svg(b)) for b in answer.blocks if isinstance(b, Graph)],
            data=Markup(_script_json(data)),  # noqa: S704 - nothing in it can end the element
            script=Markup(script),  # noqa: S704 - ours
            style=Markup(style),  # noqa: S704 - ours
            script_hash=_hash(script),
            style_hash=_hash(style),
            live=live,
        )
    )


def _packaged_text(name: str) -> str:
    return (template_folder() / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _script_json(data: Any) -> str:
    """JSON in which no text can end the script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _chart_data(chart: Chart) -> dict[str, Any]:
    """A chart as the page draws it: labels, and of each series its values."""
    return {
        "kind": chart.kind,
        "heading": clean(chart.heading),
        "of": chart.of,
        "labels": [clean(label) for label in chart.labels],
        "series": [
            {"name": clean(series.name), "values": [float(value or 0) for value in series.values]}
            for series in chart.series
        ],
        "mark": chart.mark,
        "mark_name": chart.mark_name,
    }


def _table_data(answer: Answer) -> list[dict[str, Any]]:
    """Each table under the heading before it; cells are texts, numbers, or lists of texts. Graphs are drawn instead."""
    out, name = [], ""
    for block in answer.blocks:
        if isinstance(block, Heading):
            name = clean(block.text)
        elif isinstance(block, Table) and not isinstance(block, Graph):
            heads = [{"key": c.key, "label": c.heading, "type": c.type, "wide": c.wide} for c in block.columns]
            rows = [[_cell(column, row) for column in block.columns] for row in block.rows]
            out.append({"name": name, "columns": heads, "rows": rows})
    return out


def _texts(tables: list[dict[str, Any]]) -> Iterator[str]:
    """Every text of the cells, to be found by pinyin."""
    for row in (row for table in tables for row in table["rows"]):
        for cell in row:
            yield from map(str, cell if isinstance(cell, list) else [cell])


def _cell(column: Column, row: Row) -> Any:
    value = column.value(row)
    if is_number(value):
        return float(value) if float(value) % 1 else int(value)
    return items(value) if column.type == "list" else plain_text(value)
