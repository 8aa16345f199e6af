"""An edition on paper: the print that is shown and the one that is published differ in a word and a day."""

from datetime import datetime

import pytest

from hyzs.model.errors import NotFound
from hyzs.reports.assessment.edition import edition
from support.score_stories import A, scheme
from support.stores import index_of, make_store

HEAD = """== data/editions/2026/zb-q3.yaml
name: 示例·评价结果
sample: true
of: zbpj-2026
period: 2026-Q3
data: {commit: 3f2a, hyzs: 0.4.0, day: 2026-10-10, sha256: 9c41}
subjects: [{of: 衡南县, rank: 1, total: 87.96, grade: 优秀}]
appeals:
  衡南县:
    text: 漏算一个项目
    events: [{on: 2026-10-13, do: 提出}, {on: 2026-10-14, do: 受理}, {on: 2026-10-15, do: 不采纳, note: 没有漏}]
"""
EVENTS = "events: [{on: 2026-10-11, do: 草案}, {on: 2026-10-12, do: 公示, until: 2026-10-16}%s]\n"
NOW = datetime(2026, 11, 23, 9)


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("", "（公示稿）公示到 2026-10-16；有异议的，在公示期内书面提出。"),
        (", {on: 2026-10-22, do: 发布}", "（发布稿）2026-10-22 发布。"),
    ],
)
def test_what_was_frozen_is_printed_with_its_state_and_appeals(tmp_path, published, words):
    index = index_of(make_store(tmp_path, scheme() + HEAD + EVENTS % published))
    answer = edition(index, NOW)

    assert (answer.blocks[0].text, answer.watermark) == (words, "示例")
    assert [(row["name"], row["rank"], str(row["total"])) for row in answer.rows] == [(A, 1, "87.96")]
    assert [(row["subject"], row["do"], row["note"]) for row in answer.extra["appeals"]] == [(A, "不采纳", "没有漏")]


def test_an_edition_that_is_not_there_is_refused_and_none_at_all_is_said(tmp_path):
    index = index_of(make_store(tmp_path))

    assert edition(index, NOW).rows == []
    with pytest.raises(NotFound, match="没有这一期发布"):
        edition(index, NOW, "没有")
