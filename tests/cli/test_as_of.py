"""A store of samples stands still at its day, and says so in whatever leaves it."""

import json
import zipfile
from datetime import date, datetime
from io import BytesIO

import pypdf
import pytest

import hyzs.session
from hyzs.checking.tree_findings import findings
from hyzs.cli.main import run
from hyzs.scaffold.new_store import create_store
from hyzs.session import Session
from support.stores import REPO, index_of, make_store

SENTENCE = "示例数据，截至 2026-11-23"
#: The same where dates are written as papers write them.
ON_PAPER = "示例数据，截至 2026年11月23日"
SETTINGS = (REPO / "tests/base/data/settings.yaml").read_text(encoding="utf-8")
REAL = "== data/projects/p26-a1.yaml\nname: 甲项目\ntier: 一般\ncounty: 衡南县\n"
DRAFT = REAL.replace("tier", "draft: true\ntier")
SAMPLE = "== data/projects/p26-b1.yaml\nname: 示例·乙项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"


class Later(datetime):
    """The machine's clock years after the samples."""

    @classmethod
    def now(cls, tz=None):
        return cls(2028, 3, 1, 9, 0, tzinfo=tz)


@pytest.fixture(autouse=True)
def in_2028(monkeypatch):
    for name in ("HYZS_TODAY", "HYZS_STORE", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(hyzs.session, "datetime", Later)


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    create_store(folder, sample=True)
    return folder


def stopped(root, as_of="2026-11-23", more=""):
    """A store whose settings stop the clock."""
    return make_store(root, f"== data/settings.yaml\n{SETTINGS}as_of: {as_of}\n{more}")


def now(root, today=None):
    return Session(str(root), today).now.replace(tzinfo=None).isoformat(timespec="minutes")


# The clock


def test_without_it_the_machine_says_what_day_it_is(tmp_path):
    assert now(make_store(tmp_path)) == "2028-03-01T09:00"


@pytest.mark.parametrize(
    ("as_of", "moment"), [("2026-11-23", "2026-11-23T23:59"), ("2026-11-23T09:00", "2026-11-23T09:00")]
)
def test_a_day_counts_until_its_end_a_moment_is_itself(tmp_path, as_of, moment):
    assert now(stopped(tmp_path, as_of)) == moment


def test_the_day_that_is_told_goes_before_it(tmp_path, monkeypatch):
    root = stopped(tmp_path)
    monkeypatch.setenv("HYZS_TODAY", "2026-12-01")

    assert (now(root), now(root, "2026-12-31")) == ("2026-12-01T23:59", "2026-12-31T23:59")


def test_a_changed_day_is_the_day_at_once(tmp_path):
    now(stopped(tmp_path))

    assert now(stopped(tmp_path, "2026-11-30")) == "2026-11-30T23:59"


def test_outside_of_a_store_the_machine_says_what_day_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert Session().now.year == 2028


@pytest.mark.parametrize("no_day", ["2026-02-30", "昨天", "2026-11", "0900-01-01", "2026-11-23 09:00", "9999-01-01"])
def test_what_is_no_day_is_found_and_stops_nothing(tmp_path, no_day):
    all_findings = findings(index_of(stopped(tmp_path, no_day)), date(2026, 11, 23))

    assert [(f.code, f.path, f.span.line) for f in all_findings if f.severity == "error"] == [
        ("bad-date", "data/settings.yaml", len(SETTINGS.splitlines()) + 1)
    ]
    assert now(tmp_path) == "2028-03-01T09:00"


@pytest.mark.slow
def test_a_newcomer_writes_within_the_open_week(tmp_path, capsys):
    create_store(tmp_path, sample=True)

    assert run(["--store", str(tmp_path), "log", "p25-e7q5", "--progress", "设备到场"]) == 0
    assert "2026-W47" in capsys.readouterr().out


@pytest.mark.parametrize("demo", [None, 30], ids=["samples", "demo"])
def test_the_week_of_a_new_store_is_alive_in_any_year(tmp_path, capsys, demo):
    create_store(tmp_path, sample=not demo, demo=demo)
    run(["--store", str(tmp_path), "track", "-f", "json"])
    summary = json.loads(capsys.readouterr().out)["summary"]

    assert summary["heard"] > summary["owed"]


@pytest.mark.parametrize("options", [{}, {"bare": True}], ids=["plain", "bare"])
def test_a_store_without_samples_begins_with_a_clock_that_runs(tmp_path, options):
    create_store(tmp_path, **options)

    assert now(tmp_path) == "2028-03-01T09:00"


# What is said of it


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (SAMPLE, ""),
        (SAMPLE + DRAFT, ""),
        (SAMPLE + REAL, "今天停在 2026-11-23，库里却有 1 个不是示例的项目：到了期的事不会显示出来"),
    ],
    ids=["samples", "drafts", "real"],
)
def test_a_stopped_clock_among_real_projects_is_a_warning(tmp_path, more, expected):
    all_findings = [
        f for f in findings(index_of(stopped(tmp_path, more=more)), date(2026, 11, 23)) if f.code == "clock-stopped"
    ]

    assert "".join(f.message for f in all_findings) == expected


def test_a_stopped_clock_without_any_sample_is_a_warning(tmp_path):
    create_store(tmp_path)
    settings = tmp_path / "data" / "settings.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "as_of: 2026-11-23\n", encoding="utf-8")
    [item] = findings(index_of(tmp_path), date(2026, 11, 23))

    assert (item.code, item.severity, item.message) == (
        "clock-stopped",
        "warning",
        "今天停在 2026-11-23，库里却没有示例数据：到了期的事不会显示出来",
    )


def new_store(root, capsys, *words):
    """What a command prints, and what it says beside it."""
    run(["--store", str(root), *words])
    output = capsys.readouterr()
    return output.out, output.err


COMMANDS = [("track",), ("who", "市商务局"), ("check",), ("list", "units"), ("report", "brief"), ("report", "division")]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("format", ["html", "md"])
def test_every_page_says_it(samples, capsys, words, format):
    out, err = new_store(samples, capsys, *words, "-f", format)

    text = ON_PAPER if format == "html" else SENTENCE
    assert (text in out, SENTENCE in err, "含示例数据" in out) == (True, False, False)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("format", ["text", "csv", "tsv", "jsonl"])
def test_where_rows_stand_alone_it_is_said_beside_them_once(samples, capsys, words, format):
    out, err = new_store(samples, capsys, *words, "-f", format)

    assert (out + err).count(SENTENCE) == 1


@pytest.mark.parametrize("format", ["concise", "github", "gitlab", "sarif", "junit"])
def test_programs_that_read_findings_are_told_beside_them(samples, capsys, format):
    assert SENTENCE in new_store(samples, capsys, "check", "-f", format)[1]


def test_the_summary_of_a_run_says_it(samples, capsys):
    assert SENTENCE in new_store(samples, capsys, "check", "--summary", "md")[0]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_document_names_the_day(samples, capsys, words):
    out, err = new_store(samples, capsys, *words, "-f", "json")

    assert (json.loads(out)["store"]["as_of"], err) == ("2026-11-23", "")


def texts(path):
    """The text of a file for people."""
    if path.suffix == ".pdf":
        return "".join(page.extract_text() for page in pypdf.PdfReader(path).pages).replace("\n", "")
    with zipfile.ZipFile(BytesIO(path.read_bytes())) as parts:
        return "".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist() if name.endswith("xml"))


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
def test_every_file_says_it(samples, tmp_path, capsys, ending):
    file = tmp_path / f"out.{ending}"
    new_store(samples, capsys, "report", "weekly", "-o", str(file))

    text = SENTENCE if ending == "xlsx" else ON_PAPER
    assert text.replace(" ", "") in texts(file).replace(" ", "")


def test_a_table_in_the_columns_of_others_has_no_place_for_it(samples, tmp_path, capsys):
    (tmp_path / "map.yaml").write_text("columns: {项目: name}\n", encoding="utf-8")
    file = tmp_path / "out.xlsx"
    _, err = new_store(samples, capsys, "export", "--map", str(tmp_path / "map.yaml"), "-o", str(file))

    assert (SENTENCE in err, SENTENCE in texts(file)) == (True, False)


def test_the_page_to_look_around_in_says_it(samples, tmp_path, capsys):
    new_store(samples, capsys, "site", "-o", str(tmp_path / "out.html"))

    assert SENTENCE in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_a_calendar_says_it(samples, tmp_path, capsys):
    new_store(samples, capsys, "report", "duty", "市商务局", "-o", str(tmp_path / "out.ics"))

    assert f"X-WR-CALDESC:{SENTENCE}\n" in (tmp_path / "out.ics").read_text(encoding="utf-8")


def test_what_is_pasted_into_a_chat_says_it_and_stays_short(samples, capsys):
    out, _ = new_store(samples, capsys, "report", "brief")

    assert (out.splitlines()[1], len(out) <= 301) == (SENTENCE, True)


def test_a_workbook_to_fill_in_says_it(samples, tmp_path, capsys):
    new_store(samples, capsys, "dispatch", "--unit", "衡南县", "-o", str(tmp_path / "out"))
    [book] = (tmp_path / "out").iterdir()

    assert f"（{SENTENCE}）" in texts(book)


@pytest.mark.parametrize("format", ["text", "json", "md", "csv"])
def test_on_a_day_that_is_told_nothing_is_said_of_it(samples, capsys, format):
    out, err = new_store(samples, capsys, "--today", "2026-11-23", "track", "-f", format)

    assert (SENTENCE in out + err, '"as_of": "' in out) == (False, False)
