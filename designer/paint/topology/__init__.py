"""Painting the topology: tiles, frames, wires, plugs and flows."""
