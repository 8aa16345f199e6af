"""Evidence beside a fact: attached, listed for those who may know of it, judged against the bytes of this machine."""

import json
from datetime import datetime

import pytest

from hyzs.cli import main
from hyzs.edits.attach import find_fact
from hyzs.model.errors import BadUsage
from hyzs.render.redaction import redact
from hyzs.reports.show import show
from support import program
from support.stores import index_of, make_store

NOW = datetime(2026, 11, 23, 9, 0)
STORE = """
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
investment: {total: 1000}
milestones: {在谈: 2026-05-11, 签约: 2026-06-11}
claims: [{unit: 衡南县, on: 2026-05-01}]
agreements: [{type: 正式合同, on: 2026-06-11}]
tracked: {since: 2026-05-11}
== data/measures/m02.yaml
name: 完善招商网络
plan: 示政办发〔2026〕1号
number: 2
section: 一
lead: [市商务局]
responsible: [[衡南县]]
summary: 组团外出
tasks:
  - {id: m02-1, text: 组团活动, due: 2026-12, deliverable: 活动方案}
== data/returns/2026-W46/hengnan.yaml
submitted: 2026-11-13T09:00
projects: {p26-a1: {progress: 桩基过半}}
== data/returns/2026-W46/swj.yaml
submitted: 2026-11-13T09:00
tasks: {m02-1: {state: 完成, result: {name: 活动方案}}}
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "凭证.pdf").write_bytes(b"%PDF-1.7\n")
    return make_store(tmp_path / "store", STORE)


def run(root, *words, code=0, config="config"):
    env = {"HYZS_TODAY": "2026-11-23", "HYZS_CONFIG": str(root.parent / config)}
    process = program.run([*words], root, env, encoding="utf-8")
    assert process.returncode == code, process.stdout + process.stderr
    return process.stdout + process.stderr


def attach(root, *words, **options):
    return run(root, "attach", *words, **options)


def test_the_fact_is_found_by_what_people_call_it(root):
    index = index_of(root)
    for field in ("milestones.签约", "节点.签约", "签约", "milestones/签约"):
        assert find_fact(index, "p26-a1", field).route == ("milestones", "签约")
    assert find_fact(index, "p26-a1", "claims").route == ("claims", 0)
    assert find_fact(index, "m02-1", None).route == ("tasks", "m02-1", "result")
    assert find_fact(index, "p26-a1", None, "2026-W46").route == ("projects", "p26-a1")
    for field, text in [(None, "4 件事"), ("milestones", "不止一件"), ("开工", "还没有“开工”")]:
        with pytest.raises(BadUsage, match=text):
            find_fact(index, "p26-a1", field)


def test_a_file_is_attached_listed_and_judged(root):
    text = attach(root, "p26-a1", "../凭证.pdf", "--field", "签约", "--level", "内部")
    assert "在 .gitignore 里加了一行 evidence/" in text
    assert "签约: {on: 2026-06-11, attachments: [{name: 凭证.pdf, sha256: " in text

    assert "已经有一样的，不再存一份" in attach(root, "m02-1", "../凭证.pdf")
    assert "已经是这样" in attach(root, "m02-1", "../凭证.pdf")
    [stored] = (root / "evidence").rglob("*.pdf")
    assert str(stored) in run(root, "show", "p26-a1")
    assert "没有问题" in run(root, "check")
    assert "附件\t正常\t1 份" in run(root, "doctor")

    stored.write_bytes(b"%PDF-1.7\n.")
    assert run(root, "check", code=1).count("[evidence-changed]") == 2
    stored.rename(stored.with_name("x.pdf"))
    assert "[evidence-missing]" in run(root, "check", "data/projects")
    (root / "evidence").rename(root / "别处")
    assert "2 份附件没有核对" in run(root, "check")


def test_a_file_is_opened_once_it_is_proved(root, monkeypatch, capsys):
    attach(root, "p26-a1", "../凭证.pdf", "--field", "签约")
    [stored] = (root / "evidence").rglob("*.pdf")
    opened = []
    monkeypatch.setattr("typer.launch", opened.append)
    monkeypatch.setenv("HYZS_CONFIG", str(root.parent / "config"))
    monkeypatch.chdir(root)

    assert (main.run(["show", "p26-a1", "--open", "1"]), opened) == (0, [str(stored)])
    stored.write_bytes(b"%PDF-1.7\n.")
    assert main.run(["show", "p26-a1", "--open", "1"]) == 74
    assert main.run(["show", "p26-a1", "--open", "2"]) == 66
    assert len(opened) == 1


def test_a_drive_is_remembered_on_this_machine_alone_and_must_be_there(root):
    drive = root.parent / "盘"
    assert "没有这个文件夹" in attach(root, "--to", "../盘", code=66)
    drive.mkdir()
    assert "本机记住了" in attach(root, "--to", "../盘")
    attach(root, "p26-a1", "../凭证.pdf", "--field", "签约")
    [stored] = drive.rglob("*.pdf")
    assert not (root / "evidence").exists()

    assert str(stored) in run(root, "show", "p26-a1")
    assert "本机没有" in run(root, "show", "p26-a1", config="another")
    drive.rename(root.parent / "拔掉")
    assert "没有接上" in attach(root, "p26-a1", "../凭证.pdf", "--field", "在谈", code=73)
    assert "1 份附件没有核对" in run(root, "check")
    assert "进 git" in attach(root, "--to", "data", code=2)


def test_a_refused_record_leaves_no_bytes(root):
    project = root / "data/projects/p26-a1.yaml"
    project.write_text(project.read_text("utf-8") + "note: [\n", "utf-8")
    attach(root, "m02-1", "../凭证.pdf", "--name", "13900000000.pdf", code=1)

    assert not [*(root / "evidence").rglob("*.pdf")]


def test_each_file_is_for_those_who_may_know_of_it_and_of_its_fact(root):
    for fact, level in (("协议.1", "公开"), ("在谈", "内部"), ("签约", "敏感"), ("claims.0", "公开")):
        attach(root, "p26-a1", "../凭证.pdf", "--field", fact, "--level", level, "--name", f"{level}{fact}.pdf")
    answer = show(index_of(root), "p26-a1", NOW)

    def names(audience):
        tables = [block.rows for block in redact(answer, audience).blocks if hasattr(block, "rows")]
        return {row["name"] for rows in tables for row in rows if str(row.get("name")).endswith(".pdf")}

    assert names("public") == {"公开协议.1.pdf"}
    assert names("internal") == names("public") | {"内部在谈.pdf", "公开claims.0.pdf"}
    assert len(names("full")) == 4
    for audience, level in (("public", "内部"), ("internal", "敏感")):
        for format in ("json", "md", "html"):
            page = run(root, "report", "card", "p26-a1", "--audience", audience, "-f", format)
            assert f"{level}在谈.pdf" not in page and "敏感签约.pdf" not in page


def test_records_of_a_stranger_lead_nowhere(root):
    value = {"name": "../../etc/passwd", "sha256": "../" * 8, "size": 1, "level": "公开", "on": "2026-11-23"}
    project = root / "data/projects/p26-a1.yaml"
    project.write_text(f"{project.read_text('utf-8')}states: []\nchecks: []\n", "utf-8")
    bad = (
        project.read_text("utf-8")
        .replace("states: []\nchecks: []\n", "")
        .replace("签约: 2026-06-11", f"签约: {{on: 2026-06-11, attachments: [{json.dumps(value)}]}}")
    )
    project.write_text(bad, "utf-8")

    output = run(root, "check", code=1)
    assert "只写文件名，不带路径" in output and "64 个十六进制字符" in output
