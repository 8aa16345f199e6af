"""Every report as a picture; tests/render reads the same pages as PDF."""

import shutil

import pytest

from hyzs.commands.report_table import printed_reports
from hyzs.render import render
from hyzs.session import Session
from support.print_samples import PICTURED, TODAY, asked, text_of, write_document
from support.stores import REPO


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    root = tmp_path_factory.mktemp("city")
    shutil.copytree(REPO / "data", root / "data")
    write_document(root / "data")
    session = Session(str(root), TODAY, quiet=True)
    yield session
    session.close()


@pytest.mark.parametrize("name", [name for name in printed_reports() if name not in PICTURED])
def test_every_report_comes_as_a_picture(session, name):
    pictures = render(asked(session, name), "png", store={})

    assert pictures and [text_of(picture, "png") for picture in pictures] == [""] * len(pictures)
