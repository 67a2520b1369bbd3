"""Designs side by side, for others."""
