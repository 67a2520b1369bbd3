"""Slides laid out: texts, boxes and drawings with their places, ready for a painter, and the way between two."""
