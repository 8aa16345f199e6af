"""Ownership clauses: who leads, who answers, which groups, and all that names nobody."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.documents.clause_bounds import find_clauses
from hyzs.documents.ownership import parse_ownership
from support.stores import REPO

CORPUS = REPO / "bench" / "corpus"


def parsed(clause, **more):
    ownership = parse_ownership(clause, **more)
    return {
        "lead": "、".join(ownership.lead),
        "responsible": "、".join(ownership.responsible),
        "groups": "|".join(ownership.groups),
        "open": ownership.open,
        "residue": "|".join(ownership.residue),
    }


def clause(lead="", responsible="", groups="", open=False, residue=""):
    return {"lead": lead, "responsible": responsible, "groups": groups, "open": open, "residue": residue}


@pytest.mark.parametrize("file", ["clauses.jsonl", "unseen.jsonl"])
def test_published_clauses_are_read_as_people_read_them(file):
    rows = [json.loads(line) for line in (CORPUS / file).read_text("utf-8").splitlines()]
    leads, exact = set(), 0
    for row in rows:
        ownership = parse_ownership(row["clause"], first_leads=row["document"] in leads)
        leads |= {row["document"]} if ownership.first_leads else set()
        values = (*(list(names) for names in ownership[:3]), ownership.open)
        exact += values == tuple(row["expected"][key] for key in ("lead", "responsible", "groups", "open"))

    assert exact / len(rows) >= 0.97


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（市商务局会同市财政局、市发改委负责）", clause("市商务局", "市财政局、市发改委")),
        ("（市商务局牵头，会同市财政局，各县市区政府落实）", clause("市商务局", "市财政局", "各县市区政府")),
        ("（县经信局 县财政局牵头", clause("县经信局、县财政局")),
        (
            "（责任单位：州发改委、州委编办及州直相关单位，6月底完成）",
            clause("", "州发改委、州委编办", "州直相关单位", True, "6月底完成"),
        ),
        ("（责任单位：市直有关部门、单位）", clause("", "", "市直有关部门、单位", True)),
        ("（责任单位：、区发改局、区财政局）", clause("", "区发改局、区财政局")),
        ("（责任单位：各县、区人民政府（管委会））", clause("", "", "各县、区人民政府（管委会）")),
        (
            "（牵头领导：示例；牵头单位：市发改委；责任单位：市财政局等10个部门；完成时限：2025年12月底前）",
            clause("市发改委", "市财政局", "", True, "牵头领导：示例|等10个部门|完成时限：2025年12月底前"),
        ),
        ("（由市商务局牵头，市财政局按照各自职责抓好落实）", clause("市商务局", "市财政局")),
        ("（牵头单位：市\n商务局；责任单位：市财政\n局、市教育局）", clause("市商务局", "市财政局、市教育局")),
        ("牵头单位:区财政局\n责任单位:区教育局\n区民政局", clause("区财政局", "区教育局、区民政局")),
        ("（责任单位：市财政局，认真做好资金拨付工作）", clause("", "市财政局", residue="认真做好资金拨付工作")),
        ("（市直各部门，中央、省属驻衡各单位）", clause("", "", "市直各部门|中央、省属驻衡各单位")),
        ("（責任單位:市商務局,各縣區）", clause("", "市商務局", "各縣區")),
        (
            "（市发改委、市财政局负责，列首位的为牵头单位，下同）",
            clause("市发改委", "市财政局", residue="列首位的为牵头单位|下同"),
        ),
        ("（市政府办公室牵头，市政府、县开发区配合）", clause("市政府办公室", "市政府、县开发区")),
        (
            "责任单位：市商务局、市税务局配合单位：市口岸办完成时限：2026年11月30日",
            clause("", "市商务局、市税务局、市口岸办", residue="完成时限：2026年11月30日"),
        ),
        (
            "责任单位：发改局、经信局(列第一位者为牵头或汇总单位)",
            clause("发改局", "经信局", residue="列第一位者为牵头或汇总单位"),
        ),
        ("（责任单位：市发改委市财政局、市审计局）", clause("", "市发改委、市财政局、市审计局")),
        ("（各高等院校、科研院所配合）", clause("", "", "各高等院校|科研院所")),
        (
            "（市级层面由市商务局牵头，各县法院、检察院配合）",
            clause("市商务局", "", "各县法院、检察院", residue="市级层面"),
        ),
        ("（市工信局、市财 政局、各 县市区）", clause("", "市工信局、市财政局", "各县市区")),
        ("（各县（市、区）住建、城管部门）", clause("", "", "各县（市、区）住建、城管部门")),
        ("（驻市军工单位，涉及审批的市直部门）", clause("", "", "驻市军工单位|涉及审批的市直部门", True)),
        ("（各区、市有关部门落实）", clause("", "", "各区|市有关部门", True)),
        ("（各县（市、区）政府、管委会，县经济开发区）", clause("", "县经济开发区", "各县（市、区）政府、管委会")),
        ("（市级领导包联，市工信局牵头）", clause("市工信局", residue="市级领导包联")),
        ("（市发改委按行业分工负责）", clause("", "市发改委")),
        (
            "（市工信局等安全生产重点行业监管部门按照“谁审批、谁监管”原则落实）",
            clause("", "市工信局", "安全生产重点行业监管部门", True, "按照“谁审批、谁监管”原则"),
        ),
        ("（市委社会工作部负责制定方案）", clause("", "市委社会工作部", residue="负责制定方案")),
        ("（省级交通运输主管部门、直属海事局）", clause("", "", "省级交通运输主管部门|直属海事局", True)),
    ],
)
def test_a_clause(text, expected):
    assert parsed(text) == expected


def test_the_first_leads_in_the_clauses_that_follow_unless_one_leads_by_its_own_word():
    assert parsed("（市税务局、市人社局负责）", first_leads=True)["lead"] == "市税务局"
    assert parsed("（市税务局、市人社局牵头，市教育局配合）", first_leads=True)["lead"] == "市税务局、市人社局"


def test_commas_are_kept_with_the_group_that_ends_the_list():
    parts = parse_ownership("（责任单位：市贸促会、市工商联等市直相关单位，各县市区、园区）").parts

    assert [(part.named, part.of, part.open) for part in parts] == [
        (("市贸促会", "市工商联"), "市直相关单位", True),
        (("各县市区", "园区"), "", False),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建立机制（试行）。用地（不含6亩）。（牵头单位：市商务局）", ["（牵头单位：市商务局）"]),
        ("办好展会。\n市商务局牵头落实", ["市商务局牵头落实"]),
        ("办好展会。市商务局、市教育局按职责分工负责，各县区落实", ["市商务局、市教育局按职责分工负责，各县区落实"]),
        ("推进“三生”融合（含示范区）。", []),
        ("办好展会（责任单位：市商务局、市驻广(深)办事处", ["（责任单位：市商务局、市驻广(深)办事处"]),
    ],
)
def test_clauses_in_running_text(text, expected):
    assert [clause.text for clause in find_clauses(text)] == expected


@given(st.text(alphabet="（）()〔〕市局牵头责任单位：:；，、等和及各有关12月 \n按职责分工负责落实", max_size=200))
def test_any_text_is_read_or_left_over(text):
    ownership = parse_ownership(text)
    every = "".join((*ownership.lead, *ownership.responsible, *ownership.groups, *ownership.residue))

    assert set("".join(every.split())) <= set("".join(text.split())) | set("、")


@pytest.mark.parametrize("piece", ["按职责", "分工", "（", "、", "等", "牵头单位：", "各市、", "园区", "和"])
def test_a_hostile_clause_takes_bounded_time(piece):
    parse_ownership("（责任单位：" + piece * 20_000)
    find_clauses(piece * 20_000)
