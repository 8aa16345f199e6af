"""Settings of keepers: which office may change what, and which records it keeps by the workbook that it gets."""

from collections.abc import Iterator
from typing import Annotated

from hyzs.kinds.vocabulary_settings import Every
from hyzs.model.annotations import Level, Ref, Where
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.record import Part, field
from hyzs.model.scalars import Text

P = Level.public
_SETTINGS = (
    "== data/settings.yaml\n"
    "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
    "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
    "stages: [{name: 线索}, {name: 在谈}]\n"
)
#: Folders that are nobody's to keep: git's own, and those that never leave a machine.
_OWN_FOLDERS = (".git", ".hyzs", "private")
RULES = (
    Rule(
        "keeper-form",
        Severity.error,
        "设置里的管理规则没有写全，前后对不上，或者写到了仓库外面。",
        "没有写明谁管什么的规则，不是谁都拦，就是谁也不拦。",
        "每条写一个单位(unit)或者单位见于哪个字段(unit_field)，再写种类(of)或者文件(paths)。",
        f"{_SETTINGS}keepers:\n  - {{unit: 市招商局, paths: [»../别处«]}}\n",
    ),
)


class Keeper(Part):
    """One rule: the unit that keeps the records of a kind (or some fields of some of them), or files.

    Whoever keeps whole records may also make and delete them. With ``every`` the records go out as a sheet of the
    keeper's workbook, in the last week of each such period.
    """

    unit: Annotated[Text, Ref("unit")] | None = field("管理单位", None, level=P, note="群体就是它的每个成员")
    unit_field: Text | None = field(
        "管理单位见于", None, level=P, note="各管各的：记录里写着管理单位的字段，如 county；和 unit 二选一"
    )
    of: Text | None = field("种类", None, level=P, note="如 活动、achievement；和 paths 二选一")
    where: Annotated[Text, Where(kind_in="of")] | None = field(
        "条件", None, level=P, note="只管哪些记录，写法同 hyzs list --where；照改动以前的样子判"
    )
    fields: tuple[Text, ...] = field("字段", (), level=P, note="只管这几项；不写就是整条，也能新增、删去")
    paths: tuple[Text, ...] = field(
        "文件", (), level=P, note="从仓库根写起，* 代表任意几个字，如 data/events/*、templates/*"
    )
    every: Every | None = field(
        "多久发表一次", None, level=P, note="周数，或 month、quarter、half-year、year：dispatch 附上这张表；不写不附"
    )
    source: Text | None = field("台账来源", None, level=P, note="从哪份台账、价格表来；没有公布的分工写 示例")

    def problems(self, route: Route) -> Iterator[Problem]:
        """A rule that does not say who, or what; a path that leaves the store."""
        if (self.unit is None) == (self.unit_field is None):
            message = "没有写由谁管" if self.unit is None else "unit 和 unit_field 都写了，不知道由谁管"
            yield _problem(route, message, "写一个：unit 单位，或者 unit_field 记录里写着单位的字段")
        if (self.of is None) == (not self.paths):
            message = "没有写管什么" if self.of is None else "of 和 paths 都写了，不知道管什么"
            yield _problem(route, message, "写一个：of 记录种类，或者 paths 文件")
        for key in ("unit_field", "where", "fields", "every"):
            if self.paths and getattr(self, key):
                yield _problem((*route, key), f"{key} 是挑记录的，和 paths 不能一起写", "按记录管的写 of")
        for n, path in enumerate(self.paths):
            if reason := _reason_outside(path):
                yield _problem((*route, "paths", n), f"“{path}”{reason}", "从仓库根写起，如 data/events/*")


def _reason_outside(path: str) -> str:
    """The reason why a path is none of a file that can be kept; empty where it is one."""
    steps = path.split("/")
    if path.startswith("/") or "\\" in path or ":" in steps[0] or ".." in steps or "" in steps[:-1]:
        return "在仓库外面，或者写法不对"
    return f"在 {steps[0]}/ 里，那里的文件不进仓库" if steps[0] in _OWN_FOLDERS else ""


def _problem(route: Route, message: str, hint: str) -> Problem:
    return Problem("keeper-form", route, message, hint)
