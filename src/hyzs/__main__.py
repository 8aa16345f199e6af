"""``python -m hyzs`` is ``hyzs``."""

from hyzs.cli import main

main()
