"""Figures of firms: ``private/figures/<id>.yaml``, which are in no commit; read from the working folder only."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hyzs.model.errors import BadUsage
from hyzs.model.figure import Figure, PrivateFigure
from hyzs.model.validation_messages import message_for
from hyzs.store.user_files import load_yaml

FOLDER = "private/figures"
_FORM = "一行一个指标：tax: {value: 320, as_of: 2025-12-31, by: 税务}；几年的写成列表"
_HINT = "文件名是企业或项目的编号；指标是设置里 firm_indicators 的名称"


def figures_stamp(root: Path) -> list[tuple[str, int, int]]:
    """Name, time of change and size of each file: the same as long as nobody has written there."""
    folder = root / FOLDER
    if not folder.is_dir():
        return []
    infos = ((file.name, file.lstat()) for file in folder.glob("*.yaml"))
    return sorted((name, info.st_mtime_ns, info.st_size) for name, info in infos)


def read_private_figures(root: Path) -> list[PrivateFigure]:
    """Every figure of every file, by id, indicator and day; none where there is no such folder.

    Raises:
        BadUsage: A file or folder is a link, or a file cannot be read as figures; the message says all that is wrong.
    """
    folder = root / FOLDER
    if folder.is_symlink() or folder.parent.is_symlink():
        raise BadUsage(f"不读 {FOLDER}：路径上有符号链接", "换成真实的文件夹")
    if not folder.is_dir():
        return []
    figures: list[PrivateFigure] = []
    problems: list[str] = []
    for file in sorted(folder.glob("*.yaml")):
        try:
            figures += _figures_of(file)
        except BadUsage as error:
            problems.append(error.message)
    if problems:
        raise BadUsage("\n".join(problems), f"{_FORM}；{_HINT}")
    return sorted(figures, key=lambda row: (row.id, row.indicator, row.figure.as_of, row.figure.is_verified))


def _figures_of(file: Path) -> Iterator[PrivateFigure]:
    name = f"{FOLDER}/{file.name}"
    if file.is_symlink():
        raise BadUsage(f"不读 {name}：它是符号链接")
    tree = load_yaml(file)
    if not isinstance(tree, dict):
        raise BadUsage(f"{name}：这里要写成一组“指标: 数”")
    for indicator, value in tree.items():
        for number, item in enumerate(value if isinstance(value, list) else [value]):
            yield PrivateFigure(file.stem, str(indicator), _figure(f"{name} {indicator} 第 {number + 1} 个", item))


def _figure(place: str, value: Any) -> Figure:
    try:
        return Figure.model_validate(_without_null(value))
    except ValidationError as error:
        _, message, hint = message_for(dict(error.errors(include_url=False)[0]), Figure)
        raise BadUsage(f"{place}：{message}{f'（{hint}）' if hint else ''}") from None


def _without_null(value: Any) -> Any:
    return {key: item for key, item in value.items() if item is not None} if isinstance(value, dict) else value
