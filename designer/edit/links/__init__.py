"""Edits of links and flows."""
