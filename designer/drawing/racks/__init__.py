"""Racks as elevations, and parts as line drawings."""
