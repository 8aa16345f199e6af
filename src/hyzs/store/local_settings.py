"""Settings of one person on one machine: name for commits, share of each store. No store can bring them along."""

import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

from hyzs.model.errors import BadConfig, HyzsError
from hyzs.store.user_files import load_yaml, write_files
from hyzs.yamldoc.emitter import dump

#: Folder of the settings, for tests and for people with a folder of their own.
VARIABLE = "HYZS_CONFIG"
_FILE = "local.yaml"


class Author(NamedTuple):
    """The person who saves: name and e-mail address, as git writes them into commits."""

    name: str
    email: str


class LocalSettings:
    """The settings as they are in the file; empty where there is none."""

    def __init__(self) -> None:
        """Read the file. Raises: BadConfig: it cannot be read, or is no mapping."""
        self.path = _folder() / _FILE
        self._tree: dict[str, Any] = _read(self.path) if self.path.exists() else {}

    @property
    def author(self) -> Author | None:
        """The person who saves, if anybody said so."""
        name, email = (str(self._mapping("author").get(key) or "") for key in ("name", "email"))
        return Author(name, email) if name else None

    @author.setter
    def author(self, author: Author) -> None:
        self._tree["author"] = dict(author._asdict())

    def value(self, root: Path, key: str) -> str:
        """The value that a store has under the key; empty if it has none."""
        return str(self._store(root).get(key) or "")

    def set_value(self, root: Path, key: str, value: str) -> None:
        """Set the value that a store has under the key."""
        self._tree["stores"] = {
            **self._mapping("stores"),
            str(root.resolve()): {**self._store(root), key: value},
        }

    def write(self) -> None:
        """Write the file. Raises: CannotWrite: the folder cannot be written."""
        write_files(self.path.parent, {_FILE: dump(self._tree)})

    def _store(self, root: Path) -> dict[str, Any]:
        settings = self._mapping("stores").get(str(root.resolve()))
        return settings if isinstance(settings, dict) else {}

    def _mapping(self, key: str) -> dict[str, Any]:
        value = self._tree.get(key)
        return value if isinstance(value, dict) else {}


def _folder() -> Path:
    """Folder of a person's settings: as the system has it, unless the variable names another."""
    if path_text := os.environ.get(VARIABLE):
        return Path(path_text)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "hyzs"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "hyzs"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "hyzs"


def _read(path: Path) -> dict[str, Any]:
    try:
        tree = load_yaml(path)
    except HyzsError as error:
        raise BadConfig(f"本机的设置读不了：{error.message}", f"改好它，或者删掉 {path} 重新设") from None
    if not isinstance(tree, dict):
        raise BadConfig(f"本机的设置 {path} 不是键和值", "改好它，或者删掉重新设")
    return tree
