"""Designs to begin with, their parameters, and making one again with others."""
