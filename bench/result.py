"""What a job came to, kept as JSON, and held against the last time."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.jobs import Job
from bench.pair import Run, spread

#: A ratio that grew by more than this is named.
WORSE = 1.2


@dataclass(frozen=True)
class Result:
    """One line: ratios (or MiB), the goals, and for the curious the milliseconds of this machine."""

    name: str
    unit: str
    least: float | None
    middle: float | None
    most: float | None
    goal: float | None
    stretch: float | None
    turns: int = 0
    ours_ms: float = 0
    peer_ms: float = 0
    peak_mib: float = 0
    note: str = ""

    @property
    def met(self) -> str:
        """Whether the goal is met, or the stretch goal too."""
        if self.middle is None or self.goal is None:
            return self.note or "—"
        if self.middle > self.goal:
            return "未达"
        return "理想" if self.stretch and self.middle <= self.stretch else "达标"


def missing(job: Job, note: str) -> Result:
    """A job that could not be run."""
    return Result(job.name, _unit(job), None, None, None, job.goal, job.stretch, note=note)


def result(job: Job, turns: list[tuple[Run, Run | None]]) -> Result:
    """The least, middle and greatest of the turns' ratios."""
    values = [a.peak if job.memory else a.seconds / b.seconds if b else a.seconds for a, b in turns]
    least, middle, most = (round(value, 3) for value in spread(values))
    ours = spread([a.seconds for a, _ in turns])[1] * 1000
    peers = [b.seconds for _, b in turns if b]
    return Result(
        job.name,
        _unit(job),
        least,
        middle,
        most,
        job.goal,
        job.stretch,
        len(turns),
        round(ours, 1),
        round(spread(peers)[1] * 1000, 1) if peers else 0,
        round(max(a.peak for a, _ in turns), 1),
    )


def _unit(job: Job) -> str:
    return "MiB" if job.memory else "×"


def save(results: list[Result], file: Path) -> None:
    """Write the results as JSON."""
    text = json.dumps([asdict(item) for item in results], ensure_ascii=False, indent=1)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + "\n", encoding="utf-8")


def load(file: Path) -> dict[str, Result]:
    """The results of the last time, by the job's name."""
    if not file.exists():
        return {}
    return {item["name"]: Result(**item) for item in json.loads(file.read_text(encoding="utf-8"))}


def worse(results: list[Result], last: dict[str, Result]) -> list[str]:
    """A sentence on each job that got worse."""
    lines = []
    for item in results:
        before = last[item.name].middle if item.name in last else None
        if item.middle and before and item.middle > before * WORSE:
            lines.append(f"变慢：{item.name}，上次 {before:.2f}，这次 {item.middle:.2f}")
    return lines
