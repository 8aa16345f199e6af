"""How fast the program is, as ratios to peers that run on the same machine at the same time."""
