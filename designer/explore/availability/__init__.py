"""Availability on several machines, and what to buy next for one more nine."""
