"""The program ``hyzs``, and ``python -m hyzs``."""

import sys


def main() -> None:
    """Run the words of the command line."""
    from hyzs.ahead import begin

    begin(sys.argv[1:])
    from hyzs.cli import main

    main()


if __name__ == "__main__":
    main()
