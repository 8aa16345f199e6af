"""Every report in every format, each opened by another program's reader; the same answer, the same bytes."""

import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hyzs.commands.report_table import ReportOptions, ask_report, printed_reports, with_subject
from hyzs.model.answer import Answer, Chart, Column, Group, Heading, Pairs, Series, Stamp, Table, Text
from hyzs.model.errors import BadConfig, BadUsage, NotFound
from hyzs.model.print_options import PrintOptions
from hyzs.output import templates
from hyzs.query.task_rows import task_rows
from hyzs.render import fonts, render
from hyzs.render.format_catalog import all_formats, letter_formats, listed_formats
from hyzs.render.layout.cell_text import items, main_table
from hyzs.render.layout.paper import date_words
from hyzs.reports.overview import overview_of
from hyzs.reports.track import track
from hyzs.session import Session
from hyzs.store.user_files import write_in_store
from stores import REPO, make_store

OF = {"duty": "市商务局", "card": "p26-x2c8"}
TODAY = "2026-11-23"
ROWS = [
    {"name": "=1+1", "total": 12000, "on": "2026-11-20", "needs": ["用电", "用水"], "said": "土地平整完成七成。" * 9},
    {"name": "乙<b>", "total": 8000.5, "on": "2026-11", "needs": [], "said": None},
]
COLUMNS = [
    Column("name", "项目"),
    Column("total", "总投资", "number", "万元"),
    Column("on", "日期", "date"),
    Column("needs", "诉求", "list"),
    Column("said", "进展", wide=True),
]
TABLE = Table(COLUMNS, ROWS, [Group("重大", 1), Group("一般", 1)], "注：示例", {"name": "合计", "total": 20000.5})
ANSWER = Answer("list", rows=ROWS, blocks=[Text("共两个"), TABLE], title="示例清单", stamp=Stamp(data_date=TODAY))


@pytest.fixture(scope="module")
def session():
    one = Session(str(REPO), TODAY, quiet=True)
    yield one
    one.close()


def answer_of(session, name, subject=None) -> Answer:
    report = printed_reports()[name]
    return ask_report(session, report, with_subject(report, subject, ReportOptions()))


def asked(session, name) -> Answer:
    return answer_of(session, name, OF.get(name))


def made(answer, format, printing=None) -> bytes:
    shown = render(answer, format, store={}, printing=printing)
    [data] = shown if isinstance(shown, list) else [shown]
    return data if isinstance(data, bytes) else data.encode()


def text_of(data: bytes, format: str) -> str:
    """What a reader of that format finds in it."""
    if format == "pdf":
        from pypdf import PdfReader

        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if format == "docx":
        from docx import Document

        document = Document(io.BytesIO(data))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        return "\n".join([*(p.text for p in document.paragraphs), *cells])
    if format == "xlsx":
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(data))
        return "\n".join(str(v) for sheet in book for row in sheet.iter_rows(values_only=True) for v in row if v)
    if format == "png":
        assert data[:8] == b"\x89PNG\r\n\x1a\n" and min(struct.unpack(">II", data[16:24])) > 400
        return ""
    text = data.decode()
    if format == "json":
        json.loads(text)
    return text


@pytest.mark.parametrize("format", listed_formats())
@pytest.mark.parametrize("name", printed_reports())
def test_every_report_comes_in_every_format(session, tmp_path, name, format):
    answer, file = asked(session, name), tmp_path / f"x.{ {'text': 'txt'}.get(format, format) }"

    session.show(answer, None, str(file))

    told = re.sub(r"\s", "", text_of(file.read_bytes(), format))
    known = {"json": answer.report, "jsonl": "", "csv": "", "tsv": "", "text": "", "png": ""}
    title = answer.title.removesuffix(answer.stamp.period)
    title = date_words(title) if format in ("pdf", "docx", "html") else title
    if answer.letters and format in letter_formats():
        title = "的提醒函"  # letters have titles of their own
    expected = known.get(format, "" if format == "md" else title)
    assert re.sub(r"\s", "", expected) in told
    if format not in ("png", "json", "jsonl"):  # a picture has no text, and JSON is tested by its readers
        assert last_words(answer) in told


def last_words(answer) -> str:
    """The longest plain word in the last row of the table that every format shows; empty where there is none."""
    table = main_table(answer) if any(isinstance(block, Table) for block in answer.blocks) else None
    last = table.rows[-1] if table and table.rows else {}
    words = [text for column in table.columns for text in items(column.value(last))] if table and last else []
    return max((word for word in words if re.fullmatch(r"(?=.*[^\W\d])[\w·]{1,24}", word)), key=len, default="")


def picture_heights(rows: int) -> list[int]:
    many = [{**ROWS[0], "name": f"项目{n}"} for n in range(rows)]
    sheets = render(replace(ANSWER, blocks=[Table(COLUMNS, many)]), "png", store={})
    return [struct.unpack(">II", sheet[16:24])[1] for sheet in sheets]


def test_a_picture_is_as_high_as_its_rows_need_and_many_rows_are_several_pictures():
    few, more, many = picture_heights(2), picture_heights(20), picture_heights(200)

    assert len(few) == len(more) == 1 and few[0] * 3 < more[0]
    assert len(many) > 1 and sum(many) > more[0] * 8


def test_pictures_are_numbered_and_named(session, tmp_path, capsys):
    many = [{**ROWS[0], "name": f"项目{n}"} for n in range(200)]

    session.show(replace(ANSWER, blocks=[Table(COLUMNS, many)]), None, str(tmp_path / "甲.png"))

    names = sorted(file.name for file in tmp_path.iterdir())
    assert names[0] == "甲-1.png" and len(names) > 1
    assert f"一张图放不下，写成 {len(names)} 张：甲-1.png 到 {names[-1]}" in capsys.readouterr().err


def test_a_text_longer_than_a_cell_is_named_above_the_table():
    from openpyxl import load_workbook

    long = [{**ROWS[0], "said": "长" * 40_000}, {**ROWS[1], "said": "𠮷" * 20_000}, {**ROWS[1], "said": "长" * 32_767}]

    sheet = load_workbook(io.BytesIO(made(replace(ANSWER, blocks=[Table(COLUMNS, long)]), "xlsx"))).active

    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert (
        "一格最多 32,767 字，没有写完的：第 1 条的进展(40,000 字)、第 2 条的进展(20,000 字)；全文见 csv、json" in texts
    )
    assert "长" * 32_766 + "…" in texts and "长" * 32_767 in texts


@pytest.mark.parametrize("format", [name for name in listed_formats() if all_formats()[name].is_binary])
def test_a_file_is_made_from_any_folder(format, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert len(made(ANSWER, format)) > 1000


@pytest.mark.parametrize("format", [name for name in listed_formats() if all_formats()[name].is_binary])
def test_the_same_answer_makes_the_same_bytes_in_another_process(format, tmp_path):
    code = (
        "import sys; sys.path.insert(0, 'tests'); from test_print import *;"
        "sys.stdout.buffer.write(made(ANSWER, sys.argv[1]))"
    )
    two = [
        subprocess.run(
            [sys.executable, "-c", code, format],
            cwd=REPO,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(REPO / "src")},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert two[0] == two[1] and len(two[0]) > 1000


@pytest.mark.parametrize(("format", "module"), [("pdf", "typst"), ("png", "typst"), ("docx", "docx")])
def test_without_its_library_a_format_says_how_to_get_it(monkeypatch, format, module):
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(BadConfig) as error:
        made(ANSWER, format)

    assert error.value.code == 78 and "pip install 'hyzs[" in error.value.hint


def test_a_character_that_no_font_has_is_named_instead_of_left_blank(monkeypatch):
    import typst

    shipped = typst.Fonts(include_system_fonts=False, font_paths=[str(fonts.FONTS)])
    monkeypatch.setattr(
        fonts, "available_fonts", lambda: shipped
    )  # a machine may have a hundred, each of which is looked into
    with pytest.raises(BadConfig, match=r"U\+F8FF"):
        made(replace(ANSWER, title="示例\uf8ff"), "pdf")


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_a_missing_character_is_told_with_the_record_and_field(format, monkeypatch):
    import typst

    shipped = typst.Fonts(include_system_fonts=False, font_paths=[str(fonts.FONTS)])
    monkeypatch.setattr(fonts, "available_fonts", lambda: shipped)
    rows = [{"id": "p26-a1", "name": "甲"}, {"id": "p26-b2", "name": "乙\ue863"}]

    with pytest.raises(BadConfig, match=r"\(U\+E863，p26-b2 的项目\)"):
        made(Answer("list", rows=rows, blocks=[Table([Column("name", "项目")], rows)], title="清单"), format)


@pytest.mark.parametrize("face", ["hyzs_serif_sc.otf", "hyzs_serif_sc_bold.otf"])
def test_the_shipped_faces_have_the_characters_of_papers_and_names(face):
    has = fonts._characters(str(fonts.FONTS / face), 0)
    table = "".join((REPO / "docs" / "characters.txt").read_text(encoding="utf-8").split())

    assert len(table) == len(set(table)) == 8105
    assert not [sign for sign in table + "〇㛃䶮𠮷陞囧▲▼" if ord(sign) not in has]


def test_a_paper_for_the_archive_says_that_it_is_pdf_a_and_has_all_that_asks_for():
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(made(ANSWER, "pdf", PrintOptions(archive=True))))
    root = reader.trailer["/Root"]
    told = root["/Metadata"].get_object().get_data().decode()
    [intent] = root["/OutputIntents"]
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]

    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in told
    assert intent.get_object()["/S"] == "/GTS_PDFA1" and "/DestOutputProfile" in intent.get_object()
    assert reader.metadata.creation_date.date().isoformat() == TODAY
    assert "/Encrypt" not in reader.trailer and reader.trailer["/ID"]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
    assert descriptors and all({"/FontFile2", "/FontFile3"} & set(each) for each in descriptors)


def test_only_a_pdf_is_for_the_archive():
    with pytest.raises(BadUsage, match="归档只用 PDF/A"):
        made(ANSWER, "docx", PrintOptions(archive=True))


def test_a_variation_selector_is_no_character(monkeypatch):
    import typst

    shipped = typst.Fonts(include_system_fonts=False, font_paths=[str(fonts.FONTS)])
    monkeypatch.setattr(fonts, "available_fonts", lambda: shipped)

    assert made(replace(ANSWER, title="葛\U000e0100城\ufe00"), "pdf").startswith(b"%PDF")


def test_a_file_is_not_put_on_the_screen(session, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    with pytest.raises(BadUsage, match="不能显示在屏幕上"):
        session.show(ANSWER, "pdf")


def test_every_sheet_of_a_pdf_repeats_the_head_and_none_ends_with_a_section(session):
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(made(asked(session, "division"), "pdf"))).pages
    sheets = [[line.strip() for line in page.extract_text().splitlines() if line.strip()] for page in pages]

    assert len(sheets) > 3
    assert all("牵头单位" in "".join(lines) for lines in sheets)
    assert all(not re.match("[一二三四五六七]、", lines[-3]) for lines in sheets)
    assert all(len(lines) > 8 for lines in sheets), "no blank page"


@pytest.mark.parametrize("times", [1, 27])
def test_the_leaders_page_is_one_page_at_thirty_eight_and_at_a_thousand_projects(session, times):
    from pypdf import PdfReader

    listed = track(session.index, None, session.now)
    answer = overview_of(
        session.index, replace(listed, rows=[*listed.rows] * times), task_rows(session.index, session.now), session.now
    )

    assert answer.summary["projects"] == 38 * times
    assert answer.rows[0]["light"]["name"] == "红灯"
    assert len(PdfReader(io.BytesIO(made(answer, "pdf"))).pages) == 1


def test_a_wide_table_lies_across_and_a_narrow_one_stands():
    from pypdf import PdfReader

    narrow = PdfReader(io.BytesIO(made(Answer("x", blocks=[Table(COLUMNS[:2], ROWS)], title="窄"), "pdf"))).pages[0]
    many = [Column(f"c{n}", f"很长的列名{n}", get=lambda row: "示例内容不短的文字") for n in range(12)]
    wide = PdfReader(io.BytesIO(made(Answer("x", blocks=[Table(many, ROWS)], title="宽"), "pdf"))).pages[0]

    assert narrow.mediabox.width < narrow.mediabox.height
    assert wide.mediabox.width > wide.mediabox.height


def test_more_columns_than_a_sheet_holds_are_folded():
    texts = [
        Column(f"t{n}", f"正文{n}", wide=True, get=lambda row, n=n: f"第{n}段" + "示例文字" * 20) for n in range(14)
    ]

    told = text_of(made(Answer("x", blocks=[Table([COLUMNS[0], *texts], ROWS)], title="折"), "pdf"), "pdf")

    assert "情况" in told and "正文13：第13段" in re.sub(r"\s", "", told)


def test_a_workbook_keeps_numbers_and_days_and_runs_nothing():
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(made(ANSWER, "xlsx"))).active
    cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value is not None}

    assert cells["=1+1"].data_type == "s"
    assert cells["12000"].data_type == "n"
    assert cells["2026-11-20 00:00:00"].is_date
    assert cells["2026-11"].data_type == "s"
    assert cells["总投资(万元)"] and sheet.freeze_panes and sheet.print_title_rows and sheet.auto_filter.ref
    assert not sheet.merged_cells.ranges


def test_a_document_names_a_chinese_face_on_every_run_and_repeats_its_head():
    with zipfile.ZipFile(io.BytesIO(made(ANSWER, "docx"))) as file:
        body, styles = file.read("word/document.xml").decode(), file.read("word/styles.xml").decode()

    assert body.count("<w:t") and body.count("w:eastAsia=") >= len(re.findall(r"<w:r>", body))
    assert "Theme=" not in styles
    assert "w:tblHeader" in body
    assert body.index("<w:tblCellMar>") < body.index("<w:tblLook") and body.index("<w:shd ") < body.index("<w:vAlign")


@pytest.mark.skipif(not shutil.which("soffice") and not os.environ.get("CI"), reason="没有 libreoffice")
def test_another_office_opens_the_document_and_the_workbook(tmp_path):
    for format in ("docx", "xlsx"):
        (tmp_path / f"x-{format}.{format}").write_bytes(made(ANSWER, format))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, *map(str, tmp_path.glob("x-*"))], cwd=tmp_path, check=True, capture_output=True)

    for format in ("docx", "xlsx"):
        told = re.sub(r"\s", "", text_of((tmp_path / f"x-{format}.pdf").read_bytes(), "pdf"))
        assert "示例清单" in told and "土地平整完成七成" in told


def test_amounts_in_another_unit_say_so_and_sum_to_the_same():
    told = made(ANSWER, "md", PrintOptions(money="亿元")).decode()

    assert "总投资(亿元)" in told and "| 1.2 |" in told
    with pytest.raises(BadUsage, match="单位"):
        made(ANSWER, "md", PrintOptions(money="元"))


def test_the_sum_that_is_printed_is_the_sum_of_what_the_list_gives(session):
    from hyzs.reports.list_ import list_

    register = asked(session, "register")
    listed = list_(session.index, "project", session.now, None, None, "investment.total")
    table = next(block for block in register.blocks if isinstance(block, Table))

    assert table.total["investment.total"] == sum(row["investment.total"] or 0 for row in listed.rows)


def test_the_tracking_list_sums_its_classes(session):
    answer = asked(session, "track")
    table = next(block for block in answer.blocks if isinstance(block, Table))

    assert [c.heading for c in table.columns][:5] == ["序号", "项目名称", "投资方", "建设内容及规模", "总投资(亿元)"]
    assert table.total["total"] == sum(row["total"] or 0 for row in answer.rows)
    assert sum(group.size for group in table.groups) == len(answer.rows)


CANARY = "不可外传"
CANARIES = f"""
== data/projects/2026/p26-k7m3.yaml
name: 示例·{CANARY}名称
sample: true
public_name: 示例·公开名称
tier: 重大
content: {CANARY}内容
investment: {{total: 120000}}
county: 衡南县
lead: 市商务局
milestones: {{策划: 2026-01-05, 在谈: 2026-07-20}}
promises: {{签约: [{{by: 2026-10, set: 2026-07-20, why: {CANARY}原因}}]}}
tracked: {{since: 2026-07-21}}
== data/returns/2026-W47/hengnan.yaml
submitted: 2026-11-20T09:42
filed_by: {CANARY}填报人
projects:
  p26-k7m3:
    progress: {CANARY}进展
    next: {CANARY}打算
    needs: [{{text: {CANARY}诉求, to: 市商务局, due: 2026-11-21}}]
== data/matters/x26-a1b2.yaml
text: {CANARY}事项
sample: true
origin: 企业诉求
raised: {{by: {CANARY}企业, on: 2026-11-02}}
project: p26-k7m3
lead: 市商务局
due: 2026-11-13
events: [{{on: 2026-11-02, do: 交办}}]
"""


@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    root = tmp_path_factory.mktemp("secret")
    shutil.copytree(
        REPO / "data", root / "data", ignore=shutil.ignore_patterns("projects", "returns", "matters", "notices")
    )
    make_store(root, CANARIES, base=False)
    one = Session(str(root), TODAY, quiet=True)
    yield one
    one.close()


def inside(data: bytes) -> str:
    """Every text of it, also of the files inside of it and the streams of a PDF."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return "".join(file.read(name).decode("utf-8", "replace") + name for name in file.namelist())
    if data[:4] == b"%PDF":
        from pypdf import PdfReader

        reader = PdfReader(io.BytesIO(data))
        streams = "".join(page.extract_text() for page in reader.pages)
        return streams + str(reader.metadata) + data.decode("latin-1") + data.decode("utf-16-be", "replace")
    return data.decode("utf-8", "replace")


@pytest.mark.parametrize("name", [*printed_reports(), "site"])
def test_a_public_edition_holds_nothing_internal_in_any_byte(secret, name):
    from hyzs.reports.site import site

    of = {"duty": "市商务局", "card": "p26-k7m3"}
    answer = site(secret.index, secret.now) if name == "site" else answer_of(secret, name, of.get(name))
    formats = ["site"] if name == "site" else [format for format in listed_formats() if format != "png"]

    told = {format: inside(made(answer, format, PrintOptions(audience="public"))) for format in formats}

    assert [format for format, text in told.items() if CANARY in re.sub(r"\s", "", text)] == []


def test_a_project_goes_by_its_public_name_outside(secret):
    told = made(answer_of(secret, "track", None), "md", PrintOptions(audience="public")).decode()

    assert "| 1 | 示例·公开名称 |" in told


def test_the_full_edition_holds_it(secret):
    assert CANARY in inside(made(answer_of(secret, "track", None), "html"))


def test_whoever_is_unknown_reads_nothing():
    with pytest.raises(BadUsage, match="读者"):
        made(ANSWER, "md", PrintOptions(audience="everybody"))


@pytest.mark.parametrize("kind", ["bar", "stacked", "line", "funnel", "spark"])
def test_a_chart_has_a_title_a_unit_every_value_and_the_same_in_words(kind):
    chart = Chart(kind, "各阶段", ["在谈", "签<约"], [Series("重大", [3, 12.5]), Series("一般", [1, None])], "个")
    answer = Answer("x", blocks=[chart], title="图")

    page = made(answer, "html").decode()

    assert "<title>各阶段(个)</title>" in page and "签&lt;约" in page and "<签" not in page
    assert "各阶段(个)：在谈 重大 3，一般 1；签<约 重大 12.5" in made(answer, "text").decode()
    assert len(made(answer, "pdf")) > 5000 and len(made(answer, "docx")) > 5000


def test_a_gantt_chart_goes_from_day_to_day_over_marked_years():
    series = [Series("自", ["2025-07-20", "2025-09-05"]), Series("至", ["2025-09-05", "2027-06-30"])]

    page = made(Answer("x", blocks=[Chart("gantt", "节点", ["签约", "投产"], series)], title="图"), "html").decode()

    assert ">2026</text>" in page and ">2027</text>" in page and "2027-06-30" in page


def test_pairs_and_code_are_printed_too():
    blocks = [Pairs([("名称", "甲")]), Text("第一行\n第二行", "code"), Text("小心", "warn")]

    told = text_of(made(Answer("x", blocks=blocks, title="杂"), "pdf"), "pdf")

    assert all(text in told for text in ("名称", "第一行", "第二行", "小心"))


def test_the_fonts_travel_with_their_licence():
    assert {file.name for file in fonts.FONTS.iterdir()} >= {
        "OFL.txt",
        "hyzs_serif_sc.otf",
        "hyzs_serif_sc_bold.otf",
    }


def test_the_duties_of_a_unit_go_into_a_calendar(session, tmp_path):
    from icalendar import Calendar

    file = tmp_path / "单位.ics"
    session.show(asked(session, "duty"), None, str(file))

    events = list(Calendar.from_ical(file.read_bytes()).walk("VEVENT"))
    assert events and all(event["dtstart"].dt and event["summary"] for event in events)
    assert len({str(event["uid"]) + str(event["summary"]) for event in events}) == len(events)


def test_a_report_without_days_has_no_calendar(session):
    with pytest.raises(BadUsage, match="没有“ics”这种格式"):
        made(asked(session, "track"), "ics")


def test_a_view_of_the_settings_is_a_register_by_name(session):
    answer = answer_of(session, "register", "重大项目")

    assert answer.rows and {row["stage"] for row in answer.rows} and set(answer.rows[0]) >= {"id", "industry", "patron"}
    assert len(answer.rows) == len(answer_of(session, "register", "项目类别=重大").rows)


@pytest.mark.parametrize("format", ["pdf", "docx", "html"])
def test_a_table_that_is_attached_to_a_paper_says_so(format):
    assert "附件2" in text_of(made(ANSWER, format, PrintOptions(annex="2")), format).replace(" ", "")


def test_the_reports_are_listed_with_what_each_says(session):
    from hyzs.reports.choices import find_report, report_list

    titles = {name: (one.title, one.about) for name, one in printed_reports().items()}

    assert [row["name"] for row in report_list(titles).rows] == list(printed_reports())
    assert find_report("周跟踪清单", titles) == "track"
    with pytest.raises(BadUsage, match="没有“divison”这种报表"):
        find_report("divison", titles)


def test_a_template_is_taken_out_once_and_then_changed(tmp_path):
    from hyzs.reports.template_list import choose_template, template_list

    own = Session(str(make_store(tmp_path)), TODAY, quiet=True)
    known = templates(own.root)
    write_in_store(own.root, "templates/page.md.j2", choose_template(known, "page.md.j2")["text"].encode())

    assert {row["name"]: row["own"] for row in template_list(templates(own.root)).rows}["page.md.j2"]
    with pytest.raises(BadUsage, match="已经有了"):
        choose_template(templates(own.root), "page.md.j2")
    with pytest.raises(NotFound, match="还要写哪个模板"):
        choose_template(known, None)
    own.close()


@pytest.mark.parametrize("format", ["pdf", "docx", "html"])
def test_a_paper_may_have_a_red_head(format):
    assert "示例市办公室" in text_of(made(ANSWER, format, PrintOptions(letterhead="示例市办公室")), format)


def test_word_counts_the_headings_itself():
    blocks = [Heading("一、总体情况", 2), Text("好"), Heading("二、问题", 2), Text("无")]
    with zipfile.ZipFile(io.BytesIO(made(Answer("x", blocks=blocks, title="报"), "docx"))) as file:
        body, numbering = file.read("word/document.xml").decode(), file.read("word/numbering.xml").decode()

    assert "一、" not in body and body.count("<w:numPr>") == 2
    assert 'w:val="chineseCounting"' in numbering


@pytest.mark.skipif(not shutil.which("soffice") and not os.environ.get("CI"), reason="没有 libreoffice")
def test_another_office_counts_them_too(tmp_path):
    blocks = [Heading("一、总体情况", 2), Text("好"), Heading("二、问题", 2), Text("无")]
    answer = Answer("x", blocks=blocks, title="报")
    (tmp_path / "x.docx").write_bytes(made(answer, "docx", PrintOptions(letterhead="示例市办公室", annex="1")))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "x.docx"], cwd=tmp_path, check=True, capture_output=True)

    told = re.sub(r"\s", "", text_of((tmp_path / "x.pdf").read_bytes(), "pdf"))

    assert "一、总体情况" in told and "二、问题" in told and "示例市办公室" in told


#: Any text that a font may have: what is of private use is refused with its place, by a test of its own.
ANY = st.text(st.characters(exclude_categories=("Cs", "Co")), max_size=40)


@settings(max_examples=40, deadline=None)
@example(name="\ufffe", said="\x00\x1b", label="\uffff")
@example(name="0" * 14 + "\U00010000" * 9, said="", label="")
@example(name="History", said="", label="")
@given(name=ANY, said=ANY, label=ANY)
def test_no_text_breaks_a_document_or_a_workbook(name, said, label):
    table = Table([Column("name", label), Column("said", "说", wide=True)], [{"name": name, "said": said}])
    answer = Answer("x", blocks=[Heading(name, 2), Text(said), Pairs([(label, said)]), table], title=f"题{name}")

    for format in ("docx", "xlsx"):
        text_of(made(answer, format), format)


@settings(max_examples=30, deadline=None)
@given(said=st.text("ab<>#*_`$@[]{}()\\\"'/~=+-1. 市、，。", max_size=80))
def test_no_text_is_markup_in_a_pdf(said):
    answer = Answer("x", blocks=[Text(said), Table([Column("a", said)], [{"a": said}])], title=f"题{said}")

    told = text_of(made(answer, "pdf"), "pdf")

    assert sorted(re.sub(r"\s", "", told).replace("\xad", "").replace("-", "")).count("题") == 1
    for sign in set("#*_`$@[]{}") & set(said):
        assert told.count(sign) >= 3 * said.count(sign)


def test_each_notice_begins_a_sheet_of_its_own(session):
    from pypdf import PdfReader

    answer = asked(session, "remind")

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made(answer, "pdf"))).pages]
    assert sum("示例〔2026〕" in page and "：" in page for page in pages) >= len(answer.rows) > 1
    assert sum(page.startswith("附件") for page in pages) == len(answer.rows)
    assert made(answer, "html").count(b'class="sheet letter"') == len(answer.rows)


@pytest.mark.parametrize("format", ["pdf", "docx", "html", "xlsx"])
def test_a_table_without_rows_says_so(format):
    told = text_of(made(Answer("x", blocks=[Table(COLUMNS[:2], [])], title="空表"), format), format)

    assert "项目" in told and ("无" in told or format == "xlsx")
