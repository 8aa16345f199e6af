"""An invented city of any size, the same each time, for ``init --demo`` and the benchmarks."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from hyzs.model.week import Week

#: The week that the city stands in.
WEEK = Week(2026, 47)
WEEKS = 8
_SEED = 11
#: One project in so many is in play; the others have ended.
_ONE_IN = 10


def _words(text: str) -> list[str]:
    return text.split()


_COUNTIES = _words("珠晖区 雁峰区 石鼓区 蒸湘区 南岳区 衡阳县 衡南县 衡山县 衡东县 祁东县 耒阳市 常宁市")
_COUNTY_IDS = _words(
    "zhuhui yanfeng shigu zhengxiang nanyue hengyangxian hengnan hengshan hengdong qidong leiyang changning"
)
_PARKS = 28
#: Every unit that files, with its id and the county it is in.
_FILERS = [
    *zip(_COUNTY_IDS, _COUNTIES, _COUNTIES, strict=True),
    *((f"demo-park-{n + 1:02d}", f"示例第{n + 1}产业园", _COUNTIES[n % 12]) for n in range(_PARKS)),
]
_LEADS = _words("市工信局 市商务局 市科技局 市发改委 市农业农村局 市文旅广体局 市市场监管局 市住建局")
_HELPERS = _words("市自然资源和规划局 市生态环境局 市财政局 市人社局 市数据局 市城管局")
_PATRONS = _words("示例·张副市长 示例·李副市长 示例·王副市长")
_INDUSTRIES = _words("输变电装备 电子信息 盐卤化工 智能衡器计量 其他")
_TYPES = _words("新引进 增资扩产 盘活存量")
_LANDS = _words("新增用地 存量用地 存量厂房 标准厂房")
_CHANNELS = _words("以商招商 组团招商 平台招商 基金招商 驻外招商 商协会推荐 上级推介 企业自荐")
_PERMITS = _words("立项备案 规划选址 用地预审 环评 施工许可 工商登记 税务登记")
_STAGES = _words("策划 线索 在谈 签约 开工 竣工 投产 达产")
_THINGS = _words("断路器 变压器 电缆料 传感器 铜箔 烧碱 储能电芯 注塑件 预制菜 童车 减速器 水表 连接器 电机 衡器 陶瓷")
_PLANTS = _words("生产线 制造基地 扩建 研发中心 检测维修 深加工 集成")
_WORKS = _words(
    "土地平整 基坑开挖 桩基施工 主体浇筑 钢结构吊装 屋面施工 设备安装 管道预制 电气调试 联动试车 消防验收 室外管网"
)
_SHARES = _words("两成 三成 近四成 过半 六成 七成 八成 九成")
_NEXTS = _words("报批施工许可 组织竣工验收 签订供货合同 完成环评公示 申报专项资金 对接银行贷款")
_NEEDS = _words("临时用电增容 林地指标批复 员工公租房缺口 规划条件调整 能耗指标缺口 入园道路拓宽")

_PROJECT = """\
# yaml-language-server: $schema=../../../schema/project.json
name: 示例·{name}
sample: true
public_name: 示例·{county}{thing}项目
tier: {tier}
type: {type}
content: 建设{thing}{plant}{lines}条，配套厂房、仓库和检测中心，全部建成后年产{thing}{amount}万件
industry: {industry}
industrial: true
advanced: {advanced}
investors:
  - {{of: {investor}, share: 100}}
company: {{name: 示例·{name}有限公司, credit_code: 示例-{code}}}
investment:
  total: {total}
  attracted: {total}
  fixed: {fixed}
yearly:
  2026: {{invested: {yearly}, paid_in: {paid}}}
expected:
  jobs: {jobs}
  output: {output}
  tax: {tax}
land: {{area_mu: {area}, type: {land}}}
county: {county}
{park}lead: {lead}
responsible: [{county}, {helper}]
patron: {patron}
taskforce:
  industry: {lead}
  commerce: 市商务局
  factors: [市自然资源和规划局, 市生态环境局]
  local: {county}
  companies: [衡阳国投]
source:
  channel: {channel}
  unit: 市工商联
  firm: {investor}
  note: 由本地企业推荐，首次见面时提出用地和用电两项要求
claims:
  - {{unit: {county}, on: {met}, evidence: 首次洽谈纪要和签到表}}
agreements:
  - {{type: 框架, on: {met}, amount: {total}}}
  - {{type: 正式合同, on: {signed}, amount: {total}}}
milestones:
{milestones}
promises:
{promises}
permits:
{permits}
tracked: {{since: {since}}}
codes: {{省平台: {code}}}
note: 项目资料齐全，由专班每周调度一次，问题随周填报一并提出
"""
_UNITS = "# 示例填报单位，全部虚构。\n"
_UNIT = "- {{id: {id}, name: {name}, type: 园区, level: 县市区, parent: {county}, order: {order}, files: true}}\n"
_FIRM = (
    "- {{id: demo-investor-{n}, name: {name}, sample: true, local: true, checks: ["
    "{{item: 主体登记, on: 2026-10-08, by: 市商务局, result: 通过, source: 示例}}, "
    "{{item: 失信, on: 2026-10-08, by: 市商务局, result: 通过, source: 示例}}]}}\n"
)
_RETURN = """\
# yaml-language-server: $schema=../../../schema/return.json
submitted: {day}T{hour:02d}:{minute:02d}
filed_by: 示例填报人
approved_by: 示例审核人
"""


def demo_files(count: int, weeks: int = WEEKS, seed: int = _SEED) -> Iterator[tuple[str, str]]:
    """Path and text of each file of a city with ``count`` projects, besides the plan, its people and investors.

    One project in ten is in play and was reported in each of the last ``weeks`` ISO weeks by one of 40 units.
    """
    yield (
        "data/units/demo.yaml",
        _UNITS
        + "".join(
            _UNIT.format(id=id, name=name, county=county, order=1300 + 10 * n)
            for n, (id, name, county) in enumerate(_FILERS[len(_COUNTIES) :])
        ),
    )
    investors = [f"示例投资集团{n + 1}" for n in range(max(1, count // _ONE_IN))]
    yield (
        "data/investors/demo.yaml",
        "".join(_FIRM.format(n=n, name=name) for n, name in enumerate(investors, 1)),
    )
    playing: dict[str, list[tuple[str, int]]] = {id: [] for id, _, _ in _FILERS}
    for n in range(count):
        random = _random(seed, n)
        id, filer = f"p{17 + n % 8:02d}-{n:06d}", _FILERS[n // _ONE_IN % len(_FILERS)]
        total = random.randrange(10, 900) * 100
        if n % _ONE_IN == 0:
            playing[filer[0]].append((id, total))
        text = _project(random, n, filer, total, investors[n // _ONE_IN % len(investors)])
        yield f"data/projects/{2017 + n % 8}/{id}.yaml", text
    for back in reversed(range(weeks)):
        week = WEEK.plus(-back)
        for n, (id, _, _) in enumerate(_FILERS):
            yield f"data/returns/{week}/{id}.yaml", _return(_random(seed, week, id), week, n, playing[id], back)


def _random(*words: object) -> Random:
    """A generator seeded with these words, so that its numbers do not depend on others."""
    return Random(" ".join(map(str, words)))  # noqa: S311 — nothing secret, only variety


def _project(random: Random, n: int, filer: tuple[str, str, str], total: int, investor: str) -> str:
    _, unit, county = filer
    met = date(2024 if n % _ONE_IN else 2025, 1, 2) + timedelta(random.randrange(200))
    reached = random.randrange(3, 7) if n % _ONE_IN == 0 else 8
    days = [met + timedelta(21 * step + random.randrange(20)) for step in range(8)]
    lead = random.choice(_LEADS[:1] + _LEADS[2:])
    product, plant = random.choice(_THINGS), random.choice(_PLANTS)
    return _PROJECT.format(
        name=f"{product}{plant}{n}号项目",
        thing=product,
        plant=plant,
        county=county,
        tier=random.choice(("重大", "重点", "重点", "一般", "一般", "一般")),
        type=random.choice(_TYPES),
        lines=random.randrange(2, 12),
        amount=random.randrange(2, 400),
        industry=random.choice(_INDUSTRIES),
        advanced=random.choice(("true", "false")),
        investor=investor,
        code=f"0004-{n:08d}",
        total=total,
        fixed=total * 7 // 10,
        yearly=total // 4,
        paid=total // 5,
        jobs=random.randrange(20, 900),
        output=total * 2,
        tax=total // 20,
        area=random.randrange(10, 300),
        land=random.choice(_LANDS),
        park="" if unit == county else f"park: {unit}\n",
        lead=lead,
        helper=random.choice(_HELPERS),
        patron=random.choice(_PATRONS),
        channel=random.choice(_CHANNELS),
        met=days[2],
        signed=days[3],
        milestones="\n".join(f"  {_STAGES[step]}: {days[step]}" for step in range(2, reached)),
        promises=_promises(random, days, reached),
        permits=_permits(days),
        since=days[2],
    )


def _permits(days: list[date]) -> str:
    """Every permit, one after the other between the signature and the start."""
    step = (days[4] - days[3]) // (len(_PERMITS) + 1)
    return "\n".join(f"  {permit}: {{status: 已办, on: {days[3] + step * n}}}" for n, permit in enumerate(_PERMITS))


def _promises(random: Random, days: list[date], reached: int) -> str:
    """One promise that was put off once, and one in force."""
    put_off = random.randrange(1, 9)
    return (
        f"  开工:\n"
        f"    - {{by: {days[4] + timedelta(30)}, set: {days[3]}, basis: 投资协议}}\n"
        f"    - {{by: {days[4] + timedelta(30 * put_off)}, set: {days[3] + timedelta(9)}, why: 土地交付晚于预期}}\n"
        f"  投产: {2027 + put_off % 2 if reached < 8 else days[6].year + 1}-{put_off + 3:02d}"
    )


def _return(random: Random, week: Week, n: int, projects: list[tuple[str, int]], back: int) -> str:
    """The return of one unit; the figures grow from week to week and stay below the total."""
    head = _RETURN.format(day=week.monday + timedelta(4), hour=8 + n % 2, minute=random.randrange(60))
    if not projects:
        return head + "nil: true\n"
    return head + "projects:\n" + "".join(_entry(random, week, id, total, back) for id, total in projects)


def _entry(random: Random, week: Week, id: str, total: int, back: int) -> str:
    if random.randrange(12) == 0:
        return f"  {id}: {{no_change: true, reason: 等待企业董事会批复}}\n"
    done_amount = max(1, total * 8 // 10 - back * total // 400)
    text = (
        f"  {id}:\n"
        f"    progress: {random.choice(_WORKS)}完成{random.choice(_SHARES)}，{week.number % 1000}号节点验收合格\n"
        f"    figures: {{invested: {done_amount}, paid_in: {max(1, done_amount * 9 // 10)}}}\n"
        f"    next: {random.choice(_NEXTS)}\n"
    )
    if random.randrange(8) == 0:
        due = week.monday + timedelta(random.randrange(14, 60))
        text += f"    needs:\n      - {{text: {random.choice(_NEEDS)}, to: {random.choice(_HELPERS)}, due: {due}}}\n"
    return text
