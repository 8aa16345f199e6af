"""Contacts of units: ``private/contacts.yaml``, which is in no commit and read only when asked for."""

from pathlib import Path
from typing import Any

from hyzs.model.errors import BadUsage, NotFound
from hyzs.model.letter import Contact
from hyzs.store.user_files import load_yaml

NAME = "private/contacts.yaml"
_FORM = "一行一家：swj: {name: 联系人, phone: 电话, email: 邮箱}；键是单位的编号或名称"


def read_contacts(root: Path) -> dict[str, Contact]:
    """The contacts by the key that people wrote: the id or the name of a unit.

    Raises:
        NotFound: there is no such file, or it is reached through a link.
        BadUsage: it cannot be read as contacts.
    """
    file = root / NAME
    if file.is_symlink() or file.parent.is_symlink() or not file.is_file():
        raise NotFound(f"没有 {NAME}", f"它不进 git，自己建；{_FORM}")
    tree = load_yaml(file)
    if not isinstance(tree, dict):
        raise BadUsage(f"{NAME} 看不懂", _FORM)
    return {str(key): _contact(str(key), value) for key, value in tree.items()}


def _contact(key: str, value: Any) -> Contact:
    keys = ("name", "phone", "email")
    if not isinstance(value, dict) or set(value) - set(keys):
        raise BadUsage(f"{NAME} 里 {key} 看不懂", _FORM)
    return Contact(**{name: str(value.get(name) or "") for name in keys})
