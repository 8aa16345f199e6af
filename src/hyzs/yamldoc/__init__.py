"""YAML documents with places: read, edited byte by byte, formatted, merged."""
