"""The topology as a display list: tiles, frames, wires, labels and badges."""
