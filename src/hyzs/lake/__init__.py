"""Questions in SQL: over the index of one store, and over the Parquet of many."""
