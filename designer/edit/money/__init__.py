"""Edits of the price book."""
