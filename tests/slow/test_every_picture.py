"""Every report as a picture; tests/render reads the same pages as PDF."""

import shutil

import pytest

from hyzs.commands.report_registry import printed_reports
from hyzs.render import render
from hyzs.session import Session
from hyzs.store.user_files import write_in_store
from support.print_samples import PICTURED, TODAY, sample_answer, text_of, write_document
from support.stores import REPO

#: No edition is shipped: one of one county, as `hyzs publish` freezes it.
EDITION = """name: 示例·评价结果
sample: true
of: zbpj-2026
period: 2026-Q3
data: {commit: 3f2a, hyzs: 0.4.0, day: 2026-10-10, sha256: 9c41}
subjects: [{of: 衡南县, rank: 1, total: 87.96, grade: 优秀}]
appeals: {衡南县: {text: 漏算一个项目, events: [{on: 2026-10-13, do: 提出}, {on: 2026-10-14, do: 受理}]}}
events: [{on: 2026-10-11, do: 草案}, {on: 2026-10-12, do: 公示, until: 2026-10-16}]
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    root = tmp_path_factory.mktemp("city")
    shutil.copytree(REPO / "data", root / "data")
    write_document(root / "data")
    write_in_store(root, "data/editions/2026/zb-q3.yaml", EDITION.encode())
    session = Session(str(root), TODAY, quiet=True)
    yield session
    session.close()


@pytest.mark.parametrize("name", [name for name in printed_reports() if name not in PICTURED])
def test_every_report_comes_as_a_picture(session, name):
    pictures = render(sample_answer(session, name), "png", store={})

    assert pictures and [text_of(picture, "png") for picture in pictures] == [""] * len(pictures)
