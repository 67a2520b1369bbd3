"""Painting a room in an isometric picture."""
