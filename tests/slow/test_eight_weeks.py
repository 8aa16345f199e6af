"""Eight weeks of a small city, end to end, as its people live them; and the same with the power going off."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from hyzs.commands.form_files import read_forms, write_forms
from hyzs.edits import matter as matters
from hyzs.edits.assignments import assignment_changes as set_words
from hyzs.edits.collect import Weeks, collect
from hyzs.edits.forms.collect_options import CollectOptions
from hyzs.model.change import Create
from hyzs.model.private_number import has_private_number
from hyzs.model.week import Week
from hyzs.query.form_columns import sheet_columns
from hyzs.query.record_positions import locate_record
from hyzs.reports.dispatch import dispatch
from hyzs.reports.remind import remind
from hyzs.reports.slip import slip
from hyzs.reports.track import track
from hyzs.reports.weekly import weekly
from hyzs.session import Session
from support.forms import fill
from support.office import convert, needs_office
from support.stores import BASE, make_store

FIRST = Week(2026, 40)
LADDER = """
ladder:
  - {type: 提醒函, notices: 0, days: 2}
  - {type: 催办单, notices: 1, days: 2}
  - {type: 督办单, notices: 2, days: 3}
lights:
  - {name: 红灯, colour: red, when: [{fact: overdue_days, above: 0}]}
  - {name: 黄灯, colour: yellow, when: [{fact: weeks_silent, at_least: 1}], after: 2, to: 红灯}
  - {name: 绿灯, colour: green}
deadlines: [{origin: 企业诉求, days: 10}]
"""
PROJECT = """
== data/projects/p26-{id}.yaml
name: 示例·{id}项目
sample: true
tier: 一般
county: {county}
content: 建一条线
lead: 市商务局
tracked: {{since: 2026-09-28}}
milestones: {{在谈: 2026-05-20}}
promises: {{签约: {{by: 2026-11, set: 2026-05-20}}}}
"""
CITY = (
    PROJECT.format(id="a1", county="衡南县")
    + PROJECT.format(id="b2", county="衡南县")
    + PROJECT.format(id="c3", county="衡山县")
)

#: What it runs other tests measure; here coverage would only take time.
pytestmark = pytest.mark.no_cover


class City:
    """A store that lives from day to day."""

    def __init__(self, root: Path) -> None:
        settings = (BASE / "data/settings.yaml").read_text("utf-8") + LADDER
        units = (BASE / "data/units/units.yaml").read_text("utf-8").splitlines(keepends=True)
        text = "".join(line.replace("files: true", "files: false") if "衡东县" in line else line for line in units)
        text = f"== data/units/units.yaml\n{text}== data/settings.yaml\n{settings}"
        self.root = make_store(root / "store", CITY.lstrip() + text)
        self.mail, self.session = root / "mail", None
        self.notices = 0

    def at(self, week: Week, day: int = 5, hour: int = 9) -> Session:
        """A session on that day of the week (5: Friday)."""
        if self.session:
            self.session.close()
        when = datetime.combine(week.monday, datetime.min.time()) + timedelta(days=day - 1, hours=hour)
        self.session = Session(str(self.root), when.isoformat(timespec="minutes"), quiet=True)
        return self.session

    def forms(self, week: Week, *units: str) -> dict[str, Path]:
        session = self.at(week, 4)
        sent = dispatch(session.index, str(week), session.now, units, session.about).forms
        write_forms(self.root, sent, str(self.mail))
        return {form.unit: self.mail / form.file for form in sent}

    def collect(self, week: Week, file: Path, *, hour: int = 9):
        session = self.at(week, hour=hour)
        options = CollectOptions(sheet_columns(session.index), str(session.about["id"]), has_private_number, False)
        [form] = read_forms(self.root, [str(file)], options.columns)
        return collect(Weeks(session.index, session.now), form, options, session.apply)

    def notice(self, week: Week) -> list[tuple[str, str]]:
        """What is sent on Monday to whoever owes, and is put on record."""
        session = self.at(week.plus(1), 1)
        rows = remind(session.index, str(week), session.now).rows
        for row in rows:
            self.notices += 1
            tree = {
                "type": row["type"],
                "number": f"示例〔2026〕{self.notices}号",
                "sample": "true",
                "unit": row["unit"],
            }
            tree |= {"sent": str(session.today), "answer_by": str(session.today + timedelta(days=3))}
            session.apply([Create(f"data/notices/n26-t{self.notices}.yaml"[5:], tree)])
        return [(row["unit"], row["type"]) for row in rows]

    def matter(self, on: date, week: Week, id: str, act: str, **text) -> None:
        session = self.at(week, 1)
        text = {"by": None, "to": None, "due": None, "note": None} | text
        session.apply(matters.append_event(session.index, id, act, matters.EventDetails(on, **text)))

    def lights(self, week: Week) -> dict[str, str]:
        session = self.at(week.plus(1), 1)
        return {row["id"]: row["light"]["name"] for row in track(session.index, str(week), session.now).rows}


def through_libreoffice(file: Path, folder: Path) -> Path:
    """The file as another program saves it."""
    back = folder / "back" / file.name
    back.parent.mkdir(exist_ok=True)
    back.write_bytes(convert(file.read_bytes(), "xlsx", "xlsx"))
    return back


@needs_office
def test_eight_weeks_of_a_small_city(tmp_path):
    city = City(tmp_path)

    silence(city, FIRST, tmp_path)
    trouble(city, FIRST.plus(3))
    ending(city, FIRST.plus(5))
    city.session.close()


def silence(city: City, week: Week, folder: Path) -> None:
    """Weeks one to three: one county answers, the other never does."""
    # 第一周：两县都收到表；衡南县在另一个程序里填好交回，衡山县没有交。
    forms = city.forms(week, "衡南县", "衡山县")
    filled_form = fill(
        forms["衡南县"], 本周进展__p26_a1="见了业主", 本周进展__p26_b2="看了地块", 累计到位资金__p26_a1="１,２００"
    )
    assert city.collect(week, through_libreoffice(filled_form, folder)).is_accepted
    assert city.notice(week) == [("衡山县", "提醒函")]

    # 第二周：同一格两边都改了，另有三格看不懂：逐格说明，一格也没有收；改好重交。
    week = week.plus(1)
    file = city.forms(week, "衡南县")["衡南县"]
    session = city.at(week)
    session.apply(
        [
            Create(
                f"returns/{week}/hengnan.yaml",
                {"submitted": f"{week.monday}T09:00", "projects": {"p26-a1": {"progress": "市里代填"}}},
            )
        ]
    )
    bad = fill(
        file,
        本周进展__p26_a1="县里写的",
        累计到位资金__p26_a1="若干",
        累计到位资金__p26_b2="很多",
        本周进展__p26_b2="电话 13812345678",
    )
    states = sorted(text.state for text in city.collect(week, bad).cells)
    assert states == ["bad", "bad", "bad", "conflict"]
    good = fill(city.forms(week, "衡南县")["衡南县"], 本周进展__p26_b2="谈厂房", 累计到位资金__p26_a1="1300")
    assert city.collect(week, good).is_accepted
    assert city.notice(week) == [("衡山县", "催办单")]

    # 第三周：衡山县还是没有报，两次都没有答复，升为督办单；黄灯连着两周，升级为红灯。
    week = week.plus(1)
    file = fill(
        city.forms(week, "衡南县")["衡南县"],
        本周进展__p26_a1="谈价格",
        无变化__p26_b2="是",
        无变化原因__p26_b2="等批复",
    )
    assert city.collect(week, file).is_accepted
    assert city.notice(week) == [("衡山县", "督办单")]
    assert city.lights(week) == {"p26-a1": "绿灯", "p26-b2": "绿灯", "p26-c3": "红灯"}


def trouble(city: City, week: Week) -> None:
    """Weeks four and five: the silent one speaks, an investor has a need, a promise is moved."""
    # 第四周：衡山县交了，灯变绿；企业提出用电难题，交办市商务局，退回改派，再延期。
    file = fill(city.forms(week, "衡山县")["衡山县"], 本周进展__p26_c3="补上了")
    assert city.collect(week, file).is_accepted
    assert city.lights(week)["p26-c3"] == "绿灯"
    session = city.at(week, 5)
    new = matters.NewMatter("示例·临时用电增容", "企业诉求", "市商务局", (), "p26-a1")
    session.apply(
        matters.create_matter(
            session.index, new, matters.EventDetails(session.today, "示例电气集团", None, None, None), "x26-t1"
        )
    )
    on = session.today
    city.matter(on, week.plus(1), "x26-t1", "return", by="市商务局", to="市发改委", note="属供电范围")
    city.matter(on, week.plus(1), "x26-t1", "reassign", by="市商务局", to="市发改委")
    city.matter(on, week.plus(1), "x26-t1", "sign", by="市发改委")
    due = locate_record(city.at(week.plus(1)).index, "x26-t1").body["due"]
    city.matter(
        on,
        week.plus(1),
        "x26-t1",
        "extend",
        by="市发改委",
        due=str(date.fromisoformat(due) + timedelta(days=14)),
        note="等停电窗口",
    )

    # 第五周：签约的承诺往后推，写明原因；周一的“承诺变动”里有它，也有那件延期的事。
    week = week.plus(1)
    session = city.at(week, 5)
    moved = f"{{by: 2027-01, set: {session.today}, why: 土地未供}}"
    moved = f"promises.签约:=[{{by: 2026-11, set: 2026-05-20}}, {moved}]"
    session.apply(set_words(locate_record(session.index, "p26-a1"), [moved]))
    session = city.at(week.plus(1), 1)
    slipped = slip(session.index, None, session.now).rows
    assert ("p26-a1", "推迟 2 个月", "土地未供") in [(row["id"], row["change"], row["why"]) for row in slipped]


def ending(city: City, week: Week) -> None:
    """Weeks six to eight: all report, the matter is struck off, and the weekly report counts it all."""
    # 第六、七周：照报；事情办结、销号，主办自己不能销。
    first, week = week, week.plus(1)
    for each in (first, week):
        for unit, file in city.forms(each, "衡南县", "衡山县").items():
            values = {
                "衡南县": {"本周进展__p26_a1": f"{each} 甲", "本周进展__p26_b2": f"{each} 乙"},
                "衡山县": {"本周进展__p26_c3": f"{each} 丙"},
            }
            assert city.collect(each, fill(file, **values[unit])).is_accepted
    on = city.at(week, 1).today
    city.matter(on, week, "x26-t1", "done", by="市发改委", note="已送电")
    city.matter(on, week, "x26-t1", "close", by="市商务局")
    assert city.at(week).findings() == []

    # 第八周：签约过了期限的亮红灯；周报里数得清。
    week = week.plus(1)
    file = fill(city.forms(week, "衡南县")["衡南县"], 本周进展__p26_a1="收尾", 本周进展__p26_b2="收尾")
    assert city.collect(week, file).is_accepted
    session = city.at(week.plus(1), 1)
    text = weekly(session.index, str(week), session.now)
    assert (text.summary["due"], text.summary["heard"], text.summary["units_owed"]) == (3, 2, ["衡山县"])
    assert text.summary["matters_open"] == 0


def test_whoever_was_silent_for_a_month_says_why(tmp_path):
    """The settings ask for it after four weeks."""
    city = City(tmp_path)
    settings = city.root / "data/settings.yaml"
    settings.write_text(settings.read_text("utf-8") + "explain_after: 4\n", "utf-8")
    week = FIRST.plus(4)
    file = fill(city.forms(week, "衡山县")["衡山县"], 本周进展__p26_c3="又谈起来了")

    text = city.collect(week, file).cells

    assert [item.state for item in text][-1] == "bad" and "已连续 4 周没有报，再报要写明原因" in text[-1].message
    assert city.collect(week, fill(file, 无变化原因__p26_c3="换了经办人")).is_accepted
    assert "reason: 换了经办人" in (city.root / f"data/returns/{week}/hengshan.yaml").read_text("utf-8")
    city.session.close()


KILLED = ["log", "p26-a1", "--progress", "断电也要记上", "--week", "2026-W40"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 没有 kill -9")
def test_killed_at_any_moment_and_begun_again_it_ends_the_same(tmp_path):
    """The same three edits, each killed a few times on the way."""
    edits = [KILLED, ["set", "p26-b2", "tier=重点"], ["rename", "p26-c3", "p26-c9"]]
    full, broken = City(tmp_path / "whole"), City(tmp_path / "broken")
    chance = random.Random(20261124)
    environment = {**os.environ, "HYZS_TODAY": "2026-10-02T09:00"}

    for edit in edits:
        command = [sys.executable, "-m", "hyzs", "--store"]
        subprocess.run([*command, str(full.root), *edit], env=environment, check=True, capture_output=True)
        for _ in range(4):
            running = subprocess.Popen(
                [*command, str(broken.root), *edit],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(chance.uniform(0.05, 0.6))
            running.send_signal(signal.SIGKILL)
            running.wait()
        subprocess.run([*command, str(broken.root), *edit], env=environment, check=False, capture_output=True)

    assert files_of(broken.root) == files_of(full.root)


def files_of(root: Path) -> dict[str, str]:
    return {str(file.relative_to(root)): file.read_text("utf-8") for file in sorted((root / "data").rglob("*.yaml"))}


FORTY = "".join(
    f"- {{id: u{n:02}, name: 示例{n:02}县, full_name: 示例{n:02}县政府, type: 县市区, files: true, order: {n}}}\n"
    for n in range(1, 41)
)


def test_monday_with_thirty_eight_of_forty_returns_in(tmp_path):
    """One of them has no project, and says so; another has one, and to say that there is nothing does not answer it."""
    store_text = f"== data/units/forty.yaml\n{FORTY}"
    for n in range(1, 41):
        store_text += PROJECT.format(id=f"n{n:02}", county=f"示例{n:02}县") if n > 1 else ""
        body = "nil: true\n" if n in (1, 39) else f"projects:\n  p26-n{n:02}: {{progress: 有进展}}\n"
        if n <= 39:
            store_text += f"== data/returns/2026-W47/u{n:02}.yaml\nsubmitted: 2026-11-20T09:00\n{body}"
    units = (BASE / "data/units/units.yaml").read_text("utf-8").replace("files: true", "files: false")
    root = make_store(tmp_path, f"{store_text}== data/units/units.yaml\n{units}")

    session = Session(str(root), "2026-11-23T09:00", quiet=True)
    monday = track(session.index, None, session.now)
    now = track(session.index, "本周", session.now)
    session.close()

    assert monday.blocks[0].text == "单位 应报 40：按时 38  迟报 0  部分已报 0  未报 2；其中零报告 1"
    owed = [unit["unit"] for unit in monday.extra["units"] if unit["status"] == "owed"]
    assert owed == ["示例39县", "示例40县"]
    assert {unit["status"] for unit in now.extra["units"]} == {"pending"}


def test_the_workbook_of_a_week_can_be_opened_before_it_is_sent(tmp_path):
    city = City(tmp_path)
    file = city.forms(FIRST, "衡南县")["衡南县"]
    city.session.close()

    assert openpyxl.load_workbook(file).sheetnames[0] == "项目"
