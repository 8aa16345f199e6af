"""``python -m bench.history FOLDER PROJECTS WEEKS``: the returns of so many weeks, written into a sample store."""

import sys
from pathlib import Path

from hyzs.scaffold.demo_city import demo_files


def write(folder: Path, projects: int, weeks: int) -> None:
    """The invented city's returns, and all that hangs on them, over those of the store in ``folder``."""
    for path, text in demo_files(projects, weeks):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
