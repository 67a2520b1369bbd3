"""Formulas of availability and failure rates."""
