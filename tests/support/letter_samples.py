"""A store that owes a reminder, and its letter in every format."""

import io
from datetime import datetime

from hyzs.model.answer import Answer
from hyzs.model.print_options import PrintOptions
from hyzs.render import render
from hyzs.reports.remind import remind
from support.stores import BASE, index_of, make_store

MONDAY = datetime(2026, 11, 23, 9, 0)
SETTINGS = """
ladder:
  - {type: 提醒函, notices: 0, days: 2}
  - {type: 催办单, notices: 1, weeks: 3, days: 2}
  - {type: 督办单, notices: 2, days: 3}
  - {type: 通报, notices: 3, days: 5}
notice_number: 示例〔{year}〕{n}号
notice_issuer: 市商务局
"""
PROJECT = """
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
content: 建一条线
lead: 市商务局
tracked: {since: 2026-11-16}
"""
HEAD = PrintOptions(letterhead="示例市招商引资工作专班")


def notice(number: int, sent: str = "2026-11-17") -> str:
    head = f"== data/notices/n26-s{number}.yaml\ntype: 提醒函\nnumber: 示例〔2026〕{number}号\nsample: true\n"
    return f"{head}unit: 衡南县\nweeks: [2026-W46]\nsent: {sent}\nanswer_by: 2026-11-19\n"


def store(root, *notices: str, more: str = ""):
    base = (BASE / "data" / "settings.yaml").read_text("utf-8")
    store_text = f"{PROJECT.lstrip()}{''.join(notices)}{more}== data/settings.yaml\n{base}{SETTINGS}"
    return make_store(root, store_text)


def reminder(root, *notices: str, **more) -> Answer:
    """The reminder of 衡南县 in W47 after these notices."""
    return remind(index_of(store(root, *notices)), "2026-W47", MONDAY, unit="衡南县", **more)


def rendered(answer: Answer, format: str, printing: PrintOptions = HEAD, **more) -> bytes:
    result = render(answer, format, store={}, printing=printing, **more)
    return result if isinstance(result, bytes) else result.encode()


def text_of(pdf: bytes) -> list[str]:
    """The text of each page of a PDF."""
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
