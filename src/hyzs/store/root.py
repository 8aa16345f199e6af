"""The folder of the store: the one that is named, or the nearest one upwards with ``data/settings.yaml``."""

from pathlib import Path

from hyzs.model.errors import NotFound


def find_root(folder_name: str | None) -> Path:
    """The absolute path of the named folder; None: the nearest store from the current folder upwards.

    Raises:
        NotFound: the folder is no store, or there is none upwards.
    """
    if folder_name:
        root = Path(folder_name)
        if not is_store(root):
            raise NotFound(f"{folder_name} 不是数据仓库：里面没有 data/settings.yaml", "用 hyzs init 建一个")
        return root.resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if is_store(folder):
            return folder
    raise NotFound(
        "这里不是数据仓库：没有找到 data/settings.yaml", "进入数据仓库，或用 --store 指定；hyzs init 可以新建"
    )


def is_store(folder: Path) -> bool:
    """True if the folder is a store."""
    return (folder / "data" / "settings.yaml").is_file()
