"""Reach over a network: the pieces that it is in."""
