"""Formulas of heat, air, free cooling and climates."""
