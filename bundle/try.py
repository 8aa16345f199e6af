"""Try a bundle as an office without Python and internet would: each step from a folder of its own, with an empty PATH.

python bundle/try.py dist/hyzs
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

#: What is run in a store of samples, and the file that must be there afterwards.
STEPS = [
    (["track"], ""),
    (["who", "市科技局"], ""),
    (["check"], ""),
    (["report", "division", "-o", "../分工表.pdf"], "分工表.pdf"),
    (["report", "remind", "-o", "../催办.docx"], "催办.docx"),
    (["report", "overview", "-o", "../一页通.png"], "一页通.png"),
    (["report", "duty", "市商务局", "-o", "../责任.ics"], "责任.ics"),
    (["dispatch", "--unit", "衡南县", "-o", "../填报表"], "填报表"),
    (["collect", "../填报表"], ""),
    (["site", "-o", "../看板"], "看板"),
    (["manual", "填报人", "-o", "../填报人.pdf"], "填报人.pdf"),
]
#: A template of the store's own: it is told in a process of its own.
TEMPLATE = '{% extends "letter.j2" %}{% block closing %}盼复。{% endblock %}'


def main() -> int:
    """Run every step; 1 if one of them fails."""
    program = next(file for name in ("hyzs", "hyzs.exe") if (file := Path(sys.argv[1], name).resolve()).is_file())
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top)
        run(program, folder, "init", "--sample", "仓库")
        store = folder / "仓库"
        for words, file_name in STEPS:
            run(program, store, *words)
            if file_name and not (folder / file_name).exists():
                raise SystemExit(f"没有写出 {file_name}")
        (store / "templates").mkdir()
        (store / "templates" / "letter.reminder.j2").write_text(TEMPLATE, "utf-8")
        if "盼复" not in run(program, store, "report", "remind", "-f", "feishu"):
            raise SystemExit("自己的模板没有用上")
    size = sum(file.stat().st_size for file in Path(sys.argv[1]).rglob("*") if file.is_file())
    print(f"{len(STEPS) + 2} 步都通过；{size / 1e6:.0f} MB")
    return 0


def run(program: Path, folder: Path, *words: str) -> str:
    """Run the program and return its output; a failure ends the trial."""
    environment = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    started = time.perf_counter()
    process = subprocess.run(
        [program, *words],
        cwd=folder,
        env={**environment, "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if process.returncode:
        raise SystemExit(f"hyzs {' '.join(words)}：退出码 {process.returncode}\n{process.stdout}{process.stderr}")
    print(f"{time.perf_counter() - started:5.2f} 秒  hyzs {' '.join(words)}")
    return process.stdout


if __name__ == "__main__":
    sys.exit(main())
