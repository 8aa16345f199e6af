"""The catalogue is published as often as the settings say."""

from hyzs.checks._catalogue_examples import CATALOGUE
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "catalogue-overdue",
    Severity.warning,
    "重点目录没有按设置里写的节奏发布下一期。",
    "方案第十八条要求定期发布重点目录；不发布，策划的项目没有人知道。",
    "hyzs report catalogue 看列哪些，hyzs publish catalogue --period 期间 发布；节奏不对就改 catalogue.every。",
    f"{CATALOGUE}  every: »quarter«\n",
)
SQL = ""
MESSAGE = "重点目录{said}"
HINT = "hyzs publish catalogue --period 期间 发布一期"
