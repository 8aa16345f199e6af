"""Workbooks: forms that go out and come back. Bytes in, plain values out; knows neither records nor the index."""
