"""Areas are in 亩 and intensities in 万元/亩, as far as numbers can tell."""

from hyzs.checks._setting_assertions import SETTINGS
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "land-unit",
    Severity.warning,
    "用地的数大得像是单位写错了。",
    "1 公顷是 15 亩，1 亩是 666.67 平方米；单位错了，匹配、亩均全错。",
    "核对单位，换算成亩和万元/亩；真有这么大的，在设置的 land_limits 里放宽。",
    f"{SETTINGS}land_limits: {{area_mu: 3000, intensity: 2000, source: 示例}}\n"
    "== data/parcels/k26-a1.yaml\nname: 示例·甲地块\nsample: true\ntype: 净地\narea_mu: »40000«\n",
)
SQL = """
WITH bound AS (
    SELECT "land_limits.area_mu" AS area, "land_limits.intensity" AS intensity FROM settings
), doubtful AS (
    SELECT k.file, k.at || '/area_mu' AS at, k.id AS record, 'area_mu' AS field, k.area_mu AS number, '亩' AS unit,
           '平方米' AS like_unit, k.area_mu * 0.0015 AS converted, b.area AS most
    FROM parcel k CROSS JOIN bound b WHERE k.area_mu > b.area
    UNION ALL
    SELECT p.file, p.at || '/land/area_mu', p.id, 'land.area_mu', p."land.area_mu", '亩', '平方米',
           p."land.area_mu" * 0.0015, b.area
    FROM project p CROSS JOIN bound b WHERE p."land.area_mu" > b.area
    UNION ALL
    SELECT k.file, k.at || '/floor/intensity', k.id, 'floor.intensity', k."floor.intensity", '万元/亩', '万元/公顷',
           k."floor.intensity" / 15.0, b.intensity
    FROM parcel k CROSS JOIN bound b WHERE k."floor.intensity" > b.intensity
    UNION ALL
    SELECT p.file, p.at || '/land/area_mu', p.id, 'land.area_mu', p."land.area_mu", '亩', '公顷',
           p."land.area_mu" * 15, NULL
    FROM project p JOIN mention m ON m.record = p.id AND m.field = 'land.parcels' JOIN parcel k ON k.id = m.target
    WHERE p."land.area_mu" > 0 AND abs(k.area_mu / (p."land.area_mu" * 15.0) - 1) < 0.01
)
SELECT d.file, d.at, d.record, d.field, d.number, d.unit, d.like_unit, round(d.converted, 2) AS converted
FROM doubtful d
"""
MESSAGE = "{number} {unit}，像是按{like_unit}写的：那就是 {converted} {unit}"
HINT = "核对单位；确实如此的，放宽设置的 land_limits"
