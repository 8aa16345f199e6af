"""Registration of the rule on changes to files or fields that another unit keeps."""

from hyzs.model.finding import Rule, Severity

NOT_YOURS = Rule(
    "not-yours",
    Severity.error,
    "改动了不归这个单位管的内容（check --changed --as 单位）。",
    "一项只有一家管，错了才知道问谁；别家改了，管的那家不知道。",
    "请管它的单位改；要换人管，由牵头单位改设置里的 keepers。",
)
RULES = (NOT_YOURS,)
