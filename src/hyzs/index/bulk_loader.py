"""Many files read into rows, on all cores when there are enough of them."""

import marshal
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

Row = tuple[Any, ...]
#: From so many files on other processes are worth their start; so many bytes go to one of them at a time: a return of
#: a large city makes as many rows as a hundred projects.
MANY, CHUNK = 600, 80_000


class Job(NamedTuple):
    """A file to be read: its id in the index, its path, and its bytes."""

    file: int
    path: str
    data: bytes


class Loaded(NamedTuple):
    """Some files as rows: the kind of each, and the rows of all by table."""

    kinds: list[tuple[int, str | None]]
    tables: dict[str, list[Row]]


def loaded(jobs: Iterable[Job], count: int) -> Iterator[Loaded]:
    """The rows of ``count`` files, some files at a time, in the order of the jobs."""
    chunks = _chunks(jobs)
    cores = os.cpu_count() or 1
    if count < MANY or cores == 1:
        yield from map(read_jobs, chunks)
    else:
        yield from _by_many(chunks, cores)


def _chunks(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    """The jobs in their order, some at a time."""
    some: list[Job] = []
    size = 0
    for job in jobs:
        some.append(job)
        size += len(job.data)
        if size >= CHUNK:
            yield some
            some, size = [], 0
    if some:
        yield some


def read_jobs(jobs: list[Job]) -> Loaded:
    """The rows of these files."""
    from hyzs.index.record_file import read_file

    out = Loaded([], {"parse_finding": []})
    for file, path, data in jobs:
        parsed = read_file(path, data, file, out.tables)
        out.kinds.append((file, parsed.kind))
        for f in parsed.findings:
            told = (f.code, str(f.severity), *f.place, f.message, f.hint, f.record, f.field)
            out.tables["parse_finding"].append((file, *told))
    return out


def _by_many(chunks: Iterator[list[Job]], cores: int) -> Iterator[Loaded]:
    """The chunks read by other processes, a few ahead; what they cannot do (or if there are none) is done here."""
    from concurrent.futures import Future, ProcessPoolExecutor

    import hyzs.index.record_file  # noqa: F401 — a process that is begun as a copy of this one need not load it again

    try:
        pool = ProcessPoolExecutor(cores)
    except (OSError, ImportError, NotImplementedError):
        yield from map(read_jobs, chunks)
        return
    ahead: deque[tuple[list[Job], Future[bytes] | None]] = deque()
    with pool:
        try:
            for chunk in chunks:
                ahead.append((chunk, _begun(pool.submit, chunk)))
                if len(ahead) > 3 * cores:
                    yield _ended(*ahead.popleft())
            while ahead:
                yield _ended(*ahead.popleft())
        finally:
            pool.shutdown(cancel_futures=True)


def _begun(submit: Callable[..., Any], chunk: list[Job]) -> Any:
    """The work on its way; None if the other processes are gone."""
    try:
        return submit(_packed, chunk)
    except (OSError, RuntimeError):
        return None


def _ended(chunk: list[Job], future: Any) -> Loaded:
    from concurrent.futures import BrokenExecutor

    try:
        if future:
            return Loaded(*marshal.loads(future.result()))  # noqa: S302 — our own process wrote it
        return read_jobs(chunk)
    except (BrokenExecutor, OSError):
        return read_jobs(chunk)


def _packed(chunk: list[Job]) -> bytes:
    """The rows as bytes: rows hold only what marshal knows, and it takes a third of the time of pickle."""
    return marshal.dumps(tuple(read_jobs(chunk)))
