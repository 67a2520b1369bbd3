"""Painting racks and the parts in them."""
