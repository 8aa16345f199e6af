"""What the public edition of a report holds, charts, registers, and hostile text in print."""

import io
import re
import shutil
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hyzs.commands.report_registry import printed_reports
from hyzs.model.answer import Answer
from hyzs.model.blocks import Chart, ChartSeries, Column, Heading, Pairs, Table, Text
from hyzs.model.errors import BadUsage, NotFound
from hyzs.model.print_options import PrintOptions
from hyzs.output import templates
from hyzs.render import fonts
from hyzs.render.format_catalog import listed_formats
from hyzs.session import Session
from hyzs.store.user_files import write_in_store
from support.fuzz import examples
from support.office import convert, needs_office
from support.print_samples import ANSWER, COLUMNS, TODAY, answer_of, rendered, sample_answer, text_of, write_document
from support.stores import REPO, make_store, repo_store


@pytest.fixture(scope="module")
def session():
    session = Session(str(repo_store()), TODAY, quiet=True)
    yield session
    session.close()


CANARY = "不可外传"
CANARIES = f"""
== data/projects/2026/p26-k7m3.yaml
name: 示例·{CANARY}名称
sample: true
public_name: 示例·公开名称
tier: 重大
content: {CANARY}内容
investment: {{total: 120000}}
industry: 绝缘材料
investors: [{CANARY}企业]
county: 衡南县
lead: 市商务局
milestones: {{策划: 2026-01-05, 在谈: {{on: 2026-07-20, attachments: [{{name: {CANARY}照片.jpg, sha256: "{"c3" * 32}",
  size: 9, level: 敏感, on: 2026-07-20}}]}}}}
promises: {{签约: [{{by: 2026-10, set: 2026-07-20, why: {CANARY}原因}}]}}
tracked: {{since: 2026-07-21}}
== data/investors/canary.yaml
- id: jinzhi-qiye
  name: {CANARY}企业
  sample: true
  local: true
  nodes: [绝缘材料]
  courting: [衡南县]
  checks: [{{item: 合法合规, phase: 事前, on: 2026-06-01, by: 市商务局, result: 存疑, note: {CANARY}存疑}}]
  wants: [{{text: {CANARY}需求}}]
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
    write_document(root / "data")
    make_store(root, CANARIES, base=False)
    session = Session(str(root), TODAY, quiet=True)
    yield session
    session.close()


def inside(data: bytes) -> str:
    """Every text of it, also of the files inside of it and the streams of a PDF."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return "".join(file.read(name).decode("utf-8", "replace") + name for name in file.namelist())
    if data[:4] == b"%PDF":
        from pypdf import PdfReader

        metadata = str(PdfReader(io.BytesIO(data)).metadata)
        return text_of(data, "pdf") + metadata + data.decode("latin-1") + data.decode("utf-16-be", "replace")
    return data.decode("utf-8", "replace")


@pytest.mark.parametrize("name", [*printed_reports(), "site"])
def test_a_public_edition_holds_nothing_internal_in_any_byte(secret, name):
    from hyzs.reports.site import site

    answer = site(secret.index, secret.now) if name == "site" else sample_answer(secret, name, 项目="p26-k7m3")
    formats = ["site"] if name == "site" else [format for format in listed_formats() if format != "png"]

    by_key = {format: inside(rendered(answer, format, PrintOptions(audience="public"))) for format in formats}

    assert [format for format, text in by_key.items() if CANARY in re.sub(r"\s", "", text)] == []


def test_a_project_goes_by_its_public_name_outside(secret):
    text = rendered(answer_of(secret, "track", None), "md", PrintOptions(audience="public")).decode()

    assert "| 1 | 示例·公开名称 |" in text


def test_the_full_edition_holds_it(secret):
    assert CANARY in inside(rendered(answer_of(secret, "track", None), "html"))


def test_whoever_is_unknown_reads_nothing():
    with pytest.raises(BadUsage, match="读者"):
        rendered(ANSWER, "md", PrintOptions(audience="everybody"))


@pytest.mark.parametrize("kind", ["bar", "stacked", "line", "funnel", "spark"])
def test_a_chart_has_a_title_a_unit_every_value_and_the_same_in_words(kind):
    chart = Chart(
        kind, "各阶段", ["在谈", "签<约"], [ChartSeries("重大", [3, 12.5]), ChartSeries("一般", [1, None])], "个"
    )
    answer = Answer("x", blocks=[chart], title="图")

    page = rendered(answer, "html").decode()

    assert "<title>各阶段(个)</title>" in page and "签&lt;约" in page and "<签" not in page
    assert "各阶段(个)：在谈 重大 3，一般 1；签<约 重大 12.5" in rendered(answer, "text").decode()
    assert len(rendered(answer, "pdf")) > 5000 and len(rendered(answer, "docx")) > 5000


def test_a_gantt_chart_goes_from_day_to_day_over_marked_years():
    series = [ChartSeries("自", ["2025-07-20", "2025-09-05"]), ChartSeries("至", ["2025-09-05", "2027-06-30"])]

    page = rendered(Answer("x", blocks=[Chart("gantt", "节点", ["签约", "投产"], series)], title="图"), "html").decode()

    assert ">2026</text>" in page and ">2027</text>" in page and "2027-06-30" in page


def test_pairs_and_code_are_printed_too():
    blocks = [Pairs([("名称", "甲")]), Text("第一行\n第二行", "code"), Text("小心", "warn")]

    output = text_of(rendered(Answer("x", blocks=blocks, title="杂"), "pdf"), "pdf")

    assert all(text in output for text in ("名称", "第一行", "第二行", "小心"))


def test_the_fonts_travel_with_their_licence():
    assert {file.name for file in fonts.FONTS.iterdir()} >= {
        "OFL.txt",
        "hyzs_serif_sc.otf",
        "hyzs_serif_sc_bold.otf",
    }


def test_the_duties_of_a_unit_go_into_a_calendar(session, tmp_path):
    from icalendar import Calendar

    file = tmp_path / "单位.ics"
    session.show(sample_answer(session, "duty"), None, str(file))

    events = list(Calendar.from_ical(file.read_bytes()).walk("VEVENT"))
    assert events and all(event["dtstart"].dt and event["summary"] for event in events)
    assert len({str(event["uid"]) + str(event["summary"]) for event in events}) == len(events)


def test_a_report_without_days_has_no_calendar(session):
    with pytest.raises(BadUsage, match="没有“ics”这种格式"):
        rendered(sample_answer(session, "track"), "ics")


def test_a_view_of_the_settings_is_a_register_by_name(session):
    answer = answer_of(session, "register", "重大项目")

    assert answer.rows and {row["stage"] for row in answer.rows} and set(answer.rows[0]) >= {"id", "industry", "patron"}
    assert len(answer.rows) == len(answer_of(session, "register", "项目类别=重大").rows)


@pytest.mark.parametrize("format", ["pdf", "docx", "html"])
def test_a_table_that_is_attached_to_a_paper_says_so(format):
    assert "附件2" in text_of(rendered(ANSWER, format, PrintOptions(annex="2")), format).replace(" ", "")


def test_the_reports_are_listed_with_what_each_says(session):
    from hyzs.reports.report_list import find_report, report_list

    titles = {name: (item.title, item.about) for name, item in printed_reports().items()}

    assert [row["name"] for row in report_list(titles).rows] == list(printed_reports())
    assert find_report("周跟踪清单", titles) == "track"
    with pytest.raises(BadUsage, match="没有“divison”这种报表"):
        find_report("divison", titles)


def test_a_template_is_taken_out_once_and_then_changed(tmp_path):
    from hyzs.reports.template_list import choose_template, template_list

    own = Session(str(make_store(tmp_path)), TODAY, quiet=True)
    choices = templates(own.root)
    write_in_store(own.root, "templates/page.md.j2", choose_template(choices, "page.md.j2")["text"].encode())

    assert {row["name"]: row["own"] for row in template_list(templates(own.root)).rows}["page.md.j2"]
    with pytest.raises(BadUsage, match="已经有了"):
        choose_template(templates(own.root), "page.md.j2")
    with pytest.raises(NotFound, match="还要写哪个模板"):
        choose_template(choices, None)
    own.close()


@pytest.mark.parametrize("format", ["pdf", "docx", "html"])
def test_a_paper_may_have_a_red_head(format):
    assert "示例市办公室" in text_of(rendered(ANSWER, format, PrintOptions(letterhead="示例市办公室")), format)


def test_word_counts_the_headings_itself():
    blocks = [Heading("一、总体情况", 2), Text("好"), Heading("二、问题", 2), Text("无")]
    with zipfile.ZipFile(io.BytesIO(rendered(Answer("x", blocks=blocks, title="报"), "docx"))) as file:
        body, numbering = file.read("word/document.xml").decode(), file.read("word/numbering.xml").decode()

    assert "一、" not in body and body.count("<w:numPr>") == 2
    assert 'w:val="chineseCounting"' in numbering


@pytest.mark.slow
@needs_office
def test_another_office_counts_them_too():
    blocks = [Heading("一、总体情况", 2), Text("好"), Heading("二、问题", 2), Text("无")]
    answer = Answer("x", blocks=blocks, title="报")
    document = rendered(answer, "docx", PrintOptions(letterhead="示例市办公室", annex="1"))

    text = re.sub(r"\s", "", text_of(convert(document, "docx", "pdf"), "pdf"))

    assert "一、总体情况" in text and "二、问题" in text and "示例市办公室" in text


#: Any text that a font may have: what is of private use is refused with its place, by a test of its own.
ANY = st.text(st.characters(exclude_categories=("Cs", "Co")), max_size=40)


@pytest.mark.slow
@settings(max_examples=examples(40), deadline=None)
@example(name="\ufffe", text="\x00\x1b", label="\uffff")
@example(name="0" * 14 + "\U00010000" * 9, text="", label="")
@example(name="History", text="", label="")
@given(name=ANY, text=ANY, label=ANY)
def test_no_text_breaks_a_document_or_a_workbook(name, text, label):
    table = Table([Column("name", label), Column("said", "说", wide=True)], [{"name": name, "said": text}])
    answer = Answer("x", blocks=[Heading(name, 2), Text(text), Pairs([(label, text)]), table], title=f"题{name}")

    for format in ("docx", "xlsx"):
        text_of(rendered(answer, format), format)


@settings(max_examples=examples(30), deadline=None)
@given(text=st.text("ab<>#*_`$@[]{}()\\\"'/~=+-1. 市、，。", max_size=80))
def test_no_text_is_markup_in_a_pdf(text):
    answer = Answer("x", blocks=[Text(text), Table([Column("a", text)], [{"a": text}])], title=f"题{text}")

    page = text_of(rendered(answer, "pdf"), "pdf")

    assert sorted(re.sub(r"\s", "", page).replace("\xad", "").replace("-", "")).count("题") == 1
    for sign in set("#*_`$@[]{}") & set(text):
        assert page.count(sign) >= 3 * text.count(sign)


def test_each_notice_begins_a_sheet_of_its_own(session):
    from pypdf import PdfReader

    answer = sample_answer(session, "remind")

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(rendered(answer, "pdf"))).pages]
    assert sum("示例〔2026〕" in page and "：" in page for page in pages) >= len(answer.rows) > 1
    assert sum(page.startswith("附件") for page in pages) == len(answer.rows)
    assert rendered(answer, "html").count(b'class="sheet letter"') == len(answer.rows)


@pytest.mark.parametrize("format", ["pdf", "docx", "html", "xlsx"])
def test_a_table_without_rows_says_so(format):
    text = text_of(rendered(Answer("x", blocks=[Table(COLUMNS[:2], [])], title="空表"), format), format)

    assert "项目" in text and ("无" in text or format == "xlsx")
