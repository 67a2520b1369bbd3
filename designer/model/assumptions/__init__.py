"""Assumptions of the analysis where nothing is drawn or set."""
