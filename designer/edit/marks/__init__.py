"""Edits of notes, frames, arrows and pictures."""
