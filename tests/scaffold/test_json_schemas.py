"""The JSON Schemas: what every file of data/ keeps to, and the short forms that people may write."""

import functools
import json

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from hyzs.index.record_file import kind_for_path
from hyzs.model.errors import BadUsage
from hyzs.scaffold.json_schemas import find_schema, schemas
from support import program
from support.stores import BASE, REPO, make_store

KINDS = list(schemas())
FILES = sorted(path for root in (REPO, BASE) for path in (root / "data").rglob("*.yaml"))


def loaded(text):
    """A YAML file as editors see it: numbers and flags typed, dates as text, every key a text."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
    return as_json(yaml.load(text))


def as_json(value):
    if isinstance(value, dict):
        return {str(key): as_json(inner) for key, inner in value.items()}
    return [as_json(inner) for inner in value] if isinstance(value, list) else value


@functools.cache
def validator(kind):
    return Draft202012Validator(schemas()[kind].document)


def faults(kind, text):
    return [f"{error.json_path}: {error.message}" for error in validator(kind).iter_errors(loaded(text))]


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_is_one(kind):
    Draft202012Validator.check_schema(schemas()[kind].document)


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_in_the_repository_is_what_the_command_prints(kind):
    assert (REPO / "schema" / f"{kind}.json").read_text(encoding="utf-8") == schemas()[kind].text, "运行 make schema"


def test_there_is_a_file_for_every_kind_and_no_other():
    assert sorted(file.stem for file in (REPO / "schema").iterdir()) == KINDS


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(REPO)))
def test_every_file_of_the_data_keeps_to_its_schema(file):
    kind, _ = kind_for_path(file.relative_to(REPO if BASE not in file.parents else BASE).relative_to("data").as_posix())

    assert faults(kind.kind, file.read_text(encoding="utf-8")) == []


PROJECT = "name: 示例·甲\ntier: 一般\n"


@pytest.mark.parametrize(
    "line",
    [
        "county: 衡南县",
        "county: [{unit: 衡南县, until: 2026-11-08}, {unit: 衡东县, since: 2026-11-09}]",
        "county: [衡南县]",
        "county: null",
        "promises: {开工: 2026}",
        "promises: {开工: [2026-03, {by: 2026-Q2, why: 等批复}]}",
        "promises: {开工: }",
        "milestones: {在谈: 2025-07-20, 签约: {on: 2025-09-05, evidence: 合同}}",
        "investment: {total: 500, fixed: {amount: 500, currency: 万美元, rate: 7.1}, attracted: ~}",
        "investors: [示例电气集团, {of: 示例二, share: 40}]",
        "yearly: {2026: {invested: 30000}}",
        "industrial: true",
        "investors: null",
    ],
)
def test_short_and_long_forms_are_both_right(line):
    assert faults("project", PROJECT + line) == []


@pytest.mark.parametrize(
    "line",
    [
        "contents: 建厂房",
        "id: p26-a1",
        "industrial: 是",
        "investment: {total: 十二亿}",
        "promises: {开工: 明年}",
        "milestones: {在谈: 2025年7月}",
        "permits: {立项备案: {status: 办好了}}",
        "responsible: 市商务局",
        "tier: null",
    ],
)
def test_what_check_refuses_the_schema_refuses(line):
    text = PROJECT if not line.startswith("tier") else "name: 示例·甲\n"

    assert faults("project", text + line)


def test_a_clause_may_be_a_bare_list():
    owners = "lead: [丙], responsible: [[丁], {named: [戊], open: true}]"
    text = f"{{name: 甲, plan: 乙, number: 1, section: 一, {owners}, summary: 略}}"

    assert faults("measure", text) == []


def test_a_file_of_a_listed_kind_is_a_list_of_records_with_ids():
    assert faults("unit", "- {id: swj, name: 市商务局, type: 政府部门}") == []
    assert faults("unit", "- {name: 市商务局, type: 政府部门}")
    assert faults("unit", "id: swj\nname: 市商务局\ntype: 政府部门")


def test_fields_say_their_label_level_and_unit():
    total = schemas()["project"].document["$defs"]["Investment"]["properties"]["total"]

    assert (total["title"], total["x-level"], total["x-unit"]) == ("总投资", "公开", "万元")


def test_no_docstring_of_the_program_is_shown_to_people():
    assert "A part with" not in schemas()["project"].text
    assert "One numbered item" not in schemas()["measure"].text


def run(*words, cwd):
    return program.run(words, cwd, encoding="utf-8")


@pytest.mark.parametrize("word", ["measure", "measures", "举措"])
def test_a_kind_may_be_called_by_name_folder_or_label_outside_a_store(word, tmp_path):
    assert json.loads(run("schema", word, cwd=tmp_path).stdout) == schemas()["measure"].document


def test_all_writes_a_file_for_each_kind_into_a_new_folder(tmp_path):
    run("schema", "--all", "-o", "a/b", cwd=tmp_path)

    assert sorted(file.name for file in (tmp_path / "a" / "b").iterdir()) == [f"{kind}.json" for kind in KINDS]


def test_all_without_a_folder_says_what_is_missing(tmp_path):
    assert run("schema", "--all", cwd=tmp_path).returncode == 2


def test_an_unknown_kind_is_told_the_near_one(tmp_path):
    assert run("schema", "mesure", cwd=tmp_path).stderr == "错误：没有“mesure”这种记录\n提示：是不是：measure\n"


@pytest.mark.parametrize("word", ["project", "projects", "项目"])
def test_a_kind_is_chosen_by_any_of_its_words(word):
    assert find_schema(word).name == "project"


def test_a_kind_like_no_other_is_told_which_there_are():
    with pytest.raises(BadUsage) as refused:
        find_schema("猫")

    assert refused.value.hint == f"可以写：{'、'.join(KINDS)}"


# -- the fields that conditions know


def test_the_fields_of_a_kind_are_listed_with_those_that_no_file_holds():
    from hyzs.reports.field_list import field_list
    from support.stores import index_of

    index = index_of(BASE)
    rows = {row["name"]: row for row in field_list(index, "projects").rows}
    index.close()

    assert (rows["investment.total"]["label"], rows["investment.total"]["unit"]) == ("总投资", "万元")
    assert rows["tier"]["derived"] is False
    assert [rows[name]["derived"] for name in ("stage", "light", "overdue_days", "paid_in")] == [True] * 4


def test_every_field_that_is_listed_can_be_a_column(tmp_path):
    from datetime import datetime

    from hyzs.fields.field_catalog import FieldCatalog
    from hyzs.reports.field_list import field_list
    from hyzs.reports.list_ import list_
    from support.stores import index_of

    index = index_of(BASE)
    for kind in FieldCatalog(index).kinds:
        names = [row["name"] for row in field_list(index, kind.name).rows]
        assert list_(index, kind.name, datetime(2026, 11, 23), columns=",".join(names)).report == "list"
    index.close()


def test_the_list_of_kinds_names_their_derived_fields_in_a_store(tmp_path):
    def fields_seen_from(cwd):
        process = program.run(["schema", "-f", "json"], cwd, check=True)
        return {row["kind"]: [field["name"] for field in row["derived"]] for row in json.loads(process.stdout)["rows"]}

    (tmp_path / "elsewhere").mkdir()

    assert "overdue_days" in fields_seen_from(make_store(tmp_path / "store"))["project"]
    assert fields_seen_from(tmp_path / "elsewhere")["project"] == []
