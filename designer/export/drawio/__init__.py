"""Designs as diagrams of draw.io, and back."""
