"""Scores: a scheme as it is declared, what is left out of it, and the points of everyone who is compared."""
