"""Acts: one file each. An act is told what is wanted, asks the index, and gives back changes; it writes nothing."""
