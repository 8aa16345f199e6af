"""A subscription: what came, changed, went and has a day soon between two commits; the same period, the same bytes."""

import os
import subprocess
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from xml.etree import ElementTree as ET

import pytest

from hyzs.cli.main import run
from hyzs.commands.changes import states
from hyzs.model.errors import BadUsage, NotFound
from hyzs.reports.outreach.digest import DigestPeriod, digest
from hyzs.session import Session
from support.stores import make_store

STORE = """\
== data/investors/investors.yaml
- {id: shi-a, name: 示例甲公司, sample: true, region: 广东广州}
- {id: shi-b, name: 示例乙公司, sample: true, region: 广东}
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
note: 金丝雀-不在列里
milestones: {在谈: 2026-05-11}
promises: {签约: 2026-10}
tracked: {since: 2026-05-11}
"""
SETTINGS = """
digests:
  - name: 驻深订阅
    for: 市商务局
    items:
      - {of: 企业, where: 所在地~广东, columns: [name, region]}
      - {of: 项目, columns: [name, stage, promises, next_by], ahead: 90}
  - {name: 公开订阅, audience: public, items: [{of: 项目, columns: [name]}]}
"""


def git(root, *words, on="2026-11-10"):
    moment = f"{on}T09:00:00+08:00"
    author = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "示例")
    author |= dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "a@example.invalid")
    env = {**os.environ, **author, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    subprocess.run(["git", *words], cwd=root, env=env, check=True, capture_output=True)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A store with a commit before the week 2026-W47 and one in it."""
    root = make_store(tmp_path_factory.mktemp("digest") / "store", STORE)
    settings = root / "data/settings.yaml"
    settings.write_text(settings.read_text("utf-8") + SETTINGS, "utf-8")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "一")
    firms, project = root / "data/investors/investors.yaml", root / "data/projects/p26-a1.yaml"
    firms.write_text(
        "- {id: shi-a, name: 示例甲公司, sample: true, region: 广东广州}\n"
        "- {id: shi-b, name: 示例乙公司, sample: true, region: 湖南}\n"
        "- {id: shi-c, name: 示例丙公司, sample: true, region: 广东深圳}\n",
        "utf-8",
    )
    moved = "{签约: [{by: 2026-10, set: 2026-05-11}, {by: 2027-01, set: 2026-11-18, why: 等地}]}"
    project.write_text(project.read_text("utf-8").replace("{签约: 2026-10}", moved), "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "二", on="2026-11-19")
    return root


@pytest.fixture(scope="module")
def ask(root):
    """The answer of a subscription of the week."""

    def answer(name):
        session = Session(str(root), "2026-11-22", quiet=True)
        with states(session, "2026-W47") as (old, new, _):
            period = DigestPeriod(old, new, datetime(2026, 11, 16), datetime(2026, 11, 22, 23), "第47周")
            result = digest(period, name)
        session.close()
        return result

    return answer


@pytest.fixture(scope="module")
def weekly(ask):
    return ask("驻深订阅")


def test_it_says_what_came_changed_went_and_is_soon(weekly):
    assert [(row["change"], row["name"], row["label"], row["old"], row["new"]) for row in weekly.rows] == [
        ("added", "示例丙公司", None, None, "所在地 广东深圳"),
        ("left", "示例乙公司", None, "所在地 广东", None),
        ("changed", "示例·甲项目", "签约", "2026-10", "2027-01（第 1 次，推迟 92 天）"),
        ("changed", "示例·甲项目", "节点时限", "2026-10", "2027-01"),
        ("ahead", "示例·甲项目", "节点时限", None, "2027-01"),
    ]
    assert weekly.summary == {"added": 1, "changed": 2, "left": 1, "ahead": 1}


def test_a_day_soon_is_an_entry_of_a_calendar(weekly):
    assert [(day["day"], day["id"]) for day in weekly.extra["days"]] == [("2027-01-31", "p26-a1")]


def test_its_readers_are_not_told_of_what_they_may_not_see(ask):
    with pytest.raises(BadUsage, match="不对外公开"):
        ask("公开订阅")


def test_one_that_is_not_declared_names_those_that_are(ask):
    with pytest.raises(NotFound, match="没有叫“x”的订阅"):
        ask("x")


@pytest.fixture(scope="module")
def digest_files(root, tmp_path_factory):
    """The files of the subscription in formats, each written twice."""
    folder = tmp_path_factory.mktemp("written")
    for ending in ("atom", "eml"):
        for number in (1, 2):
            words = ["digest", "驻深订阅", "--week", "2026-W47", "-o", str(folder / f"{number}.{ending}")]
            assert run(["--store", str(root), "--today", f"2026-11-2{number + 2}", *words]) == 0
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["atom", "eml"])
def test_the_same_period_gives_the_same_bytes_on_another_day(digest_files, ending):
    assert (digest_files / f"1.{ending}").read_bytes() == (digest_files / f"2.{ending}").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["atom", "eml"])
def test_what_is_in_no_column_is_in_no_format(digest_files, ending):
    data = (digest_files / f"1.{ending}").read_bytes()
    text = "".join(str(part) for part in message_from_bytes(data, policy=default).walk()) if ending == "eml" else ""

    assert "金丝雀" not in data.decode("utf-8") + text


def test_a_feed_has_an_entry_a_row_with_an_id_of_its_own(digest_files):
    feed = ET.parse(digest_files / "1.atom").getroot()
    name = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{name}entry")

    assert next(entry.find(f"{name}title").text for entry in entries) == "新增 示例丙公司 所在地 广东深圳"
    assert len({entry.find(f"{name}id").text for entry in entries}) == len(entries) == 5
    assert feed.find(f"{name}updated").text == "2026-11-22T00:00:00+08:00"


def test_a_mail_is_a_draft_with_a_text_and_a_page(digest_files):
    mail = message_from_bytes((digest_files / "1.eml").read_bytes(), policy=default)

    assert mail["X-Unsent"] == "1" and mail["To"].groups[0].display_name == "市商务局"
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert "示例丙公司" in mail.get_body(("plain",)).get_content()


def test_week_and_since_are_not_both_written(root, capsys):
    assert run(["--store", str(root), "digest", "驻深订阅", "--week", "W47", "--since", "HEAD~1"]) == 2
    assert "只写一样" in capsys.readouterr().err
