"""Workbooks: forms that are sent and returned, and foreign spreadsheets. Knows neither records nor the index."""
