"""New stores: the starter, an invented city, the JSON schemas."""
