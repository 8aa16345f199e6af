"""Files of a size that no plan has, through ``hyzs import plan``: a sentence, in bounded time, nothing written."""

import time

import pytest

from support import program
from support.stores import make_store

#: Seconds that a refusal may take, the start of two processes with it.
BOUND = 60


def pdf(pages):
    """A PDF of so many blank pages."""
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(pages))
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids)]
    bodies += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"] * pages
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(bodies, 1):
        offsets.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, b"".join(offsets))
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, len(out))
    return bytes(out) + table + end


FILES = {
    "pages.pdf": lambda: pdf(10_000),
    "clauses.txt": lambda: "\n".join(f"{n}. 办好第{n}件事。（牵头单位：市商务局）" for n in range(1, 15_000)).encode(),
    "long.txt": lambda: ("（" * 9_999 + "\n").encode() * 300,
    "tables.html": lambda: b"<table>" + b"<tr>" + b"<td>x" * 100_000,
    "large.docx": lambda: bytes(51_000_000),
}


@pytest.mark.parametrize("name", FILES)
def test_it_is_refused_in_bounded_time(tmp_path, name):
    store = make_store(tmp_path / "store")
    (tmp_path / name).write_bytes(FILES[name]())
    before = sorted((store / "data").rglob("*"))
    start = time.monotonic()

    run = program.run(["import", "plan", str(tmp_path / name)], store, encoding="utf-8")

    assert time.monotonic() - start < BOUND
    assert run.returncode == 1 and run.stderr.startswith("错误：") and "Traceback" not in run.stderr
    assert sorted((store / "data").rglob("*")) == before
