"""Completion in the shells themselves: commands, unit names and ids."""

import os
import select
import shutil
import subprocess
import time

import pytest

from support import program
from support.stores import make_store

pytestmark = pytest.mark.slow


def environment(**more):
    return {**os.environ, "PATH": program.path_with_program(), "LC_ALL": "C.UTF-8"} | more


def needs(shell):
    absent = shutil.which(shell) is None
    assert not (absent and os.environ.get("CI")), f"CI 里要有 {shell}"
    return pytest.mark.skipif(absent, reason=f"没有 {shell}")


@pytest.fixture
def store(tmp_path):
    """
    - {id: swj, name: 市商务局}
    """
    return make_store(tmp_path)


def completed_in(shell, script, store):
    process = subprocess.run(
        [shell, "-c", script], cwd=store, env=environment(), capture_output=True, text=True, check=False
    )
    assert process.stderr == ""
    return process.stdout.split()


def bash(words, store):
    script = f"""
    eval "$(hyzs completion bash)"
    COMP_WORDS=({words}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
    _hyzs_completion hyzs
    printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    return completed_in("bash", script, store)


@needs("bash")
def test_bash_completes_commands(store):
    assert bash("hyzs tr", store) == ["track"]


@needs("bash")
def test_bash_completes_names_of_units(store):
    assert bash("hyzs who 市商", store) == ["市商务局", "市商粮局"]


@needs("bash")
def test_bash_completes_ids_of_units(store):
    assert bash("hyzs track --unit hengd", store) == ["hengdong"]


@needs("bash")
def test_bash_stays_silent_outside_a_store(tmp_path):
    assert bash("hyzs who 市商", tmp_path) == []


@needs("bash")
def test_bash_says_nothing_of_files_that_cannot_be_read(store):
    (store / "data/measures/m02.yaml").write_text("name: [", encoding="utf-8")

    assert bash("hyzs who 市商", store) == ["市商务局", "市商粮局"]


@needs("bash")
@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("hyzs explain unknown", "unknown-name"),
        ("hyzs report div", "division"),
        ("hyzs schema mea", "measure"),
        ("hyzs completion f", "fish"),
        ("hyzs track -f jsonl", "jsonl"),
        ("hyzs check -f gitl", "gitlab"),
        ("hyzs track --by 属", "属地"),
        ("hyzs track --status 未报,部", "未报,部分已报"),
        ("hyzs who 甲 --role lea", "lead"),
        ("hyzs list projects --audience int", "internal"),
        ("hyzs report track --money 亿", "亿元"),
        ("hyzs matter 签", "签收"),
    ],
)
def test_bash_completes_codes_reports_kinds_and_shells_outside_a_store_too(words, completed, tmp_path):
    assert bash(words, tmp_path) == [completed]


@needs("bash")
@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("hyzs --today 2026-11-23 track --week 2026-W4", [f"2026-W4{n}" for n in range(7, -1, -1)]),
        ("hyzs report duty 市商", ["市商务局", "市商粮局"]),
        ("hyzs report weekly 上", ["上周"]),
        ("hyzs report division 上", []),
        ("hyzs report track --unit hengd", ["hengdong"]),
        ("hyzs set p26-a1 investment.to", ["investment.total="]),
        ("hyzs set 示例·甲项目 总投", ["总投资="]),
        ("hyzs set 没有这条 总投", []),
        ("hyzs advance p26-a1 开", ["开工"]),
        ("hyzs track --light 未", ["未亮灯"]),
    ],
)
def test_bash_completes_what_the_store_knows(words, completed, tmp_path):
    project = "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\n"

    assert bash(words, make_store(tmp_path, project)) == completed


@needs("bash")
def test_bash_completes_in_an_interactive_shell(store):
    """Tab is pressed on a real terminal; the command runs with what it made of the line."""
    import pty

    terminal, theirs = pty.openpty()
    shell = subprocess.Popen(
        ["bash", "--norc", "--noprofile", "-i"],
        **{"stdin": theirs, "stdout": theirs, "stderr": theirs, "cwd": store, "start_new_session": True},
        env=environment(PS1="READY$ ", TERM="dumb"),
    )
    os.close(theirs)
    until(terminal, "READY$ ")
    os.write(terminal, b'eval "$(hyzs completion bash)"\n')
    until(terminal, "READY$ ")
    os.write(terminal, b"hyzs who hengd\t -f csv\nexit\n")
    text = until(terminal, "\nREADY$ exit")
    shell.wait(timeout=20)
    os.close(terminal)

    assert "hyzs who hengdong" in text
    assert "责任,举措,m01,构建招商体系,各县市区" in text


def until(terminal, mark, wait=20):
    """What the terminal says up to ``mark``, for so many seconds at the most."""
    text, end = "", time.monotonic() + wait
    while mark not in text.replace("\r", "") and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            text += os.read(terminal, 65536).decode("utf-8", "replace")
    return text


@needs("fish")
def test_fish_completes_with_the_name_as_help(store):
    text = completed_in("fish", 'hyzs completion fish | source; complete --do-complete "hyzs who swj"', store)

    assert text == ["swj", "市商务局"]


@needs("zsh")
def test_zsh_is_given_the_names(store):
    script = (
        'eval "$(env _TYPER_COMPLETE_ARGS="hyzs who 市商" _HYZS_COMPLETE=complete_zsh hyzs | sed s/_arguments/print/)"'
    )

    assert any("市商务局" in word for word in completed_in("zsh", script, store))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_script_is_printed_for_each_shell(shell, tmp_path):
    process = subprocess.run(
        ["hyzs", "completion", shell], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )

    assert "_HYZS_COMPLETE" in process.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("sign", ["\n::error::forged", "\r::error::forged"], ids=ascii)
def test_no_name_of_a_store_reaches_a_shell_with_a_line_break(store, shell, sign):
    text = f'name: "示例·甲{sign.encode("unicode_escape").decode()}"\nsample: true\ntier: 一般\ncounty: 甲县\n'
    (store / "data/projects").mkdir(exist_ok=True)
    (store / "data/projects/p26-zz99.yaml").write_text(text, encoding="utf-8")
    output = ""
    for begun in ("示例", "p26-zz"):
        by_key = {"COMP_WORDS": f"hyzs show {begun}", "COMP_CWORD": "2", "_TYPER_COMPLETE_ARGS": f"hyzs show {begun}"}
        by_key |= {"_HYZS_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
        output += subprocess.run(
            ["hyzs"], cwd=store, env=environment(**by_key), capture_output=True, text=True, check=False
        ).stdout

    assert not any(line.lstrip().startswith("::") for line in output.splitlines())
