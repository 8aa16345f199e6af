"""Libraries of optional parts, imported on demand; an error says how to install a missing one."""

from importlib import import_module
from typing import Any

from hyzs.model.errors import BadConfig


def import_optional(module: str, extra: str, purpose: str = "写这种格式") -> Any:
    """The module, imported now; ``purpose`` is a verb with its object.

    Raises:
        BadConfig: it is not installed; the hint is the command that installs it.
    """
    try:
        return import_module(module)
    except ImportError:
        raise BadConfig(f"{purpose}的程序库({module})没有装", f"运行：pip install 'hyzs[{extra}]'") from None
