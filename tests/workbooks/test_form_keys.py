"""Three hands on one store: a form that one sends is collected by whoever has the key that sealed it."""

import os
import stat

import openpyxl
import pytest

from hyzs.model.errors import BadUsage, CannotRead, CannotWrite, NotFound
from hyzs.model.workbook_form import HIDDEN_SHEET, seal_id
from hyzs.store import form_key
from hyzs.store.form_key import TAKEN, ensure_form_key, export_form_key, form_keys, import_form_key
from support import program
from support.forms import City, fill
from support.stores import make_store

STORE = "hengyang"


@pytest.fixture(scope="module")
def hands(tmp_path_factory):
    """Three clones with homes of their own, and the form that the first of them sent, filled in."""
    folder = tmp_path_factory.mktemp("hands")
    city = City(folder / "a")
    form = fill(city.send("衡南县"), 本周进展__p26_a1="平整完成")
    city.close()
    for name in "bc":
        program.shutil.copytree(city.root, folder / name, ignore=program.shutil.ignore_patterns("private", ".hyzs"))
    return {"a": city.root, "b": folder / "b", "c": folder / "c", "form": form, "key": folder / "甲的钥匙"}


def run(hands, hand, *words, code=0):
    env = {"HYZS_TODAY": "2026-11-20", "HYZS_CONFIG": str(hands["key"].parent / f"config-{hand}")}
    process = program.run([*map(str, words)], hands[hand], env, encoding="utf-8")
    assert process.returncode == code, process.stdout + process.stderr
    return process.stdout + process.stderr


def test_a_sends_b_collects_with_the_key_and_c_without_it_only_on_trust(hands):
    assert "写出了钥匙" in run(hands, "a", "key", "export", hands["key"])
    assert "收下了钥匙" in run(hands, "b", "key", "import", hands["key"])
    assert "收下 1" in run(hands, "b", "collect", hands["form"])
    assert "收下 1 把" in run(hands, "b", "doctor", code=78)

    output = run(hands, "c", "collect", hands["form"], code=1)
    assert "这把钥匙本机没有" in output and "不是这个仓库发出去的" not in output
    assert "由收表的人担保" in run(hands, "c", "collect", "--trust", hands["form"])


def test_a_changed_form_is_tampering_to_those_who_have_the_key_and_unknown_to_others(hands, tmp_path):
    export_form_key(hands["a"], tmp_path / "k", STORE)
    keys = [import_form_key(make_store(tmp_path / "d"), tmp_path / "k", STORE).key]
    from hyzs.workbooks.read_form import read_form

    forged = tmp_path / hands["form"].name
    book = openpyxl.load_workbook(hands["form"])
    changed = [row for row in book[HIDDEN_SHEET].iter_rows() if row[2].value == "seal"]
    changed[0][3].value = changed[0][3].value[:-1] + "x"
    book.save(forged)

    assert "不是这个仓库发出去的" in read_form(forged, {}, keys).problem
    unknown = read_form(forged, {}, [b"0" * 32])
    assert (unknown.problem, "这把钥匙本机没有" in unknown.doubt) == ("", True)


def test_an_old_seal_without_an_id_is_taken_by_the_key_that_made_it(hands, tmp_path):
    from hyzs.workbooks.read_form import read_form

    old = tmp_path / "旧.xlsx"
    book = openpyxl.load_workbook(hands["form"])
    [seal] = [row[3] for row in book[HIDDEN_SHEET].iter_rows() if row[2].value == "seal"]
    seal.value = seal.value.rpartition(":")[2]
    book.save(old)

    assert not read_form(old, {}, [b"0" * 32, ensure_form_key(hands["a"])]).doubt
    assert "也可能是别的电脑用旧版本发的" in read_form(old, {}, [b"0" * 32]).problem
    assert "没有发表用的钥匙" in read_form(old, {}, []).doubt


def test_a_key_leaves_for_nobody_else_to_read_and_never_into_the_store(tmp_path):
    root, file = make_store(tmp_path / "store"), tmp_path / "k"
    key = export_form_key(root, file, STORE)

    assert os.name == "nt" or stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(CannotWrite, match="已经有"):
        export_form_key(root, file, STORE)
    for place in (root / "k", root / "data" / "k", root / ".." / "store" / "k"):
        with pytest.raises(BadUsage, match="仓库里面"):
            export_form_key(root, place, STORE)
    other = make_store(tmp_path / "other")
    for _ in range(2):
        assert import_form_key(other, file, STORE).id == key.id == seal_id(key.key)
    [key_] = form_keys(other)
    assert os.name == "nt" or stat.S_IMODE(key_.file.stat().st_mode) == 0o600


def test_what_is_no_key_of_this_store_is_not_taken_in(tmp_path):
    root = make_store(tmp_path / "store")
    (tmp_path / "k").write_text("0" * 64)
    export_form_key(root, tmp_path / "ours", STORE)
    (tmp_path / "l").symlink_to(tmp_path / "ours")
    for name, error, text in [
        ("nix", NotFound, "没有这个文件"),
        ("k", CannotRead, "不是钥匙"),
        ("l", CannotRead, "读不了"),
        (".", CannotRead, "读不了"),
    ]:
        with pytest.raises(error, match=text):
            import_form_key(root, tmp_path / name, STORE)
    with pytest.raises(BadUsage, match="别的仓库"):
        import_form_key(root, tmp_path / "ours", "another")


def test_keys_that_came_with_a_commit_or_through_a_link_are_not_believed(tmp_path):
    root = make_store(tmp_path / "store")
    export_form_key(make_store(tmp_path / "other"), tmp_path / "k", STORE)
    import_form_key(root, tmp_path / "k", STORE)
    for words in (["init", "-q"], ["add", "-f", TAKEN]):
        program.subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)
    with pytest.raises(CannotRead, match="进了 git"):
        form_keys(root)

    linked = make_store(tmp_path / "linked")
    (linked / "private").mkdir()
    (linked / "private" / "keys").symlink_to(root / TAKEN)
    with pytest.raises(CannotRead, match="符号链接"):
        form_keys(linked)
    with pytest.raises(CannotRead, match="符号链接"):
        import_form_key(linked, tmp_path / "k", STORE)
    assert form_key.read_form_key(linked) is None
