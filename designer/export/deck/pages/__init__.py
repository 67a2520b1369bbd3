"""Slides of a deck laid out on their page: where each text, bar and picture stands."""
