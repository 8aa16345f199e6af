"""``hyzs key``: export the key that seals the forms of this store, or take in a colleague's."""

from pathlib import Path
from typing import Annotated

import typer

from hyzs.commands.options import Format, complete_word
from hyzs.session import Session

_ACTS = {"list": "本机有哪几把", "export": "写出自己的一把", "import": "收下别人的一把"}


def complete_act(incomplete: str) -> list[tuple[str, str]]:
    """The things that can be done with keys."""
    return complete_word(incomplete, _ACTS)


def key(
    ctx: typer.Context,
    act: Annotated[
        str, typer.Argument(metavar="动作", help="list 列出；export 写出；import 收下", autocompletion=complete_act)
    ] = "list",
    file: Annotated[str | None, typer.Argument(metavar="[文件]", help="仓库外面的文件，如 U 盘上")] = None,
    format: Format = None,
) -> None:
    """封表的钥匙：写出自己的，收下同事的，他发的表在这里就收得了。"""
    from hyzs.model.errors import BadUsage
    from hyzs.reports.results.key_list import key_list
    from hyzs.store.form_key import export_form_key, form_keys, import_form_key

    session: Session = ctx.obj
    store, note = str(session.about["id"]), ""
    if act not in _ACTS:
        raise BadUsage(f"没有“{act}”这个动作", f"可以写：{'、'.join(_ACTS)}")
    if act != "list" and not file:
        raise BadUsage("没有写哪个文件", f"hyzs key {act} 文件")
    if file and act == "export":
        result = export_form_key(session.root, Path(file), store)
        note = f"写出了钥匙 {result.id} 到 {file}：谁拿到它谁就能造表，当面交，交完删掉"
    elif file and act == "import":
        result = import_form_key(session.root, Path(file), store)
        note = f"收下了钥匙 {result.id}({result.by})：删掉 {file}"
    session.show(key_list([form_key._asdict() for form_key in form_keys(session.root)], note), format)
