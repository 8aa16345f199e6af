"""A terminal of 100 columns that somebody reads."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

ROWS, COLUMNS = 40, 100


@contextmanager
def opened() -> Iterator[tuple[int, int]]:
    """Both ends of a new terminal: ours, and the program's, which :func:`drain` closes on our side."""
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    try:
        yield master, slave
    finally:
        os.close(master)


def drain(master: int, slave: int) -> None:
    """Read all that the program says, until it has gone."""
    os.close(slave)
    with suppress(OSError):  # Linux ends a terminal with an input error
        while os.read(master, 1 << 16):
            pass
