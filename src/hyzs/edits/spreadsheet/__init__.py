"""A foreign spreadsheet, read: its headings, rows and cells as entries, and the entries beside the records."""
