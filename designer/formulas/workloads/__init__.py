"""Formulas of serving, training, storage and retrieval."""
