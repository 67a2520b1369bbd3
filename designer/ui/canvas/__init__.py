"""The canvas: the drawing of a design, and everything that a hand can do to it."""
