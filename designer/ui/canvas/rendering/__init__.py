"""What the canvas paints over and around the drawing: surface, overlay, minimap, animations."""
