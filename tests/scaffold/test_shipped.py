"""What is shipped for data repositories (hook, action, pipeline), each tried in a repository of its own."""

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import PurePosixPath

import pytest
import yaml
from jsonschema import Draft202012Validator, validators
from junitparser import JUnitXml
from pre_commit.clientlib import load_manifest
from sarif_kit import validation_errors

from hyzs.scaffold.new_store import create_store
from support import program
from support.stores import REPO, make_store

pytestmark = pytest.mark.slow

HOOKS, ACTION, PIPELINE = (
    REPO / name for name in (".pre-commit-hooks.yaml", "ci/github/action.yml", "ci/gitlab/hyzs.yml")
)
#: A wrong name in a project that is otherwise right.
WRONG_NAME = """== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
lead: 市商物局
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="步骤由 bash 跑")


@pytest.fixture
def repository(tmp_path):
    """A data repository in which all is well and committed."""
    root = make_store(tmp_path / "repository")
    (root / ".gitignore").write_text(".hyzs/\n", encoding="utf-8")
    for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "数据"]):
        git(root, *words)
    return root


def environment(**more):
    by_key = {k: v for k, v in os.environ.items() if not k.startswith(("GIT", "CI", "HYZS", "PRE_COMMIT"))}
    who = {"GIT_AUTHOR_NAME": "甲", "GIT_AUTHOR_EMAIL": "a@example.cn", "GIT_CONFIG_NOSYSTEM": "1"}
    who |= {"GIT_COMMITTER_NAME": "甲", "GIT_COMMITTER_EMAIL": "a@example.cn", "HYZS_TODAY": "2026-11-23"}
    return {**by_key, **who, "PATH": program.path_with_program(), **more}


def git(root, *words, **more):
    process = subprocess.run(["git", *words], cwd=root, env=environment(**more), capture_output=True, check=False)
    return process.returncode, (process.stdout + process.stderr).decode()


def bash(script, root, options=("-eo", "pipefail"), **more):
    process = subprocess.run(
        ["bash", "--noprofile", "--norc", *options, "-c", script],
        cwd=root,
        env=environment(**more),
        capture_output=True,
        check=False,
    )
    return process.returncode, process.stdout.decode(), process.stderr.decode()


def schema(name):
    folder = files("check_jsonschema").joinpath("builtin_schemas/vendor")
    return json.loads(folder.joinpath(f"{name}.json").read_text(encoding="utf-8"))


def findings_of(file):
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def faults(document, name):
    validator = schema(name)
    return [error.message for error in validators.validator_for(validator)(validator).iter_errors(document)]


# The hook of pre-commit


def test_the_manifest_of_hooks_is_one_that_pre_commit_reads():
    [hook] = load_manifest(str(HOOKS))

    assert (hook["id"], hook["entry"], hook["language"], hook["pass_filenames"]) == (
        "hyzs-check",
        "hyzs check --staged",
        "python",
        False,
    )


@posix
def test_pre_commit_stops_a_commit_that_would_add_an_error(repository, tmp_path):
    # As shipped, but for the environment: the hook runs the hyzs that is being tested.
    hooks = [{**hook, "language": "system"} for hook in findings_of(HOOKS)]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"],
        cwd=repository,
        env=environment(**home),
        check=True,
        capture_output=True,
    )
    git(repository, "add", ".pre-commit-config.yaml")
    skipped = git(repository, "commit", "-m", "不动数据", **home)
    make_store(repository, WRONG_NAME, base=False)
    git(repository, "add", ".")
    stopped = git(repository, "commit", "-m", "写错了", **home)
    make_store(repository, WRONG_NAME.replace("市商物局", "市商务局"), base=False)
    git(repository, "add", ".")
    passed = git(repository, "commit", "-m", "改对了", **home)

    assert (skipped[0], "Skipped" in skipped[1]) == (0, True)
    assert (stopped[0], "data/projects/p26-a1.yaml:5:7: 错误：没有叫“市商物局”的单位" in stopped[1]) == (1, True)
    assert (passed[0], "Passed" in passed[1]) == (0, True)


# The action for GitHub


def test_the_action_keeps_to_the_published_form():
    assert faults(findings_of(ACTION), "github-actions") == []


def test_what_people_write_never_becomes_part_of_a_script():
    scripts = [step["run"] for step in findings_of(ACTION)["runs"]["steps"] if "run" in step]

    assert scripts and not any("${{" in script for script in scripts)


def test_the_action_installs_the_hyzs_that_it_comes_with():
    [install] = [step for step in findings_of(ACTION)["runs"]["steps"] if "pip install" in step.get("run", "")]

    assert install["env"]["ACTION"] == "${{ github.action_path }}" and '"$ACTION/../.."' in install["run"]
    assert (ACTION.parent / ".." / ".." / "pyproject.toml").is_file()


def acted(root, **inputs):
    """The last step of the action, run as a runner would."""
    action = findings_of(ACTION)
    values = {name: item.get("default", "") for name, item in action["inputs"].items()} | inputs
    step = action["runs"]["steps"][-1]
    env = {key: values[value.removeprefix("${{ inputs.").removesuffix(" }}")] for key, value in step["env"].items()}
    summary = root / "summary.md"
    runner = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_SERVER_URL": "https://github.com"}
    runner |= {"GITHUB_REPOSITORY": "hy/data", "GITHUB_SHA": "a1b2"}
    code, out, _ = bash(step["run"], root, **env, **runner)
    return code, out, summary.read_text(encoding="utf-8") if summary.exists() else ""


@posix
def test_the_action_annotates_summarises_and_fails(repository):
    make_store(repository, WRONG_NAME, base=False)

    code, out, summary = acted(repository, sarif="hyzs.sarif")

    assert code == 1
    assert out.startswith("::error file=data/projects/p26-a1.yaml,line=5,col=7,")
    assert "](https://github.com/hy/data/blob/a1b2/data/projects/p26-a1.yaml#L5)" in summary
    assert validation_errors(json.loads((repository / "hyzs.sarif").read_text(encoding="utf-8"))) == []


@posix
def test_the_action_lets_good_data_pass(repository):
    code, out, summary = acted(repository, args="data/units data/measures")

    assert (code, "::error" in out, "没有问题" in summary) == (0, False, True)


@posix
def test_the_action_takes_a_store_in_a_folder_and_no_summary(tmp_path):
    make_store(tmp_path / "city", WRONG_NAME)
    (tmp_path / ".git").mkdir()

    code, out, summary = acted(tmp_path, store="city", summary="false")

    assert (code, summary) == (1, "") and "file=city/data/projects/p26-a1.yaml," in out


@posix
def test_what_stands_in_the_arguments_is_no_command(repository):
    acted(repository, args="$(touch stolen) ; touch stolen", store=".")

    assert not (repository / "stolen").exists()


# The template for GitLab


def test_the_pipeline_keeps_to_the_published_form():
    assert faults(findings_of(PIPELINE), "gitlab-ci") == []


@posix
@pytest.mark.parametrize(("is_wrong", "code"), [(True, 1), (False, 0)])
def test_the_pipeline_leaves_its_reports_and_fails_only_for_errors(repository, is_wrong, code):
    if is_wrong:
        make_store(repository, WRONG_NAME, base=False)
    [job] = findings_of(PIPELINE).values()
    _install, *script = job["script"]
    reports = job["artifacts"]["reports"]

    ended, out, _ = bash("\n".join(script), repository, options=("-e",), HYZS_ARGS="")
    issues = json.loads((repository / reports["codequality"]).read_text(encoding="utf-8"))
    suites = JUnitXml.fromfile(str(repository / reports["junit"]))

    assert ended == code and ("错误：没有叫" in out) == is_wrong
    assert [issue["location"]["lines"]["begin"] for issue in issues] == [5] * is_wrong
    assert suites.failures == int(is_wrong)


@posix
def test_the_pipeline_says_when_nobody_told_where_hyzs_comes_from(repository):
    [job] = findings_of(PIPELINE).values()

    code, _, err = bash(job["script"][0], repository, HYZS_PACKAGE="")

    assert code != 0 and "写明 hyzs 从哪里安装" in err


# The settings of VS Code, and the schemas they point to


def test_the_editor_knows_a_schema_for_every_file_and_finds_nothing_wrong(tmp_path):
    create_store(tmp_path, sample=True)
    places = json.loads((tmp_path / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    for file in sorted((tmp_path / "data").rglob("*.yaml")):
        path = PurePosixPath(file.relative_to(tmp_path).as_posix())
        [item] = [name for name, pattern in places.items() if matches(path, pattern)]
        validator = Draft202012Validator(json.loads((tmp_path / item).read_text(encoding="utf-8")))

        assert [error.message for error in validator.iter_errors(plain(file))] == [], path


def matches(path, pattern):
    """As editors do it: ``**/`` is any number of folders."""
    return path.match(pattern) or path.match(pattern.replace("**/", ""))


def plain(file):
    """The file as the language server of editors reads it: days stay texts."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=Editor)


class Editor(yaml.SafeLoader):
    """YAML 1.2 as far as it matters here: no dates, no sexagesimals, yes and no are texts."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, shape) for tag, shape in resolvers if not tag.endswith(("timestamp", "bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def test_published_schemas_are_those_of_a_new_store(tmp_path):
    create_store(tmp_path / "new")
    process = subprocess.run(
        [sys.executable, "-m", "hyzs", "schema", "--all", "-o", str(tmp_path / "schema")],
        cwd=tmp_path,
        env=environment(),
        check=False,
    )
    texts = {file.name: file.read_bytes() for file in (tmp_path / "schema").iterdir()}

    assert process.returncode == 0
    assert texts == {file.name: file.read_bytes() for file in (tmp_path / "new" / "schema").iterdir()}


def test_the_hooks_look_at_the_files_that_are_records():
    [hook] = findings_of(HOOKS)

    assert all(
        re.search(hook["files"], path) for path in ("data/units/x.yaml", "city/data/returns/2026-W47/hengnan.yaml")
    )
    assert not any(re.search(hook["files"], path) for path in ("README.md", "metadata/x.yaml", "data/x.csv"))
