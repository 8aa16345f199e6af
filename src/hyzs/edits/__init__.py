"""Acts: one file each. An act takes what is wanted, asks the index, and gives back changes; it writes nothing."""
