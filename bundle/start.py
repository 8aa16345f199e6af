"""Entry of the frozen program: the same main as everywhere; reading processes of its own start here as well."""

import multiprocessing

from hyzs.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    main()
