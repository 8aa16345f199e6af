"""The store of the score's story: three counties in the third quarter of 2026, one scheme."""

from datetime import date, timedelta

from support.stores import index_of, make_store

#: 甲 is 衡南县, 乙 is 衡山县, 丙 is 衡东县.
A, B, C = "衡南县", "衡山县", "衡东县"
FILES = {A: "hengnan", B: "hengshan", C: "hengdong"}
SETTINGS = (
    "tolerance_grounds: [{name: 客观条件变化}]\n"
    "sharings:\n  - name: 示例规则\n    basis: 示例\n    shares:\n"
    "      - {of: paid_in, label: 到位资金, mode: 分算, first: 50, host: 50, years: 5, from: 开工}\n"
    "      - {of: tax_local, label: 地方税收, mode: 分算, first: 50, host: 50, years: 5, from: 首笔, less: redeemed}\n"
    "      - {of: output, label: 产值, mode: 双算}\n"
    "firm_indicators: [{name: tax_local, label: 地方税收, unit: 万元}, {name: redeemed, label: 已兑现奖补, unit: 万元},"
    " {name: output, label: 产值, unit: 万元}]\n"
)
SCHEME = """== data/schemes/zbpj-2026.yaml
name: 示例·质效评价办法
sample: true
basis: {basis}
subjects: {{kind: 单位, where: 类型=县市区, holder: county, group: type}}
period: {{every: quarter, counts: year}}
exclude: [{{where: recognition.status=不予认定, why: 不予认定}}]
tolerance: [start, late]
items:
  - id: start
    name: 项目开工率
    points: 40
    unit: "%"
    digits: 1
    batch: milestones.签约>=期初 and milestones.签约<=期末
    over: [{{count: 项目, where: milestones.开工<=期末}}, {{count: 项目}}]
    how: ratio
    full_at: 100
  - id: paid
    name: 资金到位率
    points: 40
    unit: "%"
    digits: 1
    compare: exact
    batch: milestones.签约<=期末
    over: [{{sum: 项目, field: verified.paid_in}}, {{sum: 项目, field: contracted}}]
    how: bands
    bands: [{{from: 30, points: 40}}, {{from: 20, points: 28}}, {{from: 10, points: 16}}]
    verified: 市发改委
  - id: report
    name: 周报按时率
    points: 20
    over: [{{count: 应报, where: status=heard}}, {{count: 应报}}]
    how: ratio
    full_at: 100
{more}adjust:
  - {{id: late, name: 超时限未开工, count: 项目, where: overdue.开工>0, how: each, each: -0.5, least: -2}}
  - id: big
    name: 引进重大项目
    count: 项目
    where: tier=重大 and milestones.签约>=期初
    how: each
    each: 2
    most: 6
    once: true
veto: [{{name: 数据造假, effect: 取消评优}}]
ties: [paid, start]
grades: [{{name: 优秀, top: 20%}}, {{name: 良好, top: 60%}}, {{name: 一般}}]
"""
VERIFIED = "as_of: 2026-09-29, by: 财政, verified_by: 市发改委, verified_on: 2026-09-30"


def scheme(*, basis="示例", more="", edit=()):
    text = SCHEME.format(basis=basis, more=more)
    for old, new in edit:
        assert old in text, old
        text = text.replace(old, new)
    return text


def project(id, county, *, signed="2026-07-02", started=None, contract="0", paid="0", more=""):
    own = "" if paid is None else f"figures: {{paid_in: [{{value: {paid}, {VERIFIED}}}]}}\n"
    milestones = f"签约: {signed}" + (f", 开工: {started}" if started else "")
    return (
        f"== data/projects/p26-{id}.yaml\nname: 示例·{id}项目\nsample: true\ntier: 一般\ncounty: {county}\n"
        f"investment: {{total: 100000}}\nmilestones: {{{milestones}}}\n"
        f"agreements: [{{type: 正式合同, on: {signed}, amount: {contract}}}]\n{own}{more}"
    )


#: Weeks that are due from January to September 2026 but for the Spring Festival's, which is free.
DUE_WEEKS = [week for week in range(2, 41) if week != 8]


def reporting(county, id, heard_count):
    """Two projects of the county that have to report 39 times, 38 and 1, of which so many were heard."""
    text = "".join(
        f"== data/projects/p25-{id}{n}.yaml\nname: 示例·{id}{n}报送项目\nsample: true\ntier: 一般\ncounty: {county}\n"
        f"milestones: {{在谈: 2025-03-02}}\ntracked: {{since: {since}}}\n"
        for n, since in ((1, "2025-12-29"), (2, "2026-09-28"))
    )
    for week in DUE_WEEKS[: min(heard_count, 38)]:
        day = date.fromisocalendar(2026, week, 1) + timedelta(days=1)
        last = f", p25-{id}2: {{progress: 新项目}}" if week == 40 and heard_count == 39 else ""
        text += (
            f"== data/returns/2026-W{week:02}/{FILES[county]}.yaml\nsubmitted: {day}T09:00\n"
            f"projects: {{p25-{id}1: {{progress: 第{week}周的进展}}{last}}}\n"
        )
    return text


def counties():
    """甲: 3 of 4 started, 6000 of 20000 paid, one late; 乙: nothing signed; 丙: 5 of 5, 2990 of 10000."""
    late = "promises: {开工: 2026-08}\n"
    own = [
        project("a1", A, contract="20000", paid="6000", more=late),
        *(project(f"a{n}", A, started="2026-09-01") for n in (2, 3, 4)),
        project("c1", C, started="2026-09-01", contract="10000", paid="2990"),
        *(project(f"c{n}", C, started="2026-09-01") for n in (2, 3, 4, 5)),
    ]
    return "".join(own)


def story(folder, *texts, scheme_text=None, edit_counties=(), is_reported=True, settings=""):
    """The index of the store with these texts more."""
    output = counties()
    for county, id, heard_count in ((A, "ra", 36), (B, "rb", 38), (C, "rc", 39)) if is_reported else ():
        output += reporting(county, id, heard_count)
    for old, new in edit_counties:
        assert old in output, old
        output = output.replace(old, new)
    store = make_store(folder, output + (scheme_text or scheme()) + "".join(texts))
    file = store / "data/settings.yaml"
    text = file.read_text("utf-8").replace("{name: 正式合同}", "{name: 正式合同, contracts: true}")
    file.write_text(text + SETTINGS + settings, "utf-8")
    return index_of(store)
