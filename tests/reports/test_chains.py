"""Maps of chains, routes, crowded industries and parks: the stories with their exact answers."""

import re
from datetime import date, datetime

import pytest

from hyzs.render import render
from hyzs.render.redaction import redact
from hyzs.reports.outreach.chain import chain
from hyzs.reports.outreach.crowd import crowd
from hyzs.reports.outreach.pack import pack
from hyzs.reports.outreach.parks import parks
from hyzs.reports.outreach.route import route
from support.stores import REPO, SHIPPED, index_of, make_store, shipped_index

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 23, 59)
CANARY = "示例暗企业"
CHAIN = """
== data/settings.yaml
id: base
name: 测试库
week: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}
cadence: {default: weekly}
tiers: [{name: 一般}]
stages: [{name: 线索}, {name: 在谈}, {name: 签约}, {name: 开工}, {name: 投产}]
unit_types: [{name: 政府部门}, {name: 县市区}, {name: 群体}, {name: 园区, park: true}]
unit_levels: [{name: 市}, {name: 县市区}]
chain_roles: [{name: 链主}]
aspects: [{name: 合法合规}]
chain:
  here: 开工
  coming: [在谈, 签约]
  states: [{name: 成链, here: 2}, {name: 单点, here: 1}, {name: 在补, coming: 1}, {name: 缺口}]
  crowded: 3
  source: 示例
== data/industries/chain.yaml
- {id: dd, name: 输变电, order: 1}
- {id: tc, name: 铜材, parent: 输变电, position: 上游, supplies: [变压器]}
- {id: byq, name: 变压器, parent: 输变电, position: 中游, supplies: [检测]}
- {id: jc, name: 检测, parent: 输变电, position: 下游}
- {id: kg, name: 开关, parent: 输变电, position: 中游}
== data/investors/a.yaml
- {id: f-a, name: 示例甲变压器, sample: true, local: true, nodes: [{of: 变压器, role: 链主}]}
- {id: f-b, name: 示例暗企业, sample: true, region: 江苏, nodes: [铜材], courting: [衡南县],
   checks: [{item: 合法合规, phase: 事前, on: 2026-06-01, by: 市商务局, result: 存疑}]}
- {id: f-c, name: 示例丙草稿, sample: true, draft: true, local: true, nodes: [铜材]}
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
industry: 变压器
investors: [示例甲变压器]
milestones: {签约: 2026-03-01, 开工: 2026-05-01}
== data/projects/p26-b2.yaml
name: 示例·乙项目
sample: true
tier: 一般
county: 衡南县
industry: 开关
source: {channel: null}
milestones: {在谈: 2026-09-01}
promises: {签约: 2026-12}
== data/projects/p26-c3.yaml
name: 示例·丙项目
sample: true
tier: 一般
county: 衡南县
industry: 检测
milestones: {在谈: 2026-09-01}
states: [{state: 终止, since: 2026-10-01}]
== data/projects/p26-d4.yaml
name: 示例·丁项目
sample: true
tier: 一般
county: 衡南县
industry: 输变电
milestones: {线索: 2026-09-01}
""".lstrip().replace("source: {channel: null}\n", "")


@pytest.fixture(scope="module")
def chain_index(tmp_path_factory):
    """A chain of four nodes in one of each state."""
    return index_of(make_store(tmp_path_factory.mktemp("chain") / "store", CHAIN))


def test_a_node_is_closed_single_coming_or_a_gap_and_says_why(chain_index):
    answer = chain(chain_index, DAY, "输变电")
    states = {row["name"]: row["state"] for row in answer.rows}

    assert states == {"铜材": "缺口", "变压器": "成链", "开关": "在补", "检测": "缺口"}
    assert answer.summary["states"] == {"成链": 1, "单点": 0, "在补": 1, "缺口": 2}
    reasons = {row["name"]: row["reason"] for row in answer.rows}
    assert reasons["变压器"] == ("本地企业 1(示例甲变压器)，已开工项目 1(示例·甲项目)，在招引项目 0：已落地满 2，成链")


def test_what_is_on_no_node_is_said_and_a_stopped_project_counts_nowhere(chain_index):
    answer = chain(chain_index, DAY, "输变电")

    assert answer.summary["unplaced"] == {"firms": [], "projects": ["p26-d4"]}
    assert answer.rows[-1]["projects"] == []


def test_the_map_has_its_nodes_by_position_and_its_edges(chain_index):
    answer = chain(chain_index, DAY, "输变电")

    assert [group.label for group in answer.graph.groups] == ["上游", "中游", "下游"]
    assert answer.graph.links == [("tc", "byq"), ("byq", "jc")]
    assert answer.extra["edges"][0] == {"from": "tc", "from_name": "铜材", "to": "byq", "to_name": "变压器"}


def test_the_newest_check_of_a_firm_is_printed(chain_index):
    assert chain(chain_index, DAY, "输变电").summary["checked_on"] == "2026-06-01"


def test_the_route_goes_from_the_gaps_to_those_who_court(chain_index):
    answer = route(chain_index, DAY, "输变电")
    rows = [
        (row["node"], row["firm"], row["courting"], row["project"], row["next_node"], row["next_by"])
        for row in answer.rows
    ]

    assert rows == [
        ("铜材", "示例暗企业", ["衡南县"], None, None, None),
        ("检测", None, [], None, None, None),
        ("开关", None, [], "p26-b2", "签约", "2026-12"),
    ]
    assert answer.summary == {"open": 3, "closed": 1, "without_target": ["检测"]}


@pytest.mark.parametrize("report", [chain, route, lambda index, day, industry: pack(index, NOW, industry)])
@pytest.mark.parametrize("format", ["text", "md", "html", "json", "csv", "xlsx", "dot", "graphml"])
def test_nobody_outside_sees_a_target_firm_in_any_format(chain_index, report, format):
    answer = redact(report(chain_index, DAY, "输变电"), "public")
    if format in ("dot", "graphml") and answer.graph is None:
        return
    text = render(answer, format, store={"id": "x"}, width=80, tty=False)

    assert CANARY not in (text.decode("latin-1") if isinstance(text, bytes) else text)
    assert CANARY not in render(answer, "text", store={"id": "x"}, width=80, tty=False)


def test_an_industry_is_crowded_from_as_many_parks_as_the_settings_say(tmp_path):
    parks_of = "\n".join(
        f"- {{id: yq{n}, name: 园{n}, type: 园区, parent: 衡南县, industries: [{names}]}}"
        for n, names in enumerate(["输变电, 铜材", "输变电", "输变电", "铜材"])
    )
    answer = crowd(index_of(make_store(tmp_path, f"{CHAIN}== data/units/yq.yaml\n{parks_of}\n")), DAY)

    assert answer.rows == [{"industry": "输变电", "count": 3, "parks": ["园0", "园1", "园2"], "projects": 4}]


def test_the_eleven_nodes_of_the_sample_chain():
    by_state: dict[str, set[str]] = {}
    for row in chain(index_of(REPO), DAY, "输变电装备").rows:
        by_state.setdefault(row["state"], set()).add(row["name"])

    assert by_state["缺口"] == {"硅钢片", "互感器", "组合电器及开关", "运维检测"}
    assert by_state["在补"] == {"绝缘材料", "壳体铸造", "操动机构"}
    assert (by_state["成链"], len(by_state["单点"])) == ({"变压器"}, 3)


def test_the_five_lists_have_what_is_on_the_industry_and_on_its_nodes(chain_index):
    answer = pack(chain_index, NOW, "输变电")

    assert [row["id"] for row in answer.extra["built"]] == ["p26-a1"]
    assert [row["id"] for row in answer.extra["courted"]] == ["p26-b2"]
    assert answer.summary["goals"] == answer.summary["problems"] == answer.summary["achievements"] == 0
    assert "没有登记成果" in render(answer, "md", store={"id": "x"}, width=80, tty=False)


def test_a_chain_without_nodes_is_its_only_node(chain_index):
    answer = chain(chain_index, DAY, "铜材")

    assert [row["name"] for row in answer.rows] == ["铜材"]


# 随程序来的数据(2026-11-28 的样子)，加上今天的产业、园区和园区类型


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The data as shipped, with a type of units that are parks and specialties that are industries."""
    settings = (SHIPPED / "data/settings.yaml").read_text("utf-8").replace("{name: 园区}", "{name: 园区, park: true}")
    special = re.findall(r"specialty: ([^、,]+),", (SHIPPED / "data/units/yuanqu.yaml").read_text("utf-8"))
    industries = "\n".join(
        f"- {{id: ts-{n}, name: {name}}}" for n, name in enumerate(special) if name != "智能衡器计量"
    )
    units = (SHIPPED / "data/units/yuanqu.yaml").read_text("utf-8")
    for text in ("输变电装备、电子信息", "盐卤化工及精细化工、新能源新材料", "保税加工、保税物流"):
        units = units.replace(f"  specialty: {text}\n", "").replace(f" specialty: {text},", "")
    files = {"settings": settings, "industries/ts": industries, "units/yuanqu": units}
    story = "".join(f"== data/{file}.yaml\n{text}\n" for file, text in files.items())
    return index_of(make_store(tmp_path_factory.mktemp("parks") / "store", story, over=SHIPPED))


def test_the_thirteen_parks_have_fifteen_projects(shipped):
    answer = parks(shipped, NOW)

    assert answer.summary["special"] == {"parks": 13, "projects": 15, "total": 259900}
    assert {row["park"]: row["projects"] for row in answer.rows}["衡阳智能衡器计量产业园"] == 0


def test_as_of_week_45_one_of_them_was_still_elsewhere(shipped):
    assert parks(shipped, NOW, "W45").summary["special"] == {"parks": 13, "projects": 14, "total": 237900}


def test_a_park_counts_its_own_and_says_what_it_has_with_those_below(shipped):
    rows = {row["park"]: row for row in parks(shipped, NOW).rows}

    assert rows["衡阳高新区"]["projects"] == 3
    assert rows["衡阳高新区"]["with_below"] == {"parks": 2, "projects": 4, "total": 244000}


def test_each_project_counts_once_in_the_sum(shipped):
    rows = parks(shipped, NOW).rows

    assert sum(row["projects"] for row in rows) == parks(shipped, NOW).summary["projects"]


def test_the_share_of_projects_that_fit_nowhere_is_said():
    assert crowd(shipped_index(), DAY).summary["unplaced"] == 15
