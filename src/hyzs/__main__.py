"""The program ``hyzs``, and ``python -m hyzs``."""

import gc
import sys

#: A run is short and makes few rings: looking for them so often takes a tenth of its time.
_RARELY = (50_000, 20, 20)


def main() -> None:
    """Run the words of the command line."""
    gc.set_threshold(*_RARELY)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    from hyzs.ahead import answered

    try:
        code = answered(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    if code is not None:
        sys.exit(code)
    from hyzs.cli import main

    main()


if __name__ == "__main__":
    main()
