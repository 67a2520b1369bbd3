"""How pointer and keys act on the canvas: tools, hit testing, editing in place, snapping, joining."""
