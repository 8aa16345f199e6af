"""The catalogue of fields, and the language of --where, --columns and --sort over it."""
