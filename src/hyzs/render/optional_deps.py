"""Libraries that only some formats need: imported when asked for, and told how to get when they are not there."""

from importlib import import_module
from typing import Any

from hyzs.model.errors import BadConfig


def import_optional(module: str, extra: str) -> Any:
    """The module; BadConfig with the command that installs it where it is missing."""
    try:
        return import_module(module)
    except ImportError:
        raise BadConfig(f"写这种格式的程序库({module})没有装", f"运行：pip install 'hyzs[{extra}]'") from None
