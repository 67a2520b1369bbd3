"""Layers 3 to 6 at work: demand from the top, load and time and money back from the bottom."""
