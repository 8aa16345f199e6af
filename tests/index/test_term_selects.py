"""Where words of vocabularies stand: the view ``term`` tells it from columns, keys, holdings and lists."""

import pytest

from hyzs.model.json_pointer import from_pointer
from hyzs.yamldoc.document import read
from support.stores import REPO, Watched, index_of, make_store, repo_index

PROJECT = """\
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: [{tier: 一般, until: 2026-03-31}, {tier: 重大, since: 2026-04-01}]
county: 衡南县
land: {type: 新增用地}
yearly: {2026: {invested: 10}}
agreements: [{type: 框架, on: 2026-02-01}, {type: 正式合同, on: 2026-03-01}]
milestones: {在谈: 2026-01-05}
promises:
  开工: [{by: 2026-03, set: 2026-01-05}, {by: 2026-06, set: 2026-02-05, why: 审批延后}]
permits: {用地预审: {status: 在办}}
"""


@pytest.mark.parametrize(
    ("at", "field", "text", "kinds", "on_key"),
    [
        ("/tier/1/tier", "tier", "重大", "tier", 0),
        ("/land/type", "land.type", "新增用地", "land_type", 0),
        ("/yearly/2026/invested", "yearly", "invested", "indicator", 1),
        ("/agreements/1/type", "agreements.type", "正式合同", "agreement_type", 0),
        ("/milestones/在谈", "milestones", "在谈", "stage", 1),
        ("/promises/开工", "promises", "开工", "stage", 1),
        ("/permits/用地预审", "permits", "用地预审", "permit", 1),
    ],
)
def test_a_word_is_told_once_wherever_it_stands(tmp_path, at, field, text, kinds, on_key):
    index = index_of(make_store(tmp_path, PROJECT))

    output = index.rows("SELECT * FROM term WHERE record = 'p26-a1' AND at = :at", at=at)

    assert [{k: row[k] for k in ("field", "text", "kinds", "on_key")} for row in output] == [
        {"field": field, "text": text, "kinds": kinds, "on_key": on_key}
    ]


@pytest.mark.slow
def test_each_word_of_the_plan_s_own_store_is_placed_where_it_stands():
    text = repo_index().rows("SELECT f.path, t.at, t.text, t.on_key FROM term t JOIN file f ON f.id = t.file")

    for row in text:
        document = read((REPO / "data" / row["path"]).read_bytes())
        at = document.span_of(from_pointer(row["at"]), key=bool(row["on_key"]))
        assert row["text"] in document.text.splitlines()[at.line - 1][at.column - 1 : at.end_column - 1]
    assert {row["text"] for row in text} >= {"invested", "签约", "用地预审", "县市区"}


def test_the_words_of_one_file_are_looked_up_by_that_file(tmp_path):
    watched = Watched(index_of(make_store(tmp_path, PROJECT)))
    watched.rows("SELECT text FROM term WHERE file = 1")

    [steps] = watched.plans.values()

    assert any("INDEX permit_file" in step for step in steps)
    assert not any(step.split()[:2] == ["SCAN", "t"] for step in steps)
