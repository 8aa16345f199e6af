"""Scores: declared schemes, items and records left out, and the points of the compared units."""
