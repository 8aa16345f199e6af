"""The index: a disposable SQLite file with the rows of all records, kept abreast of the tree."""
