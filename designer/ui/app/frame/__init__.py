"""The frame around the canvas: rails, docked and opened panels, the folded strip, the card of findings."""
