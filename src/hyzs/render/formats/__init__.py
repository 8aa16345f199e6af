"""Formats: one file each, an answer in, a text or the bytes of a file out."""
