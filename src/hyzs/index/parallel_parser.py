"""Parse many files into rows, on all cores when there are enough of them."""

import marshal
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

Row = tuple[Any, ...]
#: Files from which other processes are worth their start; bytes that go to one of them at a time: a return of a large
#: city makes as many rows as a hundred projects.
MANY, CHUNK = 600, 80_000


class FileJob(NamedTuple):
    """A file to be read: its id in the index, its path, and its bytes."""

    file: int
    path: str
    data: bytes


class ParsedBatch(NamedTuple):
    """Parsed files: the kind of each, and the rows of all by table."""

    kinds: list[tuple[int, str | None]]
    tables: dict[str, list[Row]]


def parse_files(jobs: Iterable[FileJob], count: int) -> Iterator[ParsedBatch]:
    """The rows of ``count`` files, a batch at a time, in the order of the jobs."""
    chunks = _chunks(jobs)
    cores = os.cpu_count() or 1
    if count < MANY or cores == 1:
        yield from map(parse_batch, chunks)
    else:
        yield from _in_processes(chunks, cores)


def _chunks(jobs: Iterable[FileJob]) -> Iterator[list[FileJob]]:
    """The jobs in their order, in batches of ``CHUNK`` bytes."""
    chunk: list[FileJob] = []
    size = 0
    for job in jobs:
        chunk.append(job)
        size += len(job.data)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def parse_batch(jobs: list[FileJob]) -> ParsedBatch:
    """The rows of these files."""
    from hyzs.index.record_file import read_file

    out = ParsedBatch([], {"parse_finding": []})
    for file, path, data in jobs:
        parsed = read_file(path, data, file, out.tables)
        out.kinds.append((file, parsed.kind))
        for f in parsed.findings:
            cells = (f.code, str(f.severity), *f.span, f.message, f.hint, f.record, f.field)
            out.tables["parse_finding"].append((file, *cells))
    return out


def _in_processes(chunks: Iterator[list[FileJob]], cores: int) -> Iterator[ParsedBatch]:
    """Parse the chunks in other processes, a few in advance; in this one where there are none, or they die."""
    from concurrent.futures import Future, ProcessPoolExecutor

    import hyzs.index.record_file  # noqa: F401 — a forked process need not load it again

    try:
        pool = ProcessPoolExecutor(cores)
    except (OSError, ImportError, NotImplementedError):
        yield from map(parse_batch, chunks)
        return
    pending: deque[tuple[list[FileJob], Future[bytes] | None]] = deque()
    with pool:
        try:
            for chunk in chunks:
                pending.append((chunk, _submit(pool.submit, chunk)))
                if len(pending) > 3 * cores:
                    yield _result(*pending.popleft())
            while pending:
                yield _result(*pending.popleft())
        finally:
            pool.shutdown(cancel_futures=True)


def _submit(submit: Callable[..., Any], chunk: list[FileJob]) -> Any:
    """The future of the chunk; None if the other processes are gone."""
    try:
        return submit(_encode, chunk)
    except (OSError, RuntimeError):
        return None


def _result(chunk: list[FileJob], future: Any) -> ParsedBatch:
    """The rows from the other process, or parsed here if it died."""
    from concurrent.futures import BrokenExecutor

    try:
        if future:
            return ParsedBatch(*marshal.loads(future.result()))  # noqa: S302 — our own process wrote it
        return parse_batch(chunk)
    except (BrokenExecutor, OSError):
        return parse_batch(chunk)


def _encode(chunk: list[FileJob]) -> bytes:
    """The rows in marshal's encoding: they hold only its types, and it takes a third of the time of pickle."""
    return marshal.dumps(tuple(parse_batch(chunk)))
