"""Measurements of people's own, beside what is worked out."""
