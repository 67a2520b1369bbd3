"""Formulas of electrical capacity and carbon."""
