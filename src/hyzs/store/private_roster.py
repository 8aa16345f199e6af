"""The roster of 业务尖兵: ``private/roster.yaml``, which is in no commit; only numbers of people come out of it."""

from pathlib import Path

from hyzs.model.errors import BadUsage
from hyzs.store.user_files import load_yaml

NAME = "private/roster.yaml"
_FORM = "一行一家，名字列成单子：衡南县: [某某, 某某]；键是单位的编号或名称"


def read_roster_counts(root: Path) -> dict[str, int] | None:
    """Numbers of people that units have on the roster, by the unit as it is written there; None: there is no roster.

    Raises:
        BadUsage: the file cannot be read as a roster; its names are in no message.
    """
    file = root / NAME
    if file.is_symlink() or file.parent.is_symlink() or not file.is_file():
        return None
    tree = load_yaml(file)
    if not isinstance(tree, dict) or not all(isinstance(names, list) for names in tree.values()):
        raise BadUsage(f"{NAME} 看不懂", _FORM)
    return {str(unit): len(names) for unit, names in tree.items()}
