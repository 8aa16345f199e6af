"""The network: regions and who looks after them, partners, their duties, contacts that are due."""

import inspect
import zipfile
from datetime import datetime

import pytest

from hyzs.query.flows import FlowBook
from hyzs.query.partners import partner_duty_rows, partner_rows
from hyzs.query.todo import partners as contacts
from hyzs.reports.outreach.network import network
from hyzs.reports.who import who
from support import program
from support.stores import SHIPPED, index_of, make_store, repo_index

NOW = datetime(2026, 11, 23, 9)
REGIONS = (
    "regions:\n  - {name: 粤港澳, covers: [广东, 香港, 澳门]}\n  - {name: 长三角, covers: [上海, 江苏, 浙江, 安徽]}\n"
    "  - {name: 京津冀, covers: [北京, 天津, 河北]}\n  - {name: 长沙, covers: [湖南长沙]}\n"
    "partner_types: [{name: 异地商会, contact_months: 6}, {name: 院士专家}]\n"
    "event_types: [{name: 推介会}]\n"
)


@pytest.fixture
def index(request, tmp_path):
    """The frozen store with four regions, and the records of the test's docstring over it."""
    root = make_store(tmp_path, f"{inspect.cleandoc(request.function.__doc__ or '')}\n", over=SHIPPED)
    settings = root / "data" / "settings.yaml"
    settings.write_text(settings.read_text("utf-8") + REGIONS, "utf-8")
    return index_of(root)


def test_firms_by_region_and_the_place_where_nobody_looks(index):
    """
    == data/x.txt
    """
    answer = network(index, NOW)
    firms = {row["region"]: row["firms"] for row in answer.rows if row["declared"]}
    (singapore,) = (row for row in answer.rows if row["region"] == "新加坡")

    assert firms == {"粤港澳": 11, "长三角": 10, "京津冀": 3, "长沙": 3}
    assert (answer.summary["firms"], answer.summary["rest"]) == (42, 15)
    assert (singapore["firms"], singapore["hole"]) == (1, "没有驻外机构，也没有伙伴")


def test_holes_come_first():
    holes = [bool(row["hole"]) for row in network(repo_index(), NOW).rows]

    assert holes == sorted(holes, reverse=True)


def test_a_duty_of_an_agreement_is_counted_from_its_day(index):
    """
    == data/partners/a.yaml
    - id: pt-szsh
      name: 示例·深圳市衡阳商会
      sample: true
      type: 异地商会
      region: 广东深圳
      agreement: {on: 2026-03-01, until: 2029-02-28, duties: [{text: 有效项目信息, at_least: 12}]}
    == data/projects/2026/p26-n1.yaml
    {name: 示例·一, sample: true, tier: 一般, source: {partner: 示例·深圳市衡阳商会}, milestones: {线索: 2026-03-01}}
    == data/projects/2026/p26-n2.yaml
    {name: 示例·二, sample: true, tier: 一般, source: {partner: 示例·深圳市衡阳商会}, milestones: {线索: 2026-04-01}}
    == data/projects/2026/p26-n3.yaml
    {name: 示例·三, sample: true, tier: 一般, source: {partner: 示例·深圳市衡阳商会}, milestones: {线索: 2026-05-01}}
    == data/projects/2026/p26-n4.yaml
    {name: 示例·四, sample: true, tier: 一般, source: {partner: 示例·深圳市衡阳商会}, milestones: {线索: 2026-06-01}}
    == data/projects/2026/p26-n5.yaml
    {name: 示例·五, sample: true, tier: 一般, source: {partner: 示例·深圳市衡阳商会}, milestones: {线索: 2026-11-23}}
    == data/projects/2026/p26-n6.yaml
    {name: 示例·早, sample: true, tier: 一般, source: {partner: 示例·深圳市衡阳商会}, milestones: {线索: 2026-02-28}}
    """
    (duty,) = partner_duty_rows(index, NOW)

    assert [duty[key] for key in ("days_passed", "days", "due", "done", "behind")] == [268, 365, 8.8, 5, 3.8]


def _contacts(index):
    return [
        (item["id"], item["step"], item["due"], item["out"]) for item in contacts.items(index, FlowBook(index), NOW)
    ]


def test_a_contact_is_due_when_months_went_by_without_an_event(index):
    """
    == data/partners/a.yaml
    - {id: pt-a, name: 示例·甲会, sample: true, type: 异地商会}
    - {id: pt-b, name: 示例·乙会, sample: true, type: 异地商会}
    - {id: pt-c, name: 示例·丙会, sample: true, type: 异地商会, ended: 2026-01-01}
    - {id: pt-d, name: 示例·丁会, sample: true, type: 异地商会}
    == data/events/e26-a1.yaml
    {name: 示例·旧会, sample: true, type: 推介会, on: 2026-03-31, partners: [示例·甲会, 示例·丙会, 示例·丁会]}
    == data/events/e26-b1.yaml
    {name: 示例·来会, sample: true, type: 推介会, on: 2026-12-01, partners: [示例·丁会]}
    """
    assert _contacts(index) == [
        ("pt-a", "联系", "2026-09-30", None),
        ("pt-b", "联系", None, None),
        ("pt-d", "联系", "2026-09-30", "已经安排活动"),
    ]


def test_the_leader_who_keeps_the_contact_is_told():
    rows = [
        (row["role"], row["id"]) for row in who(repo_index(), "示例·张副市长", NOW).rows if row["kind"] == "partner"
    ]

    assert rows == [("patron", "pt-szsh")]


def test_partners_that_were_given_up_are_gone(index):
    """
    == data/partners/a.yaml
    - {id: pt-c, name: 示例·丙会, sample: true, type: 异地商会, ended: 2026-01-01}
    """
    assert partner_rows(index, NOW.date()) == []


CANARY = "139" + "00001234"


@pytest.mark.parametrize("format", ["text", "json", "html", "md", "xlsx", "csv"])
def test_the_public_sees_types_and_numbers_and_never_a_name_or_a_telephone(network_files, format):
    """A canary telephone in ``private/`` is in no format; the name of a partner is for nobody outside."""
    data = network_files[format]

    assert CANARY.encode() not in data
    assert "金丝雀院士".encode() not in data


@pytest.fixture(scope="module")
def network_files(tmp_path_factory):
    """The network as the public sees it, in several formats; a workbook unpacked."""
    story = (
        "== data/partners/a.yaml\n- {id: pt-ys, name: 示例·金丝雀院士, sample: true, type: 院士专家, region: 湖北武汉,"
        " agreement: {on: 2026-03-01, duties: [{text: 推荐项目, at_least: 1}]}}\n"
        f"== private/contacts.yaml\npt-ys: {{name: 金丝雀, phone: '{CANARY}'}}\n"
    )
    root = make_store(tmp_path_factory.mktemp("public"), story, over=SHIPPED)
    settings = root / "data" / "settings.yaml"
    settings.write_text(settings.read_text("utf-8") + REGIONS, "utf-8")
    files = {}
    for format in ("text", "json", "html", "md", "csv", "xlsx"):
        out = root / f"network.{format}"
        words = ["--store", root, "report", "network", "--audience", "public", "-f", format, "-o", out]
        program.run([str(word) for word in words], check=True)
        files[format] = out.read_bytes()
    with zipfile.ZipFile(root / "network.xlsx") as book:
        files["xlsx"] = b"".join(book.read(name) for name in book.namelist())
    assert "院士专家".encode() in files["text"]
    return files
