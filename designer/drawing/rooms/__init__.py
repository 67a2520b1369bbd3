"""A room to scale as a display list."""
