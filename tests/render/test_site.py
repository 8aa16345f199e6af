"""The one-file site in a real browser: opened from a file, without a network, with hostile names in it."""

import json
import re
import shutil

import pytest

from hyzs.model.print_options import PrintOptions
from hyzs.render import render
from hyzs.reports.site import site
from hyzs.session import Session
from support.browser import needs_browser, shared_browser
from support.site_samples import EVIL, HOSTILE, hostile_store
from support.stores import make_store

pytestmark = pytest.mark.slow

#: How much lighter one of each pair of colours is than the other.
CONTRAST = """() => {
  const style = getComputedStyle(document.documentElement);
  const probe = document.body.appendChild(document.createElement("i"));
  const rgb = name => {
    probe.style.color = style.getPropertyValue(name);
    return getComputedStyle(probe).color.match(/[0-9.]+/g).slice(0, 3).map(Number);
  };
  const part = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = name => rgb(name).map(part).reduce((sum, v, n) => sum + v * [.2126, .7152, .0722][n], 0);
  const ratio = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + .05) / (y + .05);
  };
  const pairs = ["ink", "quiet", "link"].flatMap(a => ["back", "soft"].map(b => ratio("--" + a, "--" + b)));
  probe.remove();
  return pairs;
}"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return hostile_store(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def file(store):
    session = Session(str(store), "2026-11-23", quiet=True)
    session.show(site(session.index, session.now), "site", str(store / "看板.html"))
    session.close()
    return store / "看板.html"


@pytest.fixture
def page(file):
    """The page, opened as a mail's attachment is; what it asks for or complains of is in its lists."""
    page = shared_browser().new_page(offline=True, viewport={"width": 1280, "height": 900})
    page.requests, page.messages = [], []
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("console", lambda message: page.messages.append(message.text))
    page.on("pageerror", lambda error: page.messages.append(str(error)))
    page.goto(file.as_uri())
    yield page
    assert page.messages == []
    assert [url for url in page.requests if not url.startswith("file:")] == []
    page.context.close()


def names(page):
    return [row.split("\t")[0] for row in page.locator("#list tbody").inner_text().split("\n") if row]


@needs_browser
def test_it_opens_with_the_figures_and_the_pictures(page):
    assert page.locator("#overview dt").first.inner_text() == "项目"
    assert page.locator("#overview figcaption").all_inner_texts()[:2] == ["本年计划完成(亿元)", "各阶段项目(个)"]
    assert "含示例数据" in page.locator("footer").inner_text()


@needs_browser
def test_a_hostile_name_is_text(page):
    page.goto(f"{page.url}#/项目")

    assert EVIL in names(page)
    assert page.evaluate("window.坏") is None


@needs_browser
def test_it_searches_by_words_and_by_initials(page):
    page.fill("#search", "衡南")
    by_words = names(page)
    page.fill("#search", "hnx")
    by_initials = names(page)

    assert by_words and set(by_initials) <= set(by_words)


@needs_browser
def test_it_searches_by_whole_pinyin_with_every_reading(page):
    page.fill("#search", "衡南")
    by_words = set(names(page))
    results = []
    for query in ("hengnan", "hengn", "HengNan", "shangwu"):
        page.fill("#search", query)
        results.append(set(names(page)))

    assert all(by_words <= some for some in results[:3])
    assert EVIL in results[3]


@needs_browser
def test_it_sorts_by_number_and_by_pinyin(page):
    page.goto(f"{page.url}#/项目")
    page.click("th button:has-text('总投资')")
    page.click("th button:has-text('总投资')")
    dearest = names(page)[0]
    page.click("th button:has-text('属地')")
    places = [row.split("\t")[5] for row in page.locator("#list tbody").inner_text().split("\n") if row]

    assert dearest == EVIL
    assert page.locator("th[aria-sort=ascending]").inner_text() == "属地"
    counties = [
        place
        for place in dict.fromkeys(places)
        if place in ("常宁市", "衡南县", "耒阳市", "祁东县", "雁峰区", "珠晖区")
    ]
    assert counties == ["常宁市", "衡南县", "耒阳市", "祁东县", "雁峰区", "珠晖区"]


@needs_browser
def test_it_filters_and_counts(page):
    page.goto(f"{page.url}#/项目")
    page.select_option("select[aria-label=类别]", "重大")

    count = int(re.search("[0-9]+", page.locator("#list p").inner_text())[0])

    assert count == len(names(page)) > 3


@needs_browser
def test_a_project_and_a_unit_have_pages_of_their_own(page):
    page.goto(f"{page.url}#/项目/p26-x2c8")
    text = page.locator("#one").inner_text()
    page.goto(page.url.split("#")[0] + "#/单位/市商务局")
    duties = page.locator("#one").inner_text()

    assert "大事记" in text and "2026-W47" in text
    assert "构建招商体系" in duties and "牵头单位" in duties


@needs_browser
def test_a_chain_has_a_map_whose_nodes_lead_to_pages_of_their_own(page):
    page.goto(f"{page.url}#/产业链/输变电装备")
    assert "环节" not in page.locator("#one h2").inner_text()
    page.locator("#one figure.map a", has_text="绝缘材料").click()
    text = page.locator("#one").inner_text()
    page.locator("#one ul a", has_text="示例绝缘材料").click()

    assert "企业 1 个" in text and "项目 1 个" in text
    assert "招引单位\n衡南县" in page.locator("#one").inner_text()


@needs_browser
def test_a_park_lists_its_projects(page):
    page.goto(f"{page.url}#/园区/衡东泵业产业园")

    assert "示例·泵用永磁电机项目" in page.locator("#one").inner_text()


@needs_browser
def test_it_is_used_with_the_keyboard_alone(page):
    page.keyboard.press("/")
    page.keyboard.type("p26-x2c8")
    page.keyboard.press("Tab")
    page.locator("#list tbody a").first.focus()
    page.keyboard.press("Enter")
    page.locator("#one h2").wait_for()

    assert "p26-x2c8" in page.locator("#one").inner_text()


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_stand_out_from_what_is_behind_them(page, scheme):
    """WCAG AA: at least 4.5 to 1."""
    page.emulate_media(color_scheme=scheme)
    ratios = page.evaluate(CONTRAST)

    assert min(ratios) >= 4.5


VIEWS = ["", "#/项目", "#/看板", "#/时间轴", "#/单位", "#/举措", "#/项目/p26-x2c8", "#/单位/市商务局"]


@needs_browser
@pytest.mark.parametrize("width", [390, 800, 1440, 2560])
def test_no_view_scrolls_sideways(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    wide = {}
    for view in VIEWS:
        page.goto(page.url.split("#")[0] + view)
        wide[view] = page.evaluate("document.documentElement.scrollWidth")

    assert wide == dict.fromkeys(VIEWS, width)


@needs_browser
def test_on_a_phone_each_row_is_a_card_that_names_its_values(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{page.url}#/项目")
    card = page.locator("#list tbody tr").first

    assert card.evaluate("row => getComputedStyle(row).display") == "grid"
    label = "cell => getComputedStyle(cell, '::before').content"
    assert "阶段" in card.locator("td[data-label=阶段]").evaluate(label)
    page.select_option("select[aria-label=排序]", "total down")
    assert names(page)[0] == EVIL


@needs_browser
def test_in_the_dark_no_box_is_white_but_a_white_light(page):
    page.emulate_media(color_scheme="dark")
    white = """() => [...document.querySelectorAll("main *:not(.light-white)")].filter(element =>
      getComputedStyle(element).backgroundColor === "rgb(255, 255, 255)").map(element => element.outerHTML)"""
    seen_values = []
    for view in VIEWS:
        page.goto(page.url.split("#")[0] + view)
        seen_values += page.evaluate(white)

    assert seen_values == []


@needs_browser
def test_a_bar_leads_to_the_list_of_what_it_counts(page):
    figure = page.locator("figure", has_text="各阶段项目(个)")
    counted = figure.locator("li", has_text="签约").locator(".value").inner_text()
    figure.get_by_text("签约").click()

    assert len(names(page)) == int(counted)
    assert page.locator("select[aria-label=阶段]").input_value() == "签约"


@needs_browser
def test_a_light_is_drawn_in_its_colour_and_by_its_word(page):
    figure = page.locator("figure", has_text="各县市区亮灯")
    segment = figure.locator("li", has_text="衡南县").locator("a[aria-label*=红灯]")

    assert segment.inner_text().startswith("红")
    segment.click()
    assert {row.split("\t")[4] for row in page.locator("#list tbody").inner_text().split("\n") if row} == {"红灯"}
    lamp = page.locator("#list .light-red").first
    assert lamp.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(192, 38, 28)"


@needs_browser
def test_the_board_has_a_column_a_stage_with_the_urgent_first(page):
    page.goto(f"{page.url}#/看板")
    columns = page.locator(".board section")

    assert columns.locator("h2").all_inner_texts()[:2] == ["策划 1", "线索 3"]
    lights = columns.filter(has_text="签约 ").first.locator(".chip").all_inner_texts()
    assert lights == sorted(lights, key=["红灯", "黄灯", "绿灯", "不亮灯"].index)
    counts = [int(text.rpartition(" ")[2]) for text in columns.locator("h2").all_inner_texts()]
    assert sum(counts) == page.locator(".board li").count()


@needs_browser
def test_the_timeline_shows_promises_on_both_sides_of_today(page):
    page.goto(f"{page.url}#/时间轴")
    row = page.locator(".timeline li", has_text="退役动力电池")
    places = "marks => marks.map(mark => mark.getBoundingClientRect().x)"
    [today] = row.locator("span.now").evaluate_all(places)

    assert [text for text in row.locator(".mark").all_inner_texts() if "承诺已过" in text] == ["竣工 2026-10，承诺已过"]
    assert all(x < today for x in row.locator(".reached, .late").evaluate_all(places))
    assert all(x > today for x in row.locator(".promised").evaluate_all(places))


@needs_browser
def test_heads_stay_in_sight_and_stand_over_their_numbers(page):
    page.goto(f"{page.url}#/项目")
    page.mouse.wheel(0, 1000)
    page.wait_for_function("scrollY > 500")
    head = page.locator("th", has_text="总投资")

    assert 0 < head.bounding_box()["y"] < 120
    assert head.evaluate("cell => getComputedStyle(cell).textAlign") == "right"


@needs_browser
def test_a_measure_names_the_task_that_is_due_next(page):
    page.goto(f"{page.url}#/举措")
    due = [row.split("\t")[-1] for row in page.locator("#list tbody").inner_text().split("\n") if row]

    assert due[2] == "2026-10 建立招商业务骨干名册，跟踪培养、优先使用（逾期 23 天）"
    assert due[3] == "长期"


def test_the_public_sees_the_nodes_that_were_reached_and_no_promise(store):
    session = Session(str(store), "2026-11-23", quiet=True)
    page = render(site(session.index, session.now), "site", store={}, printing=PrintOptions(audience="public"))
    session.close()
    data = json.loads(re.search(r'id="data">(.*?)</script>', str(page))[1])

    names = [table["name"] for table in data["tables"]]
    assert "节点" in names and "承诺" not in names


@pytest.mark.parametrize(("audience", "letters"), [("full", "abc"), ("internal", "ab"), ("public", "a")])
def test_evidence_is_named_to_those_who_may_know_of_it(store, audience, letters):
    """Three files prove one milestone: 公开, 内部, and one without a word, which is 敏感."""
    session = Session(str(store), "2026-11-23", quiet=True)
    page = str(render(site(session.index, session.now), "site", store={}, printing=PrintOptions(audience=audience)))
    session.close()
    tables = json.loads(re.search(r'id="data">(.*?)</script>', page)[1])["tables"]
    rows = next(table["rows"] for table in tables if table["name"] == "附件")

    names = {"a": "示例&合影.jpg", "b": "示例内部纪要.pdf", "c": "示例敏感底稿.pdf"}
    assert [row[1] for row in rows] == [names[letter] for letter in letters]
    assert rows[0] == ["p26-evil", "示例&合影.jpg", "2026-07-21", "节点 在谈", "a1a1a1a1a1a1"]
    assert [name for letter, name in names.items() if letter not in letters and name in page] == []


@needs_browser
def test_a_project_names_its_evidence(page):
    page.goto(page.url.partition("#")[0] + "#/项目/p26-evil")

    lines = page.locator("#one ul.files li").first.inner_text().split("\n")
    assert [line for line in lines if line] == ["示例&合影.jpg", "2026-07-21 · 节点 在谈 · a1a1a1a1a1a1"]


def test_nobody_outside_sees_a_firm_that_is_courted_or_looked_into(store):
    session = Session(str(store), "2026-11-23", quiet=True)
    page = str(render(site(session.index, session.now), "site", store={}, printing=PrintOptions(audience="public")))
    session.close()

    assert "绝缘材料" in page and "shili-jueyuan" not in page
    assert not any(name in page for name in ("示例绝缘材料", "示例硅钢科技", "示例互感器"))


@needs_browser
def test_it_prints_the_list_without_its_buttons(page, tmp_path):
    page.goto(f"{page.url}#/项目")
    page.emulate_media(media="print")

    assert not page.locator("nav").is_visible()
    assert page.locator("#list table").is_visible()


@pytest.mark.slow
@needs_browser
def test_a_thousand_projects_stay_below_two_megabytes_and_open_at_once(store, tmp_path):
    folder = tmp_path / "many"
    shutil.copytree(store / "data", folder / "data")
    for number in range(1000):
        store_text = HOSTILE.replace("p26-evil", f"p26-n{number:04}").replace(EVIL, f"示例·批量项目{number}")
        make_store(folder, store_text, base=False)
    session = Session(str(folder), "2026-11-23", quiet=True)
    session.show(site(session.index, session.now), "site", str(folder / "site.html"))
    session.close()
    page = shared_browser().new_page(offline=True)
    page.goto((folder / "site.html").as_uri() + "#/项目")

    assert (folder / "site.html").stat().st_size < 2_000_000
    assert len(names(page)) == 300
    assert "个没有列出" in page.locator("button.more").inner_text()
    page.click("button.more")
    assert len(names(page)) == 600
    page.context.close()
