"""YAML documents with source positions: read, edited byte by byte, formatted, merged."""
