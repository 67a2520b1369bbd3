"""The logical picture of a design in the window."""
