"""Interaction with the canvas by pointer and keys: tools, hit testing, editing in place, snapping, joining."""
