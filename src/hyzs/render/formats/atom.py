"""Atom (RFC 4287): the entries of a subscription as a feed, for a reader that shows what is new."""

from urllib.parse import quote
from xml.etree import ElementTree as ET

from hyzs.model.answer import Answer
from hyzs.model.errors import BadUsage
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.layout.cell_text import clean, one_line

FORMAT = Format(rank=195, content="entries", extension="atom")

_NAMESPACE = "http://www.w3.org/2005/Atom"


def render(answer: Answer, context: RenderContext) -> str:
    """An entry each of the answer's ``entries`` {id, title, text}, dated by the last day that the answer is about.

    Ids are tag URIs (RFC 4151) of the store, the title and the entry: the same period gives the same ids.

    Raises:
        BadUsage: the report has no entries.
    """
    entries = answer.extra.get("entries")
    if entries is None:
        raise BadUsage("这个报表没有条目", "可以写：hyzs digest 名称 -o 文件.atom")
    store, day = str(context.store.get("id") or "hyzs"), answer.stamp.data_date or "1980-01-01"
    feed_id = f"tag:hyzs.invalid,{day}:{quote(f'{store}/{answer.report}/{one_line(clean(answer.title))}')}"
    moment = f"{day}T00:00:00+08:00"
    feed = ET.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "zh-CN"})
    _add(feed, "id", feed_id)
    _add(feed, "title", answer.title)
    _add(feed, "updated", moment)
    _add(ET.SubElement(feed, "author"), "name", str(context.store.get("name") or store))
    if answer.stamp.sample:
        _add(feed, "subtitle", "含示例数据")
    for entry in entries:
        element = ET.SubElement(feed, "entry")
        _add(element, "id", f"{feed_id}/{quote(str(entry['id']))}")
        _add(element, "title", entry["title"])
        _add(element, "updated", moment)
        _add(element, "content", entry["text"] or entry["title"], type="text")
    ET.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = clean(text)
