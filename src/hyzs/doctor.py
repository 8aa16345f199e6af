"""``hyzs doctor``: signs of how well a store and its machine are set up."""

import locale
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from hyzs import __version__
from hyzs.gitdrivers import drivers
from hyzs.index.index import Index
from hyzs.model.errors import CannotRead
from hyzs.model.finding import Finding
from hyzs.model.reporting_schedule import UNPUBLISHED
from hyzs.store import evidence, form_key, git, git_commit, git_remote
from hyzs.store.backup import BACKED_UP
from hyzs.store.local_settings import LocalSettings

#: Faces of official documents (GB/T 9704—2012) by their names on systems, and the substitutes of each.
_FACES = {
    "小标宋": (("方正小标宋", "FZXiaoBiaoSong"), ("Noto Serif CJK SC", "Source Han Serif SC")),
    "黑体": (("SimHei", "黑体", "STHeiti"), ("Noto Sans CJK SC", "Source Han Sans SC")),
    "楷体": (("KaiTi", "楷体", "STKaiti"), ("LXGW WenKai", "Noto Serif CJK SC")),
    "仿宋": (("FangSong", "仿宋", "STFangsong"), ("Noto Serif CJK SC", "Source Han Serif SC")),
}
#: Years whose days off are published.
_PUBLISHED = """
SELECT c.id FROM calendar c
WHERE c.notice IS NOT NULL AND EXISTS (SELECT 1 FROM holiday h WHERE h.file = c.file)
"""
_EVIDENCE = "SELECT DISTINCT sha256 FROM evidence"
#: Days after which a backup is old: one week's work is the most that may be lost.
_BACKUP_DAYS = 7
#: Month from which next year's calendar should be there.
_CALENDAR_MONTH = 11


class Sign(NamedTuple):
    """One examined thing: its status (ok, warn or fail), a detail, and a hint."""

    check: str
    status: str
    detail: str
    hint: str | None = None


def machine_signs() -> Iterator[Sign]:
    """Signs that do not depend on a store."""
    yield Sign("hyzs", "ok", __version__)
    yield Sign("Python", "ok", f"{platform.python_version()} {platform.system()}")
    git = shutil.which("git")
    yield (Sign("git", "ok", "已安装") if git else Sign("git", "warn", "没有找到", "装上 git，清单上才有版本号"))
    yield _yaml()
    yield _encoding()
    yield from _fonts()


def _yaml() -> Sign:
    import yaml

    if yaml.__with_libyaml__:
        return Sign("YAML 读取", "ok", f"PyYAML {yaml.__version__} 的 C 部分")
    return Sign("YAML 读取", "warn", "没有 C 部分，首次读取会慢十倍", "重装 PyYAML 的轮子")


def _encoding() -> Sign:
    name = locale.getpreferredencoding(False)
    width = shutil.get_terminal_size().columns
    if name.lower().replace("-", "") == "utf8":
        return Sign("终端", "ok", f"{name}，宽 {width} 列")
    return Sign(
        "终端",
        "warn",
        f"编码 {name}，宽 {width} 列；hyzs 一律输出 UTF-8",
        "Windows 上运行 chcp 65001，别处 export LC_ALL=C.UTF-8",
    )


def _fonts() -> Iterator[Sign]:
    if not shutil.which("fc-list"):
        if sys.platform.startswith("linux"):
            yield Sign("公文字体", "warn", "没有 fc-list，查不了字体", "装上 fontconfig")
        return
    result = subprocess.run(["fc-list", ":", "family"], capture_output=True, check=False)
    families = result.stdout.decode("utf-8", "replace").lower()
    for face, (official, others) in _FACES.items():
        name, other = (next((n for n in names if n.lower() in families), "") for names in (official, others))
        yield Sign(f"字体 {face}", "ok", name) if name else _missing(face, other)


def _missing(face: str, other: str) -> Sign:
    hint = f"正式印发的在装有{face}的电脑上打印"
    return Sign(f"字体 {face}", "warn", f"没有，打印用 {other} 代替" if other else "没有，也没有可以代替的", hint)


def store_signs(root: Path, index: Index, findings: list[Finding], today: date) -> Iterator[Sign]:
    """Signs of the store.

    Raises: Busy: the index cannot be read for long; BadConfig: the settings of this machine cannot be read; CannotRead:
    git refuses.
    """
    yield Sign("仓库", "ok", root.name)
    yield _settings(index)
    status = index.status
    commit, dirty = (status.commit, bool(status.changed)) if status else (None, False)
    changed = "，有未提交的改动" if dirty else ""
    if commit:
        yield Sign("版本", "ok", f"{commit[:10]}{changed}")
    elif index.refusal:
        yield Sign("版本", "warn", index.refusal.message, index.refusal.hint)
    else:
        yield Sign("版本", "warn", "不在 git 里，或还没有提交", "git init 后提交")
    if commit:
        yield from _unsaved(root)
    yield _backup(root, today)
    yield from _evidence(root, index)
    yield _keys(root)
    if drivers.is_missing(root):
        yield Sign("git 助手", "warn", "这个克隆还没有设好按条目合并", "运行 hyzs init --git")
    yield _index(root, index)
    if as_of := index.store_info()["as_of"]:
        yield Sign("今天", "ok", f"{today}；设置 as_of 停在 {as_of}，--today 可以另说")
    yield _calendar(index, today)
    errors = sum(f.severity == "error" for f in findings)
    detail = f"{errors} 个错误，{len(findings) - errors} 个警告"
    yield Sign("数据", "fail", detail, "运行 hyzs check 查看") if errors else Sign("数据", "ok", detail)


def _unsaved(root: Path) -> Iterator[Sign]:
    """Signs of what would be lost with this machine: files not saved, and versions not sent."""
    settings = LocalSettings()
    unsaved = len(git_commit.unsaved_paths(root))
    yield Sign("保存", "warn", f"{unsaved} 个文件没有保存", "hyzs save") if unsaved else Sign("保存", "ok", "都保存了")
    if address := settings.value(root, git_remote.SHARE):
        unsent = git_remote.unsent_count(root)
        detail = f"{unsent} 次保存没有送到 {address}"
        yield Sign("同步", "warn", detail, "hyzs sync") if unsent else Sign("同步", "ok", f"都送到了 {address}")


def _backup(root: Path, today: date) -> Sign:
    """Sign of the last backup that was made on this machine, with the days since."""
    backed_up = LocalSettings().value(root, BACKED_UP)
    if not backed_up:
        return Sign("备份", "warn", "本机没有备份过", "hyzs backup 别的盘上的文件夹")
    days = (today - date.fromisoformat(backed_up)).days
    if days > _BACKUP_DAYS:
        return Sign("备份", "warn", f"{days} 天以前({backed_up})", "hyzs backup 别的盘上的文件夹")
    return Sign("备份", "ok", backed_up)


def _keys(root: Path) -> Sign:
    """Sign of the keys that seal forms: whose they are, and whether others on this machine can read them."""
    try:
        keys = form_key.form_keys(root)
    except CannotRead as error:
        return Sign("钥匙", "fail", error.message, error.hint)
    open_keys = [key.id for key in keys if os.name != "nt" and key.file.stat().st_mode & 0o077]
    own = next((key.id for key in keys if key.is_own), "")
    detail = f"自己的 {own}" if own else "自己的还没有，第一次发表时建"
    detail += f"；收下 {len(keys) - bool(own)} 把" if len(keys) > bool(own) else ""
    if open_keys:
        return Sign(
            "钥匙", "warn", f"{detail}；{'、'.join(open_keys)} 别人也能读", "chmod 600 private/*.key private/keys/*"
        )
    return Sign("钥匙", "ok", detail)


def _evidence(root: Path, index: Index) -> Iterator[Sign]:
    """Signs of the bytes of evidence: where they are, how many are missing, how many no record names."""
    recorded = {sha256 for (sha256,) in index.tuples(_EVIDENCE)}
    folder = evidence.evidence_folder(root)
    if git.repository(root) and git.run(root, "ls-files", "-z", "--", evidence.FOLDER).stdout:
        yield Sign("附件", "fail", "evidence/ 进了 git", "git rm -r --cached evidence，在 .gitignore 里写 evidence/")
    if not evidence.is_available(folder):
        if recorded:
            yield Sign(
                "附件", "warn", f"{len(recorded)} 份，本机没有 {folder}", "接好共享盘，或者 hyzs attach --to 文件夹"
            )
        return
    stored = set(evidence.stored_files(folder))
    missing, extra = len(recorded - stored), len(stored - recorded)
    detail = f"{len(recorded)} 份，在 {folder}"
    detail += f"；缺 {missing} 份" if missing else ""
    detail += f"；另有 {extra} 份没有记录提到" if extra else ""
    yield Sign("附件", "warn" if missing else "ok", detail, "hyzs check 看缺哪几份" if missing else None)


def _settings(index: Index) -> Sign:
    rows = index.rows("SELECT id, name FROM settings ORDER BY id")
    if rows:
        return Sign("设置", "ok", f"{rows[0]['name']}({rows[0]['id']})")
    return Sign("设置", "fail", "data/settings.yaml 读不出来", "运行 hyzs check data/settings.yaml 查看")


def _index(root: Path, index: Index) -> Sign:
    file = root / ".hyzs" / "index.db"
    if index.in_memory or not file.exists():
        is_full = os.access(root, os.W_OK) and shutil.disk_usage(root).free < 1_000_000
        hint = "磁盘满了，腾出地方再来" if is_full else "检查文件夹权限"
        return Sign("索引", "warn", "写不了 .hyzs，只在内存里，每次都要重读", hint)
    return Sign("索引", "ok", f".hyzs/index.db {file.stat().st_size / 1e6:.1f} MB，与文件一致")


def _calendar(index: Index, today: date) -> Sign:
    years = sorted(int(row["id"]) for row in index.rows(_PUBLISHED) if row["id"].isdecimal())
    detail = f"到 {years[-1]} 年" if years else "没有"
    lacking = [str(year) for year in range(today.year, today.year + 1 + (today.month >= _CALENDAR_MONTH))]
    lacking = [year for year in lacking if int(year) not in years]
    if not lacking:
        return Sign("工作日历", "ok", detail)
    begun = {row["id"] for row in index.rows("SELECT id FROM calendar")}
    steps = [_calendar_step(year, begun=year in begun) for year in lacking]
    return Sign("工作日历", "warn", f"{detail}；{'、'.join(lacking)} 年{UNPUBLISHED}", "；".join(steps))


def _calendar_step(year: str, *, begun: bool) -> str:
    """The hint to add the days off of that year; ``begun``: its file is there, without a notice or festivals."""
    frame = "" if begun else f"运行 hyzs new calendar {year}；"
    return f"{frame}国务院办公厅公布后把文号、放假和调休写进 data/calendar/{year}.yaml"
