"""Rules about groups, duties, samples and calendars: what they leave alone, and what they say."""

from datetime import date

PROJECT = "name: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"


def test_a_group_may_be_responsible(hinted_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    lead: 市工信局
    responsible: [各县市区, 市直相关单位]
    """
    assert hinted_at("group-lead") == []


def test_who_led_before_may_be_responsible_now(hinted_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    lead: [{unit: 市工信局, until: 2026-06-30}, {unit: 市商务局, since: 2026-07-01}]
    responsible: [市工信局]
    """
    assert hinted_at("lead-responsible") == []
    assert len(hinted_at("lead-responsible", date(2026, 6, 30))) == 1


def test_a_lead_may_be_a_member_of_a_responsible_group(hinted_at):
    """
    == data/projects/p26-a1.yaml
    {project}
    lead: 衡南县
    responsible: [各县市区]
    """
    assert hinted_at("lead-responsible") == []


def test_a_measure_and_its_task_are_two_subjects(hinted_at):
    """
    == data/measures/m02.yaml
    name: 示例举措
    plan: 示政办发〔2026〕1号
    number: 2
    section: 一
    lead: [市商务局]
    responsible: [[市发改委]]
    summary: 略
    tasks:
      - {id: m02-1, text: 示例任务, lead: [市发改委], responsible: [市商务局]}
    """
    assert hinted_at("lead-responsible") == hinted_at("task-unit") == []


def test_a_task_may_go_to_members_of_a_group_and_to_units_an_open_list_may_mean(hinted_at):
    """
    == data/measures/m02.yaml
    name: 示例举措
    plan: 示政办发〔2026〕1号
    number: 2
    section: 一
    lead: [市商务局]
    responsible:
      - {named: [市发改委], of: 市直相关单位, open: true}
      - [各县市区]
    summary: 略
    tasks:
      - {id: m02-1, text: 甲, responsible: [衡南县, 市工信局]}
      - {id: m02-2, text: 乙, responsible: [绿色食品产业园]}
    """
    assert [row[1:3] for row in hinted_at("task-unit")] == [(12, "举措 m02 没有点到“绿色食品产业园”，任务却交给了它")]


def test_without_an_open_list_every_unit_of_a_task_must_be_named(hinted_at):
    """
    == data/measures/m02.yaml
    name: 示例举措
    plan: 示政办发〔2026〕1号
    number: 2
    section: 一
    lead: [市商务局]
    responsible: [[市发改委]]
    summary: 略
    tasks: [{id: m02-1, text: 甲, lead: [市工信局]}]
    """
    assert len(hinted_at("task-unit")) == 1


def test_a_group_of_groups_is_no_loop(hinted_at):
    """
    == data/units/z.yaml
    - {id: zq, name: 全市, type: 群体, members: [各县市区, 园区, 市商务局]}
    """
    assert hinted_at("group-cycle") == []


def test_a_long_loop_is_told_once(hinted_at):
    """
    == data/units/z.yaml
    - {id: za, name: 甲片区, type: 群体, members: [乙片区]}
    - {id: zb, name: 乙片区, type: 群体, members: [丙片区]}
    - {id: zc, name: 丙片区, type: 群体, members: [甲片区]}
    - {id: zd, name: 丁片区, type: 群体, members: [丁片区]}
    """
    assert [row[1] for row in hinted_at("group-cycle")] == [3, 4]


def test_a_unit_is_used_when_it_files_is_a_parent_or_is_abolished(hinted_at):
    """
    == data/units/z.yaml
    - {id: za, name: 甲局, type: 政府部门, files: true}
    - {id: zb, name: 乙局, type: 政府部门}
    - {id: zc, name: 丙办, type: 政府部门, parent: 乙局, files: true}
    - {id: zd, name: 丁局, type: 政府部门, until: 2024-03-31}
    """
    assert hinted_at("unused-unit") == []


def test_a_past_duty_may_stay_with_an_abolished_unit(hinted_at):
    """
    == data/units/z.yaml
    - {id: lyj, name: 市粮油局, type: 政府部门, until: 2024-03-31}
    == data/projects/p26-a1.yaml
    {project}
    lead: [{unit: 市粮油局, until: 2024-03-31}, {unit: 市商务局, since: 2024-04-01}]
    """
    assert hinted_at("holder-gone") == []


def test_an_ended_project_keeps_its_abolished_lead(hinted_at):
    """
    == data/units/z.yaml
    - {id: lyj, name: 市粮油局, type: 政府部门, until: 2024-03-31}
    == data/projects/p26-a1.yaml
    {project}
    lead: 市粮油局
    states: [{state: 终止, since: 2023-05-01, reason: 企业撤资}]
    == data/projects/p26-a2.yaml
    name: 示例·乙项目
    sample: true
    tier: 一般
    county: 衡南县
    lead: 市粮油局
    milestones: {签约: 2020-01-01, 开工: 2020-05-01, 投产: 2021-05-01, 达产: 2022-05-01}
    """
    assert hinted_at("holder-gone") == []


def test_a_group_may_not_keep_an_abolished_member(hinted_at):
    """
    == data/units/z.yaml
    - {id: lyj, name: 市粮油局, type: 政府部门, until: 2024-03-31}
    - {id: zq, name: 农口单位, type: 群体, members: [市发改委, 市粮油局]}
    - {id: zr, name: 老农口单位, type: 群体, members: [市发改委, {unit: 市粮油局, until: 2024-03-31}]}
    """
    assert [(row[1], row[3]) for row in hinted_at("holder-gone")] == [(2, "改为：承接它的单位")]


def test_an_officer_who_left_in_time_is_no_matter(hinted_at):
    """
    == data/people/z.yaml
    - {id: zhao, name: 示例·赵副局长, sample: true, posts: [{post: 副局长, unit: 市工信局, until: 2026-06-30}]}
    == data/units/z.yaml
    - id: sjj
      name: 市数据局
      type: 政府部门
      files: true
      officers: [{role: 分管负责人, person: 示例·赵副局长, until: 2026-06-30}, {role: 联系领导, person: 示例·李副市长}]
    """
    assert hinted_at("officer-post") == []


def test_units_need_no_sample_mark(hinted_at):
    """
    == data/units/z.yaml
    - {id: slj, name: 示例局, type: 政府部门, files: true}
    """
    assert hinted_at("sample-unmarked") == []


def test_a_new_year_may_begin_in_december_with_a_day_worked_before(hinted_at):
    """
    == data/calendar/2023.yaml
    notice: 示例
    title: 示例
    holidays:
      - {name: 元旦, since: 2022-12-31, until: 2023-01-02, work: [2022-12-25]}
    """
    assert hinted_at("calendar-odd") == []


def test_a_calendar_of_another_year_reversed_or_worked_on_a_day_off_is_odd(hinted_at):
    """
    == data/calendar/2024.yaml
    notice: 示例
    title: 示例
    holidays:
      - {name: 元旦, since: 2023-01-01, until: 2024-01-01}
      - {name: 春节, since: 2024-02-17, until: 2024-02-10}
      - {name: 国庆节, since: 2024-10-01, until: 2024-10-07, work: [2024-10-05]}
      - {name: 元旦二, since: 2024-12-30, until: 2025-01-01}
    """
    assert [row[1:3] for row in hinted_at("calendar-odd")] == [
        (4, "元旦的放假起 2023-01-01 不在 2024 年"),
        (5, "春节的放假止 2024-02-10 早于放假起 2024-02-17"),
        (6, "2024-10-05 写成调休上班，又在国庆节的假期里"),
        (7, "元旦二的放假止 2025-01-01 不在 2024 年"),
    ]


def test_days_worked_far_from_their_holiday_or_in_another_year_are_odd(hinted_at):
    """
    == data/calendar/2027.yaml
    notice: 示例
    title: 示例
    holidays:
      - {name: 元旦, since: 2027-01-01, until: 2027-01-03, work: [2028-01-01, 2026-12-26, 2027-01-24]}
      - {name: 国庆节, since: 2027-10-01, until: 2027-10-07, work: [2027-09-18, 2027-10-09, 2027-10-09]}
      - {name: 年末, since: 2027-12-30, until: 2027-12-31, work: [2028-01-02]}
    """
    assert [row[1:3] for row in hinted_at("calendar-odd")] == [
        (4, "2028-01-01 离元旦（2027-01-01 至 2027-01-03）太远，不会是为它调休"),
        (4, "2027-01-24 离元旦（2027-01-01 至 2027-01-03）太远，不会是为它调休"),
        (5, "2027-10-09 在国庆节的调休里写了两次"),
        (6, "调休上班的 2028-01-02 不在 2027 年"),
    ]


def test_a_holiday_without_its_festival_too_long_or_over_another_one_is_odd(hinted_at):
    """
    == data/calendar/2024.yaml
    notice: 示例
    title: 示例
    holidays:
      - {name: 国庆节、中秋节, since: 2024-01-01, until: 2024-01-07}
      - {name: 春节, since: 2024-02-10, until: 2024-12-17}
      - {name: 端午节, since: 2024-06-08, until: 2024-06-10}
    """
    assert [row[1:3] for row in hinted_at("calendar-odd")] == [
        (4, "国庆节、中秋节的放假 2024-01-01 至 2024-01-07 里没有中秋、国庆"),
        (5, "春节放了 312 天假，从来没有这么长"),
        (6, "端午节的假期和春节的重叠"),
    ]


def test_a_calendar_is_named_by_its_year(hinted_at):
    """
    == data/calendar/wunian.yaml
    notice: 示例
    title: 示例
    holidays: [{name: 元旦, since: 2024-01-01, until: 2024-01-01}]
    """
    assert [row[2] for row in hinted_at("calendar-odd")] == ["文件名“wunian”不是年份"]
