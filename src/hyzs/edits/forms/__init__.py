"""Weekly forms that came back: their cells as entries of returns."""
