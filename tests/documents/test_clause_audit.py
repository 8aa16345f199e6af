"""The second look at a clause: what the parse cannot account for is in sight."""

import json
from itertools import pairwise

import pytest

from hyzs.documents.clause_audit import TakenName, doubts
from hyzs.documents.ownership import parse_ownership
from support.stores import REPO

CORPUS = REPO / "bench" / "corpus"


def doubted(clause, *names, groups=(), lead="", left_over=(), is_open=False):
    taken_names = [TakenName(name, name == lead, name in groups) for name in names]
    return list(doubts(clause, taken_names, left_over, is_open=is_open, first_leads=False))


@pytest.mark.parametrize(
    ("clause", "names", "expected"),
    [
        ("（责任单位：市商务局、市财政局）", ["市商务局", "市财政局"], []),
        ("（责任单位：市商务局、市财政局）", ["市商务局"], ["、市财政局）"]),
        ("（责任单位：市发改委市财政局）", ["市发改委市财政局"], ["市发改委市财政局"]),
        ("（责任单位：市商务局、市交通主管部门）", ["市商务局", "市交通主管部门"], ["市交通主管部门"]),
        ("（责任单位：市商务局（市口岸办）", ["市商务局（市口岸办"], ["市商务局（市口岸办"]),
        ("（市商务局等负责）", ["市商务局"], ["等"]),
        ("（市商务局牵头）", ["市商务局"], ["牵头"]),
        ("（市委市政府督查室负责）", ["市委市政府督查室"], []),
        ("（发改委经信委负责）", ["发改委经信委"], ["发改委经信委"]),
        ("（市水利局市消防救援支队）", ["市水利局市消防救援支队"], ["市水利局市消防救援支队"]),
        ("（市残联各县区）", ["市残联各县区"], ["市残联各县区"]),
        ("（各地区各部门负责）", ["各地区各部门"], ["各地区各部门"]),
        ("（保障局、会负责）", ["保障局", "会"], ["会"]),
        ("（市公安局交警支队、中国银行市分行）", ["市公安局交警支队", "中国银行市分行"], []),
        ("（海关总署广东分署、国务院相关部门）", ["海关总署广东分署", "国务院相关部门"], ["国务院相关部门"]),
    ],
)
def test_a_doubt(clause, names, expected):
    assert doubted(clause, *names) == expected


def test_a_body_behind_each_may_be_the_body_of_each():
    assert doubted("（各区县、市政府负责）", "各区县", "市政府", groups=("各区县",)) == ["市政府"]


def test_what_was_left_over_is_accounted_for():
    assert doubted("（市商务局负责，每周五报进展）", "市商务局", left_over=["每周五报进展"]) == []


@pytest.mark.parametrize("file", ["clauses.jsonl", "unseen.jsonl", "variants.jsonl"])
def test_a_name_that_the_parse_loses_is_always_in_sight(file):
    silent = []
    for line in (CORPUS / file).read_text("utf-8").splitlines():
        clause = json.loads(line)["clause"]
        own = parse_ownership(clause)
        names = [TakenName(name, name in own.lead, name in own.groups) for name in sum(own[:3], ())]
        for name in names:
            rest = [other for other in names if other != name]
            left_over = [*own.residue, *own.manners]
            if name.text not in own.residue and not list(
                doubts(clause, rest, left_over, is_open=own.open, first_leads=own.first_leads)
            ):
                silent.append((clause, name.text))

    assert silent == []


def test_two_names_without_the_sign_between_them_are_seldom_silent():
    """Each 、 between units of the published clauses, taken out: in sight, or read as two all the same."""
    tried = silent = 0
    for line in (CORPUS / "unseen.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        units = row["expected"]["lead"] + row["expected"]["responsible"]
        for left, right in pairwise(units):
            if f"{left}、{right}" not in row["clause"]:
                continue
            own = parse_ownership(row["clause"].replace(f"{left}、{right}", left + right))
            tried += 1
            silent += left + right in (*own.lead, *own.responsible) and left + right not in own.residue

    assert tried > 200
    assert silent <= 0.1 * tried


def test_few_right_clauses_are_doubted():
    rows = [json.loads(line) for line in (CORPUS / "unseen.jsonl").read_text("utf-8").splitlines()]
    keys = ("lead", "responsible", "groups")
    names = [(row, {name for key in keys for name in row["expected"][key]}) for row in rows]
    doubted_rows = [row["id"] for row, right in names if right & set(parse_ownership(row["clause"]).residue)]

    assert len(doubted_rows) <= 0.05 * len(rows)
