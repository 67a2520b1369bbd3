"""The stack as a display list."""
