"""An indicator that the settings declare is in every list, page, option and form; nothing names those we ship."""

import json

import pytest

from hyzs.query.form_columns import project_columns
from hyzs.render.format_catalog import listed_formats
from support.additions import run_with
from support.forms import City, fill
from support.print_samples import text_of
from support.stores import BASE, index_of, make_store

SETTINGS = (BASE / "data/settings.yaml").read_text("utf-8")
THIRD = "  - {name: workers, label: 用工人数, unit: 人}\n"
LIGHTS = "lights:\n  - {name: 红灯, colour: red, when: [{fact: points_behind, above: 30}]}\n"
STORE = f"""
== data/settings.yaml
{SETTINGS.replace("stages:", f"{THIRD}stages:").replace("required:", f"{LIGHTS}required:")}
== data/projects/p26-c3.yaml
name: 示例·丙项目
sample: true
tier: 重点
county: 衡南县
content: 建三条线
tracked: {{since: 2026-05-11}}
yearly: {{2026: {{workers: 200}}}}
== data/returns/2026-W47/hengnan.yaml
submitted: 2026-11-19T09:00
projects:
  p26-c3: {{progress: 招工, figures: {{workers: 30}}}}
"""
MAP = "columns: {项目名称: name, 在岗人数: workers}\n"
#: A picture has no text, and is set as its PDF is.
FORMATS = [name for name in listed_formats() if name != "png"]
WHY = ["--why", "上次漏报", "--dry-run"]
COMMANDS = {
    "track": ["track", "--week", "2026-W47"],
    "track.json": ["track", "--week", "2026-W47", "-f", "json"],
    "track.html": ["track", "--week", "2026-W47", "-f", "html"],
    "list": ["list", "projects", "--where", "用工人数>=30 and workers<1万人", "--columns", "id,workers", "-f", "csv"],
    "register": ["report", "register", "--columns", "name,用工人数", "-f", "md"],
    "fields": ["schema", "projects", "--fields", "-f", "jsonl"],
    "show": ["show", "p26-c3"],
    "history": ["history", "p26-c3", "--field", "用工人数"],
    "card": ["report", "card", "p26-c3"],
    "overview": ["report", "overview", "2026-W47"],
    "overview.json": ["report", "overview", "2026-W47", "-f", "json"],
    "weekly": ["report", "weekly", "2026-W47", "-f", "json"],
    "why": ["why", "p26-c3", "--week", "2026-W47"],
    "export": ["export", "--map", "map.yaml", "-f", "csv"],
    "site": ["site", "-o", "site"],
    "complete": "hyzs log p26-c3 --figure 用",
    "log": ["log", "p26-c3", "--week", "2026-W47", "--figure", "用工人数=1.2万人", "--figure", "invested=2亿元", *WHY],
    "twice": ["log", "p26-c3", "--week", "2026-W47", "--figure", "用工人数=1", "--figure", "workers=2"],
    "unknown": ["log", "p26-c3", "--week", "2026-W47", "--figure", "税收=1"],
    **{f"file.{name}": ["track", "--week", "2026-W47", "-o", f"track.{name}"] for name in FORMATS},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("indicator")


@pytest.fixture(scope="module")
def ran(folder):
    city = City(folder, STORE)
    (folder / "map.yaml").write_text(MAP, "utf-8")
    return dict(zip(COMMANDS, run_with({}, folder, city.root, COMMANDS.values()), strict=True))


def test_it_is_a_column_of_the_tracking_list(ran):
    assert "完成投资(万元)\t到位资金(万元)\t用工人数(人)" in ran["track"].out
    assert "用工人数" in ran["track.html"].out
    assert [row["workers"] for row in json.loads(ran["track.json"].out)["rows"]] == [None, 30, None]


@pytest.mark.parametrize("format", FORMATS)
def test_it_is_in_every_format_of_the_tracking_list(ran, folder, format):
    assert ran[f"file.{format}"].code == 0, ran[f"file.{format}"].err
    text = text_of((folder / f"track.{format}").read_bytes(), format)

    assert ("workers" if format.startswith("json") else "用工人数") in text.replace("\n", "")


def test_lists_filter_and_show_it_by_name_and_by_label(ran):
    assert ran["list"].out == "编号,用工人数(人)\np26-c3,30\n"
    assert "| 2 | 示例·丙项目 | 30 |" in ran["register"].out
    assert {"name": "workers", "unit": "人"}.items() <= next(
        row.items() for row in map(json.loads, ran["fields"].out.splitlines()) if row["label"] == "用工人数"
    )


def test_a_record_tells_its_plan_and_what_was_reported(ran):
    assert "年度计划\t2026：用工人数 200 人" in ran["show"].out
    assert "指标 用工人数 30 人" in ran["show"].out
    assert "2026-W47\t30\t衡南县" in ran["history"].out


def test_the_card_and_the_leaders_page_have_it_in_its_unit(ran):
    assert "用工人数\t30 人" in ran["card"].out
    assert "本年计划完成(人)：用工人数(1 个) 计划 200，完成 30" in ran["overview"].out
    assert json.loads(ran["overview.json"].out)["summary"]["workers"] == 30


def test_an_indicator_without_a_tile_or_a_bar_has_a_line(ran):
    assert "累计到位资金\t0.03 亿元，较上周持平；缺 2 个" in ran["overview"].out


def test_the_weekly_report_sums_it_up(ran):
    assert [row["figures"]["workers"] for row in json.loads(ran["weekly"].out)["rows"]] == [0, 30, 0, 30]


def test_a_plan_of_it_lights_a_light(ran):
    assert "红灯：落后序时进度(百分点)大于 30" in ran["why"].out


def test_it_goes_out_in_exports_and_on_the_site(ran, folder):
    assert "示例·丙项目,30" in ran["export"].out
    assert "用工人数" in (folder / "site" / "index.html").read_text("utf-8")


def test_log_takes_it_by_name_and_by_label_in_units_of_its_own(ran, folder):
    assert ran["complete"].out.split() == ["用工人数="]
    assert ran["log"].code == 0, ran["log"].err
    assert "workers: 12000" in ran["log"].out and "invested: 20000" in ran["log"].out


@pytest.mark.parametrize(("name", "message"), [("twice", "用工人数写了两次"), ("unknown", "没有“税收”这个指标")])
def test_log_refuses_a_figure_given_twice_or_unknown(ran, name, message):
    assert ran[name].code == 2 and message in ran[name].err


def test_the_form_says_since_when_each_figure_is_summed_up(tmp_path):
    notes = {column.label: column.note for column in project_columns(index_of(make_store(tmp_path, STORE)))}

    assert (notes["累计完成投资"], notes["用工人数"]) == ("累计数，只写数字", "本周的数，只写数字")


def test_the_form_asks_for_it_and_takes_it_back(tmp_path):
    city = City(tmp_path, STORE)
    [text] = [item for item in city.collect(fill(city.send(), 用工人数__p26_c3=45)).cells if "用工人数" in item.field]
    city.close()

    assert (text.state, "workers: 45" in city.text()) == ("changed", True)
