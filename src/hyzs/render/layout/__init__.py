"""Layout of texts, tables and charts; knows no format."""
