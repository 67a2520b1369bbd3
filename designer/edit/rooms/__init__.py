"""Edits of rooms and of what stands on their floor."""
