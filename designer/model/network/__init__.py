"""Ports, cables, card maps and drawn flows."""
