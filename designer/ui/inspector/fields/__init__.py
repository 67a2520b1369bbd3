"""Fields of the inspector: one table for each sort of record."""
