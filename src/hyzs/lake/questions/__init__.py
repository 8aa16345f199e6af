"""The questions of ``hyzs rollup``, one file each; the folder is walked, there is no list of them."""
