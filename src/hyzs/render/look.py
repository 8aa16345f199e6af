"""How an answer is looked at: whose it is, how wide the screen is, whether it has colours."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Look:
    """What a format may know besides the answer."""

    store: dict[str, Any] = field(default_factory=dict)
    width: int = 80
    color: bool = False
    tty: bool = False
    templates: tuple[Path, ...] = ()
