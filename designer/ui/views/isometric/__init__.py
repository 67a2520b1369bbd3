"""The isometric view of a room."""
