"""Painting a room to scale."""
