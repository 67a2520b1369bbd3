"""Bundles of prices and parts that a team shares: one file with a date, checked, taken, and taken back."""
