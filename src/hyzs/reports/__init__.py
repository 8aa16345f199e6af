"""The questions, one file each: the index in, an answer out. No files, no print, no clock."""
