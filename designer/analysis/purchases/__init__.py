"""Purchases for a design: devices, racks, cables, optics, cords, and what it takes to bring them in."""
