"""Rendering over and around the drawing: surface, overlay, minimap, animations."""
