"""Translation of git's refusals into a message and a hint for people."""

import re
from typing import NamedTuple


class Refusal(NamedTuple):
    """A reason for which git refused to answer, with a hint."""

    message: str
    hint: str


#: Pattern of git's English message → message and hint of ours. The first that fits.
_REFUSALS = (
    (
        r"dubious ownership in repository at '(?P<what>[^'\n]+)'|unsafe repository \('(?P<what2>[^'\n]+)' is owned",
        "git 不肯读仓库 {what}：它属于另一个用户（容器里、共享盘上、用 sudo 时常见）",
        "信得过它，运行 git config --global --add safe.directory '{what}'",
    ),
    (
        r"(?:unknown repository extension|expected git repo version|unsupported (?:repository|index) version"
        r"|unknown index entry format|index uses .* extension, which we do not understand|bad index version)",
        "这个仓库是更新的 git 写的，现在的 git 读不了",
        "升级 git",
    ),
    (
        r"invalid gitfile format: (?P<what>.+)",
        "{what} 的内容不对，git 找不到仓库",
        "它应该是一行 gitdir: 路径；从远端重新克隆最省事",
    ),
    (
        r"not a git repository: (?P<what>.+)",
        ".git 指向的 {what} 不在了，或者不完整",
        "主仓库移动过的，在主仓库里运行 git worktree repair；否则从远端重新克隆",
    ),
    (r"No space left on device|Disk quota exceeded", "磁盘满了", "腾出地方再来；原来的都在"),
    (
        r"not a git repository",
        "这里有 .git，git 却不认它是仓库：缺文件，或者 HEAD 坏了",
        "从远端重新克隆，再把改动拷过去；空的 .git 文件夹可以删掉",
    ),
    (
        r"index\.lock'?: File exists|could not lock config file (?P<what>.+): File exists|another git process",
        "另一个 git 正在写，或者上次中断留下了锁",
        "等它结束；确认没有 git 在运行，再删去 .git 里的 .lock 文件",
    ),
    (
        r"index file (?:corrupt|smaller|open failed)|bad (?:index file )?signature|bad index file|unable to map index"
        r"|unordered stage entries|malformed name field in the index",
        "git 的暂存区（.git/index）坏了，或者读不了",
        "检查权限；坏了就把 .git/index 移走，再运行 git reset",
    ),
    (
        r"bad (?:numeric |boolean )?config|(?:unable|failed) to (?:read|parse)[^\n]*config",
        "git 的设置写错了：{line}",
        "按 git config --list --show-origin 找到那个文件，改正它",
    ),
    (
        r"(?:unable to access|could not open|error opening|failed to open) '(?P<what>[^'\n]+)'[^\n]*Permission denied"
        r"|Permission denied",
        "git 没有权限读 {what}",
        "检查它的权限；设置文件读不了的，检查环境变量 HOME",
    ),
    (
        r"promisor|lazy.?fetch|could not fetch|Could not read from remote",
        "这是部分克隆，要的内容还在远端；hyzs 不替你联网去取",
        "先运行 git fetch --refetch --no-filter，或者不带 --filter 重新克隆",
    ),
    (
        r"corrupt|bad object|bad tree|missing blob|missing tree|invalid object|is empty|unable to read|could not parse"
        r"|bad (?:ref|HEAD)|broken|dangling",
        "git 仓库里有坏的或缺的内容：{line}",
        "运行 git fsck 查看；从远端重新克隆最稳妥",
    ),
)
_FIRST_LINE = re.compile(r"^(?:fatal|error): *(?P<line>.+)$", re.M)


def refusal_of(stderr: bytes) -> Refusal:
    """The meaning of git's stderr; unknown words are quoted."""
    text = stderr.decode("utf-8", "replace").strip()
    first = _FIRST_LINE.search(text)
    line = first["line"].strip() if first else text.partition("\n")[0]
    for pattern, message, hint in _REFUSALS:
        if match := re.search(pattern, text, re.I):
            groups = match.groupdict()
            subject = (groups.get("what") or groups.get("what2") or "它要的文件").strip().strip("'")
            return Refusal(message.format(what=subject, line=line), hint.format(what=subject))
    return Refusal(f"git 出错：{line or '没有说原因'}", "在这个文件夹里运行 git status 看看")
