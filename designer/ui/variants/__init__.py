"""Alternatives of the whole design in one project: made, opened, renamed and removed in the window."""
