"""Minutes of a meeting become draft matters: a decided item one matter, with owner, due day and its words."""

import json
from datetime import date

import docx
import pytest

from hyzs.documents.minutes import read_minutes, time_limit
from hyzs.documents.paragraph import Paragraph
from support import program
from support.stores import make_store

MINUTES = """示例市招商引资工作调度会议纪要
示阅〔2026〕12号
2026年11月20日
2026年11月18日，市长主持召开全市招商引资工作调度会，听取了汇报。
会议议定以下事项：
一、关于示例电气项目
（一）由市发改委牵头，市工信局配合，12月10日前完成用电增容批复。
（二）请市自然资源局会同衡南县抓紧办理用地手续，两周内报送进展。
二、加快示例物流园开工。（牵头单位：市商务局；责任单位：市城发集团，各县市区；完成时限：2026年12月底前）
三、由市港航中心负责研究示例码头方案，10个工作日内报市政府。
四、会议强调，要强化担当，形成合力。
出席：某某、某某
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("minutes") / "store")


def imported(store, file, *options):
    """The answer to an import, and its exit code."""
    run = program.run(["import", "minutes", str(file), *options, "-f", "json"], store, encoding="utf-8")
    return json.loads(run.stdout), run.returncode


@pytest.fixture(params=["txt", "docx"])
def file(request, tmp_path):
    """The minutes as a file of each sort."""
    path = tmp_path / f"纪要.{request.param}"
    if request.param == "docx":
        document = docx.Document()
        for line in MINUTES.splitlines():
            document.add_paragraph(line)
        document.save(str(path))
    else:
        path.write_text(MINUTES, "utf-8")
    return path


def test_each_decided_item_is_a_matter_with_owner_due_day_and_quote(store, file):
    answer, code = imported(store, file, "--dry-run")

    assert [(row["label"], row["lead"], row["assist"], row["due"]) for row in answer["rows"]] == [
        ("一（一）", "市发改委", ["市工信局"], "2026-12-10"),
        ("一（二）", "市自然资源和规划局", ["衡南县"], "2026-12-02"),
        ("二", "市商务局", ["市城发集团"], "2026-12-31"),
        ("三", "市港航中心", [], "2026-12-02"),
    ]
    assert answer["rows"][0]["quote"] == "由市发改委牵头，市工信局配合，12月10日前完成用电增容批复。"
    assert (answer["meeting"], code) == ("示例市招商引资工作调度会议", 0)
    assert answer["params"]["number"] == "示阅〔2026〕12号"


def test_what_is_no_matter_or_no_unit_is_listed(store, file):
    answer, _ = imported(store, file, "--dry-run")

    assert [row["text"][:6] for row in answer["free"]] == ["2026年1", "会议议定以下", "四 会议强调", "出席：某某、"]
    assert answer["rows"][2]["residue"] == ["群体没有写进协办：各县市区", "完成时限：2026年12月底前"]
    assert [unit["name"] for unit in answer["units"]] == ["市港航中心"]


@pytest.mark.slow
def test_the_matters_are_drafts_that_count_nowhere_until_they_are_accepted(tmp_path):
    root, file = make_store(tmp_path / "store"), tmp_path / "纪要.txt"
    file.write_text(MINUTES, "utf-8")

    first, _ = imported(root, file)
    drafts = json.loads(program.run(["report", "meeting", "-f", "json"], root, encoding="utf-8").stdout)
    second, _ = imported(root, file)
    id = first["rows"][0]["id"]
    program.run(["accept", id, "市港航中心"], root, encoding="utf-8")
    accepted = json.loads(
        program.run(["report", "meeting", "-f", "json", "--today", "2026-12-15"], root, encoding="utf-8").stdout
    )

    assert (drafts["rows"], drafts["summary"]["drafts"]) == ([], 4)
    assert [row["state"] for row in second["rows"]] == ["same"] * 4
    assert [(row["id"], row["status"], row["overdue_days"]) for row in accepted["rows"]] == [(id, "待签收", 5)]


@pytest.mark.parametrize(
    ("text", "option", "words"),
    [
        ("关于示例工作的通知\n请各单位抓好落实。\n", [], "没有找到议定的事项"),
        ("一、由市发改委牵头办理示例事项。\n", [], "没有写开会的日期"),
        ("一、由市发改委牵头办理示例事项。\n", ["--set", "day=2026-11-20"], "不能写“day"),
    ],
)
def test_a_file_that_is_no_minutes_is_refused_in_a_sentence(store, tmp_path, text, option, words):
    (tmp_path / "a.txt").write_text(text, "utf-8")

    run = program.run(["import", "minutes", str(tmp_path / "a.txt"), *option], store, encoding="utf-8")

    assert run.returncode in (1, 2) and words in run.stderr and "Traceback" not in run.stderr


def test_minutes_without_numbers_are_decided_by_what_the_meeting_says():
    texts = ["2026年11月18日召开专题会议。", "会议议定，市发改委牵头办电；市商务局办证。", "会议听取了汇报。"]

    minutes = read_minutes([Paragraph(text) for text in texts])

    assert [(item.label, item.text) for item in minutes.items] == [
        ("第2段第1项", "市发改委牵头办电"),
        ("第2段第2项", "市商务局办证。"),
    ]
    assert minutes.free == [(1, texts[0]), (3, texts[2])]
    assert (minutes.on, minutes.meeting) == (date(2026, 11, 18), "专题会议")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12月10日（周四）前完成", date(2026, 12, 10)),
        ("2027年第一季度前，3月底前完成", date(2027, 3, 31)),
        ("1月15日前", date(2027, 1, 15)),
        ("明年3月底前", date(2027, 3, 31)),
        ("年底前", date(2026, 12, 31)),
        ("本月底前", date(2026, 11, 30)),
        ("十五日内", date(2026, 12, 3)),
        ("三个月内", date(2027, 2, 16)),
        ("11月31日前，12月中旬完成", date(2026, 12, 20)),
    ],
)
def test_time_limits_as_minutes_write_them(text, day):
    assert time_limit(text, date(2026, 11, 18)).day == day


@pytest.mark.parametrize("text", ["尽快办理", "今年1—10月完成投资", "第3次会议"])
def test_what_is_no_time_limit(text):
    assert time_limit(text, date(2026, 11, 18)) is None
