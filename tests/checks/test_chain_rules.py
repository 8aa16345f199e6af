"""Rules against 内卷: projects in parks of other industries, a firm courted twice, industries in a circle; places."""

import pytest

from support.rule_stories import TODAY, story_findings

PARK = """
== data/industries/chain.yaml
- {id: bengye, name: 泵业}
- {id: bengti, name: 泵体铸造, parent: 泵业}
- {id: youse, name: 有色金属}
== data/units/parks.yaml
- {id: yq1, name: 衡东泵业产业园, type: 园区, parent: 衡东县, specialty: 泵业}
- {id: yq2, name: 甲园区, type: 园区, parent: 衡东县}
""".lstrip()
SETTINGS = """
== data/settings.yaml
id: base
name: 测试库
week: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}
cadence: {default: weekly}
tiers: [{name: 一般}]
stages: [{name: 线索}, {name: 在谈}]
unit_types: [{name: 驻外机构, regions: true}, {name: 政府部门}, {name: 县市区}, {name: 群体}, {name: 园区}]
unit_levels: [{name: 市}, {name: 县市区}]
regions: [{name: 粤港澳, covers: [广东, 香港]}, {name: 长沙, covers: [湖南长沙]}]
""".lstrip()


@pytest.fixture
def messages_of(request, tmp_path):
    """Messages of a rule in the store of the test's docstring; ``words`` stand for lines of it."""

    def ask(code, **words):
        by_key = {"{park}\n": PARK, "{settings}\n": SETTINGS, **{f"{{{key}}}": text for key, text in words.items()}}
        return [finding.message for finding in story_findings(request, tmp_path, code, TODAY, by_key)]

    return ask


@pytest.mark.parametrize(
    ("industry", "park", "messages"),
    [
        ("有色金属", "衡东泵业产业园", ["“有色金属”不在衡东泵业产业园的产业里，它写的是 泵业"]),
        ("泵业", "衡东泵业产业园", []),
        ("泵体铸造", "衡东泵业产业园", []),
        ("有色金属", "甲园区", []),
        ("其他", "衡东泵业产业园", []),
    ],
)
def test_a_project_fits_its_park_by_the_tree(messages_of, industry, park, messages):
    """
    {park}
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: 一般
    county: 衡东县
    park: {name}
    industry: {industry}
    """
    assert messages_of("park-industry", industry=industry, name=park) == messages


@pytest.mark.parametrize(
    ("states", "count"),
    [
        ("[{state: 终止, since: 2026-06-01}]", 0),
        ("[{state: 终止, since: 2026-06-01}, {state: 在推, since: 2026-09-01}]", 1),
        ("[{state: 终止, since: 2026-12-01}]", 1),
    ],
)
def test_a_project_that_is_resumed_is_judged_again(messages_of, states, count):
    """
    {park}
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: 一般
    county: 衡东县
    park: 衡东泵业产业园
    industry: 有色金属
    states: {states}
    """
    assert len(messages_of("park-industry", states=states)) == count


def test_a_project_that_moved_is_judged_in_the_park_that_has_it_now(messages_of):
    """
    {park}
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: 一般
    county: 衡东县
    park: [{unit: 衡东泵业产业园, until: 2026-11-08}, {unit: 甲园区, since: 2026-11-09}]
    industry: 有色金属
    """
    assert messages_of("park-industry") == []


@pytest.mark.parametrize(
    ("courting", "messages"),
    [
        ("[衡南县, 衡东县]", ["衡南县在招引这一家，衡东县也在招引，没有写由谁统筹"]),
        ("[衡南县, 衡东县], coordinator: 市商务局", []),
        ("[{unit: 衡南县, until: 2026-11-08}, {unit: 衡东县, since: 2026-11-09}]", []),
        ("[{unit: 衡南县, until: 2026-11-08}, {unit: 衡东县, since: 2026-10-09}]", []),
        (
            "[{unit: 衡南县, until: 2026-12-08}, {unit: 衡东县, since: 2026-10-09}]",
            ["衡南县在招引这一家，衡东县也在招引，没有写由谁统筹"],
        ),
        ("[衡南县, 衡南县]", []),
    ],
)
def test_a_firm_that_two_court_at_once_needs_somebody_who_coordinates(messages_of, courting, messages):
    """
    == data/investors/a.yaml
    - {id: shili-a, name: 示例甲公司, sample: true, courting: {courting}}
    """
    assert messages_of("target-twice", courting=courting) == messages


def test_a_circle_of_industries_is_told_once(messages_of):
    """
    == data/industries/a.yaml
    - {id: aa, name: 甲, parent: 丙}
    - {id: bb, name: 乙, parent: 甲}
    - {id: cc, name: 丙, parent: 乙}
    - {id: dd, name: 丁, parent: 丙}
    """
    assert messages_of("industry-cycle") == ["上级“乙”又在本产业下面，绕成了一圈"]


@pytest.mark.parametrize(("region", "count"), [("广东深圳", 0), ("湖南长沙", 0), ("湖南", 1), ("深圳", 1)])
def test_a_place_begins_with_a_place_of_some_region(messages_of, region, count):
    """
    {settings}
    == data/investors/a.yaml
    - {id: shili-a, name: 示例甲公司, sample: true, region: {region}}
    """
    assert len(messages_of("region-unknown", region=region)) == count


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ("base: 广东广州, regions: [粤港澳]", []),
        ("regions: [粤港澳]", []),
        ("base: 广东广州", ["驻甲办事处没有写负责哪些区域"]),
        ("base: 湖南长沙, regions: [粤港澳]", ["驻甲办事处驻地“湖南长沙”不在它负责的区域里"]),
    ],
)
def test_an_office_looks_after_the_region_where_it_is(messages_of, fields, messages):
    """
    {settings}
    == data/units/z.yaml
    - {id: zhu-a, name: 驻甲办事处, type: 驻外机构, {fields}}
    """
    assert messages_of("office-region", fields=fields) == messages


@pytest.mark.parametrize(
    ("number", "count"),
    [("4050", 0), ("C40", 0), ("C4050", 0), ("{code: 3467, edition: 2011}", 0), ("4", 1), ("9912", 1), ("Z40", 1)],
)
def test_a_code_has_the_form_of_its_edition(messages_of, number, count):
    """
    == data/industries/a.yaml
    - {id: aa, name: 甲, codes: [{number}]}
    """
    assert len(messages_of("node-code", number=number)) == count
