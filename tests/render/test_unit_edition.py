"""Editions for a unit: its own projects whole, of the others nothing that is not public, in every format."""

import io
import json
import re
import shutil
import zipfile

import pytest

from hyzs.cli.main import run
from hyzs.commands.options import PrintArguments
from hyzs.commands.report_registry import ReportOptions, ask_report, printed_reports
from hyzs.model.answer import Answer
from hyzs.model.blocks import Column, Graph, PublicColumn, Table
from hyzs.model.print_options import PrintOptions
from hyzs.query.own_projects import own_projects
from hyzs.render.redaction import redact_for_unit
from hyzs.session import Session
from hyzs.store.user_files import write_in_store
from support.print_samples import rendered, write_document
from support.stores import REPO, make_store

OWN, CANARY = "自家可看", "不可外传"
PROJECT = """== data/projects/2026/{id}.yaml
name: 示例·{word}名称
sample: true
public_name: 示例·某{id}
tier: 重大
content: {word}内容
investment: {{total: 120000}}
investors: [{word}企业]
county: {county}
lead: 市商务局
milestones:
  策划: 2026-01-05
  在谈:
    on: 2026-07-20
    attachments: [{{name: {word}照片.jpg, sha256: "{sha256}", size: 9, level: 内部, on: 2026-07-20}}]
promises: {{签约: [{{by: 2026-10, set: 2026-07-20, why: {word}原因}}]}}
tracked: {{since: 2026-07-21}}
== data/investors/{id}.yaml
- {{id: firm-{id}, name: {word}企业, sample: true, region: 广东}}
== data/returns/2026-W47/{unit}.yaml
submitted: 2026-11-20T09:42
projects:
  {id}: {{progress: {word}进展, needs: [{{text: {word}诉求, to: 市发改委}}]}}
"""
STORE = PROJECT.format(id="p26-a1", word=OWN, county="衡南县", unit="hengnan", sha256="a1" * 32) + PROJECT.format(
    id="p26-b2", word=CANARY, county="衡东县", unit="hengdong", sha256="b2" * 32
)
FORMATS = ("text", "json", "jsonl", "csv", "tsv", "md", "html", "docx", "xlsx", "pdf")


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    root = tmp_path_factory.mktemp("unit")
    skipped = shutil.ignore_patterns("projects", "returns", "matters", "notices")
    shutil.copytree(REPO / "data", root / "data", ignore=skipped)
    write_document(root / "data")
    make_store(root, STORE, base=False)
    session = Session(str(root), "2026-11-23", quiet=True)
    yield session
    session.close()


@pytest.fixture(scope="module")
def for_hengnan(session):
    name, ids = own_projects(session.index, "衡南县", session.today)
    assert ids == {"p26-a1"}
    return PrintOptions(unit=name, own=ids)


def inside(data: bytes) -> str:
    """Every text of it, also of the files inside of it and the pages of a PDF."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return "".join(file.read(name).decode("utf-8", "replace") + name for name in file.namelist())
    if data[:4] == b"%PDF":
        from pypdfium2 import PdfDocument

        document = PdfDocument(data)
        text = "".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        return text
    return data.decode("utf-8", "replace")


def words(data: bytes) -> str:
    return re.sub(r"\s", "", inside(data))


def output_of(session, *line, capsys):
    capsys.readouterr()
    session.index.release_lock()  # else the command waits for it
    code = run(["--store", str(session.root), "--today", "2026-11-23", *line])
    captured = capsys.readouterr()
    assert code in (0, 1), captured.err
    return captured


@pytest.mark.parametrize("name", [name for name, report in printed_reports().items() if not report.required])
def test_no_report_tells_a_unit_more_of_others_than_everybody_may_know(session, for_hengnan, name):
    answer = ask_report(session, printed_reports()[name], ReportOptions(printing=PrintArguments(audience="public")))

    for format in ("json", "md"):
        assert CANARY not in words(rendered(answer, format, for_hengnan)), format


@pytest.mark.parametrize("format", FORMATS)
def test_the_list_is_whole_for_its_own_in_every_format(session, for_hengnan, format):
    from hyzs.reports.list_ import list_

    answer = list_(session.index, "project", session.now, columns="name,content,investment.total")
    text = words(rendered(answer, format, for_hengnan))

    assert f"{OWN}内容" in text
    assert CANARY not in text
    assert words(rendered(answer, format)).count(CANARY) > 0  # it is there for others


def test_the_site_is_whole_for_its_own(session, tmp_path, capsys):
    notice = output_of(session, "site", "-o", str(tmp_path / "site.html"), "--for", "衡南县", capsys=capsys).err
    text = (tmp_path / "site.html").read_text(encoding="utf-8")

    assert OWN in text
    assert CANARY not in text
    assert "给衡南县：别家的" in notice
    assert "给衡南县：别家的" in text


def test_a_record_is_whole_only_for_its_own(session, capsys):
    assert f"{OWN}内容" in output_of(session, "show", "p26-a1", "--for", "衡南县", capsys=capsys).out
    assert CANARY not in output_of(session, "show", "p26-b2", "--for", "衡南县", capsys=capsys).out
    assert CANARY not in output_of(session, "show", "p26-b2", "--audience", "public", "-f", "json", capsys=capsys).out


def test_an_export_knows_whose_each_row_is(session, tmp_path, capsys):
    write_in_store(session.root, "map.yaml", "columns: {名称: name, 内容: content}\nmandatory: [内容]\n".encode())
    printed = output_of(session, "export", "--map", str(session.root / "map.yaml"), "--for", "衡南县", capsys=capsys)

    assert f"{OWN}内容" in printed.out
    assert CANARY not in printed.out


@pytest.mark.parametrize("option", [["--where", f"content~{CANARY}"], ["--sort", "content"]])
def test_a_list_is_not_chosen_by_what_others_may_not_see(session, option, capsys):
    capsys.readouterr()
    session.index.release_lock()
    assert run(["--store", str(session.root), "list", "projects", "--for", "衡南县", *option]) == 2
    assert "不对外公开" in capsys.readouterr().err


def test_what_is_held_back_is_counted(session, for_hengnan, capsys):
    document = json.loads(output_of(session, "list", "projects", "--for", "衡南县", "-f", "json", capsys=capsys).out)

    assert document["for"] == "衡南县"
    assert document["withheld"]["rows"] == 1
    assert document["withheld"]["cells"] > 0
    assert document["summary"] == {}


@pytest.mark.parametrize("format", ["graphml", "dot", "json", "md"])
def test_a_graph_shows_what_everybody_may_see(for_hengnan, format):
    columns = [PublicColumn("id", "编号"), PublicColumn("state", "状态"), Column("name", "名称")]
    rows = [{"id": "p26-b2", "state": "", "name": CANARY}, {"id": "p26-a1", "state": "", "name": OWN}]
    answer = Answer(
        "x", rows=rows, blocks=[Graph(columns, rows, edges=Table([Column("from", "起")], [{"from": CANARY}]))]
    )

    assert CANARY not in rendered(answer, format, for_hengnan).decode()


def test_a_feed_has_nothing_that_is_not_public(for_hengnan):
    rows = [{"id": "p26-b2", "name": CANARY}]
    entries = [{"id": "1", "title": CANARY, "updated": "2026-11-20", "content": CANARY}]
    answer = Answer("x", rows=rows, extra={"entries": entries}, blocks=[Table([Column("name", "名称")], rows)])

    assert CANARY not in str(redact_for_unit(answer, for_hengnan))


def test_a_row_of_which_nobody_says_whose_it_is_is_not_its_own(for_hengnan):
    rows = [{"name": CANARY, "of": "p26-a1"}, {"id": "p26-b2", "project": "p26-a1", "name": CANARY}]
    answer = Answer("x", rows=rows, blocks=[Table([PublicColumn("of", "项目"), Column("name", "名称")], rows)])

    assert CANARY not in str(redact_for_unit(answer, for_hengnan))


def test_evidence_of_the_units_own_is_for_those_who_may_know_of_it(session):
    """The file beside the milestone is 内部: the public of the unit itself sees its project, and no such file."""
    from hyzs.reports.site import site

    answer, (name, own) = site(session.index, session.now), own_projects(session.index, "衡南县", session.today)

    def page(audience):
        return rendered(answer, "site", PrintOptions(audience=audience, unit=name, own=own)).decode()

    assert f"{OWN}照片" in page("internal") and f"{CANARY}照片" not in page("internal")
    assert f"{OWN}照片" not in page("public")
