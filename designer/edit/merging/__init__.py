"""Merging the work of two people on one design."""
