"""Sentences about a design for a newcomer, worked out from it."""
