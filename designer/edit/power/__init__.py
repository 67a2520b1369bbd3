"""Edits of the power chain."""
