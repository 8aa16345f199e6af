"""All rules that ``hyzs explain`` knows: those of checks and of files, suppressions, the baseline."""
