"""``python -m bench``: run the jobs, print the ratios, compare with the last time. Timings never fail it."""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from bench.jobs import Job, jobs
from bench.pair import Budget, Failed, pair
from bench.peers import peer
from bench.result import Result, load, missing, result, save, worse
from bench.stores import FOLDER, ROOT
from bench.table import line, write

LAST = Path(__file__).parent / "last.json"
PAGE = ROOT / "docs" / "performance.md"
FULL, QUICK, HASTY = Budget(15, 20, 5), Budget(7, 2, 3), Budget(1, 0, 1)
#: Seconds after which a quick run takes one turn of each job, and after which it takes none.
HURRY, ENOUGH = 60, 105


def main() -> None:
    """Run what was asked for."""
    arguments = _parse_arguments()
    start = time.perf_counter()
    results, last = [], load(LAST)
    for job in jobs():
        if (arguments.quick and not job.quick) or arguments.only not in job.name:
            continue
        spent = time.perf_counter() - start if arguments.quick else 0
        results.append(missing(job, "没轮到") if spent > ENOUGH else _run_job(job, _budget(arguments.quick, spent)))
        _say(line(results[-1]))
    for sentence in worse(results, last):
        _say(sentence)
    save(results, FOLDER / "result.json")
    if arguments.write:
        results = _beside_last(results, last)
        save(results, LAST)
        write(results, PAGE)
    _say(f"用时 {time.perf_counter() - start:.0f} 秒；数字在 {FOLDER / 'result.json'}")


def _beside_last(results: list[Result], last: dict[str, Result]) -> list[Result]:
    """A result a job, in the order of the table: that of now, or else that of the last time."""
    by_name = last | {item.name: item for item in results}
    return [by_name[job.name] for job in jobs() if job.name in by_name]


def _parse_arguments() -> argparse.Namespace:
    app = argparse.ArgumentParser(prog="python -m bench", description="和同类工具成对轮流跑，只看比值。")
    app.add_argument("--quick", action="store_true", help="只跑 1 千和 1 万，两分钟以内")
    app.add_argument("--write", action="store_true", help="把结果写进 docs/performance.md 和 bench/last.json")
    app.add_argument("--only", default="", metavar="字", help="只跑名字里有这几个字的；--write 时其余的留着上次的结果")
    return app.parse_args()


def _budget(quick: bool, spent: float) -> Budget:
    if not quick:
        return FULL
    return QUICK if spent < HURRY else HASTY


def _run_job(job: Job, budget: Budget) -> Result:
    """The job's result, or why there is none."""
    if job.peer and not peer(job.peer):
        return missing(job, "未安装")
    try:
        return result(job, pair(*job.sides(), budget, slow=job.slow))
    except (Failed, OSError, subprocess.CalledProcessError) as error:
        return missing(job, f"跑不了：{error}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
