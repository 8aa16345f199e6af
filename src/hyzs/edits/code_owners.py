"""The file CODEOWNERS from the keepers of the settings: platforms ask them to review what they keep.

Such a file knows paths only, so whoever keeps some fields of a record stands beside its file; platforms take the last
line that fits, so each line names all who keep the path.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.kinds import kinds
from hyzs.query.keepers import KeeperRule, keeper_rules, kept_records, record_paths, unit_ids

_HEAD = """# 由 hyzs init --hooks 照 data/settings.yaml 的 keepers 写；改了 keepers 再写一遍。
# @ 后面是单位的编号，平台上的账号或团队要叫这个名字；只管几项字段的，写在整个文件旁边。
# 平台不要求代码所有者批准的，这只是提醒，什么也拦不住。
"""


def code_owners(index: IndexReader, now: datetime) -> str:
    """The text of CODEOWNERS: one line per path, the widest first.

    Raises: BadUsage: the condition of a rule cannot be read.
    """
    rules = keeper_rules(index, now)
    handles = {name: f"@{id}" for name, id in unit_ids(index).items()}
    owners: dict[str, set[str]] = defaultdict(set)
    for rule in rules:
        for path, keepers in _paths(index, rule, now):
            owners[path] |= keepers
    folders = {path: [*units] for path, units in owners.items() if path.endswith("/")}
    for path, keepers_of_path in owners.items():
        for rule in rules:
            keepers_of_path.update(rule.units if rule.covers_file(path.removeprefix("/")) else ())
        for folder, units in folders.items():
            keepers_of_path.update(units if path.startswith(folder) else ())
    lines = (
        f"{path} {' '.join(sorted(handles[unit] for unit in units if unit in handles))}"
        for path, units in sorted(owners.items(), key=lambda item: (len(item[0].rstrip("*").split("/")), item[0]))
    )
    return _HEAD + "".join(f"{line}\n" for line in lines)


def _paths(index: IndexReader, rule: KeeperRule, now: datetime) -> Iterator[tuple[str, frozenset[str]]]:
    """The patterns of a rule with their keepers: those that it writes, the folder of its kind, or single files."""
    for pattern in rule.paths:
        yield (pattern if pattern.startswith("*") else f"/{pattern}"), rule.units
    if not rule.kind:
        return
    kind = kinds()[rule.kind]
    folder = f"/data/{kind.path.partition('/')[0]}" + ("/" if "/" in kind.path else "")
    if not rule.unit_field and not rule.where:
        yield folder, rule.units
        return
    files = record_paths(index, rule.kind)
    for id, units in kept_records(index, rule, now).items():
        yield f"/data/{_of_every_week(files[id].split('/'), kind.path.split('/'))}", units


def _of_every_week(steps: Sequence[str], pattern: Sequence[str]) -> str:
    """The path of a record, in the folder of whatever week: each week has a file of the same unit."""
    return "/".join("*" if pattern[n : n + 1] == ["{week}"] else step for n, step in enumerate(steps))
