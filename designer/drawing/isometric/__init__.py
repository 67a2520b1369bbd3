"""A room as an isometric picture."""
