"""The index: a disposable SQLite file with the rows of all records, brought up to date by every run."""
