"""The program ``hyzs``, and ``python -m hyzs``."""

import gc
import sys

#: A run is short and makes few rings: looking for them so often takes a tenth of its time.
_RARELY = (50_000, 20, 20)


def main() -> None:
    """Run the words of the command line."""
    gc.set_threshold(*_RARELY)
    from hyzs.ahead import begin

    begin(sys.argv[1:])
    from hyzs.cli import main

    main()


if __name__ == "__main__":
    main()
