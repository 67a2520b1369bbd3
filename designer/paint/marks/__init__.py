"""Painting marks: symbols, notes, frames, arrows and pictures."""
