"""Pages in a real browser: on the screen, on paper, and with hostile text in them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, Group, Heading, Table, Text
from hyzs.render import render
from support.browser import needs_browser, shared_browser
from support.fuzz import HAS_TIME

POPPLER = shutil.which("pdftotext") and shutil.which("pdfinfo")
pytestmark = [needs_browser, pytest.mark.skipif(not POPPLER and not os.environ.get("CI"), reason="没有 poppler-utils")]

UNITS = ["市发改委", "市工信局", "市自然资源和规划局", "市农业农村局", "市市场监管局等市直相关单位", "衡阳国投"]
EVIL = "<script>document.title='坏'</script><img src=http://example.invalid/x onerror=\"document.title='坏'\">"


def division(rows=20, evil=""):
    """A division table with texts as long as the real one's, in four sections."""
    columns = [
        Column("number", "序号", "number"),
        Column("name", "重点任务"),
        Column("tasks", "具体举措", "list", wide=True),
        Column("lead", "牵头单位", "list"),
        Column("responsible", "责任单位", "list"),
        Column("groups", "县市区", "list", "园区"),
        Column("due", "完成时限", "list"),
        Column("deliverable", "成果形式", "list"),
    ]
    table = [
        {
            "number": n,
            "name": f"任务{n}",
            "tasks": [
                f"第{n}项（{k}）分区域跟进重点企业，按时报送线索，成批承接产业转移{evil}" for k in range(1, 3 + n % 5)
            ],
            "lead": ["市商务局"] if n % 4 else ["市委督查室", "市政府督查室"],
            "responsible": UNITS[: 1 + n % 6],
            "groups": ["各县市区", "园区"],
            "due": ["2026年12月"],
            "deliverable": ["重点企业名单", "对接台账与会商记录"],
        }
        for n in range(1, rows + 1)
    ]
    groups = [Group(f"第{k}部分 示例分工{evil}", rows // 4) for k in "一二三四"]
    blocks = [Heading(f"重点任务分工表{evil}"), Text(f"衡政办发〔2025〕11号{evil}"), Table(columns, table, groups)]
    stamp = Stamp(store="示例市", period="2026年", filter=evil, commit="8ec15eb0aa")
    return Answer("division", blocks=blocks, stamp=stamp)


def write(answer: Answer, folder: Path) -> Path:
    page = folder / "page.html"
    page.write_text(render(answer, "html", store={}), encoding="utf-8")
    return page


@pytest.fixture
def opened(tmp_path):
    """Opens an answer as a page without a network; what the page asks for or complains of is in its lists."""

    def open_(answer: Answer):
        page = shared_browser().new_page(offline=True, viewport={"width": 1440, "height": 900})
        page.requests, page.messages = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("console", lambda message: page.messages.append(message.text))
        page.on("pageerror", lambda error: page.messages.append(str(error)))
        page.goto(write(answer, tmp_path).as_uri())
        return page

    yield open_
    for context in shared_browser().contexts:
        context.close()


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    """The division table as a PDF."""
    folder = tmp_path_factory.mktemp("paper")
    page = shared_browser().new_page()
    page.goto(write(division(), folder).as_uri())
    page.pdf(path=folder / "page.pdf", prefer_css_page_size=True)
    page.context.close()
    return folder / "page.pdf"


def sheets(pdf: Path) -> list[str]:
    """The text of each sheet."""
    out = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, encoding="utf-8", check=True).stdout
    return out.removesuffix("\f").split("\f")


def test_a_page_asks_for_nothing_and_complains_of_nothing(opened):
    page = opened(division())

    assert page.requests == [page.url]
    assert page.messages == []


def test_hostile_text_stays_text(opened):
    page = opened(division(evil=EVIL))

    assert page.title() == f"重点任务分工表{EVIL}"
    assert page.locator("h1").text_content() == f"重点任务分工表{EVIL}"
    assert page.locator("script, img").count() == 0
    assert (page.requests, page.messages) == ([page.url], [])


def test_no_script_would_run_even_if_one_got_in(opened, tmp_path):
    page = opened(division(rows=4))
    page.set_content((tmp_path / "page.html").read_text("utf-8").replace("<h1>", f"{EVIL}<h1>"))

    assert page.title() == "重点任务分工表"


def test_the_head_of_the_table_stays_in_sight(opened):
    page = opened(division())
    page.evaluate("window.scrollTo(0, 1500)")

    assert page.locator("thead th").first.bounding_box()["y"] == pytest.approx(0, abs=1)


def test_no_table_is_wider_than_its_page(opened):
    page = opened(division())

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_sheet_is_a4_across(paper):
    text = subprocess.run(["pdfinfo", paper], capture_output=True, encoding="utf-8", check=True).stdout
    width, height = map(float, re.search(r"Page size: +([0-9.]+) x ([0-9.]+)", text).groups())

    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (297, 210)


def test_every_sheet_has_the_head_of_the_table_its_number_and_the_stamp(paper):
    pages = sheets(paper)

    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert all(label in text for label in ("序号", "具体举措", "成果形式"))
        assert re.search(rf"— *{number} *—", text)
        assert "版本 8ec15eb0aa" in text


def test_no_section_is_left_alone_at_the_foot_of_a_sheet(tmp_path):
    for rows in range(4, 33, 7 if HAS_TIME else 14):
        page = shared_browser().new_page()
        page.goto(write(division(rows), tmp_path).as_uri())
        page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
        page.context.close()
        for text in sheets(tmp_path / "page.pdf"):
            *_, last = re.findall("部分 示例分工|第[0-9]+项", text)
            assert last != "部分 示例分工"


def test_a_short_row_is_not_parted(paper):
    rows = [row for text in sheets(paper) for row in sorted(set(map(int, re.findall("第([0-9]+)项", text))))]

    assert rows == list(range(1, 21))
