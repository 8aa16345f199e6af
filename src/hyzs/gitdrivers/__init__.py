"""The diff and merge drivers that git runs for record files."""
