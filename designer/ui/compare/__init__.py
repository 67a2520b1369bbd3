"""Alternatives side by side in the window."""
