"""Two small invented stores in one lake, for questions to many stores."""

from datetime import date
from pathlib import Path

from hyzs.lake.export_parquet import export_parquet
from support.stores import BASE, index_of, make_store

DAY = date(2026, 11, 23)
_SETTINGS = (BASE / "data" / "settings.yaml").read_text("utf-8")


def settings(store: str, name: str) -> str:
    """The settings of the base store under another id and name."""
    return "== data/settings.yaml\n" + _SETTINGS.replace("id: base", f"id: {store}").replace("测试库", name)


#: City 甲: a1 signed and started, a2 in talks, a3 was passed on to 乙; a4 is a draft.
JIA = f"""{settings("jia", "示例甲市")}
== data/projects/p26-a1.yaml
name: 示例·甲一
sample: true
tier: 重大
type: 新引进
county: 甲县
lead: 市商务局
investors: [示例集团]
investment: {{total: 120000.5}}
land: {{area_mu: 200, type: 新增用地}}
source: {{channel: 以商招商}}
milestones: {{在谈: 2025-05-01, 签约: 2025-09-05, 开工: 2026-03-01}}
promises: {{达产: 2026-06}}
tracked: {{since: 2025-05-01}}
== data/projects/p26-a2.yaml
name: 示例·甲二
sample: true
tier: 一般
county: 甲县
investment: {{total: 3000}}
milestones: {{在谈: 2026-10-01}}
tracked: {{since: 2026-10-01}}
== data/projects/p26-a3.yaml
name: 示例·甲三
sample: true
tier: 重大
county: 甲县
investment: {{total: 50000}}
codes: {{省平台: S-9}}
transfers:
  - {{on: 2026-02-01, do: 申请, by: 甲县, to: 乙县}}
  - {{on: 2026-03-01, do: 受理, by: 市商务局}}
  - {{on: 2026-03-20, do: 已流转, by: 市商务局, to: 乙县}}
milestones: {{在谈: 2025-12-01}}
tracked: {{since: 2025-12-01}}
== data/projects/p26-a4.yaml
name: 示例·甲四
sample: true
draft: true
tier: 一般
investment: {{total: 777}}
== data/investors/a.yaml
- {{id: jt, name: 示例集团, sample: true}}
== data/returns/2026-W45/jiaxian.yaml
submitted: 2026-11-06T09:00
projects:
  p26-a1: {{progress: 设备到场, figures: {{paid_in: 30000.25}}}}
== data/returns/2026-W46/jiaxian.yaml
submitted: 2026-11-13T09:00
projects:
  p26-a1: {{progress: 设备安装, figures: {{paid_in: 40000.25}}}}
"""
#: City 乙: b1 is 甲三, signed; b2 of the same investor as 甲一, signed long ago and silent.
YI = f"""{settings("yi", "示例乙市")}
== data/projects/p26-b1.yaml
name: 示例·乙一
sample: true
tier: 重大
county: 乙县
investment: {{total: 52000}}
codes: {{省平台: S-9}}
milestones: {{签约: 2026-05-05}}
tracked: {{since: 2026-03-20}}
== data/projects/p26-b2.yaml
name: 示例·乙二
sample: true
tier: 一般
county: 乙县
investors: [示例集团]
investment: {{total: 8000}}
land: {{area_mu: 32, type: 新增用地}}
milestones: {{签约: 2024-04-01}}
tracked: {{since: 2024-03-01}}
== data/investors/a.yaml
- {{id: jt2, name: 示例集团, sample: true}}
"""


def export_story(store_text: str, root: Path, lake: Path, audience: str = "internal") -> None:
    """Export a store that is told to the lake."""
    index = index_of(make_store(root, store_text))
    info = index.store_info()
    about = {"id": info["id"], "name": info["name"], "commit": None, "dirty": False, "sample": info["sample"]}
    export_parquet(index, lake, about, DAY, audience)
    index.close()


def two_cities(folder: Path) -> Path:
    """A lake with both cities."""
    for name, text in (("jia", JIA), ("yi", YI)):
        export_story(text, folder / name, folder / "lake")
    return folder / "lake"
